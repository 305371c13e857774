"""Imposition: which label stands where on which page. Pure geometry, in mm from the bottom left of the page.

Positions on a sheet are counted from 1 along the rows, from the top left, as they are on a packet of labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from leafgen.content.printers import MOST_OFFSET_MM, MOST_SCALE, Printer
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


#: Where the registration marks of a test page stand: mm from each edge of the paper.
MARK_INSET_MM = 10.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a printer needs so that print lands where it should: every point is scaled about the paper's bottom
    left, then moved by the offsets (mm, to the right and upwards)."""

    offset_x: float = 0.0
    offset_y: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0

    def __post_init__(self) -> None:
        if max(abs(self.offset_x), abs(self.offset_y)) > MOST_OFFSET_MM:
            raise InvalidInput(f"an offset of more than {MOST_OFFSET_MM:g} mm is no calibration", _CALIBRATION_ADVICE)
        if max(abs(self.scale_x - 1), abs(self.scale_y - 1)) > MOST_SCALE:
            raise InvalidInput(f"a scale off by more than {MOST_SCALE:.0%} is no calibration", _CALIBRATION_ADVICE)

    @classmethod
    def of(cls, printer: Printer | None) -> Calibration:
        """What `printer` needs; nothing where none is named."""
        if printer is None:
            return cls()
        return cls(printer.offset_x, printer.offset_y, printer.scale_x, printer.scale_y)

    @classmethod
    def from_marks(cls, paper: Size, *, left: float, right: float, top: float, bottom: float) -> Calibration:
        """The calibration that corrects a test page on which the marks were measured at these distances (mm)
        from the edges of the paper instead of at MARK_INSET_MM."""
        offset_x, scale_x = _correction(paper.width, left, right)
        offset_y, scale_y = _correction(paper.height, bottom, top)
        return cls(offset_x, offset_y, scale_x, scale_y)

    def moved(self, box: Box) -> Box:
        """Where the box (mm, from the paper's bottom left) is drawn for this printer."""
        across, down = (self.scale_x, self.offset_x), (self.scale_y, self.offset_y)
        x0, x1 = (x * across[0] + across[1] for x in (box.x0, box.x1))
        y0, y1 = (y * down[0] + down[1] for y in (box.y0, box.y1))
        return Box(x0, y0, x1, y1)


_CALIBRATION_ADVICE = "check the stock, print at 100 % (no fit to page), and measure the test page again"


def _correction(length: float, near: float, far: float) -> tuple[float, float]:
    """Offset and scale that undo a printer which puts x at scale * x + offset."""
    printed = (length - near - far) / (length - 2 * MARK_INSET_MM)
    if printed <= 0:
        raise InvalidInput("the marks were measured past each other", "measure from the nearest edge of the paper")
    moved = near - printed * MARK_INSET_MM
    return -moved / printed, 1 / printed


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
