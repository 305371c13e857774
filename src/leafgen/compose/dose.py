"""The personal dose: what is taken at each time of day, in mg and, of a product of the catalogue, in units."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from leafgen.compose.composition import Block, Paragraph, Role, Run, Said, TableBlock, TableRow
from leafgen.compose.request import Request
from leafgen.compose.speech import Speech, pattern_runs
from leafgen.content.facts import Per, Unit
from leafgen.content.model import Kind
from leafgen.content.products import DoseUnit
from leafgen.kernel.errors import InvalidInput, RefusedByPolicy

TIMETABLE = "patient.timetable"


def total(request: Request) -> Run | None:
    """The personal dose as it is said ("300 mg a day"), or None when none was given."""
    if request.dose is None:
        return None
    amount = request.locale.amount(request.dose, request.dose, Unit.MILLIGRAM)
    return Run(request.locale.per[Per.DAY].format(amount=amount), Role.QUANTITY, numbers=(request.dose,))


def portions(request: Request) -> Iterator[tuple[str, Run]]:
    """Each time of day with its equal share of the dose, in the order of the day."""
    if request.dose is None:
        return
    for time in request.times:
        share = request.dose / Decimal(len(request.times))
        yield time, Run(request.locale.amount(share, share, Unit.MILLIGRAM), Role.QUANTITY, numbers=(share,))


def personal(speech: Speech) -> Iterator[Block]:
    """The personal dose, which stands in the place of the usual one, and its timetable where times were given."""
    amount = total(speech.request)
    if amount is None:
        return
    said = Said("patient.dose", Kind.DOSE, (amount,), safety=True, personal=True)
    yield Paragraph(said, speech.wording("personal-dose"))
    if table := timetable(speech):
        yield table


def shares(request: Request) -> Iterator[tuple[str, tuple[Run, ...]]]:
    """Each time of day with its share as a label says it: "2 tablets (200 mg)", or the mg alone."""
    for time, amount in portions(request):
        yield time, in_units(request, Decimal(len(request.times)), amount)


def daily(request: Request) -> tuple[Run, ...]:
    """The whole dose of a day as a label says it: "2 tablets a day (200 mg)"; empty when none was given."""
    amount = total(request)
    if request.dose is None or amount is None:
        return ()
    if request.catalogue_product is None:
        return (amount,)
    whole = request.locale.amount(request.dose, request.dose, Unit.MILLIGRAM)
    said = in_units(request, Decimal(1), Run(whole, Role.QUANTITY, numbers=(request.dose,)))
    per_day = Run(request.locale.per[Per.DAY].format(amount=said[0].text), Role.QUANTITY)
    return (per_day, *said[1:])


def in_units(request: Request, times: Decimal, amount: Run) -> tuple[Run, ...]:
    """One of `times` equal portions of the dose, in units of the product beside its `amount` of magnesium; the
    amount alone when the product is not of the catalogue."""
    product = request.catalogue_product
    if product is None or request.dose is None:
        return (amount,)
    count = product.count(request.dose / times)
    if count is None:
        raise InvalidInput(f"{request.dose / times} mg is no number of {product.unit}s of {product.id}")
    counted = Run(counted_units(request, product.unit, count), Role.QUANTITY)
    return pattern_runs(request.locale.portion, {"portion": counted, "amount": amount})


def counted_units(request: Request, unit: DoseUnit, count: Fraction) -> str:
    """A number of tablets, capsules or sachets. Raises RefusedByPolicy when the locale has no words for it."""
    said = request.locale.counted(unit, count)
    if said is None:
        raise RefusedByPolicy(
            f"{request.locale.id} has no words for a number of {unit}s",
            f"add portions to leaflets/locales/{request.locale.id}/locale.yaml, or name the product in free text",
        )
    return said


def timetable(speech: Speech) -> TableBlock | None:
    """The personal dose by time of day, or None when no times were given."""
    locale = speech.request.locale
    rows = tuple(
        TableRow(
            f"{TIMETABLE}.{time}",
            (
                Said(f"{TIMETABLE}.{time}#1", Kind.DOSE, (Run(locale.capitalised(locale.times[time])),), safety=True),
                Said(f"{TIMETABLE}.{time}#2", Kind.DOSE, (share,), safety=True),
            ),
        )
        for time, share in portions(speech.request)
    )
    if not rows:
        return None
    columns = (speech.wording("timetable-when"), speech.wording("timetable-how-much"))
    return TableBlock(TIMETABLE, Kind.DOSE, columns, rows)
