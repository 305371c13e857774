"""Nothing that is not said stands among the words of a statement, or against them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leafgen.verify.case import Case, against
from leafgen.verify.evidence import PageEvidence
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.reading.boxes import by_glyph
from leafgen.verify.reading.lines import Glyph, Line

RATIONALE = """A file is read in the order in which it was written, a page in the order in which it stands. A zero drawn
last, right behind "at most 35", or a "not" put into the room between two words, is found somewhere else by every
program and read in its place by every patient; and a glyph that its font gives no text is found by none. So the page
is asked what stands on the line of a statement."""
SOURCE = "ISO 32000-2, 14.8.2.5 (order of content and of reading); leafgen design: what the eye sees was promised"

_LEVEL = 0.6
"""How far above or below a line, in em, what is read with it may stand: raised and lowered figures do."""
_BESIDE = 0.45
"""Words less than this many em apart are read together."""
_AGAINST = 0.15
"""What stands nearer than that to a letter is a part of its word."""

_SAME_WAY = 0.99
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[^\W\d_])[.)]|[.(]\d{1,2}\)?")
"""The number of a list's item; from right to left its dot stands before it."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Inked:
    """The glyphs of a page that leave ink, one entry each: number on the page, direction and height of the baseline,
    pen positions; `line`: which line of the page each belongs to; `worded`: it says a letter or digit; `mute`:
    nothing; `counts`: its line is nothing but the number of a list's item."""

    index: Integers
    along: Floats
    across: Floats
    start: Floats
    end: Floats
    line: Integers
    worded: Flags
    mute: Flags
    counts: Flags


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements of an open file with other text, or a glyph without text, in their lines."""
    if case.expectation.closed:
        return  # there, whatever is unexplained refuses
    pages = {page.number: page for page in case.evidence.pages}
    inked: dict[int, _Inked] = {}
    found = case.findings.found()
    said = {(number, glyph.index) for finding in found for number, glyph in finding.glyphs}
    for finding in found:
        own = {(number, glyph.index) for number, glyph in finding.glyphs}
        for at, (number, row) in enumerate(_rows(finding.stretches())):
            if number not in inked:
                inked[number] = _read(pages[number])
            stranger = next(_strangers(row, inked[number], number, own, said, at == 0), None)
            if stranger is not None:
                text = pages[number].glyphs[stranger].text.strip()
                what = f"{text!r} stands" if text else "a glyph that says nothing stands"
                yield against(finding, f"{what} among its letters, or against them", Verdict.ALTERED, number)
                break


def _rows(stretches: Sequence[tuple[Line, list[Glyph]]]) -> Iterator[tuple[int, list[tuple[Line, list[Glyph]]]]]:
    """Stretches of a statement that stand side by side, with their page."""
    row: list[tuple[Line, list[Glyph]]] = []
    for line, glyphs in stretches:
        if row:
            last = row[-1][0]
            level = abs(last.across - line.across) < _LEVEL * max(last.size, line.size)
            if last.page != line.page or not level or last.along != line.along:
                yield last.page, row
                row = []
        row.append((line, glyphs))
    if row:
        yield row[-1][0].page, row


def _read(page: PageEvidence) -> _Inked:
    index = page.inked
    line = np.zeros(len(page.glyphs), dtype=np.int64)
    counts = np.zeros(len(page.glyphs), dtype=np.bool_)
    for number, one in enumerate(page.lines):
        numbers = bool(_NUMBER.fullmatch(one.text.strip()))
        for glyph in one.glyphs:
            line[glyph.index] = number
            counts[glyph.index] = numbers
    a, b, _, _, e, f = by_glyph(page.shown, lambda shown: shown.matrix)[index].reshape(-1, 6).T
    em = np.maximum(np.hypot(a, b), 1e-9)
    along = np.stack([a / em, b / em], axis=1)
    glyphs = [page.glyphs[at] for at in index]
    # The number of an item is one thing: how far away it stands is told by its nearer end.
    ends = [page.lines[line[at]] if counts[at] else page.glyphs[at] for at in index]
    return _Inked(
        index,
        along,
        along[:, 0] * f - along[:, 1] * e,
        np.array([one.start for one in ends]),
        np.array([one.end for one in ends]),
        line[index],
        np.array([any(map(str.isalnum, glyph.text)) for glyph in glyphs], dtype=np.bool_),
        np.array([not glyph.text.strip() for glyph in glyphs], dtype=np.bool_),
        counts[index],
    )


def _strangers(
    row: Sequence[tuple[Line, list[Glyph]]],
    inked: _Inked,
    page: int,
    own: Set[tuple[int, int]],
    said: Set[tuple[int, int]],
    opens: bool,
) -> Iterator[int]:
    """The numbers of glyphs that are read with a row of one statement, and are none of it. `own`: the statement's
    glyphs, `said`: those of all statements, each as page and number; `opens`: the statement begins with this row."""
    size = max(*(line.size for line, _ in row), 1e-9)
    glyphs = [glyph for _, stretch in row for glyph in stretch]
    starts, ends = np.array([glyph.start for glyph in glyphs]), np.array([glyph.end for glyph in glyphs])
    figures = np.array([glyph.text[-1:].isdigit() for glyph in glyphs])
    left, right = starts.min(), ends.max()
    turned = any(line.right_to_left for line, _ in row)
    first = glyphs[int(ends.argmax() if turned else starts.argmin())]
    near = (
        (inked.along @ np.array(row[0][0].along) > _SAME_WAY)
        & (np.abs(inked.across - row[0][0].across) < _LEVEL * size)
        & (inked.start < right + _BESIDE * size)
        & (inked.end > left - _BESIDE * size)
    )
    lines = {int(inked.line[at]) for at in np.flatnonzero(near) if (page, int(inked.index[at])) in own}
    for at in np.flatnonzero(near):
        index = int(inked.index[at])
        if (page, index) in own:
            continue
        gaps = np.maximum(starts - inked.end[at], inked.start[at] - ends)
        inside = bool(left < (inked.start[at] + inked.end[at]) / 2 < right)
        touching = bool(gaps.min() < _AGAINST * size)
        if inked.mute[at]:
            read = inside or touching
        elif int(inked.line[at]) in lines:
            continue  # where a statement ends in its own line, the words of that line say
        elif inside:
            read = bool(inked.worded[at]) or touching
        else:
            before = inked.start[at] > first.start if turned else inked.end[at] < first.end
            if opens and inked.counts[at] and before and not any(map(str.isnumeric, first.text)):
                continue  # the number of an item, before its words
            at_figure = bool((gaps[figures] < _AGAINST * size).any())
            read = (page, index) not in said and (bool(inked.worded[at]) or at_figure)
        if read:
            yield index
