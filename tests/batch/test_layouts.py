"""Rows of one layout: what is read once is what each row asks for, and nobody's name is in it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from leafgen.batch.layouts import Layouts
from leafgen.batch.record import COLUMNS
from leafgen.compose.request import KINDS
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen

LABEL = {"kind": "label", "indication": "cramps", "locale": "nl", "stock": "dymo-99012", "dose": "200"}
ANNA = {"patient_name": "Anna  de Vries", "birth_date": "1961-03-12", "date": "2026-11-22"}
PEOPLE: list[Mapping[str, str]] = [
    ANNA,
    {},
    {"patient_name": " Zoe\u0308 "},
    {"birth_date": "1990-02-28"},
    {"patient_name": "\u0645\u0631\u064a\u0645", "date": "2026-11-21"},
    {"patient_name": "\u674e\u660e"},
]


@pytest.mark.parametrize("kind", KINDS)
def test_each_row_asks_for_its_own_document(leafgen: Leafgen, kind: str) -> None:
    """The first of a layout, and all that come behind it, as if each were the only one."""
    layouts = Layouts(leafgen)
    fields = LABEL if kind == "label" else {name: text for name, text in LABEL.items() if name != "stock"}
    for person in (*PEOPLE, *PEOPLE):
        alone = leafgen.request({**fields, "kind": kind, **person})
        asked = layouts.ask({**fields, "kind": kind, **person}, kind)
        assert asked.request == alone
        assert asked.personal.name == alone.patient_name
    assert len(layouts._orders) == 1


def test_what_is_shared_names_nobody(leafgen: Leafgen) -> None:
    layouts = Layouts(leafgen)
    asked = [layouts.ask({**LABEL, **person}, "label") for person in (ANNA, {"patient_name": "Bo Wu"})]
    assert asked[0].order is asked[1].order
    shared = asked[0].order.request
    assert (shared.patient_name, shared.birth_date, shared.date) == ("", None, None)
    assert not {"patient_name", "birth_date", "date"} & asked[0].order.fields.keys()
    assert "Anna" not in repr(layouts._orders)


@pytest.mark.parametrize("column", [name for name in COLUMNS if name not in {*ANNA, "id", "kind"}])
def test_rows_that_differ_in_anything_else_are_of_another_layout(leafgen: Leafgen, column: str) -> None:
    other = {
        "indication": "constipation", "locale": "en", "stock": "dymo-11356", "copies": "2", "edition": "standard",
        "clinic": "demo-pharmacy", "location": "x", "department": "x", "product": "Tablets", "quantity": "30 pieces",
        "dose": "100", "times": "evening", "prescribed": "yes", "dose_note": "With food.",
    }[column]  # fmt: skip
    layouts = Layouts(leafgen)
    first = layouts.ask({**LABEL, **ANNA}, "label")
    try:
        alone = leafgen.request({**LABEL, **ANNA, column: other})
    except InvalidInput:
        with pytest.raises(InvalidInput):
            layouts.ask({**LABEL, **ANNA, column: other}, "label")
        return
    asked = layouts.ask({**LABEL, **ANNA, column: other}, "label")
    assert asked.request == alone
    assert asked.order is not first.order


@pytest.mark.parametrize("kinds", [("leaflet", "label"), ("label", "leaflet")])
def test_the_documents_of_a_row_for_both_are_told_apart(leafgen: Leafgen, kinds: tuple[str, str]) -> None:
    layouts, row = Layouts(leafgen), {**LABEL, "kind": "both", "copies": "2", "patient_name": "Bo Wu"}
    for kind in (*kinds, *kinds):
        asked = layouts.ask(row, kind).request
        assert (asked.kind, asked.copies) == ((kind, 2) if kind == "label" else (kind, 1))
        # A label that bears a name is dated.
        assert (asked.date is None) == (kind == "leaflet")
    with pytest.raises(InvalidInput, match="invalid"):
        layouts.ask({**row, "kind": "leaflet"}, "leaflet")


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        ({"birth_date": "1990-02-31"}, "birth_date"),
        ({"birth_date": "2190-01-01"}, "birth_date"),
        ({"date": "soon"}, "date"),
        ({"patient_name": "A" * 61}, "patient_name"),
        ({"patient_name": "A\u202eB"}, "patient_name"),
    ],
)
def test_a_fault_of_one_patient_is_found_in_a_known_layout(leafgen: Leafgen, bad: dict[str, str], column: str) -> None:
    layouts = Layouts(leafgen)
    layouts.ask({**LABEL, **ANNA}, "label")
    with pytest.raises(InvalidInput) as refused:
        layouts.ask({**LABEL, **ANNA, **bad}, "label")
    assert [found.place.path for found in refused.value.diagnostics] == [column]
    assert layouts.ask({**LABEL, **ANNA}, "label").personal.name == "Anna de Vries"


@pytest.mark.parametrize("name", ["Anna de Vries", "Bo Wu", "i" * 60, "Jansen-"])
def test_it_makes_what_the_house_makes(leafgen: Leafgen, name: str) -> None:
    """Also where a name cannot be stamped, and is laid out."""
    layouts, fields = Layouts(leafgen), {"kind": "leaflet", "indication": "cramps", "locale": "nl"}
    for person in ({**ANNA, "patient_name": "Zo\u00eb Li"}, {**ANNA, "patient_name": name}):
        asked = layouts.ask({**fields, **person}, "leaflet")
        document = layouts.document(asked, "sealed")
        assert document.proof.proven
        assert document.data == leafgen.document(asked.request, proof="sealed").data
