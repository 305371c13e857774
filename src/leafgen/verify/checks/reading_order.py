"""A statement runs on the page in the direction in which it is read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from leafgen.verify.case import Case, against
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.reading.lines import Line

RATIONALE = """Words can be stored in one order and printed in another: the text layer then says "do not stop", the eye
reads "stop, do not". From one piece of a statement to the next the page must lead on: along the line, down, or into
the next column or page."""
SOURCE = "ISO 14289-1 (PDF/UA) 7.2 (logical reading order); WCAG 2.2, 1.3.2"

_BASELINE = 0.45
_SLACK = 0.5


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


def _is_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def _backwards(before: Line, line: Line, right_to_left: bool) -> bool:
    if before.along[0] * line.along[0] + before.along[1] * line.along[1] < 0.99:
        return False  # another direction: a turned heading beside its table
    size = max(before.size, line.size)
    down = before.across - line.across
    ahead = before.start - line.end if right_to_left else line.start - before.end
    onward = before.start - line.start if right_to_left else line.start - before.start
    if abs(down) < _BASELINE * size:
        return ahead < -_SLACK * size
    return down < 0 and onward < _SLACK * size
