"""Open files: made elsewhere, they may say more than was promised, as long as it contradicts nothing."""

from __future__ import annotations

from leafgen.compose.expectation import Expectation
from leafgen.verify.closed import finding_of, leave, stands
from leafgen.verify.evidence import Evidence
from leafgen.verify.findings import Finding, Findings
from leafgen.verify.passage import passage_of, promise_of
from leafgen.verify.proof import Verdict


def explain_open(evidence: Evidence, expectation: Expectation) -> Findings:
    """Findings for an open expectation: each statement wherever it stands."""
    brackets = expectation.direction == "rtl"
    lines = [line for page in evidence.pages for line in page.lines]
    passage = passage_of(lines, [True] * len(lines), brackets)
    findings = Findings()
    used = bytearray(len(passage.skeleton))
    for index, expected in enumerate(expectation.flow):
        promise = promise_of(expected.cells, brackets)
        start = passage.skeleton.find(promise.skeleton) if promise.skeleton else -1
        while start >= 0 and (stands(passage, start, promise) or used[start]):
            start = passage.skeleton.find(promise.skeleton, start + 1)
        if start < 0:
            findings.statements.append(Finding(index, expected, Verdict.MISSING, f"nothing says {expected.text!r}"))
            continue
        end = start + len(promise.skeleton)
        used[start:end] = b"\1" * (end - start)
        findings.statements.append(finding_of(index, expected, passage, start, end))
    at = 0
    while at < len(used):
        stop = at
        while stop < len(used) and not used[stop]:
            stop += 1
        leave(passage, at, stop, findings)
        at = max(stop, at) + 1
    return findings
