"""Every glyph of a statement is painted: no invisible mode, no hidden layer, no mask."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.verify.case import Case, against
from leafgen.verify.proof import Refusal
from leafgen.verify.reading.graphics import Shown

RATIONALE = """Text can stand in a file and never reach the paper: drawn in render mode 3, fully transparent, on a layer
that is off on screen or in print, or behind a soft mask. Extraction finds all of it."""
SOURCE = "ISO 32000-2: 9.3.6 (text rendering mode), 8.11 (optional content), 11.3-11.5 (transparency)"

_INVISIBLE_MODES = frozenset((3, 7))
_OUTLINES_ALONE = (1, 5)
_OUTLINED = (1, 2, 5, 6)
_BOLDEST = 0.12
"""An outline wider than this part of the type size fills the eyes of letters and the room between them."""
_FINEST = 0.1
"""Points: what is outlined by a finer line is hardly there on paper, whatever a screen makes of it."""


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements with a glyph that is not painted."""
    for finding in case.findings.found():
        seen: set[int] = set()
        for page, glyph in finding.glyphs:
            shown = glyph.shown
            if id(shown) in seen or not glyph.text.strip():
                continue
            seen.add(id(shown))
            if reason := _hidden(shown):
                yield against(finding, f"{glyph.text!r} and what follows is {reason}", page=page)
                break


def _hidden(shown: Shown) -> str:
    if shown.mode in _INVISIBLE_MODES:
        return f"drawn invisibly (text rendering mode {shown.mode})"
    if shown.mode in _OUTLINES_ALONE and shown.line_width < _FINEST:
        return f"drawn as outlines of {shown.line_width:.2g} pt"
    if shown.mode in _OUTLINED and shown.line_width > _BOLDEST * shown.size:
        return f"filled up by outlines of {shown.line_width:.2g} pt"
    if shown.hidden:
        return "on a layer that is switched off"
    if shown.alpha <= 0:
        return "fully transparent"
    if shown.masked:
        return "drawn through a mask"
    if shown.size <= 0:
        return "drawn without size"
    return ""
