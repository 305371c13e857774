"""Approving: a clinician's sign-off, what stands approved, and whether a printed paper is still current."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from leafgen.compose.fingerprint import everything_said, fingerprint, short
from leafgen.content.approvals import LEDGER, RECORDS, YEARS_VALID, Approval, Status
from leafgen.kernel.errors import InvalidInput, RefusedByPolicy
from leafgen.pipeline import Leafgen


@dataclass(frozen=True, slots=True)
class Standing:
    """How an indication stands in a locale today; `approval` is the one that holds or held."""

    indication: str
    locale: str
    hash: str
    status: Status
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What is said otherwise now than on a paper: the message or fact, then (None: was not said) and now."""

    name: str
    then: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Currency:
    """What became of a paper: the standing it was printed from, and every change since; none means current."""

    indication: str
    locale: str
    changes: tuple[Change, ...]


def standings(leafgen: Leafgen) -> Iterator[Standing]:
    """Every available indication x locale, and how it stands."""
    for tag in leafgen.content.locales:
        for name in leafgen.available(tag):
            status, approval = leafgen.standing(name, tag)
            yield Standing(name, tag, short(leafgen.fingerprint(name, tag)), status, approval)


def approve(leafgen: Leafgen, indication: str, tag: str, by: str, role: str, valid_until: str = "") -> Approval:
    """Add a sign-off to the ledger, for what the indication says in the locale right now; until a last day, as
    2028-11-22, or for two years.

    Raises RefusedByPolicy when it is not available there, InvalidInput for an empty name or role, what is no day or
    one that has passed, or a workspace that cannot be written to.
    """
    today = leafgen.workspace.today()
    content = leafgen.content
    last_day = _day(valid_until) if valid_until else _years_later(today, YEARS_VALID)
    faults = [str(fault) for fault in (*content.indications.strange([indication]), *content.locales.strange([tag]))]
    if not by.strip() or not role.strip():
        faults.append("an approval needs the name and the role of the one who gives it")
    if last_day is None:
        faults.append(f"{valid_until!r} is not a date: write it as 2028-11-22")
    elif last_day < today:
        faults.append(f"the approval would have expired on {last_day.isoformat()} already")
    if faults or last_day is None:
        raise InvalidInput("\n".join(faults))
    if gaps := leafgen.lacking(tag, indication):
        raise RefusedByPolicy(f"{indication} is not available in {tag}: {gaps[0].context} {gaps[0].reason}")
    said = _said(leafgen, indication, tag)
    approval = Approval(indication, tag, fingerprint(said), by.strip(), role.strip(), today, last_day)
    workspace = leafgen.workspace
    # What was approved first, the ledger's line last: a line never stands without its record.
    record = json.dumps(said, ensure_ascii=False, indent=0, sort_keys=True)
    workspace.write(_record(approval.fingerprint), record)
    ledger = workspace.text(LEDGER) if (workspace.root / LEDGER).is_file() else ""
    workspace.write(LEDGER, ledger + approval.line())
    return approval


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def currency(leafgen: Leafgen, code: str) -> Currency:
    """Whether the paper with this short hash says what is said today, and what has changed since.

    Raises InvalidInput for a hash that was neither approved nor is said today.
    """
    wanted = code.strip().upper()
    for tag in leafgen.content.locales:
        for name in leafgen.available(tag):
            if short(leafgen.fingerprint(name, tag)) == wanted:
                return Currency(name, tag, ())
    for approval in leafgen.workspace.approvals:
        if short(approval.fingerprint) == wanted:
            then: dict[str, str] = json.loads(leafgen.workspace.text(_record(approval.fingerprint)))
            now = _said(leafgen, approval.indication, approval.locale)
            return Currency(approval.indication, approval.locale, tuple(_changes(then, now)))
    raise InvalidInput(
        f"no leaflet says today what {wanted} said, and no approved one ever did",
        "it is a draft that has changed since, or from another workspace: do not use it",
    )


def _changes(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            yield Change(name, then.get(name), now.get(name))


def _said(leafgen: Leafgen, indication: str, tag: str) -> Mapping[str, str]:
    content = leafgen.content
    locale, translations = content.locales[tag], leafgen.translations(tag)
    return everything_said(content.core, content.indications[indication], locale, translations)


def _record(full: str) -> str:
    return f"{RECORDS}/{full[:16]}.json"


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
