"""Spreadsheets: typed values as text, no sheet passed over, and what is no spreadsheet."""

from __future__ import annotations

import pytest

from leafgen.batch.record import Record
from leafgen.batch.spreadsheet import read_spreadsheet
from leafgen.kernel.errors import InvalidInput
from tests.batch.workbooks import day, flag, number, text, workbook

HEADER = [text("id"), text("dose"), text("birth_date"), text("prescribed")]
BORN = 22352.0
"""1961-03-12 as a spreadsheet counts days."""


def test_typed_values_become_text() -> None:
    data = workbook({"rows": [HEADER, [text("007"), number(200.0), day(BORN), flag(True)], [text(" x"), number(0.5)]]})
    source = read_spreadsheet(data, "t.xlsx")
    assert source.headers == ("id", "dose", "birth_date", "prescribed")
    assert list(source.records()) == [
        Record(2, ("007", "200", "1961-03-12", "yes")),
        Record(3, (" x", "0.5", "", "")),
    ]


def test_rows_have_the_numbers_that_the_spreadsheet_shows() -> None:
    data = workbook({"rows": [[], HEADER, [], [text("p1")], [text(" ")], [text("p2")]]})
    source = read_spreadsheet(data, "t.xlsx")
    assert source.count == 2
    assert [record.line for record in source.records()] == [4, 6]


def test_a_time_of_day_is_not_cut_off() -> None:
    [record] = read_spreadsheet(workbook({"rows": [HEADER, [text("p"), "", day(BORN + 0.5)]]}), "t.xlsx").records()
    assert record.cells[2] == "1961-03-12T12:00:00"


def test_several_filled_sheets_need_a_name() -> None:
    data = workbook({"one": [HEADER, [text("p1")]], "empty": [], "two": [HEADER, [text("p2")]]})
    with pytest.raises(InvalidInput, match="2 sheets with rows: one, two"):
        read_spreadsheet(data, "t.xlsx")
    [record] = read_spreadsheet(data, "t.xlsx", "two").records()
    assert record.cells[0] == "p2"
    with pytest.raises(InvalidInput, match="no sheet 'three'"):
        read_spreadsheet(data, "t.xlsx", "three")


def test_one_filled_sheet_needs_none() -> None:
    data = workbook({"empty": [], "one": [HEADER, [text("p1")]]})
    assert read_spreadsheet(data, "t.xlsx").count == 1


@pytest.mark.parametrize("data", [b"", b"id,kind\n", b"PK\x03\x04 and nothing more"])
def test_what_is_no_spreadsheet(data: bytes) -> None:
    with pytest.raises(InvalidInput, match="no spreadsheet"):
        read_spreadsheet(data, "t.xlsx")


@pytest.mark.parametrize("rows", [[], [HEADER], [[text("id"), text("id")], [text("p1"), text("p2")]]])
def test_no_rows_or_a_header_twice(rows: list[list[str]]) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_spreadsheet(workbook({"rows": rows}), "t.xlsx")
