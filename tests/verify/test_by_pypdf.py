"""pypdf, asked for letters alone, says each string in its font as it says it when it reads the whole."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pikepdf
import pytest

from leafgen.verify.reading.readers import pypdf_text

_MAP = b"""1 begincodespacerange <0000> <ffff> endcodespacerange
3 beginbfchar <0041> <0633> <0042> <064406270627> <0301> <0644> endbfchar"""
"""Codes to Arabic letters, one of them to three."""


def page_of(content: bytes) -> bytes:
    """A page with a font of one byte a letter (F1), one of two bytes whose letters are Arabic (F2), and one that is the
    other way round (F3); F9 is none. A form (Fm) says "form" in F1."""
    pdf = pikepdf.new()
    latin = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    turned = pikepdf.Dictionary(
        {**latin, "/Encoding": pikepdf.Dictionary(Differences=[65, pikepdf.Name.B, pikepdf.Name.A])}
    )
    below = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name.Other, DW=600
    )
    arabic = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name.Other,
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=[below],
        ToUnicode=pdf.make_stream(_MAP),
    )
    fonts = pikepdf.Dictionary(F1=latin, F2=arabic, F3=turned)
    form = pdf.make_stream(b"BT /F1 9 Tf (form) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    form.BBox, form.Resources = [0, 0, 100, 100], pikepdf.Dictionary(Font=fonts)
    resources = pikepdf.Dictionary(Font=fonts, XObject=pikepdf.Dictionary(Fm=form))
    page = pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=[0, 0, 200, 200], Resources=resources)
    page.Contents = pdf.make_stream(content)
    pdf.pages.append(pikepdf.Page(page))
    target = BytesIO()
    pdf.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "letters"),
    [
        (b"BT /F1 9 Tf (AB) Tj ET", "AB"),
        (b"BT /F1 9 Tf (A) Tj /F3 9 Tf (A) Tj ET", "AB"),
        (b"BT /F1 9 Tf (A) Tj q /F3 9 Tf (A) Tj Q (A) Tj ET", "ABA"),
        (b"Q BT /F1 9 Tf Q (A) Tj ET", "A"),
        (b"BT /F1 9 Tf [(A) -300 (B) /B 12 (C)] TJ ET", "ABC"),
        (b"BT /F2 9 Tf <00410042> Tj ET", "\u0633\u0644\u0627\u0627"),
        (b"BT /F2 9 Tf [<0041> 90 <0301>] TJ /F1 9 Tf (1.5) Tj ET", "\u0633\u064415"),
        (b"BT /F1 9 Tf (A) (B) Tj [(A)] [(B)] TJ ET", "AA"),
        (b"BT /F1 9 Tf (A) Tj ET /Fm Do", "Aform"),
        (b"BT /F1 9 Tf 12 TL (A) ' 1 1 (B) \" ET", "AB"),
        (b"/F1 9 Tf Tj () Tj", ""),
        (b"", ""),
    ],
)
def test_the_letters_are_those_of_the_whole_reading(content: bytes, letters: str) -> None:
    pdf = page_of(content)
    for alone in (False, True):
        (said,) = pypdf_text(pdf, letters_alone=alone)
        assert Counter(filter(str.isalnum, said)) == Counter(letters)


def test_what_is_shown_in_no_font_is_not_found() -> None:
    assert pypdf_text(page_of(b"BT /F9 9 Tf (A) Tj ET"), letters_alone=True) == [""]
    assert pypdf_text(page_of(b"BT (A) Tj ET"), letters_alone=True) == [""]
