"""The JSON of a proof is the contract's."""

from __future__ import annotations

import json

from leafgen.verify.report import proof_object
from leafgen.verify.runner import prove
from tests.verify.mutants.bads import BADS
from tests.verify.mutants.material import trusted, usual

KEYS = ["file", "sha256", "verdict", "statements", "unexplained", "checks"]
STATEMENT_KEYS = ["id", "verdict", "page", "box", "check", "detail"]


def test_a_proven_file() -> None:
    specimen = usual()
    found = json.loads(json.dumps(proof_object("a.pdf", prove(specimen.pdf, specimen.expectation, trusted()))))
    assert list(found) == KEYS
    assert found["verdict"] == "proven"
    assert {statement["verdict"] for statement in found["statements"]} == {"proven"}
    for statement in found["statements"]:
        assert list(statement) == STATEMENT_KEYS
        x0, y0, x1, y1 = statement["box"]
        assert 0 < x0 < x1 < 596
        assert 0 < y0 < y1 < 842
    assert {check["verdict"] for check in found["checks"]} == {"proven"}


def test_a_refused_file() -> None:
    specimen = BADS["white"]()
    found = proof_object("b.pdf", prove(specimen.pdf, specimen.expectation, trusted()))
    assert found["verdict"] == "refused"
    (statement,) = (one for one in found["statements"] if one["verdict"] != "proven")
    assert (statement["id"], statement["verdict"], statement["check"]) == ("warn", "hidden", "visible-ink")
