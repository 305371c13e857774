"""Placing a statement in a passage: whether it stands at a character, what stands there instead, what is left."""

from __future__ import annotations

from difflib import SequenceMatcher

from leafgen.compose.expectation import Expected
from leafgen.verify.findings import Finding, Findings, first_difference
from leafgen.verify.folding import folded_words
from leafgen.verify.passage import BLOCK, Passage, Promise, ends, fits
from leafgen.verify.proof import Verdict
from leafgen.verify.reading.lines import Line

_ALIKE = 0.55
_MOST_TEXT = 3000


def stands(passage: Passage, at: int, promise: Promise) -> str:
    """Why the promise does not stand at a character, "" if it does."""
    if not passage.skeleton.startswith(promise.skeleton, at):
        return "another text stands there"
    if not passage.starts(at):
        return "it begins inside a word"
    return ends(passage, at, promise) or fits(passage, at, promise)


def finding_of(index: int, expected: Expected, passage: Passage, at: int, end: int) -> Finding:
    """The finding of a statement that stands from one character up to another."""
    lines = [passage.source[number] for number in dict.fromkeys(passage.lines[at:end])]
    owners = dict(zip(passage.owners[at:end], passage.lines[at:end], strict=True))
    glyphs = [(passage.source[number].page, glyph) for glyph, number in owners.items() if glyph is not None]
    return Finding(index, expected, Verdict.PROVEN, "", glyphs[0][0] if glyphs else None, glyphs, lines)


def judge(
    index: int, expected: Expected, passage: Passage, promise: Promise, at: int = 0, end: int | None = None
) -> Finding:
    """The finding of a statement that does not stand in a stretch: altered, if something like it does; missing."""
    end = len(passage.skeleton) if end is None else end
    if not promise.skeleton:
        return Finding(index, expected, Verdict.MISSING, "it promises no text")
    wanted = folded_words(expected.text)
    start = passage.skeleton.find(promise.skeleton, at)
    if 0 <= start <= end and (reason := stands(passage, start, promise)):
        lines = _lines(passage, start, promise, end)
        return Finding(index, expected, Verdict.ALTERED, reason, lines[0].page, lines=lines)
    first = _nearest(passage, promise, at, end)
    there = passage.text(first, min(end, first + _MOST_TEXT))
    page = passage.source[passage.lines[first]].page if first < len(passage.lines) else None
    close, stretch = _closest(wanted, there)
    if close >= _ALIKE:
        alike = passage.skeleton.find(stretch.split(" ", 1)[0], first, end)
        lines = _lines(passage, first if alike < 0 else alike, promise, end)
        return Finding(index, expected, Verdict.ALTERED, first_difference(wanted, stretch), page, lines=lines)
    instead = f"; there stands {there[:80]!r}" if there and end - at < _MOST_TEXT else ""
    return Finding(index, expected, Verdict.MISSING, f"nothing says {wanted[:120]!r}{instead}", page)


def _lines(passage: Passage, at: int, promise: Promise, end: int) -> list[Line]:
    """The lines on which something like the promise stands, from a character on."""
    stretch = passage.lines[at : min(end, at + len(promise.skeleton))]
    return [passage.source[number] for number in dict.fromkeys(stretch)]


def _nearest(passage: Passage, promise: Promise, at: int, end: int) -> int:
    """The character from which the stretch is most like the promise: by pieces of it that stand there."""
    length = len(promise.skeleton)
    piece = min(12, max(4, length // 4))
    for offset in range(0, max(1, length - piece), piece):
        found = passage.skeleton.find(promise.skeleton[offset : offset + piece], at, end)
        if found >= 0:
            return max(at, found - offset - piece)
    return at


def _closest(wanted: str, there: str) -> tuple[float, str]:
    """How alike the promise and the nearest stretch of a text are (0 to 1), and that stretch."""
    there = there[: 3 * len(wanted) + 120]
    if not there:
        return 0.0, ""
    blocks = [
        block
        for block in SequenceMatcher(None, there, wanted, autojunk=False).get_matching_blocks()
        if block.size > 2 or block.size == len(wanted)
    ]
    if not blocks:
        return 0.0, ""
    start = max(0, blocks[0].a - blocks[0].b)
    stretch = there[start : max(blocks[-1].a + blocks[-1].size, start + len(wanted))]
    return 2 * sum(block.size for block in blocks) / (len(wanted) + len(stretch)), stretch


def leave(passage: Passage, at: int, end: int, findings: Findings, whole: bool = False) -> None:
    """Record what no statement explains: line by line, or block by block where `whole` is asked for."""
    while at < end:
        line = passage.lines[at]
        stop = at
        while stop < end and (BLOCK not in passage.gaps[stop] or stop == at if whole else passage.lines[stop] == line):
            stop += 1
        source = passage.source[line]
        findings.unexplained.append((source.page, passage.text(at, stop)))
        findings.unexplained_lines.append(source)
        at = stop
