"""No glyph of a statement is printed on top of another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
import numpy.typing as npt

from leafgen.verify.blame import Flags, blame
from leafgen.verify.case import Case
from leafgen.verify.evidence import PageEvidence
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.reading.boxes import by_glyph

RATIONALE = """Two lines printed over each other, or letters piled up, are read back in full and cannot be read. Letters
that kern, accents over their letter and lines set tight touch a little: that much is allowed."""
SOURCE = "EC Readability Guideline 2009 (at least 3 mm between lines); Regulation 1169/2011 Art. 13 (not obscured)"

_SHARE = 0.3
"""The part of the smaller glyph's box that another line may cover."""
_SHARE_IN_LINE = 0.55
_LARGER = 3.0
"""A letter so many times as large as another is a mark across the page: what shows of the small one, its ink tells."""
_NEIGHBOURS = 12
_BAND = 7.0

Floats = npt.NDArray[np.float64]


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements with a glyph whose box another glyph's box covers."""
    bad = {page.number: overlapping(page) for page in case.evidence.pages}
    yield from blame(case, bad, "other letters are printed over it", Verdict.ILLEGIBLE)


def overlapping(page: PageEvidence) -> Flags:
    """For each glyph, whether another one covers it.

    Glyphs are sorted into horizontal bands and there by their left edge; each is compared with the next few.
    """
    flags = np.zeros(len(page.glyphs), dtype=np.bool_)
    rows = page.inked
    if len(rows) < 2:
        return flags
    line_of = np.zeros(len(page.glyphs), dtype=np.int64)
    indices = [[glyph.index for glyph in line.glyphs] for line in page.lines]
    line_of[list(chain.from_iterable(indices))] = np.repeat(np.arange(1, len(indices) + 1), list(map(len, indices)))
    texts = {glyph.text for glyph in page.glyphs}
    loose = {text for text in texts if not any(char.isalnum() for char in text)}
    mark = np.array([glyph.text in loose for glyph in page.glyphs], dtype=np.bool_)
    first, last = (np.floor(page.ink[rows][:, edge] / _BAND).astype(np.int64) for edge in (1, 3))
    spans = np.minimum(last - first, 40) + 1
    members = np.repeat(rows, spans)
    bands = np.repeat(first, spans) + np.arange(len(members)) - np.repeat(np.cumsum(spans) - spans, spans)
    order = np.lexsort((page.ink[members, 0], bands))
    members, bands = members[order], bands[order]
    pens = np.array([[glyph.start for glyph in page.glyphs], [glyph.end for glyph in page.glyphs]]).T
    sizes = np.maximum(by_glyph(page.shown, lambda shown: shown.size), 1e-9)
    lefts, rights = page.ink[members, 0], page.ink[members, 2]
    for step in range(1, _NEIGHBOURS + 1):
        if step >= len(members):
            break
        one, other = members[:-step], members[step:]
        same = (bands[:-step] == bands[step:]) & (lefts[step:] < rights[:-step])
        if not same.any():
            break
        one, other = one[same], other[same]
        in_line = line_of[one] == line_of[other]
        share = np.where(in_line, _shared_advance(pens[one], pens[other]), _shared(page.ink[one], page.ink[other]))
        ratio = sizes[one] / sizes[other]
        share[(ratio > _LARGER) | (ratio < 1 / _LARGER)] = 0.0
        hit = np.where(in_line & (mark[one] | mark[other]), False, share > np.where(in_line, _SHARE_IN_LINE, _SHARE))
        flags[one[hit]] = True
        flags[other[hit]] = True
    return flags


def _shared_advance(one: Floats, other: Floats) -> Floats:
    """The shared advance of two letters of one line, as a part of the narrower: the tail of a Q may well reach under
    the next letter, but its place may not."""
    shared = np.minimum(one[:, 1], other[:, 1]) - np.maximum(one[:, 0], other[:, 0])
    narrower = np.minimum(one[:, 1] - one[:, 0], other[:, 1] - other[:, 0])
    return np.asarray(shared / np.maximum(narrower, 1e-9))


def _shared(one: Floats, other: Floats) -> Floats:
    """The shared area of two boxes as a part of the smaller of them."""
    across = np.minimum(one[:, 2], other[:, 2]) - np.maximum(one[:, 0], other[:, 0])
    down = np.minimum(one[:, 3], other[:, 3]) - np.maximum(one[:, 1], other[:, 1])
    area = np.clip(across, 0, None) * np.clip(down, 0, None)
    sizes = [(box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1]) for box in (one, other)]
    return np.asarray(area / np.maximum(np.minimum(*sizes), 1e-9))
