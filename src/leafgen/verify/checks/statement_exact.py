"""Every promised statement stands in the file exactly: no longer, no shorter, nothing changed."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.verify.case import Case
from leafgen.verify.proof import Refusal, Verdict

RATIONALE = """A leaflet that drops a warning, or prints 3500 mg for 350 mg, harms. Searching for a text also finds it
inside a longer one that says the opposite ("do not ..."), so each statement is anchored at both ends, and only ends
of lines, hyphens between letters and the width of spaces may differ."""
SOURCE = "Directive 2001/83/EC Art. 59-63 (the leaflet says what was authorised); USP <17> (never truncate a direction)"


def check(case: Case) -> Iterator[Refusal]:
    """Refuse each statement whose text is missing or altered, and a file for which nothing was promised."""
    if not case.expectation.flow:
        yield Refusal("no statement is promised, so nothing can be proven")
    for finding in case.findings.statements:
        if finding.verdict is not Verdict.PROVEN:
            yield Refusal(finding.detail, finding.expected.id, finding.verdict, finding.page, None, finding.index)
        elif not finding.glyphs:
            yield Refusal(
                "it promises no text", finding.expected.id, Verdict.MISSING, finding.page, None, finding.index
            )
