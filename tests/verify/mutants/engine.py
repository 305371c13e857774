"""The engine: apply operators to proven files, and tell which mutants survive the proof."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2

from leafgen.verify.proof import Proof
from leafgen.verify.runner import prove
from tests.verify.mutants.operators import OPERATORS
from tests.verify.mutants.real import Original
from tests.verify.mutants.surgery import OutOfReach, Patient, read

MOST_TRIES = 12


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mutated file and what the proof said of it: the checks that refused it."""

    original: str
    operator: str
    statement: str
    refused_by: tuple[str, ...]
    pdf: bytes

    @property
    def survived(self) -> bool:
        """Whether the proof took it for good."""
        return not self.refused_by


def refusing(proof: Proof) -> tuple[str, ...]:
    """The ids of the checks that refuse a file."""
    return tuple(check.id for check in proof.checks if not check.passed)


def mutants(original: Original, operators: Iterable[str], seed: str = "", each: int = 1) -> Iterator[Mutant]:
    """For each operator, up to `each` mutants of a file; statements are tried in an order that `seed` decides."""
    evidence, findings = read(original.pdf, original.expectation)
    for name in operators:
        order = [finding for finding in findings.found() if len(finding.glyphs) > 1]
        random.Random(f"{seed}/{original.name}/{name}").shuffle(order)
        made = 0
        for finding in order[: MOST_TRIES * each]:
            try:
                pdf = OPERATORS[name](Patient(evidence, findings, finding))
            except OutOfReach:
                continue
            if pdf is None:
                continue
            proof = prove(pdf, original.expectation, original.fonts)
            yield Mutant(original.name, name, finding.expected.id, refusing(proof), pdf)
            made += 1
            if made == each:
                break


def looks_or_reads_differently(one: bytes, other: bytes) -> bool:
    """Whether two files differ on the page or in the text that pdfium finds (or only one of them opens)."""
    try:
        before, after = pypdfium2.PdfDocument(one), pypdfium2.PdfDocument(other)
    except pypdfium2.PdfiumError:
        return True
    try:
        if len(before) != len(after):
            return True
        return any(_differ(before[number], after[number]) for number in range(len(before)))
    finally:
        before.close()
        after.close()


def _differ(one: Any, other: Any) -> bool:
    texts = [page.get_textpage().get_text_range() for page in (one, other)]
    if texts[0] != texts[1]:
        return True
    pictures = [page.render(scale=1.5, grayscale=True).to_numpy() for page in (one, other)]
    return pictures[0].shape != pictures[1].shape or bool(np.any(pictures[0] != pictures[1]))
