"""The editions of a leaflet: who they are for, and what their type must satisfy.

How an edition looks stands in styles/page.css under its name and its steps; here stands what is promised of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from leafgen.compose.composition import TableBlock
from leafgen.kernel.catalogue import Catalogue
from leafgen.kernel.geometry import A4, A5, Size


@dataclass(frozen=True, slots=True)
class Edition:
    """minimum_pt: the smallest type anywhere on the page, nominal size in pt; maximum_pages: None for any number;
    steps: the style classes of its sizes, the largest first; the largest that keeps to the pages is taken;
    most_columns: a table with more is printed row by row, each cell beside the heading of its column; paper: one page;
    folded: its pages are printed two on a side and folded into a booklet, so that four of them make a sheet."""

    id: str
    minimum_pt: float
    maximum_pages: int | None
    steps: tuple[str, ...]
    most_columns: int = 9
    paper: Size = A4
    folded: bool = False

    def stacks(self, table: TableBlock) -> bool:
        """Whether `table` is too wide for this type and is printed row by row."""
        return len(table.columns) > self.most_columns


#: standard: EC Readability Guideline 2009 asks 9 pt measured as Times New Roman (x-height 0.448 em; Fira Sans
#: has 0.527). clear: RNIB clear print, 12 pt and better 14. large: RNIB large print, 16 pt and better 18.
EDITIONS = Catalogue(
    "edition",
    (
        Edition("standard", 9.0, 2, tuple(f"step-{number}" for number in range(1, 9))),
        Edition("clear", 12.0, None, ("clear-1", "clear-2", "clear-3"), most_columns=4),
        Edition("bilingual", 9.0, None, ("bilingual-1", "bilingual-2", "bilingual-3")),
        Edition("booklet", 9.0, 8, tuple(f"booklet-{number}" for number in range(1, 9)), paper=A5, folded=True),
        Edition("large", 16.0, None, ("large-1", "large-2", "large-3"), most_columns=3),
    ),
)
