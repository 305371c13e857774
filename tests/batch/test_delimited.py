"""CSV: every encoding it may have, every way in which its rows can run into one another."""

from __future__ import annotations

import pytest

from leafgen.batch.delimited import read_delimited
from leafgen.batch.record import Record
from leafgen.kernel.errors import CommandError, InvalidInput

TEXT = "id{0}name\r\np1{0}Łukasz Żółć\r\np2{0}Ann\r\n"
ROWS = [Record(2, ("p1", "Łukasz Żółć")), Record(3, ("p2", "Ann"))]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_separator_in_every_encoding(separator: str, encoding: str) -> None:
    source = read_delimited(TEXT.format(separator).encode(encoding), "t.csv")
    assert source.headers == ("id", "name")
    assert source.count == 2
    assert list(source.records()) == list(source.records()) == ROWS


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_utf_16_in_both_orders(mark: bytes, encoding: str) -> None:
    assert list(read_delimited(mark + TEXT.format(",").encode(encoding), "t.csv").records()) == ROWS


def test_another_encoding_is_read_only_when_it_is_named() -> None:
    data = TEXT.format(";").encode("cp1250")
    with pytest.raises(InvalidInput) as refusal:
        read_delimited(data, "t.csv")
    [fault] = refusal.value.diagnostics
    assert (fault.place.line, "--encoding" in fault.advice) == (2, True)
    assert list(read_delimited(data, "t.csv", "cp1250").records()) == ROWS


@pytest.mark.parametrize("encoding", ["nonsense", "base64", "rot13"])
def test_an_encoding_that_is_none(encoding: str) -> None:
    with pytest.raises(CommandError, match=encoding):
        read_delimited(b"id\n1\n", "t.csv", encoding)


def test_a_named_encoding_that_is_wrong() -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_delimited(b"id\nZo\xeb\n", "t.csv", "ascii")
    assert refusal.value.diagnostics[0].place.line == 2


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending(ending: str) -> None:
    source = read_delimited(ending.join(("id;name", "", "p1;Ann", ";", "p2;Bo")).encode(), "t.csv")
    assert list(source.records()) == [Record(3, ("p1", "Ann")), Record(5, ("p2", "Bo"))]


def test_quoted_cells_keep_separators_and_quotes() -> None:
    source = read_delimited(b'id,name\np1,"Visser, ""E."""\n', "t.csv")
    assert list(source.records()) == [Record(2, ("p1", 'Visser, "E."'))]


@pytest.mark.parametrize(
    ("data", "line", "problem"),
    [
        (b"", 0, "is empty"),
        (b"\xef\xbb\xbf", 0, "is empty"),
        (b"\r\n;;\r\n", 0, "is empty"),
        (b"id,kind\n", 0, "no row"),
        (b"id,kind\n , \n", 0, "no row"),
        (b'id,kind\np1,leaflet\np2,"label\np3,label\n', 3, "quotation marks are broken"),
        (b'id,kind\np1,"a"b\n', 2, "quotation marks are broken"),
        (b"id,kind\np1,a\0b\n", 2, "NUL"),
        (b"id,kind,id\np1,leaflet,p1\n", 1, "stands twice"),
        (b"id,kind\np1,leaf\xfflet\n", 2, "is not UTF-8"),
    ],
)
def test_what_makes_a_file_unreadable(data: bytes, line: int, problem: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_delimited(data, "t.csv")
    assert [(fault.place.file, fault.place.line) for fault in refusal.value.diagnostics] == [("t.csv", line)]
    assert problem in refusal.value.diagnostics[0].message


def test_every_line_with_a_nul_is_named() -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_delimited(b"id\na\0\nb\n\0c\n", "t.csv")
    assert [fault.place.line for fault in refusal.value.diagnostics] == [2, 4]


def test_a_row_of_another_width_is_rejected_and_the_rest_go_on() -> None:
    source = read_delimited(b"id,name\np1\np2,Ann\np3,Visser, E.\n", "t.csv")
    few, good, many = source.records()
    assert "fewer than the 2" in str(few.faults[0])
    assert good.faults == ()
    assert "more than the 2" in str(many.faults[0])
    assert many.cells == ("p3", "Visser", " E.")


def test_a_cell_of_several_lines_is_rejected_at_the_line_where_its_row_begins() -> None:
    source = read_delimited(b'id,name\np1,"Ann\nBo"\np2,"C\r\nD"\np3,Eve\n', "t.csv")
    assert [(record.line, bool(record.faults)) for record in source.records()] == [(2, True), (4, True), (6, False)]
