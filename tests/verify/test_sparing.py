"""pypdf, sparing, finds what pypdf finds, and parses no more than it is asked for."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader
from pypdf.generic import DecodedStreamObject, NameObject, NumberObject

from leafgen.verify.reading.readers import pypdf_text
from leafgen.verify.reading.sparing import SparingReader, packed
from tests.verify.mutants.material import usual


@pytest.fixture(scope="module")
def tagged() -> bytes:
    """A leaflet whose tags are packed into one stream with its fonts."""
    with pikepdf.open(BytesIO(usual().pdf)) as pdf:
        target = BytesIO()
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def written(reader: PdfReader, number: int) -> bytes:
    target = BytesIO()
    found = reader.get_object(number)
    assert found is not None
    found.write_to_stream(target)
    return target.getvalue()


def test_it_finds_every_object_that_pypdf_finds(tagged: bytes) -> None:
    whole, sparing = PdfReader(BytesIO(tagged)), SparingReader(BytesIO(tagged))
    assert len(whole.xref_objStm) > 50
    assert all(written(sparing, number) == written(whole, number) != b"" for number in whole.xref_objStm)


def test_it_parses_what_it_is_asked_for_alone(tagged: bytes) -> None:
    whole, sparing = PdfReader(BytesIO(tagged)), SparingReader(BytesIO(tagged))
    assert [page.extract_text() for page in sparing.pages] == [page.extract_text() for page in whole.pages]
    assert len(sparing.resolved_objects) < len(whole.resolved_objects) / 3


def stream_of(data: bytes, count: int, first: int) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    stream[NameObject("/N")], stream[NameObject("/First")] = NumberObject(count), NumberObject(first)
    return stream


def test_a_plain_list_says_where_each_object_begins() -> None:
    assert packed(stream_of(b"7 0 9 3 [] <<>>", 2, 8))[1] == {7: 8, 9: 11}


@pytest.mark.parametrize(
    ("data", "count", "first"),
    [
        (b"7 0 7 3 [] <<>>", 2, 8),  # one number twice
        (b"7 3 9 0 [] <<>>", 2, 8),  # backwards
        (b"7 0 9 0 [] <<>>", 2, 8),  # two in one place
        (b"7 0 9 9 [] <<>>", 2, 8),  # behind the end
        (b"7 0 9 3 [] <<>>", 3, 8),  # fewer than it says
        (b"7 0 -9 3 [] <<>>", 2, 9),
        (b"", 0, 0),
    ],
)
def test_no_places_are_taken_from_a_list_that_is_not_plain(data: bytes, count: int, first: int) -> None:
    assert packed(stream_of(data, count, first))[1] == {}


def test_where_the_list_is_not_plain_pypdf_reads_on_its_own(tagged: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = pypdf_text(tagged, letters_alone=True)
    monkeypatch.setattr("leafgen.verify.reading.sparing.packed", lambda _: (BytesIO(), {}))
    assert pypdf_text(tagged, letters_alone=True) == quick != []
