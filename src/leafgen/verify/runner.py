"""The runner: gathers the evidence once, runs every check, and gives the verdict.

It never raises for a bad file: what cannot be read, and a check that could not run, refuse in words.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from time import perf_counter

from leafgen.compose.expectation import Expectation
from leafgen.verify.booklet import NotFolded, Unfolded, unfold
from leafgen.verify.case import Case
from leafgen.verify.catalogue import all_checks
from leafgen.verify.closed import explain_closed
from leafgen.verify.evidence import Evidence, Unreadable, gather
from leafgen.verify.findings import Findings, box_on
from leafgen.verify.open import explain_open
from leafgen.verify.proof import CheckOutcome, Proof, Refusal, StatementProof, Verdict
from leafgen.verify.trust import TrustedFont
from leafgen.verify.trusted import FontBook

SECOND_READER = "second-reader"
"""The check for which other programs read the file."""
READABLE = "readable"
"""The id under which a proof says that the file could not be read at all."""


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """A proof makes thousands of objects, none of which is garbage before it ends: that Python looks for some among all
    there are, again and again, is a tenth of what a proof takes."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@_collecting_nothing()
def prove(pdf: bytes, expectation: Expectation, trusted_fonts: Sequence[TrustedFont] = ()) -> Proof:
    """Hold a PDF to its expectation. Never raises for a bad file: it is refused, in words."""
    started = perf_counter()
    if expectation.folded:
        return _prove_booklet(pdf, expectation, trusted_fonts)
    try:
        evidence = gather(pdf, expectation.direction == "rtl")
    except Unreadable as reason:
        return unreadable(pdf, expectation, str(reason), _ms(started))
    findings = explain_closed(evidence, expectation) if expectation.closed else explain_open(evidence, expectation)
    outcomes = [CheckOutcome(READABLE, (), _ms(started))]
    case = Case(evidence, expectation, findings, FontBook(tuple(trusted_fonts)))
    # What another process may still be reading (leafgen.verify.beside) is asked for last.
    found = {id: _run(case, id) for id in sorted(all_checks(), key=lambda id: id == SECOND_READER)}
    outcomes += [found[id] for id in all_checks()]
    return _verdict(evidence, findings, outcomes)


def _prove_booklet(pdf: bytes, expectation: Expectation, trusted_fonts: Sequence[TrustedFont]) -> Proof:
    """The proof of a booklet's pages, told of the sheets that carry them."""
    started = perf_counter()
    try:
        unfolded = unfold(pdf, expectation.folded)
    except NotFolded as reason:
        return unreadable(pdf, expectation, f"the file is no booklet: {reason}", _ms(started))
    except Exception as error:  # whatever pikepdf makes of a file that is no proper PDF
        return unreadable(pdf, expectation, f"the file is damaged ({type(error).__name__})", _ms(started))
    proof = prove(unfolded.pdf, replace(expectation, folded=""), trusted_fonts)
    statements = tuple(_on_sheet(statement, unfolded) for statement in proof.statements)
    return replace(proof, sha256=hashlib.sha256(pdf).hexdigest(), statements=statements)


def _on_sheet(statement: StatementProof, unfolded: Unfolded) -> StatementProof:
    places = tuple(unfolded.on_sheet(page, box) for page, box in statement.places)
    if statement.page is None or statement.box is None:
        return replace(statement, places=places)
    page, box = unfolded.on_sheet(statement.page, statement.box)
    return replace(statement, page=page, box=box, places=places)


def _ms(started: float) -> float:
    return (perf_counter() - started) * 1000


def _run(case: Case, id: str) -> CheckOutcome:
    started = perf_counter()
    try:
        refusals = tuple(all_checks()[id].run(case))
    except Exception as error:  # evidence that could not be judged is no pass
        refusals = (Refusal(f"the check could not run ({type(error).__name__}: {error})"),)
    return CheckOutcome(id, refusals, _ms(started))


def unreadable(pdf: bytes, expectation: Expectation, reason: str, ms: float) -> Proof:
    """The proof of a file that could not be read: nothing of it is proven. `ms`: how long that took to find."""
    outcome = CheckOutcome(READABLE, (Refusal(reason),), ms)
    statements = tuple(
        StatementProof(expected.id, Verdict.MISSING, check=READABLE, detail=reason) for expected in expectation.flow
    )
    return Proof(hashlib.sha256(pdf).hexdigest(), statements, (), (outcome,))


def _verdict(evidence: Evidence, findings: Findings, outcomes: Sequence[CheckOutcome]) -> Proof:
    """Each statement with the first refusal that names it; refusals of the whole file stand in the checks."""
    first: dict[int, tuple[str, Refusal]] = {}
    for outcome in outcomes:
        for refusal in outcome.refusals:
            if refusal.index is not None:
                known = first.get(refusal.index)
                if known is None or (outcome.id == "statement-exact" and known[0] != outcome.id):
                    first[refusal.index] = (outcome.id, refusal)
    statements = []
    for finding in findings.statements:
        id, places = finding.expected.id, finding.places()
        if finding.index in first:
            check, refusal = first[finding.index]
            statements.append(
                StatementProof(id, refusal.verdict, refusal.page, refusal.box, check, refusal.message, places)
            )
        else:
            statements.append(
                StatementProof(id, finding.verdict, finding.page, box_on(finding.page, places), places=places)
            )
    unexplained = tuple(text for _, text in findings.unexplained)
    return Proof(evidence.sha256, tuple(statements), unexplained, tuple(outcomes))
