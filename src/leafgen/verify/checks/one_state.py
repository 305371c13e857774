"""The file holds one state of itself, and nothing that could change what it shows."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.verify.case import Case
from leafgen.verify.proof import Refusal

RATIONALE = """An incremental update keeps what it replaces: another patient's name, an older dose. A script, a form
field or a layer that can be switched shows one thing today and another tomorrow."""
SOURCE = "ISO 32000-2: 7.5.6 (incremental updates), 12.6 (actions), 8.11 (optional content); GDPR Art. 5(1)(c)"


def check(case: Case) -> Iterator[Refusal]:
    """Refuse scripts and forms; earlier states, and in a closed file layers and annotations, too."""
    evidence = case.evidence
    for thing in evidence.active:
        yield Refusal(f"the file holds {thing}")
    if evidence.revisions > 1:
        yield Refusal(f"the file holds {evidence.revisions} states of itself: earlier ones can be taken out again")
    if not case.expectation.closed:
        return
    if evidence.layers.any:
        yield Refusal("the file has layers that can be switched off")
    for page in evidence.pages:
        for annotation in page.annotations:
            yield Refusal(f"the page carries an annotation ({annotation.kind})", page=page.number)
