"""Stamps: the same picture as what was laid out, letters as the font has them, and never a text cut or squeezed."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from leafgen.masters.master import Master
from leafgen.masters.specimen import with_placeholders
from leafgen.pipeline import Leafgen
from leafgen.render.stamp import CannotStamp, Stamp, letters_for, repertoire
from leafgen.render.stamp_dictionary import renumbered
from leafgen.render.stamp_master import NotAMasterError, Placeholder, make_stamp, stamp_font
from tests.stamping import ANNA, LEAFLET, master_of


def stamp_of(master: Master) -> Stamp:
    return master.stamp


def texts(master: Master, name: str = "Anna de Vries") -> dict[str, str]:
    return {
        "patient.name": name,
        "patient.birth-date": "12\u00a0mrt\u00a01961",
        "patient.date": "22\u00a0nov\u00a02026",
    }


def pictures(pdf: bytes, dpi: int = 150) -> list[np.ndarray]:
    return [page.render(scale=dpi / 72).to_numpy().astype(int) for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize(
    "fields",
    [{}, {"edition": "large", "locale": "en"}, {"locale": "uk", "dose": "200"}, {"bilingual": "en"}],
    ids=["standard", "large", "cyrillic", "bilingual"],
)
def test_the_placeholder_stamped_back_gives_the_very_same_picture(leafgen: Leafgen, fields: Mapping[str, str]) -> None:
    """Of the name alone, in which no letters are kerned: the engine rounds how near two letters stand."""
    alone = {**fields, "birth_date": "", "date": ""}
    master = master_of(leafgen, **alone)
    request = with_placeholders(leafgen.request({**LEAFLET, **ANNA, **alone}))
    laid_out = leafgen.render(request, leafgen.compose(request)).pdf
    assert laid_out != master.data
    for one, other in zip(pictures(laid_out), pictures(master.data), strict=True):
        assert one.shape == other.shape
        assert abs(one - other).max() == 0


def test_a_name_stands_where_the_engine_would_set_it(leafgen: Leafgen) -> None:
    """Kerned as the engine kerns it, but for the rounding of a pair."""
    master = master_of(leafgen)
    request = leafgen.request({**LEAFLET, **ANNA, "patient_name": "Tova Avery"})
    laid_out = pictures(leafgen.render(request, leafgen.compose(request)).pdf)[0]
    flat = tuple(replace(one, kerning=array("h", [0] * len(one.kerning))) for one in stamp_of(master).alphabets)
    kerned, unkerned = (
        abs(laid_out - pictures(stamp.fill(texts(master, "Tova Avery")))[0]).sum()
        for stamp in (stamp_of(master), replace(stamp_of(master), alphabets=flat))
    )
    assert kerned < unkerned / 4


def test_the_fonts_of_a_page_are_renumbered_and_say_the_same(leafgen: Leafgen) -> None:
    """pdfium measures each letter of a code above 255 anew."""
    request = with_placeholders(leafgen.request({**LEAFLET, **ANNA}))
    laid_out = leafgen.render(request, leafgen.compose(request)).pdf
    master = master_of(leafgen)
    with pikepdf.open(BytesIO(laid_out)) as before, pikepdf.open(BytesIO(master.data)) as after:
        assert max(max(page_codes(page)) for page in before.pages) > 255
        for page in after.pages:
            assert 200 > max(page_codes(page)) > 40
    one, other = ([page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
                  for pdf in (laid_out, master.data))  # fmt: skip
    assert one == other


def page_codes(page: pikepdf.Page) -> set[int]:
    """The codes of a page's strings, but for those of the stamp."""
    streams = page.obj.Contents if isinstance(page.obj.Contents, pikepdf.Array) else [page.obj.Contents]
    content = b"\n".join(stream.read_bytes() for stream in streams)
    shown = re.findall(rb"/(?!LeafgenStamp)\S+ [\d.]+ Tf\s+(\[[^\]]*\] ?TJ|<[^>]*> ?Tj)", content)
    strings = [string for one in shown for string in re.findall(rb"<([0-9a-fA-F]*)>", one)]
    return {int(string[at : at + 4], 16) for string in strings for at in range(0, len(string), 4)}


@pytest.mark.parametrize(
    ("damage", "kept"),
    [
        (lambda *_: None, False),
        (lambda font, _: font.__delattr__("ToUnicode"), True),
        (lambda font, _: font.DescendantFonts[0].__delattr__("W"), True),
        (lambda font, pdf: font.DescendantFonts[0].__setattr__("CIDToGIDMap", pdf.make_stream(bytes(9))), True),
        (lambda font, pdf: pdf.make_stream(b"", Resources=pikepdf.Dictionary(Font={"/F": font})), True),
    ],
    ids=["whole", "no texts", "no widths", "a table", "drawn elsewhere"],
)
def test_a_font_that_is_not_as_expected_keeps_its_codes(
    leafgen: Leafgen, damage: Callable[[Any, pikepdf.Pdf], None], kept: bool
) -> None:
    request = with_placeholders(leafgen.request({**LEAFLET, **ANNA}))
    with pikepdf.open(BytesIO(leafgen.render(request, leafgen.compose(request)).pdf)) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            damage(font, pdf)
        contents = [page.obj.Contents.read_bytes() for page in pdf.pages]
        assert (renumbered(pdf, contents) == contents) is kept


def test_stamping_is_the_same_every_time_and_changes_nothing_else(leafgen: Leafgen) -> None:
    stamp = stamp_of(master_of(leafgen))
    one, other = stamp.fill(texts(master_of(leafgen))), stamp.fill(texts(master_of(leafgen), "Bo Li"))
    assert one == stamp.fill(texts(master_of(leafgen)))
    assert len(one) == len(other) == len(stamp.data)
    (window,) = stamp.windows
    assert one[: window.start] == other[: window.start] == stamp.data[: window.start]
    assert one[window.end : stamp.id_at] == stamp.data[window.end : stamp.id_at]
    assert one[stamp.id_at : stamp.id_at + 32] != other[stamp.id_at : stamp.id_at + 32]
    assert one[stamp.id_at + 32 :] == stamp.data[stamp.id_at + 32 :]
    assert one.count(b"startxref") == 1


def test_the_file_keeps_its_tags_its_language_and_its_attachment(leafgen: Leafgen) -> None:
    master = master_of(leafgen)
    with pikepdf.open(BytesIO(stamp_of(master).fill(texts(master)))) as pdf:
        assert str(pdf.Root.Lang) == "nl"
        assert "/StructTreeRoot" in pdf.Root
        assert "leafgen.json" in pdf.attachments
        marks = re.findall(rb"/MCID (\d+)", b"\n".join(stream.read_bytes() for stream in pdf.pages[0].Contents))
        assert sorted(map(int, marks)) == list(range(len(pdf.Root.StructTreeRoot.ParentTree.Nums[1])))
        assert not [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and b"Hulsink" in one.read_bytes()]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "nothing to stamp"),
        ("Maximiliaan Alexander Emanuel van Wassenaer tot Duivenvoorde", "too long for one line"),
        ("\u0645\u0631\u064a\u0645", "no letters that join"),
        ("Anna\u200f", "no letters that join"),
        ("Anna\u200e", "no letter U+200E"),
        ("A\u0323", "no letter U+0323"),
        ("\u5f20", "no letter U+5F20"),
        ("\U0001f600", "no letter U+1F600"),
        ("\x00", "no letter U+0000"),
        ("\u0394", "no letter U+0394"),
        ("Jansen-", "ends in a hyphen"),
    ],
)
def test_what_cannot_be_stamped_whole_is_not_stamped(leafgen: Leafgen, name: str, why: str) -> None:
    master = master_of(leafgen)
    with pytest.raises(CannotStamp, match=re.escape(why)) as refused:
        stamp_of(master).fill(texts(master, name))
    assert refused.value.slot == "patient.name"
    assert not name or name not in str(refused.value)


def test_more_bytes_than_the_window_has_are_refused(leafgen: Leafgen) -> None:
    stamp = stamp_of(master_of(leafgen))
    (window,) = stamp.windows
    room = sum(map(len, window.fixed)) + 30
    small = replace(stamp, windows=(replace(window, end=window.start + room),))
    with pytest.raises(CannotStamp, match="more bytes"):
        small.fill(texts(master_of(leafgen)))


@pytest.mark.parametrize("letters", ["latin", "wide"])
def test_every_letter_of_a_stamp_is_one_glyph_that_says_it(leafgen: Leafgen, letters: str) -> None:
    face = leafgen.workspace.fonts["fira-sans"].face(600)
    font = stamp_font(face, letters)
    codes = [code for code, *_ in font.alphabet.letters.values()]
    assert len(set(codes)) == len(codes) > 300
    with TTFont(face.path) as whole, TTFont(BytesIO(font.program)) as cut:
        known = whole.getBestCmap()
        for character, (code, advance, *_) in font.alphabet.letters.items():
            assert whole.getGlyphID(known[ord(character)]) == int(code, 16)
            assert whole["hmtx"][known[ord(character)]][0] == advance == cut["hmtx"][cut.getGlyphName(int(code, 16))][0]


def test_pairs_are_kerned_as_the_face_kerns_them(leafgen: Leafgen) -> None:
    alphabet = stamp_font(leafgen.workspace.fonts["fira-sans"].face(600), "latin").alphabet

    def nearer(pair: str) -> int:
        (_, _, front, _), (_, _, _, behind) = (alphabet.letters[one] for one in pair)
        return alphabet.kerning[front * alphabet.classes + behind]

    assert nearer("To") > 20
    assert nearer("AV") > 10
    assert nearer("nn") == nearer("Hi") == 0


def test_the_smaller_alphabet_is_taken_where_it_will_do() -> None:
    assert letters_for("Zo\u00eb Wi\u015bniewska-\u0218tef\u0103nescu 2") == "latin"
    assert (
        letters_for("\u039c\u03b1\u03c1\u03af\u03b1") == letters_for("Nguy\u1ec5n") == letters_for("\u0490") == "wide"
    )
    assert letters_for("\u0645 2") == "arabic"
    assert letters_for("Anna \u0645") is letters_for("e\u0323") is letters_for("a\u00adb") is None
    assert set(repertoire("latin")) < set(repertoire("wide"))


def test_a_placeholder_that_is_not_found_once_is_an_error(leafgen: Leafgen) -> None:
    request = with_placeholders(leafgen.request({**LEAFLET, **ANNA}))
    pdf = leafgen.render(request, leafgen.compose(request)).pdf
    family = leafgen.workspace.fonts["fira-sans"]
    with pytest.raises(NotAMasterError, match=r"patient\.name"):
        make_stamp(pdf, [Placeholder("patient.name", "Somebody Else", 100)], family, "latin")
    with pytest.raises(NotAMasterError, match=r"patient\.name"):
        make_stamp(pdf, [Placeholder("patient.name", request.patient_name, 100, times=2)], family, "latin")
    fewer = replace(family, faces=family.faces[:1])
    with pytest.raises(NotAMasterError, match="font"):
        make_stamp(pdf, [Placeholder("patient.name", request.patient_name, 100)], fewer, "latin")
