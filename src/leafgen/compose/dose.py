"""The personal dose: what is taken at each time of day."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from leafgen.compose.composition import Block, Paragraph, Role, Run, Said, TableBlock, TableRow
from leafgen.compose.request import Request
from leafgen.compose.speech import Speech
from leafgen.content.facts import Per, Unit
from leafgen.content.model import Kind

TIMETABLE = "patient.timetable"


def total(request: Request) -> Run | None:
    """The personal dose as it is said ("300 mg a day"), or None when none was given."""
    if request.dose is None:
        return None
    amount = request.locale.amount(request.dose, request.dose, Unit.MILLIGRAM)
    return Run(request.locale.per[Per.DAY].format(amount=amount), Role.QUANTITY)


def portions(request: Request) -> Iterator[tuple[str, Run]]:
    """Each time of day with its equal share of the dose, in the order of the day."""
    if request.dose is None:
        return
    for time in request.times:
        share = request.dose / Decimal(len(request.times))
        yield time, Run(request.locale.amount(share, share, Unit.MILLIGRAM), Role.QUANTITY)


def personal(request: Request, speech: Speech) -> Iterator[Block]:
    """The personal dose, which stands in the place of the usual one, and its timetable where times were given."""
    amount = total(request)
    if amount is None:
        return
    said = Said("patient.dose", Kind.DOSE, (amount,), safety=True, personal=True)
    yield Paragraph(said, speech.wording("personal-dose"))
    if table := timetable(request, speech):
        yield table


def timetable(request: Request, speech: Speech) -> TableBlock | None:
    """The personal dose by time of day, or None when no times were given."""
    rows = tuple(
        TableRow(
            f"{TIMETABLE}.{time}",
            (
                Said(f"{TIMETABLE}.{time}#1", Kind.DOSE, (Run(request.locale.times[time]),), safety=True),
                Said(f"{TIMETABLE}.{time}#2", Kind.DOSE, (share,), safety=True),
            ),
        )
        for time, share in portions(request)
    )
    if not rows:
        return None
    columns = (speech.wording("timetable-when"), speech.wording("timetable-how-much"))
    return TableBlock(TIMETABLE, Kind.DOSE, columns, rows)
