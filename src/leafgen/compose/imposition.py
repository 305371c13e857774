"""Imposition: which label stands where on which page. Pure geometry, in mm from the bottom left of the page.

Positions on a sheet are counted from 1 along the rows, from the top left, as they are on a packet of labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from leafgen.content.stocks import Stock
from leafgen.kernel.errors import InvalidInput
from leafgen.kernel.geometry import Box, Size


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of one label: `page` and `position` on it, both counted from 1, and its `box` in mm from the
    bottom left of the page."""

    page: int
    position: int
    box: Box


def page_size(stock: Stock) -> Size:
    """The size in mm of one page: the whole sheet, or on a roll one label."""
    return stock.sheet or Size(stock.width, stock.height)


def cell_box(stock: Stock, position: int) -> Box:
    """The box in mm of `position` (from 1), from the bottom left of the page."""
    page = page_size(stock)
    row, column = divmod(position - 1, stock.columns)
    left = stock.left + column * stock.pitch_x
    top = page.height - stock.top - row * stock.pitch_y
    return Box(left, top - stock.height, left + stock.width, top)


def impose(stock: Stock, count: int, part_used: Sequence[Iterable[int]] = ()) -> tuple[Cell, ...]:
    """Cells for `count` labels in printing order.

    part_used: for each part-used sheet, in the order in which they lie in the printer, the positions that
    are still free; after them come fresh sheets. A part-used sheet on which nothing is needed is not printed.
    Raises InvalidInput for a position that the stock does not have, for one named twice, and for part-used
    sheets of a roll.
    """
    sheets = [_free_positions(stock, free, number) for number, free in enumerate(part_used, 1)]
    places = ((page, position) for page, free in enumerate(_with_fresh(sheets, stock), 1) for position in free)
    return tuple(Cell(page, position, cell_box(stock, position)) for page, position in islice(places, count))


def free_from(stock: Stock, start: int) -> range:
    """The positions of a sheet that is used up to, but not including, position `start`."""
    _check_position(stock, start, "start")
    return range(start, stock.per_sheet + 1)


def _with_fresh(sheets: list[list[int]], stock: Stock) -> Iterator[Iterable[int]]:
    yield from sheets
    while True:
        yield range(1, stock.per_sheet + 1)


def _free_positions(stock: Stock, free: Iterable[int], number: int) -> list[int]:
    if stock.sheet is None:
        if list(free) == [1]:
            return [1]
        raise InvalidInput(f"{stock.name} is a roll: it has no part-used sheets", "leave out the start position")
    positions = list(free)
    for position in positions:
        _check_position(stock, position, f"part-used sheet {number}")
    if not positions:
        raise InvalidInput(f"part-used sheet {number} has no free position", "leave it out")
    if len(set(positions)) < len(positions):
        raise InvalidInput(f"part-used sheet {number} names a position twice")
    return positions


def _check_position(stock: Stock, position: int, what: str) -> None:
    if not 1 <= position <= stock.per_sheet:
        where = f"a sheet of {stock.name} has positions 1 to {stock.per_sheet}"
        if stock.sheet is None:
            where = f"{stock.name} is a roll: every label is position 1"
        raise InvalidInput(f"{what}: there is no position {position}", where)


def sheets_needed(cells: Sequence[Cell]) -> int:
    """How many pages the cells take."""
    return max(chain((0,), (cell.page for cell in cells)))
