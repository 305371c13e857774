"""Label stocks: the paper labels are printed on, as measured facts with their source."""

from __future__ import annotations

from dataclasses import dataclass

from leafgen.kernel.geometry import Size


@dataclass(frozen=True, slots=True)
class Stock:
    """One label stock; all measures in mm.

    width, height: of one label. sheet: of the whole sheet, or None for a roll (one page a label).
    left, top: where the first label begins; pitch_x, pitch_y: from one label's edge to the next one's.
    margin: kept free inside each label's edge. source: where the dimensions were read. aliases: other ids.
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

    @property
    def per_sheet(self) -> int:
        """Labels on one sheet; 1 on a roll."""
        return self.columns * self.rows
