"""Which glyphs lie under later paint, and which are struck through."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from leafgen.kernel.geometry import Box
from leafgen.verify.evidence import PageEvidence
from leafgen.verify.reading.boxes import by_glyph
from leafgen.verify.reading.graphics import Paint, Point, box_of

Flags = npt.NDArray[np.bool_]

_TOUCH = 0.3
"""Points by which paint may reach into the box of a glyph's ink without counting."""
_THIN = 0.13
"""A line is thin up to this part of the type size."""
_STRIKE_FROM, _STRIKE_TO = 0.1, 0.66
"""Heights above the baseline, in em, between which a line strikes lower-case letters or capitals."""
_SAMPLES = (0.15, 0.5, 0.85)
_MOST_CORNERS = 4000
_THICKEST = 12.0
"""No line through letters is thicker than this, in points."""


def covered(page: PageEvidence) -> Flags:
    """For each glyph, whether something other than text is painted over its ink later (underlines aside)."""
    flags = np.zeros(len(page.glyphs), dtype=np.bool_)
    if not len(flags):
        return flags
    orders = by_glyph(page.shown, lambda shown: shown.order)
    ink = page.ink
    first = orders.min()
    for paint in page.paints:
        if paint.order < first or paint.alpha <= 0 or paint.hidden:
            continue
        below = _under(ink, paint) & (orders < paint.order)
        for index in np.flatnonzero(below & ~flags):
            flags[index] = not _is_underline(paint, page, index) and _paints_in(paint, ink[index])
    return flags


def struck(page: PageEvidence) -> Flags:
    """For each glyph, whether a thin line runs through it, whenever it was drawn."""
    flags = np.zeros(len(page.glyphs), dtype=np.bool_)
    if not len(flags):
        return flags
    ink = page.ink
    for paint in page.paints:
        if paint.alpha <= 0 or paint.hidden or paint.kind not in ("fill", "stroke") or not _may_strike(paint):
            continue
        near = np.flatnonzero(_under(ink, paint, 0.0) & ~flags)
        for index in near:
            heights = _heights(paint, page, index)
            if heights is None:
                continue
            low, high = heights
            if _buried(paint, page, index):
                continue
            flags[index] = (
                high - low <= 2 * _THIN
                and low > _STRIKE_FROM - _THIN
                and _STRIKE_FROM < (low + high) / 2 < (_STRIKE_TO)
            )
    return flags


def _buried(line: Paint, page: PageEvidence, index: np.intp) -> bool:
    """Whether an opaque box was painted over a line before the glyph was drawn upon the box."""
    x0, y0, x1, y1 = (float(edge) for edge in page.ink[index])
    glyph = Box(x0, y0, x1, y1)
    order = page.glyphs[index].shown.order
    return any(
        line.order < paint.order < order
        and paint.kind == "fill"
        and paint.alpha >= 1
        and not paint.hidden
        and paint.blend == "Normal"
        and len(paint.outlines) == 1
        and paint.box.contains(glyph, _TOUCH)
        for paint in page.paints
    )


def _may_strike(paint: Paint) -> bool:
    """Whether some piece of the paint is thin enough for a line through letters of any size on a page."""
    if paint.kind == "stroke":
        return True
    boxes = [box_of(outline) for outline in paint.outlines if outline]
    return any(min(box.width, box.height) < _THICKEST for box in boxes)


def _under(ink: npt.NDArray[np.float64], paint: Paint, touch: float = _TOUCH) -> Flags:
    box = paint.box
    with np.errstate(invalid="ignore"):
        flags = (
            (ink[:, 0] + touch < box.x1)
            & (ink[:, 2] - touch > box.x0)
            & (ink[:, 1] + touch < box.y1)
            & (ink[:, 3] - touch > box.y0)
        )
    return np.asarray(flags, dtype=np.bool_)


def _heights(paint: Paint, page: PageEvidence, index: np.intp) -> tuple[float, float] | None:
    """Between which heights over a glyph's baseline, in em, the paint runs along it; None if it does not run along
    at least half of the glyph as a straight band."""
    glyph = page.glyphs[index]
    a, b, c, d, e, f = glyph.shown.matrix
    area = a * d - b * c
    if abs(area) < 1e-9:
        return None
    best: tuple[float, float] | None = None
    grow = paint.width / 2 / max((c * c + d * d) ** 0.5, 1e-9) if paint.kind == "stroke" else 0.0
    x0 = glyph.shown.xs[glyph.at]
    x1 = x0 + max(glyph.shown.advances[glyph.at], 0.1)
    for outline in paint.outlines:
        if len(outline) > _MOST_CORNERS:
            continue
        local = [((d * (x - e) - c * (y - f)) / area, (a * (y - f) - b * (x - e)) / area) for x, y in outline]
        xs, ys = [x for x, _ in local], [y for _, y in local]
        low, high = min(ys) - grow, max(ys) + grow
        overlap = min(max(xs), x1) - max(min(xs), x0)
        if overlap > 0.5 * (x1 - x0) and high - low <= 2 * _THIN and (best is None or high - low > best[1] - best[0]):
            best = (low, high)
    return best


def _is_underline(paint: Paint, page: PageEvidence, index: np.intp) -> bool:
    heights = _heights(paint, page, index)
    return heights is not None and heights[1] < _STRIKE_FROM and heights[1] - heights[0] <= _THIN


def _paints_in(paint: Paint, box: npt.NDArray[np.float64]) -> bool:
    """Whether the paint, not only the box around it, reaches into the box of a glyph."""
    if paint.kind in ("image", "shading"):
        return True
    x0, y0, x1, y1 = box
    if paint.kind == "stroke":
        half = paint.width / 2
        frame = (x0 - half + _TOUCH, y0 - half + _TOUCH, x1 + half - _TOUCH, y1 + half - _TOUCH)
        return any(
            _segment_meets(first, second, frame) for outline in paint.outlines for first, second in pairwise(outline)
        )
    if sum(len(outline) for outline in paint.outlines) > _MOST_CORNERS:
        return True
    for across in _SAMPLES:
        for up in _SAMPLES:
            if _inside(paint, x0 + across * (x1 - x0), y0 + up * (y1 - y0)):
                return True
    inner = (x0 + _TOUCH, y0 + _TOUCH, x1 - _TOUCH, y1 - _TOUCH)
    return any(
        _segment_meets(first, second, inner) for outline in paint.outlines for first, second in pairwise(outline)
    )


def _inside(paint: Paint, x: float, y: float) -> bool:
    winding = crossings = 0
    for outline in paint.outlines:
        for (ax, ay), (bx, by) in zip(outline, outline[1:] + outline[:1], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                crossings += 1
                winding += 1 if by > ay else -1
    return bool(crossings % 2 if paint.even_odd else winding)


def _segment_meets(first: Point, second: Point, frame: tuple[float, float, float, float]) -> bool:
    """Whether a segment meets a rectangle (Liang and Barsky's clipping)."""
    x0, y0, x1, y1 = frame
    if x1 < x0 or y1 < y0:
        return False
    dx, dy = second[0] - first[0], second[1] - first[1]
    enter, leave = 0.0, 1.0
    for step, gap in ((-dx, first[0] - x0), (dx, x1 - first[0]), (-dy, first[1] - y0), (dy, y1 - first[1])):
        if step == 0:
            if gap < 0:
                return False
        else:
            at = gap / step
            if step < 0:
                enter = max(enter, at)
            else:
                leave = min(leave, at)
    return enter <= leave
