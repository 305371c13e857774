"""In a file with a structure tree, every statement stands in the tree."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.verify.case import Case, against
from leafgen.verify.proof import Refusal

RATIONALE = """Where a file has tags, a screen reader says what stands in its tree, and nothing else: a warning that is
marked as page furniture, or as nothing, is on the page and is never heard. What stands at the head or the foot of each
page is furniture indeed."""
SOURCE = "ISO 14289-1 (PDF/UA) 7.1 (real content and artifacts); ISO 32000-2, 14.8.2.2"


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements of a tagged file with a line outside its tree, or in an element that is furniture."""
    if not case.evidence.structure.tagged:
        return
    promised = len(case.expectation.flow)
    for finding in case.findings.found():
        if finding.index >= promised:
            continue
        for line in finding.lines:
            if line.element is None or line.element.above("Artifact") is not None:
                message = f"{line.text[:40]!r} is no part of what a screen reader is given"
                yield against(finding, message, page=line.page)
                break
