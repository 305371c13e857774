"""Blocks: which lines begin a paragraph, cell or heading, in a file made elsewhere.

Where the file is tagged, the structure tree says so. Elsewhere it is told as a reader tells it: by a gap, by
another size of type, or by a line that ends although the next word would have fitted on it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from leafgen.verify.evidence import Evidence
from leafgen.verify.passage import is_sign
from leafgen.verify.reading.lines import Line

_SENTENCE_END = (".", "!", "?", "؟", "۔", "।", "。")
_OTHER_SIZE = 0.12
_GAP = 1.28
_LOOSEST = 1.8
"""The widest leading, in em, between two lines taken to be of one paragraph when it has no third."""
_FARTHEST = 2.6
_SLACK = 0.35
_COLUMN = 4.0
"""A step up by this many em leads to another column; a smaller one to another cell."""
_ALIGNED = 0.6
_HOLDERS = frozenset(("Document", "DocumentFragment", "Part", "Art", "Sect"))
_DIGITS = re.compile(r"\d+")


def in_reading_order(evidence: Evidence) -> tuple[list[Line], list[bool]]:
    """All lines in reading order, and of each whether it begins a block.

    Tagged lines come first, in the order of the structure tree; then all others in the order of the content, what
    repeats from page to page, and loose marks of lists, at the very end.
    """
    lines = [line for page in evidence.pages for line in page.lines]
    tagged = sorted((line for line in lines if line.place is not None), key=lambda line: line.place or 0)
    rest = [line for line in lines if line.place is None]
    repeated = _repeated(rest) | {id(line) for line in rest if is_sign(line.text)}
    body = [line for line in rest if id(line) not in repeated]
    margin = [line for line in rest if id(line) in repeated]
    begins = [_begins_element(before, line) for before, line in zip([None, *tagged], tagged, strict=False)]
    if any(is_loose(line) for line in tagged):
        placed = _begin_by_place(tagged)
        begins = [
            by_place if is_loose(line) else begin for line, begin, by_place in zip(tagged, begins, placed, strict=True)
        ]
    begins += _begin_by_place(body)
    return tagged + body + margin, begins + [True] * len(margin)


def is_loose(line: Line) -> bool:
    """Whether no element tells which block a line belongs to: none at all, or one that holds blocks of any kind (as
    browsers tag a table that they take for layout)."""
    return line.element is None or line.element.block.role in _HOLDERS


def _begins_element(before: Line | None, line: Line) -> bool:
    if before is None or before.element is None or line.element is None:
        return True
    return before.element.block is not line.element.block


def _repeated(lines: Sequence[Line]) -> set[int]:
    """Lines that stand at the same height on more than one page, numbers aside: headers and footers."""
    groups: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for line in lines:
        groups[_DIGITS.sub("0", line.text), round(line.across / 3)].append(line)
    found = [group for group in groups.values() if len({line.page for line in group}) > 1]
    return {id(line) for group in found for line in group}


def _begin_by_place(lines: Sequence[Line]) -> list[bool]:
    begins = [True] * len(lines)
    columns: dict[tuple[int, int], list[float]] = defaultdict(list)
    for line in lines:
        columns[line.page, round(line.start / 6)].append(line.end - line.start)
    usual = 0.0
    initial: Line | None = None
    for at in range(1, len(lines)):
        before, line = lines[at - 1], lines[at]
        if before.leads is line:
            begins[at], usual, initial = False, 0.0, before
            continue
        step = before.across - line.across
        if not _alike(before, line):
            usual = 0.0
            continue
        size = max(line.size, 1e-9)
        below = before.page == line.page and 0.6 * size < step < _FARTHEST * size
        jump = not below and (before.page != line.page or step < -_COLUMN * size)
        if below and (step > (_GAP * usual or _LOOSEST * size) or not _aligned(before, line, initial)):
            usual = 0.0
            continue
        column = round(before.start / 6)
        widths = [width for near in (-1, 0, 1) for width in columns.get((before.page, column + near), ())]
        own = before.end - before.start
        if below or (jump and sum(width > 0.95 * own for width in widths) > 1):
            width = max(*widths, own)
            begins[at] = not _full(before, line, width) or before.text.endswith(_SENTENCE_END)
        if below:
            usual = min(usual, step) if usual else step
    return begins


def _alike(before: Line, line: Line) -> bool:
    """Whether two lines run the same way, in type of about the same size, and share a font."""
    turned = before.along[0] * line.along[0] + before.along[1] * line.along[1]
    fonts, others = ({glyph.shown.typeface for glyph in one.glyphs} for one in (before, line))
    return (
        turned > 0.99
        and abs(before.size - line.size) <= _OTHER_SIZE * max(before.size, line.size)
        and not fonts.isdisjoint(others)
    )


def _aligned(before: Line, line: Line, initial: Line | None) -> bool:
    """Whether two lines begin, end, or are centred at the same place; or the second under the initial of the first."""
    slack = _ALIGNED * max(before.size, line.size)
    starts, ends = line.start - before.start, line.end - before.end
    under = initial is not None and initial.page == line.page and abs(line.start - initial.start) < slack
    return under or min(abs(starts), abs(ends), abs(starts + ends) / 2) < slack


def _full(before: Line, line: Line, width: float) -> bool:
    """Whether the first word of a line would not have fitted on the line before."""
    glyphs = line.glyphs[::-1] if line.right_to_left else line.glyphs
    first = []
    for glyph in glyphs:
        if not glyph.text.strip():
            break
        first.append(glyph)
    if not first:
        return False
    word = max(glyph.end for glyph in first) - min(glyph.start for glyph in first)
    return before.end - before.start + word + _SLACK * line.size > width
