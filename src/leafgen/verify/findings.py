"""Findings: where each promised statement stands in a file, or what stands there instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from leafgen.compose.expectation import Expected
from leafgen.kernel.geometry import Box
from leafgen.verify.proof import Verdict
from leafgen.verify.reading.graphics import Shown, placed
from leafgen.verify.reading.lines import Glyph, Line

_DESCENT, _ASCENT = -0.22, 0.78


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

    def stretches(self) -> Iterator[tuple[Line, list[Glyph]]]:
        """The statement's glyphs line by line, those without text between them included."""
        said = {id(glyph) for _, glyph in self.glyphs}
        for line in self.lines:
            places = [at for at, glyph in enumerate(line.glyphs) if id(glyph) in said]
            if places:
                yield line, line.glyphs[places[0] : places[-1] + 1]

    @property
    def box(self) -> Box | None:
        """Where it stands on its first page, in points."""
        return box_around(glyph for page, glyph in self.glyphs if page == self.page)


@dataclass(slots=True)
class Findings:
    """All statements, and what no statement explains: (page, text)."""

    statements: list[Finding] = field(default_factory=list)
    unexplained: list[tuple[int, str]] = field(default_factory=list)
    unexplained_lines: list[Line] = field(default_factory=list)

    def found(self) -> list[Finding]:
        """The statements whose text stands there."""
        return [finding for finding in self.statements if finding.verdict is Verdict.PROVEN]


def box_around(glyphs: Iterable[Glyph]) -> Box | None:
    """The box around the places of glyphs, in points: their advances wide, from descent to ascent high; None where
    there are none."""
    spans: dict[int, tuple[Shown, float, float]] = {}
    for glyph in glyphs:
        shown = glyph.shown
        left = shown.xs[glyph.at]
        right = left + max(shown.advances[glyph.at], 0.05)
        known = spans.get(id(shown))
        spans[id(shown)] = (shown, left, right) if known is None else (shown, min(known[1], left), max(known[2], right))
    if not spans:
        return None
    boxes = [placed(shown.matrix, Box(left, _DESCENT, right, _ASCENT)) for shown, left, right in spans.values()]
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


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
