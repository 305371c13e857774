"""The ledger of approvals: a clinician's sign-off, bound to the fingerprint of what an indication says in a locale.

One line a sign-off, in the order in which they were given; lines are only ever added. Any edit of what is said
changes the fingerprint and so leaves the approval behind; it expires on the day it names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from leafgen.kernel.diagnostics import Diagnostics, Place

LEDGER = "leaflets/approvals.jsonl"
#: Where what was approved is kept word for word, to say later what has changed since.
RECORDS = "leaflets/approved"
#: How long an approval holds when it names no day: medicine moves on.
YEARS_VALID = 2


class Status(StrEnum):
    """How an indication stands in a locale."""

    DRAFT = "draft"
    APPROVED = "approved"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Approval:
    """One sign-off. `fingerprint` is the SHA-256 of what was said; `valid_until` is its last day."""

    indication: str
    locale: str
    fingerprint: str
    by: str
    role: str
    on: date
    valid_until: date

    def line(self) -> str:
        """The ledger's line."""
        days = {"on": self.on.isoformat(), "valid_until": self.valid_until.isoformat()}
        fields = {name: getattr(self, name) for name in ("indication", "locale", "fingerprint", "by", "role")}
        return json.dumps({**fields, **days}, ensure_ascii=False) + "\n"


def read_ledger(text: str, diagnostics: Diagnostics) -> tuple[Approval, ...]:
    """Every line of the ledger; a line that is none goes to `diagnostics` with its number."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(_approval(json.loads(line)))
        except (ValueError, TypeError, KeyError) as error:
            diagnostics.add(Place(LEDGER, number), f"not an approval: {error}")
    return tuple(found)


def _approval(fields: Mapping[str, str]) -> Approval:
    if unknown := set(fields) - set(Approval.__slots__):
        raise ValueError(f"unknown key {', '.join(sorted(unknown))}")
    on, valid_until = (date.fromisoformat(fields[name]) for name in ("on", "valid_until"))
    names = ("indication", "locale", "fingerprint", "by", "role")
    indication, locale, fingerprint, by, role = (fields[name] for name in names)
    return Approval(indication, locale, fingerprint, by, role, on, valid_until)


def status_of(fingerprint: str, approvals: Iterable[Approval], today: date) -> tuple[Status, Approval | None]:
    """How a fingerprint stands today, by the latest approval of it."""
    of_it = [approval for approval in approvals if approval.fingerprint == fingerprint]
    if not of_it:
        return Status.DRAFT, None
    latest = max(of_it, key=lambda approval: approval.valid_until)
    return (Status.APPROVED if today <= latest.valid_until else Status.EXPIRED), latest
