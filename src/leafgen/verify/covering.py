"""Which glyphs lie under later paint, and which are struck through or crossed out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot

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
_FLAT = 1.6
"""What is so many times as long as it is high may be a line."""
_SLANT = 0.05
"""A line that rises by less than this part of its length is level."""
_CORE = 0.25
"""How far from the edges of its ink, as a part of it, a line must pass through a glyph to cross it out."""
_SHORTEST = 4.0
"""A line in points that is long enough to cross something out."""
_BESIDE = 0.25
"""How near to a figure, in em, something belongs to it."""
_AS_SMALL = 0.9
"""In em, the widest thing that looks like a sign or a figure."""
_LOW, _UNDER, _HIGH = -0.25, 0.04, 1.0
"""Heights over the baseline, in em, of what is read with a figure: lower is an underline, higher another line."""
_SIMILAR = 0.5
"""A line whose lightness (0 to 1) differs less from that of the letters is no pale pattern behind them."""
_MOST_CORNERS = 4000
_AT_ONCE = 32
"""Paints that are held against all glyphs of a page at once."""
_THICKEST = 12.0
"""No line through letters is thicker than this, in points."""


def covered(page: PageEvidence) -> Flags:
    """For each glyph, whether something other than text is painted over its ink later (underlines aside)."""
    flags = np.zeros(len(page.glyphs), dtype=np.bool_)
    if not len(flags):
        return flags
    orders = by_glyph(page.shown, lambda shown: shown.order)
    ink = page.ink
    for paint, reached in _reached(
        ink, [paint for paint in page.paints if paint.alpha > 0 and not paint.hidden], _TOUCH
    ):
        for index in reached[(orders[reached] < paint.order) & ~flags[reached]]:
            flags[index] = not _is_underline(paint, page, index) and _paints_in(paint, ink[index])
    return flags


def struck(page: PageEvidence) -> Flags:
    """For each glyph, whether a thin line runs through it, whenever it was drawn."""
    flags = np.zeros(len(page.glyphs), dtype=np.bool_)
    if not len(flags):
        return flags
    seen = [paint for paint in (*page.paints, *_dashes(page)) if paint.alpha > 0 and not paint.hidden]
    for paint, reached in _reached(page.ink, list(filter(_may_strike, seen)), 0.0):
        near = reached[~flags[reached]]
        crossing = _crossing(paint) if len(near) else []
        for index in near:
            if paint.kind == "text" and not any(map(str.isalnum, page.glyphs[index].text)):
                continue
            if crossing and _crossed(crossing, paint, page, index):
                flags[index] = not _buried(paint, page, index)
                continue
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


def beside_figures(page: PageEvidence) -> Flags:
    """For each glyph, whether it is a figure with something as small as a figure drawn close to it, on its line: a
    point, a minus, a zero."""
    flags = np.zeros(len(page.glyphs), dtype=np.bool_)
    small = [
        paint
        for paint in page.paints
        if 0 < max(paint.box.width, paint.box.height) < _THICKEST * 2 and paint.alpha > 0 and not paint.hidden
    ]
    if not small:
        return flags
    x0, y0, x1, y1 = np.array([[paint.box.x0, paint.box.y0, paint.box.x1, paint.box.y1] for paint in small]).T
    corners = [(x, y) for x in (x0, x1) for y in (y0, y1)]
    for index, glyph in enumerate(page.glyphs):
        a, b, c, d, e, f = glyph.shown.matrix
        area = a * d - b * c
        if abs(area) < 1e-9 or not any(map(str.isnumeric, glyph.text)):
            continue
        xs = np.stack([(d * (x - e) - c * (y - f)) / area for x, y in corners])
        ys = np.stack([(a * (y - f) - b * (x - e)) / area for x, y in corners])
        left, low, right, high = xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)
        start = glyph.shown.xs[glyph.at]
        end = start + glyph.shown.advances[glyph.at]
        near = (left < end + _BESIDE) & (right > start - _BESIDE) & (right - left < _AS_SMALL)
        for at in np.flatnonzero(near & (high > _UNDER) & (low > _LOW) & (high < _HIGH)):
            own, other = (_lightness(colour) for colour in (small[at].colour, glyph.shown.colour))
            similar = own is None or other is None or abs(own - other) < _SIMILAR
            flags[index] |= similar and not _buried(small[at], page, np.intp(index))
    return flags


def _dashes(page: PageEvidence) -> Iterator[Paint]:
    """What is drawn as text and looks like a line: dashes, underscores, and what a font without text has of them."""
    with np.errstate(invalid="ignore"):
        wide, high = page.ink[:, 2] - page.ink[:, 0], page.ink[:, 3] - page.ink[:, 1]
        flat = np.flatnonzero(np.maximum(wide, high) > _FLAT * np.minimum(wide, high))
    for index in flat:
        glyph = page.glyphs[index]
        if any(map(str.isalnum, glyph.text)):
            continue
        x0, y0, x1, y1 = (float(edge) for edge in page.ink[index])
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        yield Paint(glyph.shown.order, "text", Box(x0, y0, x1, y1), glyph.shown.alpha, (), [corners])


def _crossing(paint: Paint) -> list[tuple[Point, Point]]:
    """The slanted lines that a paint is made of: strokes, and fills as thin as one."""
    if paint.kind not in ("stroke", "fill") or paint.width > _THICKEST:
        return []
    lines = []
    for outline in paint.outlines:
        if len(outline) > _MOST_CORNERS:
            continue
        if paint.kind == "fill":
            lengths = [
                hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in zip(outline, outline[1:] + outline[:1], strict=True)
            ]
            around = sum(lengths)
            area = abs(
                sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(outline, outline[1:] + outline[:1], strict=True))
            )
            if not around or area / around > _THICKEST / 4:
                continue
        lines += [
            (one, two)
            for one, two in pairwise(outline)
            if hypot(two[0] - one[0], two[1] - one[1]) > _SHORTEST
            and min(abs(two[0] - one[0]), abs(two[1] - one[1])) > _SLANT * hypot(two[0] - one[0], two[1] - one[1])
        ]
    return lines


def _crossed(lines: list[tuple[Point, Point]], paint: Paint, page: PageEvidence, index: np.intp) -> bool:
    """Whether one of the lines passes through the middle of a glyph, and is not a pale one behind dark letters."""
    x0, y0, x1, y1 = (float(edge) for edge in page.ink[index])
    across, up = _CORE * (x1 - x0), _CORE * (y1 - y0)
    frame = (x0 + across, y0 + up, x1 - across, y1 - up)
    if not any(_segment_meets(one, two, frame) for one, two in lines):
        return False
    own, other = (_lightness(colour) for colour in (paint.colour, page.glyphs[index].shown.colour))
    return own is None or other is None or abs(own - other) < _SIMILAR


def _lightness(colour: tuple[float, ...]) -> float | None:
    """How light a grey, RGB or CMYK colour is, 0 to 1; None for others."""
    match colour:
        case (grey,):
            return grey
        case (red, green, blue):
            return 0.3 * red + 0.59 * green + 0.11 * blue
        case (cyan, magenta, yellow, black):
            return (1 - black) * (1 - 0.3 * cyan - 0.59 * magenta - 0.11 * yellow)
    return None


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


def _reached(
    ink: npt.NDArray[np.float64], paints: Sequence[Paint], touch: float
) -> Iterator[tuple[Paint, npt.NDArray[np.intp]]]:
    """Each paint that reaches into the ink of glyphs by more than a touch, with the numbers of these."""
    for first in range(0, len(paints), _AT_ONCE):
        some = paints[first : first + _AT_ONCE]
        boxes = np.array([[paint.box.x0, paint.box.y0, paint.box.x1, paint.box.y1] for paint in some])[:, :, None]
        with np.errstate(invalid="ignore"):
            reaches = (
                (ink[:, 0] + touch < boxes[:, 2])
                & (ink[:, 2] - touch > boxes[:, 0])
                & (ink[:, 1] + touch < boxes[:, 3])
                & (ink[:, 3] - touch > boxes[:, 1])
            )
        for at in np.flatnonzero(reaches.any(axis=1)).tolist():
            yield some[at], np.flatnonzero(reaches[at])


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
