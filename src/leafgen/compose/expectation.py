"""What a file must say to be proven: the promise that the verifier holds a PDF to.

It is made from a Composition (everything in the file must then be explained by it) or read from an --expect
file (the file may say more, as long as it contradicts nothing).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from leafgen.kernel.geometry import Box, Size


@dataclass(frozen=True, slots=True)
class Minimum:
    """The smallest type allowed: its nominal size in pt, and its x-height in mm."""

    pt: float
    x_height_mm: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A stretch of a statement that stands for typed numbers, as it is printed; and the numbers themselves, in order
    (of a range: both ends), or what a telephone dials for it (digits, after a plus if for anywhere)."""

    text: str
    numbers: tuple[Decimal, ...] = ()
    dial: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """One promised statement. `cells` holds its text: one entry for running text, one an entry for each cell
    of a table row, in order. The same id may be promised more than once (copies, continuation labels). `minimum` is
    the smallest type this statement may be set in; None: that of the whole file. `figures`: what its numbers stand
    for, in order, by the facts and not by how they are written."""

    id: str
    cells: tuple[str, ...]
    safety: bool = False
    minimum: Minimum | None = None
    figures: tuple[Figure, ...] = ()

    @property
    def text(self) -> str:
        """The cells joined by a space, for messages."""
        return " ".join(self.cells)


@dataclass(frozen=True, slots=True)
class ExpectedCode:
    """One promised code: its kind (`qr`, `gs1-datamatrix`, `gs1-128`), what it says, its page (from 1), and its box
    without the quiet zone, in mm from the bottom left of that page."""

    kind: str
    text: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a file must say, and the frame in which it must say it.

    direction: rtl when any of its statements runs from right to left; flow: the statements in reading order;
    furniture: what each page carries besides, with {page} and {pages} to be filled in; closed: nothing else may be
    said; page_sizes: allowed sizes in mm (empty: any); minimum_pt: smallest type size measured as the typeface's
    nominal size, in pt; minimum_x_height_mm: smallest x-height; embedded fonts must be those with these SHA-256
    hashes of their source files (empty: any); web: the file is a page for browsers, not a PDF;
    folded: the file is a booklet, whose sheets are taken apart into the pages that all this speaks of, and is read this
        way, "ltr" or "rtl"; "" where it is none;
    codes: every code that labels carry, in the order of their pages.
    """

    kind: str
    locale: str
    direction: str
    flow: tuple[Expected, ...]
    furniture: tuple[Expected, ...] = ()
    closed: bool = True
    title: str = ""
    page_sizes: tuple[Size, ...] = ()
    maximum_pages: int | None = None
    minimum_pt: float = 0.0
    minimum_x_height_mm: float = 0.0
    font_files: tuple[str, ...] = field(default_factory=tuple)
    web: bool = False
    folded: str = ""
    codes: tuple[ExpectedCode, ...] = ()
