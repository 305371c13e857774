"""A label says what the law asks of its kind of product in the country where it is handed out.

The profile in templates/labels/ gives the order; what must be there is held here, so that no outline can drop it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leafgen.compose.case import Case
from leafgen.compose.composition import Composition
from leafgen.compose.objection import Objection
from leafgen.content.model import Kind, ProductClass

RATIONALE = "A label that lacks what the law asks may not be put on a product, however well it reads."
SOURCE = (
    "Directive 2002/46/EC Arts. 6 and 8 with Regulation (EU) 1169/2011 Annex XIII; Besluit Geneesmiddelenwet Art. 7 "
    "(NL); Human Medicines Regulations 2012 Schedule 26 (GB)"
)
CONDITIONS: frozenset[str] = frozenset()

#: What must be printed, by statement, and how a refusal calls it.
SUPPLEMENT = {
    "wording.label-food-supplement": "the words “food supplement”, and that it does not replace a varied diet",
    "core.children": "to keep it out of children's reach",
}
NOT_MORE = {"wording.label-not-more": "the warning not to exceed the dose"}
PORTION = {
    "wording.label-intake": "the warning not to exceed the dose of a day, its magnesium and its share of the reference "
    "intake"
}
MEDICINE = {"clinic.name": "the pharmacy's name", "core.children": "to keep it out of children's reach"}
DISPENSED = {"patient.name": "the patient's name", "patient.date": "the date"}
BY_COUNTRY = {
    "NL": {
        "clinic.pharmacist": "the pharmacist's name",
        "wording.label-read-leaflet": "to read the leaflet, in which the rest stands",
    },
    "GB": {"clinic.address.1": "the pharmacy's address"},
}


def conditions(case: Case) -> Iterable[str]:
    """This rule offers no condition."""
    return ()


def objections(case: Case, composition: Composition) -> Iterable[Objection]:
    """What the law asks of this label and it does not say."""
    if composition.kind != "label":
        return
    said = {one.id for one in composition.said()}
    for identity, what in _demands(case):
        if identity not in said:
            yield Objection(f"the label of a {case.product_class} product must give {what}", identity)
    if not said & {"patient.product", f"{case.indication.id}#product"}:
        yield Objection(f"the label of a {case.product_class} product must name the product", "patient.product")
    if not any(one.kind is Kind.DOSE for one in composition.said()):
        yield Objection(f"the label of a {case.product_class} product must give the dose")


def _demands(case: Case) -> Iterator[tuple[str, str]]:
    country = case.request.clinic.country
    if case.product_class is ProductClass.FOOD_SUPPLEMENT:
        yield from SUPPLEMENT.items()
        yield from (NOT_MORE if case.request.dose is None else PORTION).items()
        return
    yield from MEDICINE.items()
    if case.product_class is ProductClass.PRESCRIBED:
        yield from DISPENSED.items()
        yield from BY_COUNTRY.get(country, {}).items()
