"""Columns: every header is known, mapped or passed over by name; nothing is dropped without a word."""

from __future__ import annotations

import pytest

from leafgen.batch.columns import match
from leafgen.batch.mapping import InputMap
from leafgen.batch.record import ADDED, COLUMNS, REQUIRED, Record
from leafgen.compose.request import FIELDS
from leafgen.kernel.errors import InvalidInput

NEEDED = ("id", "kind", "indication", "locale")


def faults(headers: tuple[str, ...], names: InputMap) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        match(headers, "t.csv", names)
    return {fault.place.path: f"{fault.message} ({fault.advice})" for fault in refusal.value.diagnostics}


def test_the_columns_are_those_of_the_contract() -> None:
    assert COLUMNS == (
        "id", "kind", "indication", "locale", "stock", "copies", "edition", "clinic", "location", "department",
        "product", "quantity", "dose", "times", "prescribed", "dose_note", "patient_name", "birth_date", "date",
    )  # fmt: skip
    assert set(COLUMNS) - {"id"} <= set(FIELDS)
    assert REQUIRED == NEEDED


def test_cells_by_column_without_the_empty_ones() -> None:
    columns = match((*NEEDED, "patient_name", "dose"), "t.csv", InputMap())
    record = Record(2, ("p1", "leaflet", "cramps", "nl", " Ann ", " "))
    expected = {"id": "p1", "kind": "leaflet", "indication": "cramps", "locale": "nl", "patient_name": "Ann"}
    assert columns.fields(record) == expected
    assert list(columns.faults(record)) == []


def test_an_unknown_header_is_named_with_the_nearest() -> None:
    found = faults((*NEEDED, "pateint_name", "Birth_Date", "ward"), InputMap())
    assert "did you mean 'patient_name'?" in found["pateint_name"]
    assert "did you mean 'birth_date'?" in found["Birth_Date"]
    assert "--map" in found["ward"]


def test_missing_columns_are_all_named() -> None:
    assert set(faults(("id", "dose"), InputMap())) == {"kind", "indication", "locale"}


def test_what_a_rejected_table_added_is_passed_over() -> None:
    columns = match((*ADDED, *NEEDED), "t.csv", InputMap())
    record = Record(2, ("7", "birth_date: is ...", "p1", "leaflet", "cramps", "nl"))
    assert columns.fields(record) == dict(zip(NEEDED, record.cells[2:], strict=True))


def test_a_map_names_passes_over_and_fills_in() -> None:
    names = InputMap(
        columns={"No": "id", "Taal": "locale"},
        ignore=frozenset({"Ward"}),
        defaults={"kind": "leaflet", "indication": "cramps"},
        values={"locale": {"Nederlands": "nl"}},
    )
    columns = match(("No", "Taal", "Ward", "indication"), "t.csv", names)
    assert columns.fields(Record(2, ("p1", "Nederlands", "B2", ""))) == {
        "id": "p1", "locale": "nl", "kind": "leaflet", "indication": "cramps",
    }  # fmt: skip
    assert columns.fields(Record(3, ("p2", "en", "B2", "sleep")))["indication"] == "sleep"


def test_two_headers_for_one_column() -> None:
    found = faults((*NEEDED, "Name", "patient_name"), InputMap(columns={"Name": "patient_name"}))
    assert "Name, patient_name" in found["patient_name"]


def test_a_header_that_only_the_map_knows() -> None:
    assert "the input does not have it" in faults(NEEDED, InputMap(columns={"Name": "patient_name"}))["Name"]


def test_a_cell_under_no_header_is_a_fault() -> None:
    columns = match((*NEEDED, ""), "t.csv", InputMap())
    assert list(columns.faults(Record(2, ("p1", "leaflet", "cramps", "nl", " ")))) == []
    [fault] = columns.faults(Record(3, ("p2", "leaflet", "cramps", "nl", "200")))
    assert "cell 5 stands under no header" in fault.message
