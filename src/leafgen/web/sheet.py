"""The drawing of a sheet of labels, on which the first free one is picked. Pure geometry, in mm from the top left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leafgen.content.stocks import Stock


@dataclass(frozen=True, slots=True)
class Spot:
    """One label of a sheet: its number from 1, row and column from 1, and where it lies."""

    number: int
    row: int
    column: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and its labels, row by row, as they are filled."""

    stock: str
    width: float
    height: float
    spots: tuple[Spot, ...]
    columns: int


def sheet_of(stock: Stock) -> Sheet | None:
    """The drawing of a stock; None for a roll, which has nothing to pick."""
    if stock.sheet is None or stock.per_sheet == 1:
        return None
    return Sheet(stock.id, stock.sheet.width, stock.sheet.height, tuple(_spots(stock)), stock.columns)


def _spots(stock: Stock) -> Iterator[Spot]:
    for row in range(stock.rows):
        for column in range(stock.columns):
            yield Spot(
                row * stock.columns + column + 1,
                row + 1,
                column + 1,
                stock.left + column * stock.pitch_x,
                stock.top + row * stock.pitch_y,
                stock.width,
                stock.height,
            )
