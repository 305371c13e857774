"""Nothing is painted over a statement, and no line strikes it out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from leafgen.verify.blame import Flags, blame
from leafgen.verify.case import Case
from leafgen.verify.covering import beside_figures, covered, struck
from leafgen.verify.evidence import PageEvidence
from leafgen.verify.proof import Refusal, Verdict

RATIONALE = """A white box, a picture, a veil or a stamp laid over a sentence after it was drawn leaves the text in
every extraction; a line through it says that it no longer holds. An underline, below the letters, is none. A dot or a
dash drawn beside a figure makes another number of it."""
SOURCE = "ISO 32000-2, 8.2 (painting order: what comes later covers); WCAG 2.2, 1.3.1"


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements with a glyph under later paint, under an annotation, or struck through."""
    pages = case.evidence.pages
    yield from blame(case, {page.number: covered(page) for page in pages}, "something is painted over it")
    yield from blame(case, {page.number: struck(page) for page in pages}, "a line strikes it through")
    if not case.expectation.closed:
        added = {page.number: beside_figures(page) for page in pages}
        yield from blame(case, added, "something is drawn beside its figures", Verdict.ALTERED)
    yield from blame(case, {page.number: _annotated(page) for page in pages}, "an annotation lies over it")


def _annotated(page: PageEvidence) -> Flags:
    flags = np.zeros(len(page.glyphs), dtype=np.bool_)
    ink = page.ink
    for annotation in page.annotations:
        box = annotation.box
        if annotation.visible and box.width > 0 and box.height > 0:
            with np.errstate(invalid="ignore"):
                flags |= (ink[:, 0] < box.x1) & (ink[:, 2] > box.x0) & (ink[:, 1] < box.y1) & (ink[:, 3] > box.y0)
    return flags
