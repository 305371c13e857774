"""Open files: made elsewhere, they may say more than was promised, as long as it contradicts nothing.

A statement must be a whole block (paragraph, heading, cell), a few blocks in a row, or one of several promised
statements that fill a block between them: never a piece of a longer sentence that may say the opposite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from leafgen.compose.expectation import Expectation, Expected
from leafgen.verify.blocks import in_reading_order, is_loose
from leafgen.verify.evidence import Evidence
from leafgen.verify.findings import Finding, Findings
from leafgen.verify.passage import BLOCK, Passage, Promise, end_of, passage_of, promise_of
from leafgen.verify.placing import finding_of, judge, leave, stands
from leafgen.verify.proof import Verdict
from leafgen.verify.reading.lines import Glyph, Line

_MOST_BLOCKS = 4
_COLUMN = 4.0
"""A step up by this many em leads to another column."""
_CLOSING = frozenset(":.–—!?")
_Text = TypeVar("_Text", Passage, Promise)


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int


def explain_open(evidence: Evidence, expectation: Expectation) -> Findings:
    """Findings for an open expectation: each statement where it stands first, no place counted twice."""
    brackets = expectation.direction == "rtl"
    passage = passage_of(*in_reading_order(evidence), brackets)
    promises = [promise_of(expected.cells, brackets) for expected in expectation.flow]
    candidates = [_candidates(passage, promise) for promise in promises]
    lowered = _lowered(passage)
    for index, expected in enumerate(expectation.flow):
        if not candidates[index]:  # set in capitals throughout, it says the same
            capitals = promise_of([_capitals(cell, expectation.locale) for cell in expected.cells], brackets)
            if places := _candidates(passage, capitals):
                promises[index], candidates[index] = capitals, places
            elif places := _candidates(lowered, _lowered(promises[index])):
                candidates[index] = places
    edges = {place.start for places in candidates for place in places}
    ends = {place.end for places in candidates for place in places}
    used = bytearray(len(passage.skeleton))
    findings = Findings()
    order = sorted(range(len(promises)), key=lambda index: -len(promises[index].skeleton))
    taken: dict[int, _Place] = {}
    for index in order:
        for place in candidates[index]:
            begins = _at_edge(passage, place.start, ends) or _after_heading(passage, place.start)
            whole = begins and (_at_edge(passage, place.end, edges) or _row_ends(passage, place.end, promises[index]))
            if whole and not any(used[place.start : place.end]) and _row(passage, place, promises[index]):
                used[place.start : place.end] = b"\1" * (place.end - place.start)
                taken[index] = place
                break
    for index, expected in enumerate(expectation.flow):
        if index in taken:
            place = taken[index]
            _spell(passage, place, promises[index])
            findings.statements.append(finding_of(index, expected, passage, place.start, place.end))
        else:
            findings.statements.append(_refused(index, expected, passage, promises[index], candidates[index], used))
    at = 0
    while at < len(used):
        stop = at
        while stop < len(used) and not used[stop]:
            stop += 1
        leave(passage, at, stop, findings, whole=True)
        at = stop + 1
    return findings


def _capitals(text: str, locale: str) -> str:
    """A text in capitals; Turkish and Azerbaijani keep the dot of the i."""
    return (text.replace("i", "İ") if locale[:2] in ("tr", "az") else text).upper()


def _lowered(text: _Text) -> _Text:
    """The same with every letter in lower case, one for one."""
    lower = (char.lower() for char in text.skeleton)
    return replace(text, skeleton="".join(low if len(low) == 1 else "\0" for low in lower))


def _spell(passage: Passage, place: _Place, promise: Promise) -> None:
    """Where a glyph says a letter in another case than was promised, let it say the promised one.

    Small capitals made of smaller capitals give one glyph to both cases, and the file one text for it. Whether the
    glyph draws what now stands for it, and is small where it must be, the outlines tell (glyphs-say-what-they-show).
    """
    if passage.skeleton.startswith(promise.skeleton, place.start):
        return
    spelt: dict[Glyph, str] = {}
    for at, char in enumerate(promise.skeleton, place.start):
        if (owner := passage.owners[at]) is not None:
            spelt[owner] = spelt.get(owner, "") + char
    for glyph, text in spelt.items():
        if glyph.text.lower() == text.lower():
            glyph.text = text


def _candidates(passage: Passage, promise: Promise) -> list[_Place]:
    """Where the promise stands word for word, anchored or not."""
    places: list[_Place] = []
    if not promise.skeleton:
        return places
    start = passage.skeleton.find(promise.skeleton)
    while start >= 0:
        if not stands(passage, start, promise):
            places.append(_Place(start, end_of(passage, start, promise)))
        start = passage.skeleton.find(promise.skeleton, start + 1)
    return places


def _at_edge(passage: Passage, at: int, other_edges: set[int]) -> bool:
    """Whether a block begins at this character, or another statement meets this one here."""
    return at in (0, len(passage.skeleton)) or BLOCK in passage.gaps[at] or at in other_edges


def _after_heading(passage: Passage, at: int) -> bool:
    """Whether what stands before in the same block is a heading run in: another font, closed by a mark."""
    before, after = passage.owners[at - 1], passage.owners[at]
    if before is None or after is None or passage.skeleton[at - 1] not in _CLOSING:
        return False
    return before.shown.typeface is not after.shown.typeface and bool(passage.gaps[at])


def _row_ends(passage: Passage, at: int, promise: Promise) -> bool:
    """Whether a row of cells ends here, because what follows is at the top of another column: no cell goes on there."""
    last, following = (passage.source[passage.lines[place]] for place in (at - 1, at))
    up = following.across - last.across
    return bool(promise.cells) and last.page == following.page and up > _COLUMN * max(last.size, following.size)


def _row(passage: Passage, place: _Place, promise: Promise) -> bool:
    """Whether the blocks inside keep to the promise: cells each a block of one whole row, running text few blocks."""
    blocks = [at for at in range(place.start + 1, place.end) if BLOCK in passage.gaps[at]]
    lines = [passage.source[passage.lines[at]] for at in (place.start, *blocks)]
    if not promise.cells:
        return len(blocks) < _MOST_BLOCKS or lines[0].element is None
    if not all(place.start + cell in blocks or _apart(passage, place.start + cell) for cell in promise.cells):
        return False
    return _one_row(passage, place, lines)


def _apart(passage: Passage, at: int) -> bool:
    """Whether a cell may begin at this character of a line without tags of its own: there, cells of a narrow table
    stand no further apart than words, and only their order can be told."""
    return bool(passage.gaps[at]) and is_loose(passage.source[passage.lines[at]])


def _one_row(passage: Passage, place: _Place, lines: Sequence[Line]) -> bool:
    rows = {id(row) for line in lines if line.element is not None and (row := line.element.above("TR")) is not None}
    if not rows:
        return True
    if len(rows) > 1:
        return False
    for at in (place.start - 1, place.end):
        if 0 <= at < len(passage.skeleton):
            element = passage.source[passage.lines[at]].element
            row = element.above("TR") if element is not None else None
            if row is not None and id(row) in rows:
                return False
    return True


def _refused(
    index: int, expected: Expected, passage: Passage, promise: Promise, places: Sequence[_Place], used: bytearray
) -> Finding:
    """Say why a statement does not stand there: only inside a longer text, altered, or missing."""
    for place in places:
        page = passage.source[passage.lines[place.start]].page
        if any(used[place.start : place.end]):
            continue
        if promise.cells:
            return Finding(index, expected, Verdict.ALTERED, "its cells do not make up one row, in this order", page)
        start, end = _block(passage, place)
        there = passage.text(start, end)[:200]
        return Finding(index, expected, Verdict.ALTERED, f"it stands only inside a longer text: {there!r}", page)
    if places:
        return Finding(index, expected, Verdict.MISSING, "it stands there fewer times than was promised")
    return judge(index, expected, passage, promise)


def _block(passage: Passage, place: _Place) -> tuple[int, int]:
    start, end = place.start, place.end
    while start > 0 and BLOCK not in passage.gaps[start]:
        start -= 1
    while end < len(passage.skeleton) and BLOCK not in passage.gaps[end]:
        end += 1
    return start, end
