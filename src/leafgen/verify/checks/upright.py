"""Text is neither mirrored, upside down, slanted nor squashed."""

from __future__ import annotations

import math
from collections.abc import Iterator

from leafgen.verify.case import Case, against
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.reading.graphics import Shown

RATIONALE = """Mirrored or upside-down text is read back perfectly by every program and by no patient; letters squashed
to a third of their width are no longer the type size that the law means. A quarter turn is how tables are rotated."""
SOURCE = "EC Readability Guideline 2009 (type is not narrowed); RNIB clear print"

_NARROWEST, _WIDEST = 0.85, 1.25
_STEEPEST = 100.0
_MOST_SLANT = 0.45


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements with a glyph that is turned, mirrored or squeezed."""
    turns = {page.number: page.rotate for page in case.evidence.pages}
    for finding in case.findings.found():
        seen: set[int] = set()
        for page, glyph in finding.glyphs:
            if id(glyph.shown) in seen or not glyph.text.strip():
                continue
            seen.add(id(glyph.shown))
            if reason := _odd(glyph.shown, turns[page]):
                yield against(finding, f"{glyph.text!r} and what follows is {reason}", Verdict.ILLEGIBLE, page)
                break


def _odd(shown: Shown, turn: int) -> str:
    a, b, c, d, _, _ = shown.matrix
    if a * d - b * c <= 0:
        return "mirrored" if shown.size > 0 else ""
    angle = (math.degrees(math.atan2(b, a)) - turn + 180) % 360 - 180
    if abs(angle) > _STEEPEST:
        return "upside down"
    if not _NARROWEST <= shown.stretch <= _WIDEST:
        return f"squeezed or stretched to {shown.stretch:.0%} of its width"
    if abs(a * c + b * d) / (math.hypot(a, b) * math.hypot(c, d)) > _MOST_SLANT:
        return "slanted"
    return ""
