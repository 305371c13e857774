"""The lines of a label, by the outline of its profile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from leafgen.compose import contacts, dose
from leafgen.compose.composition import Barcode, LabelLine, Role, Run, Said, Symbology
from leafgen.compose.request import Request
from leafgen.compose.speech import Speech, Values, plain
from leafgen.content.facts import Per, Unit
from leafgen.content.model import Kind
from leafgen.content.outline import Fill, LabelOutline, LineOutline

#: What an adult should get in a day by food law, of which a supplement's label says the share.
REFERENCE_INTAKE = "core.reference-intake"


def product_name(speech: Speech) -> Said:
    """What the label calls the product: its name in the catalogue, the request's own words, or the substance."""
    request = speech.request
    if request.catalogue_product:
        return speech.wording(f"product-{request.catalogue_product.called}", identity="patient.product")
    if request.product:
        return plain("patient.product", request.product)
    return speech.say(f"{request.indication.id}#product", Kind.WORDING)


def barcode(request: Request, content_hash: str) -> Barcode | None:
    """The code of a label: where its leaflet is to be read, or the GTIN of the pack that is handed out."""
    if request.code == "leaflet":
        return Barcode(Symbology.QR, contacts.leaflet_address(request, content_hash))
    return Barcode(Symbology(request.code), _element(request.gtin)) if request.gtin else None


def _element(gtin: str) -> str:
    """A GTIN as GS1 writes it for people, beside its code: application identifier 01 and always 14 digits."""
    return f"(01){gtin.zfill(14)}"


class LabelLines:
    """Says the lines of one label. `conditions` are those that hold for its statements."""

    def __init__(self, speech: Speech, conditions: frozenset[str]) -> None:
        self.case = speech.case
        self.request = speech.request
        self.speech = speech
        self.conditions = conditions

    def of(self, outline: LabelOutline) -> Iterator[LabelLine]:
        """Every line that has something to say, in the order of the outline."""
        for line in outline.lines:
            least = outline.minimums[line.least].x_height
            for start, end in self.said(line):
                yield LabelLine(line.look, start, end, line.repeat, line.priority, least)
        if self.request.gtin:
            # GS1 asks for the number beside its code, for when a scanner fails.
            yield LabelLine("foot", (plain("patient.gtin", _element(self.request.gtin), Role.QUANTITY),))

    def said(self, line: LineOutline) -> Iterator[tuple[tuple[Said, ...], tuple[Said, ...]]]:
        """What a line of the outline says, at its two ends; as many lines as it takes, or none."""
        if line.fill is Fill.DOSE:
            yield from (((said,), ()) for said in self.doses())
        elif line.statement:
            yield from (((said,), ()) for said in self.statement(line))
        elif line.kind is not None:
            yield from (((said,), ()) for said in self.short_forms(line.kind))
        else:
            start, end = self.fill(line)
            if start:
                yield start, end

    def statement(self, line: LineOutline) -> Iterator[Said]:
        """One statement: its short form, or all of it where it has none."""
        found = [one for one in self.case.every_statement() if one.id == line.statement]
        for one in found:
            if not one.when or one.when in self.conditions:
                short = one.label
                yield self.speech.say(
                    f"{one.id}#label" if short else one.id, one.kind, short.arguments if short else one.arguments,
                    identity=line.instead_of or one.id, source=one.source,
                )  # fmt: skip

    def short_forms(self, kind: Kind) -> Iterator[Said]:
        """The short forms of all statements of a kind."""
        for statement in self.case.holding(kind, self.conditions):
            if statement.label:
                yield self.speech.say(
                    f"{statement.id}#label", kind, statement.label.arguments,
                    identity=statement.id, source=statement.source,
                )  # fmt: skip

    def fill(self, line: LineOutline) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
        """What stands at the two ends of a line that the clinic or the request fills."""
        request = self.request
        match line.fill:
            case Fill.PHARMACY:
                number = contacts.phone_run(request, contacts.questions_number(request))
                said = (plain("clinic.name", request.clinic.name), Said("clinic.questions", Kind.CONTACT, (number,)))
                day = request.date and plain("patient.date", request.locale.date(request.date), Role.DATE)
                return said, (day,) if day else ()
            case Fill.PATIENT:
                return tuple(_patient(request)), ()
            case Fill.PRODUCT:
                return tuple(self.product()), ()
            case Fill.DOSE_NOTE if request.dose_note:
                return (plain("patient.dose-note", request.dose_note, kind=Kind.DOSE),), ()
            case Fill.PHARMACIST if request.clinic.pharmacist:
                return (plain("clinic.pharmacist", request.clinic.pharmacist),), ()
            case Fill.ADDRESS:
                return tuple(contacts.address(request)), ()
            case Fill.INTAKE:
                return (
                    self.speech.wording("label-not-more") if request.dose is None else self.intake(request.dose),
                ), ()
            case _:
                return (), ()

    def product(self) -> Iterator[Said]:
        """The product: its name; of one of the catalogue, the magnesium in a unit; how much was handed out."""
        request, product = self.request, self.request.catalogue_product
        yield product_name(self.speech)
        if product:
            amount = Run(request.locale.fact(product.strength), Role.QUANTITY)
            yield self.speech.wording("dose-amount", {"amount": amount}, identity="patient.product-strength")
        if product and request.quantity.isdecimal():
            units = dose.counted_units(request, product.unit, Fraction(int(request.quantity)))
            yield plain("patient.quantity", units, Role.QUANTITY)
        elif request.quantity:
            yield plain("patient.quantity", request.quantity)

    def intake(self, amount: Decimal) -> Said:
        """Not to exceed the magnesium of a day, and its share of the reference intake in whole percent (Regulation
        1169/2011, Annexes XIII and XV)."""
        locale, reference = self.request.locale, self.case.fact(REFERENCE_INTAKE)
        percent = (amount / reference.high * 100).quantize(Decimal(1), ROUND_HALF_UP)
        daily = locale.per[Per.DAY].format(amount=locale.amount(amount, amount, Unit.MILLIGRAM))
        values = {
            "amount": Run(daily, Role.QUANTITY),
            "share": Run(locale.amount(percent, percent, Unit.PERCENT), Role.QUANTITY),
        }
        said = self.speech.wording("label-intake", values)
        return replace(said, facts=(REFERENCE_INTAKE,), source=(reference.source,), personal=True)

    def doses(self) -> Iterator[Said]:
        """The personal dose, a line for each time of day; else the sourced dose; then what goes with it."""
        request = self.request
        shares = list(dose.shares(request))
        for time, share in shares:
            values: Values = {"time": Run(request.locale.capitalised(request.locale.times[time])), "amount": share}
            yield self.speech.say("wording.dose-at-time", Kind.DOSE, values=values, identity=f"{dose.TIMETABLE}.{time}")
        daily = dose.daily(request)
        if daily and not shares:
            yield self.whole_day(daily)
        own = f"{self.case.indication.id}.dose"
        for said in self.short_forms(Kind.DOSE):
            if not (daily and said.id == own):
                yield said

    def whole_day(self, daily: tuple[Run, ...]) -> Said:
        """The dose of a day without times: "200 mg a day magnesium", or of a product "2 tablets a day (200 mg)"."""
        if self.request.catalogue_product:
            return Said("patient.dose", Kind.DOSE, daily)
        return self.speech.say("wording.dose-amount", Kind.DOSE, values={"amount": daily}, identity="patient.dose")


def _patient(request: Request) -> Iterator[Said]:
    if request.patient_name:
        yield plain("patient.name", request.patient_name)
    if request.birth_date:
        yield plain("patient.birth-date", request.locale.date(request.birth_date), Role.DATE)
