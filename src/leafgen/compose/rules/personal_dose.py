"""A personal dose lies within the indication's sourced range, unless the prescriber set it."""

from __future__ import annotations

from collections.abc import Iterable

from leafgen.compose.case import Case
from leafgen.compose.composition import Composition
from leafgen.compose.objection import Objection

RATIONALE = "A slip of a key (2000 for 200) must not reach a patient."
SOURCE = "leafgen design: a number is printed only from a fact; the range is the sourced daily dose"
PERSONAL, NOT_PERSONAL, PRESCRIBED = "personal-dose", "no-personal-dose", "prescribed"
CONDITIONS = frozenset({PERSONAL, NOT_PERSONAL, PRESCRIBED})

STATEMENT = "core.prescribed"


def conditions(case: Case) -> Iterable[str]:
    """Whether a dose was given, and whether the prescriber set it."""
    yield PERSONAL if case.request.dose is not None else NOT_PERSONAL
    if case.request.prescribed:
        yield PRESCRIBED


def objections(case: Case, composition: Composition) -> Iterable[Objection]:
    """A dose outside the range, or one with nothing to compare it with."""
    dose, daily = case.request.dose, case.daily_dose
    if dose is None:
        return
    if case.request.prescribed:
        if composition.kind == "leaflet" and STATEMENT not in {said.id for said in composition.said()}:
            yield Objection("it is not printed that the prescriber set this dose", STATEMENT)
    elif daily is None:
        yield Objection(f"{case.indication.id} gives no dose to hold {dose} mg against", policy=True)
    elif not daily.low <= dose <= daily.high:
        yield Objection(
            f"{dose} mg a day lies outside the sourced range of {daily.low} to {daily.high} mg ({daily.source}); "
            "if the prescriber set it, say so with --prescribed",
            policy=True,
        )
