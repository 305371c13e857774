"""Leaflets as PDF: measured in each step of an edition, divided over the pages, laid out in the best."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from leafgen.compose.composition import Composition, Section, TableBlock
from leafgen.content.fonts import FontFamily
from leafgen.kernel.errors import InvalidInput
from leafgen.render.booklet import fold
from leafgen.render.editions import EDITIONS
from leafgen.render.glyphs import require_glyphs
from leafgen.render.html import LOGO, leaflet_html
from leafgen.render.leaflet_expectation import leaflet_expectation
from leafgen.render.page_engine import (
    Attached,
    Document,
    PageEngine,
    PinnedFiles,
    box_widths,
    font_assets,
    in_order,
    no_complaint,
)
from leafgen.render.pages import Band, Division, Piece, Placed, Room, divide, fullness, pages_of
from leafgen.render.rendition import Rendition
from leafgen.render.tagging import complete
from leafgen.render.units import units_of

#: The style sheets of a leaflet, in order.
SHEETS = ("page.css", "leaflet.css", "editions.css")
#: Where the clinics' logos lie, from the workspace's root.
LOGOS = "leaflets/clinics"
#: The class of the template's cells with the patient's own data.
PERSONAL_VALUE = "pair-value"
#: The file that every leaflet carries for machines: what it says, with sources and facts.
RECORD = "leafgen.json"
#: How full the pages are, as sections stay whole, when a leaflet usually fits and when it hardly ever does; and what
#: one step smaller does to that (all measured on the four indications in two languages).
USUALLY_FITS, HARDLY_EVER_FITS, STEP_RATIO = 0.93, 0.985, 0.905
#: Letters that fill a page in the largest step, those of tables counted twice (measured on every leaflet there is).
LETTERS_A_PAGE = 2300
#: Less than this share of the last page is "nearly empty".
LEAST_FILLED = 0.4
#: What pages of whole sections may cost at the most (see pages.py) before smaller type is tried: half of one empty.
MOST_EMPTY = 0.25
#: What a smaller step costs, as the divisions of pages.py do; below which cost none is tried; and at most how many are.
SMALLER, GOOD_ENOUGH, MOST_SMALLER = 0.01, 0.06, 2
#: More pages than this are no leaflet; it says where to stop looking.
MOST_PAGES = 16
#: A sheet printed on both sides and folded once has four pages.
PAGES_A_SHEET = 4


def render_leaflet(composition: Composition, templates: Path, styles: Path, fonts: Sequence[FontFamily]) -> Rendition:
    """Lay out one leaflet, in the largest step of its edition that keeps to the edition's pages.

    Raises InvalidInput for a character no font can draw, for templates or styles the engine complains about or
    that reach outside, and for more text than the pages hold.
    """
    families = in_order(composition.font, fonts)
    require_glyphs(composition, families)
    fetcher = PinnedFiles(_assets(composition, styles, families), styles)
    with no_complaint() as complaints:
        try:
            engine = _Engine(composition, templates, styles, families, fetcher)
            document, html = engine.fit()
            pdf = engine.write(document, html)
        finally:
            # Whatever else went wrong most likely follows from what the engine said.
            fetcher.require_none_refused()
            complaints.require_none()
    room = min(box_widths(document, PERSONAL_VALUE), default=0.0)
    pages = len(document.pages)
    if engine.edition.folded:
        pdf, pages = fold(pdf, composition.direction)
    return Rendition(pdf, composition, leaflet_expectation(composition, families), pages, room)


class _Engine:
    """The page engine with the style sheets and fonts of one leaflet."""

    def __init__(
        self,
        composition: Composition,
        templates: Path,
        styles: Path,
        families: Sequence[FontFamily],
        fetcher: PinnedFiles,
    ) -> None:
        self.composition = composition
        self.templates = templates
        self.edition = EDITIONS.choose(composition.edition)
        self.measured: dict[str, tuple[list[Piece], Room]] = {}
        self.pages = PageEngine(families, [(styles / name).read_text("utf-8") for name in SHEETS], fetcher)

    def fit(self) -> tuple[Document, str]:
        """The document in the step of its edition that makes the best pages, and its HTML."""
        maximum = self.edition.maximum_pages
        if maximum is None or self.edition.folded:
            return self.run_on(maximum or math.inf)
        steps = self.edition.steps
        tried: list[tuple[float, int, Division]] = []
        for number in range(self.largest(maximum), len(steps)):
            if division := divide(*self.measure(steps[number]), maximum):
                tried.append((division.cost + number * SMALLER, number, division))
            if tried and (min(tried)[0] - min(tried)[1] * SMALLER <= GOOD_ENOUGH or len(tried) > MOST_SMALLER):
                break
        for _, number, division in sorted(tried):
            document, html = self.lay_out(steps[number], division.bands)
            if len(document.pages) <= maximum:
                return document, html
        pieces, room = self.measure(steps[-1])
        raise InvalidInput(
            f"the leaflet does not fit {maximum} pages at the smallest type allowed: its sections fill"
            f" {fullness(pieces, room, maximum):.0%} of them",
            "shorten its texts to about 90%, as sections stay whole, or choose the edition clear or large",
        )

    def run_on(self, maximum: float) -> tuple[Document, str]:
        """The document in one column over as many pages as it takes, up to `maximum`: the largest step that leaves
        neither the last page nearly empty nor much of the others, nor a page of a folded sheet over; where all do, the
        one with the fewest such pages, and of those the fewest pages."""
        tried = []
        for step in self.edition.steps:
            division = self.across(step)
            if pages_of(division.bands) > maximum:
                continue
            document, html = self.lay_out(step, division.bands)
            pages, last = len(document.pages), document.pages[-1]
            _, _, _, end = last.anchors.get("end", (0, 0, 0, 0))
            full = pages == 1 or end - division.bands[-1].before > LEAST_FILLED * last.height
            left_over = -pages % PAGES_A_SHEET if self.edition.folded else 0
            level = self.edition.folded or division.cost <= MOST_EMPTY
            if pages <= maximum and not left_over and full and level:
                return document, html
            if pages <= maximum:
                tried.append((left_over, pages, document, html))
        if not tried:
            advice = "shorten its texts, or choose another edition"
            raise InvalidInput(f"the leaflet does not fit {maximum} pages at the smallest type allowed", advice)
        _, _, document, html = min(tried, key=lambda entry: entry[:2])
        return document, html

    def largest(self, maximum: int) -> int:
        """The number of the largest step whose sections can be divided over the pages (one past the last when there
        is none). Which step to try first is told by the number of letters; which next, by how full the pages are."""
        low, high = 0, len(self.edition.steps)
        letters = sum(len(said.text) for said in self.composition.said()) + sum(
            map(_in_cells, self.composition.sections)
        )
        number = min(max(_smaller(letters / (maximum * LETTERS_A_PAGE)), low), high - 1)
        while low < high:
            pieces, room = self.measure(self.edition.steps[number])
            full = fullness(pieces, room, maximum)
            if divide(pieces, room, maximum):
                high = number
                if full / STEP_RATIO > HARDLY_EVER_FITS:
                    break
            else:
                low = number + 1
            guess = number + _smaller(full / USUALLY_FITS)
            number = min(max(guess, low), high - 1)
        return high

    def across(self, step: str) -> Division:
        """Every section below the other: divided over as few pages as they take; in two languages, whose statements
        are not measured, pages end where they end."""
        gap = 0.0
        if not self.composition.second_language:
            pieces, room = self.measure(step)
            gap, wide = room.gap, [replace(piece, wide=True) for piece in pieces]
            for pages in range(1, MOST_PAGES + 1):
                if division := divide(wide, room, pages):
                    return division
        sections = enumerate(self.composition.sections)
        whole = (((Placed(number, 0, len(units_of(section)), 0.0),),) for number, section in sections)
        return Division(tuple(Band(columns, gap, wide=True) for columns in whole), 0.0)

    def measure(self, step: str) -> tuple[list[Piece], Room]:
        """The heights of all units of all sections in one step."""
        if step not in self.measured:
            self.measured[step] = self.take_measure(step)
        return self.measured[step]

    def take_measure(self, step: str) -> tuple[list[Piece], Room]:
        """`measure`, from a page long enough for everything."""
        document, _ = self.lay_out(step, None)
        box = {name: (top, bottom) for name, (_, top, _, bottom) in document.pages[0].anchors.items()}
        pieces: list[Piece] = []
        for number, section in enumerate(self.composition.sections):
            top, bottom = box[f"section-{number}"]
            units = units_of(section)
            marks = [box[unit.mark(number)] for unit in units]
            tops = [top, *(mark[0] for mark in marks[1:])]
            bottoms = [*(mark[1] for mark in marks[:-1]), bottom]
            for place, unit in enumerate(units):
                pieces.append(
                    Piece(
                        section=number,
                        height=bottoms[place] - tops[place],
                        before=tops[place] - bottoms[place - 1] if place else 0.0,
                        breaks=unit.breaks or place == 0,
                        wide=section.wide,
                        foot=section.look == "quiet",
                    )
                )
        height = {name: bottom - top for name, (top, bottom) in box.items()}
        return pieces, Room(height["page-room"], height["page-room"] - height["front"], height["gap"])

    def lay_out(self, step: str, bands: Sequence[Band] | None) -> tuple[Document, str]:
        """The document in one step of the edition, and its HTML; without bands, one long page for measuring."""
        classes = [self.edition.id, step, self.composition.font]
        if self.composition.second_language:
            classes.append("in-two-languages")
        if bands is None:
            classes.append("measuring")
        html = leaflet_html(self.composition, self.templates, tuple(dict.fromkeys(classes)), bands)
        return self.pages.lay_out(html), html

    def write(self, document: Document, html: str) -> bytes:
        """The file; its identifier comes from what is said, never from a clock or chance."""
        composition = self.composition
        attached = []
        if composition.record and composition.revised:
            about = "What this leaflet says, with its sources"
            attached.append(Attached(RECORD, about, composition.record, composition.revised))
        return self.pages.write(document, html, complete, attached)


def _in_cells(section: Section) -> int:
    """Letters in the cells of a section's tables: with the room around them, they fill a page twice as fast."""
    tables = (block for block in section.blocks if isinstance(block, TableBlock))
    return sum(len(cell.text) for table in tables for row in table.rows for cell in row.cells)


def _smaller(over: float) -> int:
    """How many steps smaller hold `over` times what a step holds; below 1, how many larger, below zero."""
    return math.ceil(math.log(over) / -math.log(STEP_RATIO))


def _assets(composition: Composition, styles: Path, families: Sequence[FontFamily]) -> dict[str, Path]:
    """The files a page may have, by the address under which it asks for them."""
    assets = font_assets(families)
    if logo := composition.brand.logo:
        assets[LOGO] = styles.parent / LOGOS / logo
    return assets
