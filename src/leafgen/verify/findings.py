"""Findings: where each promised statement stands in a file, or what stands there instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce

from leafgen.compose.expectation import Expected
from leafgen.kernel.geometry import Box
from leafgen.verify.proof import Verdict
from leafgen.verify.reading.graphics import placed
from leafgen.verify.reading.lines import Glyph, Line

_DESCENT, _ASCENT = -0.22, 0.78
_FARTHEST = 1.0
"""Lines of one statement that stand further apart than this part of their height are places of their own."""


@dataclass(slots=True)
class Finding:
    """One promised statement: PROVEN if its text stands there exactly; then `glyphs` are those that say it, as
    (page, glyph). Otherwise `detail` says what is wrong. `index` counts the statements of the flow; furniture
    follows after them, once for each page."""

    index: int
    expected: Expected
    verdict: Verdict
    detail: str = ""
    page: int | None = None
    glyphs: list[tuple[int, Glyph]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    _stretches: list[tuple[Line, list[Glyph]]] | None = None
    _places: tuple[tuple[int, Box], ...] | None = None

    def stretches(self) -> list[tuple[Line, list[Glyph]]]:
        """The statement's glyphs line by line, those without text between them included."""
        if self._stretches is None:
            said = {glyph for _, glyph in self.glyphs}
            self._stretches = []
            for line in self.lines:
                places = [at for at, glyph in enumerate(line.glyphs) if glyph in said]
                if places:
                    self._stretches.append((line, line.glyphs[places[0] : places[-1] + 1]))
        return self._stretches

    def places(self) -> tuple[tuple[int, Box], ...]:
        """Where it stands, or what stands in its place: (page, box in points) of each run of lines one below the
        other."""
        if self._places is None:
            self._places = self._find_places()
        return self._places

    def _find_places(self) -> tuple[tuple[int, Box], ...]:
        places: list[tuple[int, Box]] = []
        stretches = self.stretches() if self.glyphs else [(line, line.glyphs) for line in self.lines]
        for line, glyphs in stretches:
            box = box_of_stretch(line, glyphs)
            page, last = places[-1] if places else (0, box)
            if page == line.page and _adjoin(last, box):
                places[-1] = (page, last.union(box))
            else:
                places.append((line.page, box))
        return tuple(places)

    @property
    def box(self) -> Box | None:
        """Where it stands on its first page, in points."""
        return box_on(self.page, self.places()) if self.glyphs else None


@dataclass(slots=True)
class Findings:
    """All statements, and what no statement explains: (page, text)."""

    statements: list[Finding] = field(default_factory=list)
    unexplained: list[tuple[int, str]] = field(default_factory=list)
    unexplained_lines: list[Line] = field(default_factory=list)

    def found(self) -> list[Finding]:
        """The statements whose text stands there."""
        return [finding for finding in self.statements if finding.verdict is Verdict.PROVEN]


def _adjoin(one: Box, other: Box) -> bool:
    """Whether two boxes stand one below the other, less than a line apart."""
    apart = max(one.y0, other.y0) - min(one.y1, other.y1)
    beside = max(one.x0, other.x0) - min(one.x1, other.x1)
    return apart < _FARTHEST * min(one.height, other.height) and beside < 0


def box_on(page: int | None, places: Iterable[tuple[int, Box]]) -> Box | None:
    """The box around all places on a page."""
    boxes = [box for number, box in places if number == page]
    return reduce(Box.union, boxes) if boxes else None


def box_of_stretch(line: Line, glyphs: Sequence[Glyph]) -> Box:
    """The box around some glyphs of a line, in points: their advances wide, from descent to ascent high."""
    across, along = line.across, line.along
    start = min([glyph.start for glyph in glyphs])
    end = max([glyph.end for glyph in glyphs])
    size = max(glyphs[0].shown.size, glyphs[-1].shown.size)
    low, high = across + _DESCENT * size, across + _ASCENT * size
    return placed((along[0], along[1], -along[1], along[0], 0.0, 0.0), Box(start, low, max(end, start + 0.05), high))


def first_difference(wanted: str, found: str) -> str:
    """What differs, in a few words around it: "… take 2 tablets" against "… take 20 tablets"."""
    at = 0
    while at < min(len(wanted), len(found)) and wanted[at] == found[at]:
        at += 1
    start = max(0, at - 24)
    lead = "…" if start else ""

    def cut(text: str) -> str:
        return f"{lead}{text[start : at + 40]}{'…' if len(text) > at + 40 else ''}"

    return f"promised {cut(wanted)!r}, the file says {cut(found)!r}"


def pages_of(lines: Sequence[Line]) -> list[int]:
    """The pages that lines stand on, in order."""
    return sorted({line.page for line in lines})
