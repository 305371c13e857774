"""JSON Lines: values as a table would hold them, and every line that is no row."""

from __future__ import annotations

import pytest

from leafgen.batch.json_lines import read_json_lines
from leafgen.batch.record import Record
from leafgen.kernel.errors import InvalidInput


def test_values_become_cells() -> None:
    data = (
        b'{"id": "007", "dose": 200.0, "prescribed": true}\n\n{"id": 8, "times": ["morning", "noon"], "dose": null}\n'
    )
    source = read_json_lines(data, "t.jsonl")
    assert source.headers == ("id", "dose", "prescribed", "times")
    assert source.count == 2
    assert list(source.records()) == [
        Record(1, ("007", "200", "yes", "")),
        Record(3, ("8", "", "", "morning,noon")),
    ]


@pytest.mark.parametrize(("written", "cell"), [("2e2", "200"), ("0.5", "0.5"), ("1e400", "1e400"), ("false", "no")])
def test_numbers_and_flags(written: str, cell: str) -> None:
    [record] = read_json_lines(f'{{"dose": {written}}}'.encode(), "t.jsonl").records()
    assert record.cells == (cell,)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"{", "no JSON object"),
        (b"[1]", "an object is wanted"),
        (b'{"id": 1, "id": 2}', "twice"),
        (b'{"dose": NaN}', "NaN is no number"),
    ],
)
def test_a_line_that_is_no_row_stops_all(line: bytes, problem: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_json_lines(b'{"id": 1}\n' + line + b"\n", "t.jsonl")
    [fault] = refusal.value.diagnostics
    assert fault.place.line == 2
    assert problem in fault.message


def test_nothing_is_no_input() -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_json_lines(b"\n", "t.jsonl")


@pytest.mark.parametrize("value", ['{"a": 1}', "[1]", "[[]]"])
def test_more_than_one_value_is_a_fault_of_the_row(value: str) -> None:
    [record] = read_json_lines(f'{{"id": "p", "times": {value}}}'.encode(), "t.jsonl").records()
    assert [fault.column for fault in record.faults] == ["times"]
