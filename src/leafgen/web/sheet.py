"""The drawing of a sheet of labels, on which the first free one is picked. In mm, from the top left."""

from __future__ import annotations

from dataclasses import dataclass

from leafgen.compose.imposition import cell_box
from leafgen.content.stocks import Stock


@dataclass(frozen=True, slots=True)
class Spot:
    """One label of a sheet: its number, row and column from 1, and where it lies."""

    number: int
    row: int
    column: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and its labels, in the order in which they are printed."""

    stock: str
    width: float
    height: float
    spots: tuple[Spot, ...]


def sheet_of(stock: Stock) -> Sheet | None:
    """The drawing of a stock; None for a roll, which has nothing to pick."""
    if stock.sheet is None or stock.per_sheet == 1:
        return None
    height = stock.sheet.height
    spots = tuple(_spot(stock, number, height) for number in range(1, stock.per_sheet + 1))
    return Sheet(stock.id, stock.sheet.width, height, spots)


def _spot(stock: Stock, number: int, height: float) -> Spot:
    row, column = divmod(number - 1, stock.columns)
    box = cell_box(stock, number)
    edges = (box.x0, height - box.y1, box.width, box.height)
    return Spot(number, row + 1, column + 1, *(round(edge, 2) for edge in edges))
