"""Stamps in letters that join: drawn as the engine draws them, or not at all; digits always in their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from leafgen.compose.personal import Personal
from leafgen.masters.making import make_master
from leafgen.masters.master import Whole
from leafgen.masters.packing import packed, unpacked
from leafgen.masters.store import Masters
from leafgen.pipeline import Leafgen
from leafgen.render.stamp import CannotStamp
from leafgen.render.stamp_master import stamp_font
from leafgen.render.stamp_shaping import Joining, in_page_order
from tests.stamping import ANNA, LEAFLET, master_of, personal

NIZAR, MARYAM = "\u0646\u0632\u0627\u0631 \u0642\u0628\u0627\u0646\u064a", "\u0645\u0631\u064a\u0645"
MUHAMMAD = "\u0645\u062d\u0645\u062f \u0639\u0628\u062f \u0627\u0644\u0644\u0647"
ARABIC = {"locale": "ar", "patient_name": NIZAR}
LABEL = {**ARABIC, "kind": "label", "stock": "zebra-102x76", "dose": "300", "times": "evening"}


def picture(pdf: bytes, page: int = 0) -> np.ndarray:
    return pypdfium2.PdfDocument(pdf)[page].render(scale=2).to_numpy().astype(int)  # type: ignore[no-any-return]


def laid_out(leafgen: Leafgen, **fields: str) -> bytes:
    request = leafgen.request({**LEAFLET, **ANNA, **fields})
    return leafgen.render(request, leafgen.compose(request)).pdf


@pytest.mark.parametrize(
    ("letters", "name"),
    [
        *(("arabic", name) for name in (NIZAR, MARYAM, MUHAMMAD)),
        *(("latin", name) for name in ("Minimum Hulsink", "O'Brien Tova")),
    ],
)  # fmt: skip
def test_a_leaflet_is_the_picture_of_the_one_laid_out(leafgen: Leafgen, letters: str, name: str) -> None:
    master = master_of(leafgen, letters, **{**ARABIC, "patient_name": name})
    made = master.document(personal(leafgen, **{**ARABIC, "patient_name": name}), "full")
    assert made.proof.proven
    one, other = picture(laid_out(leafgen, **{**ARABIC, "patient_name": name})), picture(made.data)
    assert one.shape == other.shape
    # The engine rounds where a letter stands to a thousandth of its own unit.
    assert (abs(one - other) > 64).sum() < 40


def test_the_stamped_file_holds_against_the_whole_proof(leafgen: Leafgen) -> None:
    for letters, name in (("arabic", NIZAR), ("latin", "Zo\u00eb de Vries")):
        request = leafgen.request({**LEAFLET, **ANNA, **ARABIC, "patient_name": name})
        made = master_of(leafgen, letters, **{**ARABIC, "patient_name": name}).document(
            personal(leafgen, **{**ARABIC, "patient_name": name}), "sealed"
        )
        assert leafgen.prove(made.data, leafgen.render(request, leafgen.compose(request)).expectation).proven


def test_the_stamped_label_holds_against_the_whole_proof(leafgen: Leafgen) -> None:
    request = leafgen.request({**LEAFLET, **ANNA, **LABEL})
    made = master_of(leafgen, "arabic", **LABEL).document(personal(leafgen, **LABEL), "full")
    assert made.proof.proven
    assert leafgen.prove(made.data, leafgen.render(request, leafgen.compose(request)).expectation).proven


def test_the_name_ends_at_the_right_and_the_day_begins_at_the_left(leafgen: Leafgen) -> None:
    stamp = master_of(leafgen, "arabic", **LABEL).stamp
    assert stamp is not None
    anchors = {slot.id: slot.anchor for window in stamp.windows for slot in window.slots}
    assert anchors["patient.name"] is not None
    assert anchors["patient.birth-date"] is None


def test_each_name_and_day_is_read_back_in_full(leafgen: Leafgen) -> None:
    """Every month, and names in whose glyphs several letters are one."""
    master = master_of(leafgen, "arabic", **ARABIC)
    ligatures, persian = (
        "\u0644\u0627\u0644\u0627 \u0641\u064a \u0628\u0631",
        "\u067e\u0698\u0645\u0627\u0646 \u06af\u0648\u0686\u06cc",
    )
    names = (ligatures, persian, NIZAR, MARYAM, f"{MARYAM} 23", f"2 {MARYAM}", "\u0627")
    for number, name in enumerate((*names, *names)):
        day = date(1930 + number, number % 12 + 1, number + 1)
        document = master.document(Personal(name, day, date(2026, 11, 22)), "full")
        assert document.proof.proven, (name, document.proof.checks)


MIXED = [
    (f"Anna {MARYAM}", "both ways"),
    (f"{MARYAM} 12 34", "two numbers"),
    (f"{MARYAM} 1/2", "two numbers"),
    (f"12 {MARYAM} 3-4", "two numbers"),
    (f"{MARYAM} -2", "beside a number"),
    (f"{MARYAM} (2)", "begins or ends"),
    (f"{MARYAM}.", "begins or ends"),
    (f"-{MARYAM}", "begins or ends"),
    ("\u0645\u064f\u062d\u0645\u062f", "no such letter|sign above"),
    (f"{MARYAM}\u0640{MARYAM}", "no such letter"),
    ("\u05d3\u05d5\u05d3", "no such letter"),
    (f"{MARYAM} \u0662", "no such letter"),
    (f"\u202e{MARYAM}", "begins or ends"),
    (f"{MARYAM}\u200d{MARYAM}", "no such letter"),
    (f"{MARYAM}\u2067{MARYAM}", "no such letter"),
    (" ".join([NIZAR] * 6), "too long"),
]


@pytest.mark.parametrize(("name", "why"), MIXED, ids=lambda value: ascii(value)[:24])
def test_what_could_be_read_in_another_order_is_not_stamped(leafgen: Leafgen, name: str, why: str) -> None:
    master = master_of(leafgen, "arabic", **ARABIC)
    with pytest.raises(CannotStamp, match=why) as refused:
        master.document(replace(personal(leafgen, **ARABIC), name=name), "sealed")
    assert name not in str(refused.value)


def test_numbers_keep_their_order_among_letters_from_the_right() -> None:
    assert list(in_page_order(f"12 {MARYAM} 1961")) == [("1961", False), (f" {MARYAM} ", True), ("12", False)]
    assert list(in_page_order(MARYAM)) == [(MARYAM, True)]


def test_a_letter_is_joined_in_every_company(leafgen: Leafgen) -> None:
    """Whatever three letters stand side by side, the stamp has the glyphs that the face draws them with."""
    joins = stamp_font(leafgen.workspace.fonts["ibm-plex-sans-arabic"].face(600), "arabic").alphabet.joins
    assert joins is not None
    letters = map(chr, (*range(0x0621, 0x062C, 2), *range(0x062F, 0x063A, 3), *range(0x0641, 0x064A)))
    for three in product(letters, repeat=3):
        drawn, width = joins.drawn("".join(three))
        assert 1 <= len(drawn) <= 3
        assert width > 0


def test_the_tags_and_the_language_are_kept(leafgen: Leafgen) -> None:
    made = master_of(leafgen, "arabic", **ARABIC).document(personal(leafgen, **ARABIC), "sealed")
    with pikepdf.open(BytesIO(made.data)) as pdf, pikepdf.open(BytesIO(laid_out(leafgen, **ARABIC))) as other:
        assert str(pdf.Root.Lang) == "ar"
        assert "/StructTreeRoot" in pdf.Root
        assert "/ActualText" not in str(pdf.Root.StructTreeRoot.unparse(resolved=True))
        assert set(pdf.Root.keys()) == set(other.Root.keys())


def test_a_master_is_the_same_when_it_was_kept(leafgen: Leafgen) -> None:
    master = master_of(leafgen, "arabic", **ARABIC)
    kept = unpacked(packed(master))
    whose = personal(leafgen, **ARABIC)
    one, other = master.document(whose, "full"), kept.document(whose, "full")
    assert one.data == other.data
    assert one.proof.proven
    assert other.proof.proven


def test_a_master_whose_font_is_another_now_is_not_taken(
    leafgen: Leafgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seal draws its letters anew with the font that was pinned, and with no other."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    master, today = master_of(leafgen, "arabic", **ARABIC), date(2026, 11, 22)
    (alphabet,) = master.stamp.alphabets
    assert isinstance(alphabet.joins, Joining)
    font = tmp_path / "font.ttf"
    font.write_bytes(alphabet.joins.path.read_bytes())
    moved = replace(alphabet, joins=replace(alphabet.joins, path=font))
    kept = replace(master, stamp=replace(master.stamp, alphabets=(moved,)))
    Masters(b"stamp").keep("key", kept, on_disk=True)
    assert Masters(b"stamp").find("key", today) is not None
    font.write_bytes(font.read_bytes()[:-1] + b"x")
    assert Masters(b"stamp").find("key", today) is None
    font.unlink()
    assert Masters(b"stamp").find("key", today) is None


def test_a_name_from_right_to_left_has_no_stamp_in_another_script(leafgen: Leafgen) -> None:
    request = leafgen.request({**LEAFLET, **ANNA, "patient_name": NIZAR})
    assert make_master(leafgen, request, "arabic") is None


def test_a_document_of_nobody_needs_no_stamp(leafgen: Leafgen) -> None:
    request = leafgen.request({**LEAFLET, "locale": "ar"})
    assert isinstance(leafgen.master(request), Whole)
