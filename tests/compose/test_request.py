"""Requests: every fault of every field at once."""

from __future__ import annotations

from datetime import date

import pytest

from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen

LEAFLET = {"kind": "leaflet", "indication": "cramps", "locale": "en"}
LABEL = {"kind": "label", "indication": "cramps", "locale": "en", "stock": "avery-l7160"}


def faults(leafgen: Leafgen, fields: dict[str, str]) -> str:
    with pytest.raises(InvalidInput) as refusal:
        leafgen.request(fields)
    return "\n".join(str(diagnostic) for diagnostic in refusal.value.diagnostics)


def test_a_plain_leaflet_takes_the_default_clinic(leafgen: Leafgen) -> None:
    request = leafgen.request(LEAFLET)
    assert request.clinic.id == "demo-pharmacy"
    assert request.edition == "standard"
    assert request.stock is None


def test_everything_at_once(leafgen: Leafgen) -> None:
    request = leafgen.request(
        {
            **LEAFLET, "clinic": "demo-clinic", "location": "dokkum", "department": "radiology",
            "patient_name": "  Ann   de Vries ", "birth_date": "1961-03-12", "date": "2026-11-22",
            "dose": "300", "times": "evening,morning", "prescribed": "yes", "dose_note": "with soup",
        }
    )  # fmt: skip
    assert request.department is not None
    assert request.department.id == "radiology"
    assert request.patient_name == "Ann de Vries"
    assert request.times == ("morning", "evening")
    assert request.birth_date == date(1961, 3, 12)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("indication", "cramp", "did you mean 'cramps'"),
        ("locale", "xx", "there is no locale 'xx'"),
        ("clinic", "nowhere", "there is no clinic"),
        ("location", "dokkum", "there is no location of Apotheek Voorbeeld"),
        ("department", "radiology", "without a location"),
        ("edition", "huge", "standard, clear, large"),
        ("birth_date", "12-03-1961", "not a date"),
        ("birth_date", "2031-01-01", "in the future"),
        ("birth_date", "0961-03-12", "more than 130 years in the past"),
        ("date", "2026-02-30", "not a date"),
        ("dose", "two hundred", "a whole number of mg"),
        ("dose", "-200", "a whole number of mg"),
        ("dose", "NaN", "a whole number of mg"),
        ("dose", "187.5", "a whole number of mg"),
        ("times", "morning", "without a dose"),
        ("prescribed", "yes", "without a dose"),
        ("prescribed", "perhaps", "yes or no"),
        ("patient_name", "Ann\u202eeirV", "U+202E"),
        ("patient_name", "Ann\x07", "U+0007"),
        ("patient_name", "A" * 61, "at most 60"),
        ("stock", "avery-l7160", "for labels only"),
        ("colour", "red", "no such field"),
    ],
)
def test_a_field_at_fault_is_named(leafgen: Leafgen, field: str, value: str, words: str) -> None:
    found = faults(leafgen, {**LEAFLET, field: value})
    assert words in found
    assert f"request: {field}" in found


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"stock": ""}, "is missing: name a label stock"),
        ({"stock": "avery-l7160x"}, "did you mean 'avery-l7160'"),
        ({"start": "22"}, "has 21 labels a sheet"),
        ({"start": "0"}, "a whole number from 1"),
        ({"copies": "many"}, "a whole number from 1"),
        ({"indication": "about-magnesium"}, "there is no label for it"),
    ],
)
def test_label_fields_at_fault(leafgen: Leafgen, fields: dict[str, str], words: str) -> None:
    assert words in faults(leafgen, {**LABEL, **fields})


def test_times_that_do_not_divide_the_dose(leafgen: Leafgen) -> None:
    found = faults(leafgen, {**LEAFLET, "dose": "200", "times": "morning,noon,evening"})
    assert "cannot be divided into 3" in found


def test_unknown_and_double_times(leafgen: Leafgen) -> None:
    assert "names midnight" in faults(leafgen, {**LEAFLET, "dose": "200", "times": "midnight"})
    assert "twice" in faults(leafgen, {**LEAFLET, "dose": "200", "times": "noon,noon"})


def test_every_fault_in_one_run(leafgen: Leafgen) -> None:
    found = faults(leafgen, {"kind": "poster", "indication": "x", "locale": "y", "clinic": "z", "dose": "q"})
    assert {line.split(":")[1].strip() for line in found.splitlines()} >= {
        "kind", "indication", "locale", "clinic", "dose",
    }  # fmt: skip


def test_a_personal_label_without_a_date_is_dated_today(leafgen: Leafgen) -> None:
    assert leafgen.request({**LABEL, "patient_name": "Ann"}).date == date(2026, 11, 22)
    assert leafgen.request(LABEL).date is None
