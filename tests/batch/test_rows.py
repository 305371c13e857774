"""Rows: each with an id of its own that is safe as the name of a file."""

from __future__ import annotations

import pytest

from leafgen.batch.columns import match
from leafgen.batch.delimited import read_delimited
from leafgen.batch.mapping import InputMap
from leafgen.batch.rows import Row, rows

HEADER = "id,kind,indication,locale,patient_name"


def read(*lines: str) -> list[Row]:
    source = read_delimited("\n".join((HEADER, *lines)).encode(), "t.csv")
    return list(rows(source, match(source.headers, "t.csv", InputMap())))


@pytest.mark.parametrize("identity", ["1", "p1", "P-1_2.a", "_x", "-x", "a" * 80])
def test_ids_that_can_be_names_of_files(identity: str) -> None:
    [row] = read(f"{identity},leaflet,cramps,nl,")
    assert (row.id, row.faults) == (identity, ())
    assert row.fields == {"kind": "leaflet", "indication": "cramps", "locale": "nl"}


@pytest.mark.parametrize(
    "identity", ["", ".", "..", ".x", "a/b", "a\\b", "../x", "a b", "é", "٣", "a" * 81, "a:b", "a*", "a\u202e"]
)
def test_ids_that_cannot(identity: str) -> None:
    [row] = read(f"{identity},leaflet,cramps,nl,")
    assert [fault.column for fault in row.faults] == ["id"]


def test_the_first_row_of_an_id_is_made_and_later_ones_name_it() -> None:
    found = read("p1,leaflet,cramps,nl,A", "p2,leaflet,cramps,nl,B", "P1,leaflet,cramps,nl,C", "p1,leaflet,cramps,nl,D")
    assert [bool(row.faults) for row in found] == [False, False, True, True]
    assert all("line 2" in row.faults[0].message for row in found[2:])


def test_of_a_row_with_the_wrong_number_of_cells_nothing_else_is_said() -> None:
    [row] = read("p1,leaflet")
    assert (row.id, row.fields) == ("", {})
    assert len(row.faults) == 1


def test_rows_that_differ_only_in_their_patients_share_a_layout() -> None:
    first, second, nameless, other = read(
        "p1,leaflet,cramps,nl,Ann", "p2,leaflet,cramps,nl,Bo", "p3,leaflet,cramps,nl,", "p4,leaflet,sleep,nl,Ann"
    )
    assert first.layout == second.layout
    assert len({first.layout, nameless.layout, other.layout}) == 3
