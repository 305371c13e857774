"""A Proof as the JSON object of `leafgen verify --json` (one object a file, one file a line)."""

from __future__ import annotations

from typing import Any

from leafgen.kernel.geometry import Box
from leafgen.verify.proof import CheckOutcome, Proof, StatementProof

PROVEN, REFUSED = "proven", "refused"


def proof_object(file: str, proof: Proof) -> dict[str, Any]:
    """The contract's object: file, sha256, verdict, statements, unexplained, checks. Boxes in pt."""
    return {
        "file": file,
        "sha256": proof.sha256,
        "verdict": PROVEN if proof.proven else REFUSED,
        "statements": [_statement(statement) for statement in proof.statements],
        "unexplained": list(proof.unexplained),
        "checks": [_check(check) for check in proof.checks],
    }


def _statement(statement: StatementProof) -> dict[str, Any]:
    return {
        "id": statement.id,
        "verdict": str(statement.verdict),
        "page": statement.page,
        "box": _box(statement.box),
        "check": statement.check,
        "detail": statement.detail,
    }


def _box(box: Box | None) -> list[float] | None:
    return None if box is None else [round(edge, 2) for edge in (box.x0, box.y0, box.x1, box.y1)]


def _check(check: CheckOutcome) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": check.id,
        "verdict": PROVEN if check.passed else REFUSED,
        "ms": round(check.ms, 2),
    }
    if check.refusals:
        found["refusals"] = [
            {"message": refusal.message, "statement": refusal.statement or None, "page": refusal.page}
            for refusal in check.refusals
        ]
    return found
