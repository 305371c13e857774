"""Nothing is painted over a statement, and no line strikes it out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from leafgen.kernel.geometry import Box
from leafgen.verify.blame import Flags, blame
from leafgen.verify.case import Case
from leafgen.verify.covering import beside_figures, covered, struck
from leafgen.verify.evidence import PageEvidence
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.reading.boxes import Boxes

RATIONALE = """A white box, a picture, a veil or a stamp laid over a sentence after it was drawn leaves the text in
every extraction; a line through it says that it no longer holds. An underline, below the letters, is none. A dot or a
dash drawn beside a figure makes another number of it. A highlight, which colours the paper behind whole letters, hides
none; what can be read on it, their contrast tells."""
SOURCE = "ISO 32000-2, 8.2 (painting order: what comes later covers); WCAG 2.2, 1.3.1"

_MARGIN = 0.2
"""The part of a letter's box on each side that is not its middle."""


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
    core = _cores(ink)
    for annotation in page.annotations:
        box = annotation.box
        if not annotation.visible or box.width <= 0 or box.height <= 0:
            continue
        if not annotation.highlights:
            flags |= _meets(ink, box)
        for highlight in annotation.highlights:
            flags |= _meets(core, highlight) & ~_within(core, highlight)
    return flags


def _meets(boxes: Boxes, box: Box) -> Flags:
    with np.errstate(invalid="ignore"):
        return np.asarray(
            (boxes[:, 0] < box.x1) & (boxes[:, 2] > box.x0) & (boxes[:, 1] < box.y1) & (boxes[:, 3] > box.y0)
        )


def _within(boxes: Boxes, box: Box) -> Flags:
    with np.errstate(invalid="ignore"):
        return np.asarray(
            (boxes[:, 0] > box.x0) & (boxes[:, 2] < box.x1) & (boxes[:, 1] > box.y0) & (boxes[:, 3] < box.y1)
        )


def _cores(ink: Boxes) -> Boxes:
    """The middle of each box: what runs through it strikes a letter, what it lies in is the paper behind."""
    wide, high = (_MARGIN * (ink[:, edge + 2] - ink[:, edge]) for edge in (0, 1))
    return np.stack([ink[:, 0] + wide, ink[:, 1] + high, ink[:, 2] - wide, ink[:, 3] - high], axis=1)
