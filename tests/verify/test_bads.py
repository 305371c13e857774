"""Every kind of bad file is refused, in words, and by a check that ran."""

from __future__ import annotations

import pytest

from leafgen.verify.runner import prove
from tests.verify.mutants.bads import BADS
from tests.verify.mutants.material import trusted


@pytest.mark.parametrize("name", BADS)
def test_a_bad_file_is_refused(name: str) -> None:
    specimen = BADS[name]()
    proof = prove(specimen.pdf, specimen.expectation, trusted())
    assert not proof.proven
    messages = [refusal.message for check in proof.checks for refusal in check.refusals]
    assert messages
    assert not [message for message in messages if not message or "could not run" in message]
