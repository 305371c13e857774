"""Proofs as bytes and back: JSON, so that whoever hands them over can say something wrong but do nothing."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from leafgen.kernel.geometry import Box
from leafgen.verify.proof import CheckOutcome, Proof, Refusal, StatementProof, Verdict


def to_bytes(proof: Proof) -> bytes:
    """The whole proof."""
    return json.dumps(asdict(proof)).encode()


def from_bytes(data: bytes) -> Proof:
    """The proof in some bytes. Raises ValueError for anything else."""
    try:
        found = json.loads(data)
        return Proof(
            str(found["sha256"]),
            tuple(map(_statement, found["statements"])),
            tuple(map(str, found["unexplained"])),
            tuple(map(_check, found["checks"])),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("these bytes are no proof") from error


def _statement(found: dict[str, Any]) -> StatementProof:
    places = tuple((int(page), Box(**box)) for page, box in found.pop("places"))
    return StatementProof(**_judged(found), places=places)


def _check(found: dict[str, Any]) -> CheckOutcome:
    refusals = tuple(Refusal(**_judged(refusal)) for refusal in found["refusals"])
    return CheckOutcome(str(found["id"]), refusals, float(found["ms"]))


def _judged(found: dict[str, Any]) -> dict[str, Any]:
    box = found["box"]
    return found | {"verdict": Verdict(found["verdict"]), "box": None if box is None else Box(**box)}
