"""What a safety rule holds against a composition."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a composition may not be printed. `policy`: the content is sound but this is not allowed (exit 5)."""

    message: str
    statement: str = ""
    policy: bool = False
