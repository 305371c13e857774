"""Every operator makes another file, and the proof refuses it; surgery that changes nothing passes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from leafgen.verify.proof import Verdict
from leafgen.verify.runner import prove
from tests.verify.mutants.engine import looks_or_reads_differently, mutants
from tests.verify.mutants.goods import GOODS
from tests.verify.mutants.material import trusted
from tests.verify.mutants.operators import OPERATORS
from tests.verify.mutants.real import Original
from tests.verify.mutants.surgery import Patient, op, read

ONLY_IN_THE_FILE = {"earlier-state", "script", "homoglyph", "no-text-layer", "encrypted", "layer-not-printed"} | {
    "wrong-language",
    "other-words-for-the-blind",
}
"""Operators that change what the file is, not what a page looks like or pdfium reads."""

BASES = ("plain", "label", "plain-untagged")


def _original(name: str) -> Original:
    specimen = GOODS[name]()
    return Original(name, specimen.pdf, specimen.expectation, trusted())


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_operator_changes_the_file_and_is_refused(operator: str) -> None:
    made = 0
    for base in BASES:
        original = _original(base)
        for mutant in mutants(original, [operator]):
            made += 1
            assert mutant.pdf != original.pdf
            assert operator in ONLY_IN_THE_FILE or looks_or_reads_differently(original.pdf, mutant.pdf)
            assert not mutant.survived, f"{operator} on {mutant.statement} of {base}"
    assert made, "it could be applied to nothing"


def _same_codes(patient: Patient) -> bytes:
    patient.rewrite(patient.glyphs, lambda _, code: [code])
    return patient.save()


def _same_colour(patient: Patient) -> bytes:
    colour = patient.colour_back(patient.glyphs[0].shown)
    patient.around([colour], [colour])
    return patient.save()


def _same_order(patient: Patient) -> bytes:
    patient.later(op("g", 0))
    return patient.save()


def _opaque(patient: Patient) -> bytes:
    patient.around([patient.state(ca=1)], [patient.state(ca=1)])
    return patient.save()


@pytest.mark.parametrize("placebo", [_same_codes, _same_colour, _same_order, _opaque])
@pytest.mark.parametrize("base", [*BASES, "arabic", "platypus"])
def test_surgery_that_changes_nothing_passes(placebo: Callable[[Patient], bytes], base: str) -> None:
    original = _original(base)
    evidence, findings = read(original.pdf, original.expectation)
    for finding in findings.found()[:3]:
        proof = prove(placebo(Patient(evidence, findings, finding)), original.expectation, original.fonts)
        assert proof.proven, [statement for statement in proof.statements if statement.verdict is not Verdict.PROVEN]


def test_there_are_at_least_forty_operators() -> None:
    assert len(OPERATORS) >= 40
