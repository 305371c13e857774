"""Label stocks: the paper labels are printed on, as measured facts with their source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leafgen.kernel.geometry import Size

#: Dimensions in catalogues are rounded to 0.1 mm or to 1/64 inch; over a whole sheet that may add up to this, in mm.
ROUNDING_MM = 0.25


@dataclass(frozen=True, slots=True)
class Stock:
    """One label stock; all measures in mm.

    width, height: of one label. sheet: of the whole sheet, or None for a roll (one page a label).
    left, top: where the first label begins; pitch_x, pitch_y: from one label's edge to the next one's.
    margin: kept free inside each label's edge; side_margin: the same at the left and right end, where the printer
    reaches less far there than above and below. source: where the dimensions were read. aliases: other ids.
    """

    id: str
    name: str
    vendor: str
    width: float
    height: float
    source: str
    sheet: Size | None = None
    columns: int = 1
    rows: int = 1
    left: float = 0.0
    top: float = 0.0
    pitch_x: float = 0.0
    pitch_y: float = 0.0
    margin: float = 2.0
    aliases: tuple[str, ...] = ()
    side_margin: float | None = None

    @property
    def per_sheet(self) -> int:
        """Labels on one sheet; 1 on a roll."""
        return self.columns * self.rows

    @property
    def free(self) -> Size:
        """The part of a label that may be printed on, in mm: without its margins."""
        return Size(self.width - 2 * self.sides, self.height - 2 * self.margin)

    @property
    def sides(self) -> float:
        """The margin in mm at the left and right end."""
        return self.margin if self.side_margin is None else self.side_margin

    def problems(self) -> tuple[str, ...]:
        """What is wrong, as sentences; empty when every label lies on the paper, apart from its neighbours, with
        room left inside its margins, and somebody says where that was read. Published catalogues hold a dozen sheets
        whose grid overflows their own paper, hence no stock is trusted unread."""
        found = [f"{name} is empty" for name in ("name", "vendor", "source") if not getattr(self, name).strip()]
        found += [f"{name} must be above zero" for name in ("width", "height") if getattr(self, name) <= 0]
        found += [
            f"{name} must not be below zero"
            for name in ("left", "top", "pitch_x", "pitch_y", "margin", "sides")
            if getattr(self, name) < 0
        ]
        if self.columns < 1 or self.rows < 1:
            found.append("columns and rows must be at least one")
        if self.free.width <= 0 or self.free.height <= 0:
            found.append(f"margins of {self.margin:g} and {self.sides:g} mm leave no room on the label")
        if self.sheet is None:
            if self.per_sheet != 1 or self.left or self.top:
                found.append("a roll has one label a page, without left, top, columns or rows")
            return tuple(found)
        if self.columns > 1 and self.pitch_x < self.width:
            found.append(f"columns overlap: {self.width:g} mm wide, but only {self.pitch_x:g} mm apart")
        if self.rows > 1 and self.pitch_y < self.height:
            found.append(f"rows overlap: {self.height:g} mm high, but only {self.pitch_y:g} mm apart")
        right = self.left + (self.columns - 1) * self.pitch_x + self.width
        if right > self.sheet.width + ROUNDING_MM:
            found.append(f"columns end at {right:g} mm, outside the sheet of {self.sheet.width:g} mm")
        bottom = self.top + (self.rows - 1) * self.pitch_y + self.height
        if bottom > self.sheet.height + ROUNDING_MM:
            found.append(f"rows end at {bottom:g} mm, outside the sheet of {self.sheet.height:g} mm")
        return tuple(found)


def names(stocks: Iterable[Stock]) -> dict[str, str]:
    """Each alias with the id of its stock: one hop, never to another alias."""
    return {alias: stock.id for stock in stocks for alias in stock.aliases}
