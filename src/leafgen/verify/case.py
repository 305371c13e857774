"""The case that a check judges: one file under proof, and how a check refuses a statement of it."""

from __future__ import annotations

from dataclasses import dataclass

from leafgen.compose.expectation import Expectation
from leafgen.verify.evidence import Evidence
from leafgen.verify.findings import Finding, Findings
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.trusted import FontBook


@dataclass(frozen=True, slots=True)
class Case:
    """One file under proof: what it holds, what it must hold, where each statement stands, and the fonts that
    tell what glyphs look like."""

    evidence: Evidence
    expectation: Expectation
    findings: Findings
    fonts: FontBook


def against(finding: Finding, message: str, verdict: Verdict = Verdict.HIDDEN, page: int | None = None) -> Refusal:
    """A refusal of one statement that was found, with its place."""
    at = finding.page if page is None else page
    return Refusal(message, finding.expected.id, verdict, at, finding.box, finding.index)
