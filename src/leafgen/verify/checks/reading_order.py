"""A statement runs on the page in the direction in which it is read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from leafgen.verify.case import Case, against
from leafgen.verify.findings import Finding
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.reading.lines import Line

RATIONALE = """Words can be stored in one order and printed in another: the text layer then says "do not stop", the eye
reads "stop, do not". From one piece of a statement to the next the page must lead on: along the line, down, or into
the next column or page; not past another text, and from cell to cell of a row not into the next row."""
SOURCE = "ISO 14289-1 (PDF/UA) 7.2 (logical reading order); WCAG 2.2, 1.3.2"

_BASELINE = 0.45
_SAME_WAY = 0.99
_SLACK = 0.5
_FARTHEST = 2.6
"""A line that stands further below the one before, in em, is not the next of its paragraph."""


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements whose pieces stand in another order than they are read."""
    for finding in case.findings.found():
        # In a leaflet of two languages each statement runs in its own direction.
        right_to_left = case.expectation.direction == "rtl" and _is_right_to_left(finding.expected.text)
        for before, line in pairwise(finding.lines):
            if before.page == line.page and before.leads is not line and _backwards(before, line, right_to_left):
                message = f"{line.text[:40]!r} stands before {before.text[:40]!r} on the page, but is read after it"
                yield against(finding, message, Verdict.ALTERED, line.page)
                break
        else:
            if not case.expectation.closed:
                yield from _torn(case, finding)


def _torn(case: Case, finding: Finding) -> Iterator[Refusal]:
    """Of a file made elsewhere: pieces with another text between them, cells that stand in no row."""
    if len(finding.expected.cells) > 1:
        for left, right in pairwise(_cells(finding.lines)):
            if left[-1].page == right[0].page and not (_share(left, right, _level) or _share(left, right, _width)):
                message = f"{right[0].text[:40]!r} does not stand in one row with {left[0].text[:40]!r}"
                yield against(finding, message, Verdict.ALTERED, right[0].page)
                return
        return
    own = {id(line) for line in finding.lines}
    for before, line in pairwise(finding.lines):
        if before.page == line.page and before.across - line.across > _FARTHEST * max(before.size, line.size):
            others = (one for one in case.evidence.pages[line.page - 1].lines if id(one) not in own)
            between = next((one for one in others if _between(one, before, line)), None)
            if between is not None:
                message = f"{between.text[:40]!r} stands between {before.text[:40]!r} and {line.text[:40]!r}"
                yield against(finding, message, Verdict.ALTERED, line.page)
                return


def _between(other: Line, upper: Line, lower: Line) -> bool:
    """Whether a line stands below one and above another, and beside neither."""
    if upper.along[0] * other.along[0] + upper.along[1] * other.along[1] < _SAME_WAY:
        return False
    beside = min(other.end, upper.end) > max(other.start, upper.start)
    beside |= min(other.end, lower.end) > max(other.start, lower.start)
    return lower.across + _BASELINE * lower.size < other.across < upper.across - _BASELINE * upper.size and beside


def _cells(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in groups of those that stand one below the other."""
    groups: list[list[Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        below = last is not None and last.page == line.page and 0 < last.across - line.across < _FARTHEST * line.size
        if below and last is not None and _share([last], [line], _width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _share(some: Sequence[Line], others: Sequence[Line], extent: Callable[[Line], tuple[float, float]]) -> bool:
    """Whether the extents of two groups of lines overlap; where they run another way, that cannot be told."""
    one, two = some[0].along, others[0].along
    if one[0] * two[0] + one[1] * two[1] < _SAME_WAY:
        return True
    (low, high), (from_, to) = (
        (min(extent(line)[0] for line in group), max(extent(line)[1] for line in group)) for group in (some, others)
    )
    return min(high, to) > max(low, from_)


def _level(line: Line) -> tuple[float, float]:
    return line.across - 0.25 * line.size, line.across + 0.75 * line.size


def _width(line: Line) -> tuple[float, float]:
    return line.start, line.end


def _is_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def _backwards(before: Line, line: Line, right_to_left: bool) -> bool:
    if before.along[0] * line.along[0] + before.along[1] * line.along[1] < _SAME_WAY:
        return False  # another direction: a turned heading beside its table
    size = max(before.size, line.size)
    down = before.across - line.across
    ahead = before.start - line.end if right_to_left else line.start - before.end
    onward = before.start - line.start if right_to_left else line.start - before.start
    if abs(down) < _BASELINE * size:
        return ahead < -_SLACK * size
    return down < 0 and onward < _SLACK * size
