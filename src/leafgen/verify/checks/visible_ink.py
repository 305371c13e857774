"""The eye sees every glyph: its ink is on the page, with a contrast of at least 3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from leafgen.verify.blame import Flags, blame
from leafgen.verify.case import Case
from leafgen.verify.evidence import PageEvidence, is_mark
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.reading.boxes import by_glyph
from leafgen.verify.reading.pictures import Grey, Picture

RATIONALE = """White on white, pale yellow, a letter behind a picture: whatever the reason, text that leaves no trace on
the page is not said. The page is drawn twice, as it looks and as its text alone in black; where the ink of a glyph in
the second does not explain what the first shows, or shows it with too little contrast, the statement is hidden."""
SOURCE = "WCAG 2.2, 1.4.3 and 1.4.11 (contrast 3 for large text and marks); thresholds measured, see tests/verify"

LEAST_CONTRAST = 3.0
LEAST_LIKENESS = 0.6
_NO_CONTRAST = 1.2
_FLATTERED = 6.0
"""A common grey is darker than the colour it stands for: green on white that has a contrast of 2.9 has one of 5.6 in
greys. That is the most; what has more in greys has enough in colours."""
_MOST_LOOKS = 400
"""A page with more doubtful glyphs than that is not looked at more closely."""
_POSTER = 1.0
"""Pixels a point: a page with fewer is larger than any poster."""
_LEAST_SIZE = 5.0
"""Pixels that the size of type must have on such a page."""
_LEAST_INK = 0.35
"""Pixels of ink that a glyph must have to be judged on its own."""

_WHITE = np.float32(255)
_LIGHT = np.array([0.2126, 0.7152, 0.0722])
"""How much red, green and blue add to the light of a colour (WCAG 2.2, relative luminance)."""
_STRETCH = 32768
"""Pixels that are summed up at once."""

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements with a glyph that the picture of the page does not show."""
    lost: dict[int, Flags] = {}
    pale: dict[int, Flags] = {}
    tiny: dict[int, Flags] = {}
    for at, (page, picture) in enumerate(zip(case.evidence.pages, case.evidence.pictures, strict=True)):
        contrast, likeness, inked = measure(page, picture)
        if min(picture.scale) < _POSTER:
            tiny[page.number] = by_glyph(page.shown, lambda shown: shown.size) * min(picture.scale) < _LEAST_SIZE
        doubtful = np.flatnonzero(inked & ((likeness < LEAST_LIKENESS) | (contrast < LEAST_CONTRAST)))
        for index in doubtful[:_MOST_LOOKS]:
            contrast[index], likeness[index] = look_closely(page, picture, int(index))
        pale_yet = [
            index for index in doubtful[:_MOST_LOOKS] if contrast[index] < LEAST_CONTRAST <= 2 * contrast[index]
        ]
        for index in pale_yet:
            contrast[index], likeness[index] = look_closely(page, case.evidence.pictures_in_colours[at], int(index))
        if bare := case.evidence.pictures_without_marks:
            # Letters on a pale mark are black on black in the picture of the text alone.
            for index in doubtful[:_MOST_LOOKS]:
                if not is_mark(page, page.glyphs[index].shown):
                    contrast[index], likeness[index] = look_closely(page, bare[at], int(index))
        flattered = inked & (likeness >= LEAST_LIKENESS) & (contrast >= LEAST_CONTRAST) & (contrast < _FLATTERED)
        if flattered.any():
            colours = case.evidence.pictures_in_colours[at]
            contrast = np.where(flattered, contrast_in_colours(page, colours), contrast)
            for index in np.flatnonzero(flattered & (contrast < LEAST_CONTRAST))[:_MOST_LOOKS]:
                contrast[index] = look_closely(page, colours, int(index))[0]
        lost[page.number] = inked & ((likeness < LEAST_LIKENESS) | (contrast < _NO_CONTRAST))
        pale[page.number] = inked & (contrast < LEAST_CONTRAST) & ~lost[page.number]
    yield from blame(case, tiny, "its page is too large to see it")
    yield from blame(case, lost, "the page does not show its ink")
    yield from blame(case, pale, f"its contrast is below {LEAST_CONTRAST:g}", Verdict.ILLEGIBLE)


def measure(page: PageEvidence, picture: Picture) -> tuple[Floats, Floats, Flags]:
    """For each glyph: contrast of its ink with what is around it, likeness (0 to 1) of what is seen and its ink,
    and whether it has ink to judge."""
    rows, ground, ink, alike, judged = _fit(page, picture, picture.seen)
    count = len(page.glyphs)
    contrast, likeness = np.full(count, np.inf), np.ones(count)
    inked = np.zeros(count, dtype=np.bool_)
    contrast[rows], likeness[rows], inked[rows] = _contrast(_luminance(ground), _luminance(ink)), alike, judged
    return contrast, likeness, inked


def contrast_in_colours(page: PageEvidence, picture: Picture) -> Floats:
    """For each glyph, the contrast of its ink with what is around it, each by its own red, green and blue."""
    contrast = np.full(len(page.glyphs), np.inf)
    fits = [_fit(page, picture, colour) for colour in picture.colours]
    ground, ink = _light_of([fit[1] for fit in fits]), _light_of([fit[2] for fit in fits])
    contrast[fits[0][0]] = _contrast(ground, ink)
    return contrast


def _fit(page: PageEvidence, picture: Picture, seen: Grey) -> tuple[Integers, Floats, Floats, Floats, Flags]:
    """The numbers of the glyphs that have ink; and for each of these the greys (0 to 1) of ground and ink, likeness,
    and whether there is ink enough to judge.

    What is seen is fitted as ground + (ink - ground) x coverage, by least squares over the glyph's pixels.
    """
    across, down = picture.scale
    height, width = seen.shape
    with np.errstate(invalid="ignore"):
        has = np.isfinite(page.ink).all(axis=1)
    rows = np.flatnonzero(has)
    if not len(rows):
        return rows, np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.bool_)
    ink = page.ink[rows]
    left = np.clip(np.floor((ink[:, 0] - picture.crop.x0) * across), 0, width - 1).astype(np.int64)
    right = np.clip(np.ceil((ink[:, 2] - picture.crop.x0) * across), 1, width).astype(np.int64)
    top = np.clip(np.floor((picture.crop.y1 - ink[:, 3]) * down) - 1, 0, height - 1).astype(np.int64)
    bottom = np.clip(np.ceil((picture.crop.y1 - ink[:, 1]) * down) + 1, 1, height).astype(np.int64)
    wide, high = np.maximum(right - left, 1), np.maximum(bottom - top, 1)
    sizes = wide * high
    total, light, square, product, bright = _sums(picture.text, seen, top * width + left, wide, high)
    mean_cover, mean_seen = total / sizes, light / sizes
    spread = np.maximum(square / sizes - mean_cover**2, 0)
    variance = np.maximum(bright / sizes - mean_seen**2, 0)
    joint = product / sizes - mean_cover * mean_seen
    slope = joint / np.maximum(spread, 1e-9)
    ground = mean_seen - slope * mean_cover
    likeness = np.abs(joint) / np.sqrt(np.maximum(spread * variance, 1e-12))
    return rows, ground, ground + slope, likeness, total > _LEAST_INK


def _sums(covering: Grey, looks: Grey, corners: Integers, wide: Integers, high: Integers) -> Floats:
    """Of the pixels of each box the sums (5 x n) of coverage, of what is seen, and of their products: coverage with
    itself, coverage with what is seen, what is seen with itself. In stretches that fit the processor's cache."""
    text, seen, width = covering.reshape(-1), looks.reshape(-1), looks.shape[1]
    sizes = wide * high
    ends = np.cumsum(sizes)
    cuts = np.unique(np.searchsorted(ends, np.arange(0, ends[-1], _STRETCH)))
    sums = []
    for first, last in zip(cuts, [*cuts[1:], len(sizes)], strict=True):
        begins = ends[first:last] - sizes[first:last]
        pixels = _pixels(corners[first:last], wide[first:last], high[first:last], width)
        inked, lit = (255 - text[pixels]) / _WHITE, seen[pixels] / _WHITE
        values = (inked, lit, inked * inked, inked * lit, lit * lit)
        sums.append([np.add.reduceat(value, begins - begins[0]) for value in values])
    return np.concatenate(sums, axis=1)


def _pixels(corners: Integers, wide: Integers, high: Integers, width: int) -> Integers:
    """The numbers of the pixels of many boxes, box by box and row by row: `corners` are the first pixels, `width`
    is that of the picture."""
    rows = np.arange(int(high.sum())) - np.repeat(np.cumsum(high) - high, high)
    begins = np.repeat(corners, high) + rows * width
    lengths = np.repeat(wide, high)
    return np.asarray(np.arange(int(lengths.sum())) + np.repeat(begins - (np.cumsum(lengths) - lengths), lengths))


def look_closely(page: PageEvidence, picture: Picture, index: int) -> tuple[float, float]:
    """Contrast and likeness of one glyph by its ink alone, so that an underline or a neighbour in its box does not
    count against it, nor a shift by a pixel, which transparency groups cause; in colours, if the picture has them."""
    across, down = picture.scale
    height, width = picture.seen.shape
    x0, y0, x1, y1 = page.ink[index]
    left, right = int((x0 - picture.crop.x0) * across) - 2, int(np.ceil((x1 - picture.crop.x0) * across)) + 2
    top, bottom = int((picture.crop.y1 - y1) * down) - 2, int(np.ceil((picture.crop.y1 - y0) * down)) + 2
    left, top = max(left, 1), max(top, 1)
    right, bottom = min(right, width - 1), min(bottom, height - 1)
    if right - left < 2 or bottom - top < 2:
        return 1.0, 0.0
    seen, *colours = (one[top:bottom, left:right].ravel() / 255.0 for one in (picture.seen, *picture.colours))
    best = (1.0, 0.0)
    for dy in (0, -1, 1):
        for dx in (0, -1, 1):
            cover = ((255.0 - picture.text[top + dy : bottom + dy, left + dx : right + dx]) / 255.0).ravel()
            ground, ink, likeness = _by_ink(seen, cover)
            if colours:
                levels = np.array([_by_ink(colour, cover)[:2] for colour in colours])
                lights = _light_of(levels[:, 0]), _light_of(levels[:, 1])
            else:
                lights = _luminance(np.array(ground)), _luminance(np.array(ink))
            found = float(_contrast(*lights)), likeness
            if min(found[0], LEAST_CONTRAST) * found[1] > min(best[0], LEAST_CONTRAST) * best[1]:
                best = found
    return best


def _by_ink(seen: npt.NDArray[Any], cover: npt.NDArray[Any]) -> tuple[float, float, float]:
    """The greys (0 to 1) of ground and ink, and likeness; of the pixels that the ink covers, and of the bare ones."""
    bare, inked = seen[cover < 0.05], cover > 0.15
    if not len(bare) or not inked.any():
        return 0.0, 0.0, 0.0
    core = float(np.median(seen[cover >= 0.7 * cover.max()]))
    ground = float(np.quantile(bare, 0.7 if core < np.median(bare) else 0.3))
    seen, cover = seen[inked] - ground, cover[inked]
    slope = float((cover * seen).sum() / (cover * cover).sum())
    rest = float(((seen - slope * cover) ** 2).sum() / max((slope * slope * cover * cover).sum(), 1e-9))
    return ground, ground + slope, float(np.sqrt(max(0.0, 1 - rest)))


def _contrast(one: Floats, other: Floats) -> Floats:
    """Contrast of two relative luminances (WCAG 2.2)."""
    lights = np.stack([one, other])
    return np.asarray((lights.max(axis=0) + 0.05) / (lights.min(axis=0) + 0.05))


def _light_of(red_green_blue: Sequence[Floats] | Floats) -> Floats:
    """Relative luminance of colours (WCAG 2.2)."""
    return np.asarray(np.tensordot(_LIGHT, _luminance(np.asarray(red_green_blue)), axes=1))


def _luminance(grey: Floats) -> Floats:
    grey = np.clip(grey, 0, 1)
    return np.where(grey <= 0.04045, grey / 12.92, ((grey + 0.055) / 1.055) ** 2.4)
