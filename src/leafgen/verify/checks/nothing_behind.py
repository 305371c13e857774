"""No picture, pattern or shading behind a statement strikes it through or drowns it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from leafgen.verify.case import Case, against
from leafgen.verify.evidence import PageEvidence
from leafgen.verify.findings import box_of_stretch
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.reading.graphics import Paint
from leafgen.verify.reading.lines import Glyph, Line
from leafgen.verify.reading.pictures import Picture

RATIONALE = """What a picture, a pattern or a shading shows behind a sentence is found by no reader: a black bar in it
runs through the words and says that they no longer hold; black and white grains leave nothing to read. Where one lies
behind a statement, the room between its letters is looked at."""
SOURCE = "ISO 32000-2, 8.7 (patterns) and 8.9 (images); WCAG 2.2, 1.4.3; leafgen design: struck out is not said"

_LOW, _HIGH = 0.1, 0.66
"""Heights over the baseline, in em, between which a line strikes the letters."""
_ACROSS = 0.75
"""The part of a row of dots between the letters that is as dark as these, where a line runs through."""
_DROWNED = 0.25
"""The part of all dots between the letters that may be as dark as these."""
_LEAST_DOTS = 12
_INKED, _BARE = 80, 250
"""Of a dot, as a grey from 0 to 255, where the text alone is drawn: below, it is a letter's; above, no letter's."""
_LEVEL = 0.999
_PAINTED = frozenset(("image", "shading"))


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements with a picture, pattern or shading behind them whose dots run through the letters."""
    behind = {page.number: [paint for paint in page.paints if _may_show(paint)] for page in case.evidence.pages}
    if not any(behind.values()):
        return
    for finding in case.findings.found():
        for line, glyphs in finding.stretches():
            if behind[line.page] and (reason := _spoilt(case, line, glyphs, behind[line.page])):
                yield against(finding, f"{line.text[:40]!r} is {reason}", Verdict.ILLEGIBLE, line.page)
                break


def _may_show(paint: Paint) -> bool:
    """Whether a paint may hold shapes of its own: a fill without a colour of its own is a pattern."""
    return (
        not paint.hidden and paint.alpha > 0 and (paint.kind in _PAINTED or (paint.kind == "fill" and not paint.colour))
    )


def _spoilt(case: Case, line: Line, glyphs: list[Glyph], paints: list[Paint]) -> str:
    """Struck or drowned, in words; "" if neither, or if it runs another way than from left to right."""
    if line.along[0] < _LEVEL:
        return ""
    box = box_of_stretch(line, glyphs)
    if not any(paint.box.overlaps(box) for paint in paints):
        return ""
    page: PageEvidence = case.evidence.pages[line.page - 1]
    picture: Picture = case.evidence.pictures[line.page - 1]
    across, down = picture.scale
    top = int((page.crop.y1 - line.across - _HIGH * line.size) * down)
    bottom = int(np.ceil((page.crop.y1 - line.across - _LOW * line.size) * down))
    left, right = int((box.x0 - page.crop.x0) * across), int(np.ceil((box.x1 - page.crop.x0) * across))
    rows = slice(max(top, 1), min(bottom, picture.seen.shape[0] - 1))
    columns = slice(max(left, 1), min(right, picture.seen.shape[1] - 1))
    seen, text = picture.seen[rows, columns].astype(np.float64), picture.text[rows, columns]
    if not seen.size:
        return ""
    inked = text < _INKED
    bare = text > _BARE
    bare[:, 1:] &= text[:, :-1] > _BARE
    bare[:, :-1] &= text[:, 1:] > _BARE
    if inked.sum() < _LEAST_DOTS or bare.sum() < _LEAST_DOTS:
        return ""
    ink, ground = float(np.median(seen[inked])), float(np.median(seen[bare]))
    alike = bare & (np.abs(seen - ink) < np.abs(seen - ground))
    counts = bare.sum(axis=1)
    struck = (alike.sum(axis=1) > _ACROSS * counts) & (counts >= _LEAST_DOTS)
    if struck.any():
        return "struck through by a picture or pattern behind it"
    if alike.sum() > _DROWNED * bare.sum():
        return "drowned by a picture or pattern behind it"
    return ""
