"""No false alarm: every kind of good file is proven."""

from __future__ import annotations

import pytest

from leafgen.verify.report import proof_object
from leafgen.verify.runner import prove
from tests.verify.mutants.goods import GOODS
from tests.verify.mutants.material import trusted


@pytest.mark.parametrize("name", GOODS)
def test_a_good_file_is_proven(name: str) -> None:
    specimen = GOODS[name]()
    proof = prove(specimen.pdf, specimen.expectation, trusted())
    assert proof.proven, proof_object(name, proof)


def test_there_are_at_least_twenty_kinds() -> None:
    assert len(GOODS) >= 20
