"""Where the ink of every glyph lies on its page, all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from leafgen.verify.reading.graphics import Shown
from leafgen.verify.reading.typefaces import Typeface

Boxes = npt.NDArray[np.float64]


def by_glyph(shown: Sequence[Shown], value: Callable[[Shown], Sequence[float] | float]) -> Boxes:
    """A value of each Shown, repeated for each of its glyphs."""
    counts = [len(one.codes) for one in shown]
    return np.repeat(np.array([value(one) for one in shown], dtype=np.float64), counts, axis=0)


def ink_boxes(shown: Sequence[Shown]) -> Boxes:
    """The ink of each glyph as x0, y0, x1, y1 in points (n x 4); not-a-number where it has none."""
    if not shown:
        return np.empty((0, 4))
    kinds: dict[tuple[Typeface, int], int] = {}
    drawn = [kinds.setdefault((one.typeface, code), len(kinds)) for one in shown for code in one.codes]
    local = np.array([typeface.box(code) for typeface, code in kinds], dtype=np.float64)[drawn]
    starts = np.fromiter(chain.from_iterable(one.xs for one in shown), dtype=np.float64)
    local[:, 0] += starts
    local[:, 2] += starts
    a, b, c, d, e, f = by_glyph(shown, lambda one: one.matrix).T
    corners = [(local[:, x], local[:, y]) for x, y in ((0, 1), (2, 1), (2, 3), (0, 3))]
    xs = np.stack([a * x + c * y + e for x, y in corners])
    ys = np.stack([b * x + d * y + f for x, y in corners])
    return np.stack([xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)], axis=1)
