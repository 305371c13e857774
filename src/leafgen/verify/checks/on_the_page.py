"""Every glyph of a statement lies on the page, inside the boxes that it is cut to and every clip."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from leafgen.kernel.geometry import Box
from leafgen.verify.blame import Flags, blame
from leafgen.verify.case import Case
from leafgen.verify.evidence import PageEvidence
from leafgen.verify.proof import Refusal
from leafgen.verify.reading.boxes import by_glyph

RATIONALE = """A box that hides its overflow, a crop box set too tight or a line that runs past the edge of the sheet
cuts text off, in the middle of a letter or wholly. Printers cut at the crop box, presses at the trim box, and a viewer
may be told to show less; what any of them cuts off is lost."""
SOURCE = "ISO 32000-2: 14.11.2 (page boundaries), 8.5.4 (clipping paths)"

_TOLERANCE = 0.35
"""Points by which ink may reach over an edge: the overshoot of round letters and of antialiasing."""


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements with ink outside the page or outside a clip."""
    outside = {page.number: _outside(page, clip=False) for page in case.evidence.pages}
    yield from blame(case, outside, "it lies off the page")
    clipped = {page.number: _outside(page, clip=True) & ~outside[page.number] for page in case.evidence.pages}
    yield from blame(case, clipped, "it is cut off by a clip")


def edges_of(box: Box) -> tuple[float, float, float, float]:
    """Left, bottom, right, top."""
    return box.x0, box.y0, box.x1, box.y1


def _outside(page: PageEvidence, clip: bool) -> Flags:
    if not page.glyphs:
        return np.zeros(0, dtype=np.bool_)
    edges = by_glyph(page.shown, lambda shown: edges_of(shown.clip)) if clip else np.array([edges_of(page.cut)])
    ink = page.ink
    with np.errstate(invalid="ignore"):
        out = (ink[:, :2] < edges[:, :2] - _TOLERANCE).any(axis=1) | (ink[:, 2:] > edges[:, 2:] + _TOLERANCE).any(
            axis=1
        )
    return np.asarray(out, dtype=np.bool_)
