"""Likeness of outlines: whether two of them fill the same shape, whatever strokes they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from leafgen.verify.reading.programs import Outline

_GRID = 96
"""Dots along the longer side of a glyph at which shapes are compared."""
_EDGES = 0.006
"""By how much, in em, the edges of two glyphs of one shape may differ."""
_OTHER = 0.02
"""The part of the ink by which two shapes may differ: rounded coordinates and flattened curves; a dot or a serif more
is larger."""
_STEPS = np.linspace(0.0, 1.0, 9)[1:]

Floats = npt.NDArray[np.float64]


@lru_cache(maxsize=16384)
def looks_alike(one: Outline, other: Outline) -> bool:
    """Whether both fill the same shape in the same place of the em, by the rule of non-zero winding."""
    if not one or not other:
        return not one and not other
    first, second = _segments(one), _segments(other)
    if not len(first) or not len(second):
        return len(first) == len(second)
    edges = _edges(first)
    if np.abs(edges - _edges(second)).max() > _EDGES:
        return False
    dots = [_filled(segments, edges) for segments in (first, second)]
    ink = min(dot.sum() for dot in dots)
    return bool((dots[0] ^ dots[1]).sum() <= _OTHER * ink)


def _edges(segments: Floats) -> Floats:
    """Left, bottom, right, top of all segments."""
    xs, ys = segments[:, ::2], segments[:, 1::2]
    return np.array([xs.min(), ys.min(), xs.max(), ys.max()])


@lru_cache(maxsize=8192)
def _segments(outline: Outline) -> Floats:
    """The outline as straight segments, n x 4 (from x, y, to x, y), each contour closed; a point alone, by which some
    fonts anchor accents, shows nothing."""
    contours = (contour for contour in _contours(outline) if len(set(contour)) > 1)
    return np.array([segment for contour in contours for segment in _closed(contour)])


def _closed(contour: list[tuple[float, float]]) -> Iterator[tuple[float, float, float, float]]:
    for (x0, y0), (x1, y1) in zip(contour, contour[1:] + contour[:1], strict=True):
        yield x0, y0, x1, y1


def _contours(outline: Outline) -> Iterator[list[tuple[float, float]]]:
    contour: list[tuple[float, float]] = []
    for kind, *numbers in outline:
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if kind == 0:
            if contour:
                yield contour
            contour = [points[0]]
        elif kind == 1:
            contour.append(points[0])
        else:
            contour += _curve([contour[-1], *points])
    if contour:
        yield contour


def _curve(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points along a Bézier curve of the second or third degree, its start left out (de Casteljau)."""
    levels = [np.array(point)[None, :] + 0 * _STEPS[:, None] for point in points]
    while len(levels) > 1:
        levels = [a + (b - a) * _STEPS[:, None] for a, b in pairwise(levels)]
    return [(float(x), float(y)) for x, y in levels[0]]


def _filled(segments: Floats, edges: Floats) -> npt.NDArray[np.bool_]:
    """Which dots of a grid over the edges are inside."""
    step = max(edges[2] - edges[0], edges[3] - edges[1]) / _GRID
    xs = np.arange(edges[0] + step / 2, edges[2], step)
    ys = np.arange(edges[1] + step / 2, edges[3], step)
    x0, y0, x1, y1 = segments.T
    rising = (y0 <= ys[:, None]) & (y1 > ys[:, None])
    falling = (y1 <= ys[:, None]) & (y0 > ys[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = x0 + (ys[:, None] - y0) * (x1 - x0) / (y1 - y0)
    turns = rising.astype(np.int8) - falling.astype(np.int8)
    winding = np.zeros((len(ys), len(xs)), dtype=np.int64)
    for row in range(len(ys)):
        crossed = np.flatnonzero(turns[row])
        winding[row] = ((crossing[row, crossed][:, None] < xs) * turns[row, crossed][:, None]).sum(axis=0)
    return np.asarray(winding != 0)
