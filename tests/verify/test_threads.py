"""Proofs may run in several threads at once, as a web server runs them."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor

import pytest

from leafgen.verify.runner import prove
from tests.verify.mutants.bads import BADS
from tests.verify.mutants.material import trusted, usual


def test_proofs_in_threads_give_the_same_verdicts() -> None:
    good, bad = usual(), BADS["white"]()
    tasks = [good, bad] * 8
    with ThreadPoolExecutor(4) as pool:
        proofs = list(pool.map(lambda specimen: prove(specimen.pdf, specimen.expectation, trusted()), tasks))
    assert [proof.proven for proof in proofs] == [True, False] * 8
    assert gc.isenabled()


@pytest.mark.parametrize("collects", [True, False])
def test_garbage_is_looked_for_after_a_proof_as_it_was_before(collects: bool) -> None:
    try:
        gc.enable() if collects else gc.disable()
        for pdf in (usual().pdf, b"no file of this kind"):
            prove(pdf, usual().expectation, trusted())
            assert gc.isenabled() is collects
    finally:
        gc.enable()
