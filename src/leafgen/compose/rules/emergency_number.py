"""A leaflet names whom to call in an emergency, and the ambulance where the clinic's profile gives its number."""

from __future__ import annotations

from collections.abc import Iterable

from leafgen.compose.case import Case
from leafgen.compose.composition import Composition
from leafgen.compose.contacts import emergency_number
from leafgen.compose.objection import Objection

RATIONALE = "Who is in danger of life must not look for a number; a reader from abroad may not know the country's."
SOURCE = "Directive (EU) 2018/1972, article 109 (the number 112 beside national ones, made known also to travellers)"
LINE, LINE_ALONE, AMBULANCE = "emergency-line", "emergency-line-alone", "ambulance-line"
CONDITIONS = frozenset({LINE, LINE_ALONE, AMBULANCE})

STATEMENTS = {LINE: "core.emergency", LINE_ALONE: "core.emergency-services", AMBULANCE: "core.emergency-call"}


def conditions(case: Case) -> Iterable[str]:
    """Whether the number to call is the clinic's own line, with or without the ambulance's, or the ambulance's."""
    clinic = case.request.clinic
    if clinic.phones[emergency_number(case.request)].emergency:
        yield AMBULANCE
    else:
        yield LINE if clinic.ambulance else LINE_ALONE


def objections(case: Case, composition: Composition) -> Iterable[Objection]:
    """A leaflet without the sentence that holds the number."""
    if composition.kind == "leaflet":
        printed = {said.id for said in composition.said()}
        for condition in conditions(case):
            if STATEMENTS[condition] not in printed:
                yield Objection("it is not printed whom to call in an emergency", STATEMENTS[condition])
