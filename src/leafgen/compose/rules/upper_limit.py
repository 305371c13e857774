"""A dose whose top is above the upper limit carries the limit statement."""

from __future__ import annotations

from collections.abc import Iterable

from leafgen.compose.case import Case, require_elemental_milligrams
from leafgen.compose.composition import Composition
from leafgen.compose.objection import Objection

RATIONALE = "More than the upper limit from supplements is for a doctor to advise."
SOURCE = "EFSA: 250 mg a day from supplements (core.upper-limit; decision upper-limit)"
ABOVE_LIMIT = "dose-above-limit"
CONDITIONS = frozenset({ABOVE_LIMIT})

STATEMENT = "core.limit"
FACT = "core.upper-limit"


def conditions(case: Case) -> Iterable[str]:
    """`dose-above-limit` when the top of the printed dose is above the upper limit."""
    if case.daily_dose:
        require_elemental_milligrams(case.daily_dose, "the daily dose")
    limit = require_elemental_milligrams(case.fact(FACT), "the upper limit").high
    if case.top_dose is not None and case.top_dose > limit:
        yield ABOVE_LIMIT


def objections(case: Case, composition: Composition) -> Iterable[Objection]:
    """The limit statement is missing though the dose calls for it."""
    if ABOVE_LIMIT in conditions(case) and STATEMENT not in {said.id for said in composition.said()}:
        yield Objection(f"a dose of up to {case.top_dose} mg a day is printed without the upper limit", STATEMENT)
