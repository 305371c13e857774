"""Abridged content says what the whole says, and where that is not certain nothing is left out."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from leafgen.verify.reading.abridged import abridged
from leafgen.verify.reading.readers import pypdf_text
from tests.verify.mutants.goods import GOODS

FONT = b"/F1 9 Tf"


@pytest.mark.parametrize(
    ("content", "shorter"),
    [
        (b"[<0003>0<0262>-12.5<0236>0] TJ ", b"(\x00\x03\x02b\x026) Tj"),
        (b"<285c29> Tj ", rb"(\(\\\)) Tj"),
        (b"<0d0a> Tj ", b"(\\r\n) Tj"),
        (b"q\n1 2 m\n3 4 l\n0 0 1 rg\nS\nQ ", b""),
        (b"[] 0 d [ 3 .5]1 d <41> Tj ", b"(A) Tj"),
        (b"q 1 0 0 1 5 6 cm q W* n Q /Artifact BMC h f EMC /a1.0 gs Q\n", b""),
        (b"/P <</MCID 12>> BDC BT 1 0 0 1 5 6 Tm /F1 9 Tf <0041> Tj ET EMC\n", FONT + b"\n(\0A) Tj"),
        (b"/F1 9 Tf <0041> Tj /F1 9 Tf 3 4 Td [<0042>] TJ ", FONT + b"\n(\0A\0B) Tj"),
        (b"/F1 9 Tf q /F1 9 Tf /F2 9 Tf Q /F1 9 Tf ", FONT + b"\nq\n/F2 9 Tf\nQ"),
        (b"q 9 0 0 9 1 2 cm BI /W 9 /H 1 /IM true /BPC 1 /D [1 0] /F /AHx ID FF80> EI Q <41> Tj ", b"(A) Tj"),
        (b"Q /F1 9 Tf Q /F1 9 Tf ", b"Q\n" + FONT + b"\nQ\n" + FONT),
    ],
)
def test_what_shows_nothing_is_left_out(content: bytes, shorter: bytes) -> None:
    assert abridged(content) == shorter


@pytest.mark.parametrize(
    "content",
    [
        b"/Span <</MCID 3/ActualText (x)>> BDC ",
        b"/Fm0 Do\n",
        b"[(x)] 0 d ",
        b"(plain) Tj (and) ' 1 2 (spaced) \" ",
    ],
)
def test_what_may_show_text_is_kept(content: bytes) -> None:
    assert content in abridged(content + b"1 2 m ")


def test_halves_of_codes_do_not_join() -> None:
    shown = abridged(b"<00> Tj <41> Tj <0042> Tj <0043> Tj ").split(b"\n")
    assert shown == [b"(\0) Tj", b"(A) Tj", b"(\0B\0C) Tj"]


@pytest.mark.parametrize(
    "content",
    [
        b"(take\n1 2 m\nof it) Tj\n",  # in a string, these are letters
        b"(a \\) 1 2 m ) Tj\n",
        b"% 1 2 m\n(x) Tj\n",
        b"<4\n1 c\n41> Tj\n",  # c is a digit here
        b"[<004> 0 <1>] TJ\n",  # half a byte: joined, it would be another
        b"((nested) 1 2 m ) Tj 1 2 m \n",
        b"q BI /W 1 ID 1 2 m EI Q 1 2 m \n",
        b"q BI /W 1 /H 1 /BPC 8 ID 1> EI (A) Tj EI Q 1 2 m \n",
        b"q BI /W 1 /H 1 /F [/AHx /Fl] ID 12> EI Q 1 2 m \n",
        b"q BI /W 1 /F /Fl /F /AHx ID 12> EI Q 1 2 m \n",
        b"(open 1 2 m \n",
    ],
)
def test_what_is_not_plain_is_kept(content: bytes) -> None:
    assert abridged(content) == content


@pytest.mark.parametrize("stray", [b"(x) ", b"<78> "])
def test_an_operand_left_over_is_not_shown_by_the_operator_after_a_path(stray: bytes) -> None:
    whole = b"BT /F1 9 Tf " + stray + b"1 2 m\nTj ET"

    def shown(content: bytes) -> list[object]:
        stream = ContentStream(None, None, "bytes")
        stream.set_data(content)
        return [operands for operands, operator in stream.operations if operator == b"Tj"]

    assert shown(abridged(whole)) == shown(whole) == [[]]


@pytest.mark.parametrize("kind", sorted(GOODS))
def test_pypdf_finds_the_same_letters(kind: str) -> None:
    pdf = GOODS[kind]().pdf
    whole, quick = pypdf_text(pdf), pypdf_text(pdf, letters_alone=True)
    assert len(whole) == len(quick) == len(PdfReader(BytesIO(pdf)).pages)
    for one, other in zip(whole, quick, strict=True):
        assert Counter(filter(str.isalnum, one)) == Counter(filter(str.isalnum, other))
