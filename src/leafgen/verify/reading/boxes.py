"""Where the ink of every glyph lies on its page, all at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from leafgen.verify.reading.lines import Glyph

Boxes = npt.NDArray[np.float64]

_DESCENT, _ASCENT = -0.2, 0.7


def ink_boxes(glyphs: Sequence[Glyph]) -> Boxes:
    """The ink of each glyph as x0, y0, x1, y1 in points (n x 4); not-a-number where it has none."""
    if not glyphs:
        return np.empty((0, 4))
    local = np.full((len(glyphs), 4), np.nan)
    matrices = np.empty((len(glyphs), 6))
    starts = np.empty(len(glyphs))
    for row, glyph in enumerate(glyphs):
        shown = glyph.shown
        matrices[row] = shown.matrix
        starts[row] = shown.xs[glyph.at]
        box = _box(glyph)
        if box is not None:
            local[row] = box
    local[:, 0] += starts
    local[:, 2] += starts
    a, b, c, d, e, f = matrices.T
    xs = np.stack([a * x + c * y + e for x, y in _corners(local)])
    ys = np.stack([b * x + d * y + f for x, y in _corners(local)])
    return np.stack([xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)], axis=1)


def _box(glyph: Glyph) -> tuple[float, float, float, float] | None:
    program = glyph.shown.typeface.program
    if program is not None:
        gid = glyph.gid
        return program.box(gid) if gid < program.count else None
    if not glyph.text.strip():
        return None
    return 0.0, _DESCENT, glyph.shown.advances[glyph.at], _ASCENT


def _corners(boxes: Boxes) -> list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]:
    x0, y0, x1, y1 = boxes.T
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
