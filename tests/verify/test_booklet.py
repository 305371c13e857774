"""A booklet is proven page by page, and only when its sheets are nothing but those pages in their place."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from leafgen.compose.expectation import Expectation
from leafgen.kernel.booklet import slots
from leafgen.pipeline import Leafgen
from leafgen.verify.proof import Proof


def made(leafgen: Leafgen, locale: str) -> tuple[bytes, Expectation]:
    fields = {"kind": "leaflet", "indication": "sleep", "locale": locale, "edition": "booklet"}
    rendition = leafgen.make(fields)
    return rendition.pdf, rendition.expectation


@pytest.fixture(scope="module")
def booklet(leafgen: Leafgen) -> tuple[bytes, Expectation]:
    return made(leafgen, "nl")


def test_sheets_lie_in_each_other_and_a_right_to_left_booklet_is_the_mirror_image() -> None:
    assert slots(8, "ltr") == [(7, 0), (1, 6), (5, 2), (3, 4)]
    assert slots(8, "rtl") == [(0, 7), (6, 1), (2, 5), (4, 3)]
    assert slots(3, "ltr") == [(None, 0), (1, 2)]


@pytest.mark.parametrize("locale", ["nl", "ar"])
def test_a_booklet_is_proven_on_its_sheets(leafgen: Leafgen, locale: str) -> None:
    pdf, expectation = made(leafgen, locale)
    proof = leafgen.prove(pdf, expectation)
    assert proof.proven
    with pikepdf.open(BytesIO(pdf)) as file:
        sides = len(file.pages)
        assert sides % 2 == 0
        assert all(float(page.MediaBox[2]) > float(page.MediaBox[3]) for page in file.pages)
    title = next(one for one in proof.statements if one.id == "sleep#title")
    assert title.page == 1
    assert title.box is not None
    # The front cover: on the right half where the language runs to the right, on the left half else.
    assert (title.box.x0 > 420) is (locale == "nl")
    assert {one.page for one in proof.statements} == set(range(1, sides + 1))


def _swapped(file: pikepdf.Pdf) -> None:
    named = file.pages[0].Resources.XObject
    named.Left, named.Right = named.Right, named.Left


def _scaled(file: pikepdf.Pdf) -> None:
    content = file.pages[1].Contents.read_bytes()
    file.pages[1].Contents = pikepdf.Stream(file, content.replace(b"q 1 0 0 1", b"q 0.5 0 0 1", 1))


def _covered(file: pikepdf.Pdf) -> None:
    content = file.pages[1].Contents.read_bytes()
    file.pages[1].Contents = pikepdf.Stream(file, content + b"\n1 1 1 rg 0 0 400 400 re f")


def _cropped(file: pikepdf.Pdf) -> None:
    file.pages[0].CropBox = pikepdf.Array([0, 0, 300, 300])


def _moved(file: pikepdf.Pdf) -> None:
    file.pages[0].Resources.XObject.Right.Matrix = pikepdf.Array([1, 0, 0, 1, 60, 0])


def _cut(file: pikepdf.Pdf) -> None:
    file.pages[0].Resources.XObject.Right.BBox = pikepdf.Array([0, 0, 300, 595.28])


def _without_a_sheet(file: pikepdf.Pdf) -> None:
    del file.pages[2:]


def _annotated(file: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 400, 400])
    file.pages[0].Annots = pikepdf.Array([note])


def _drawn_twice(file: pikepdf.Pdf) -> None:
    named = file.pages[0].Resources.XObject
    named.Left = named.Right


def _painted_over(file: pikepdf.Pdf) -> None:
    form = file.pages[0].Resources.XObject.Right
    form.write(form.read_bytes() + b"\n1 1 1 rg 0 0 420 595 re f")


FAULTS = [
    _swapped,
    _scaled,
    _covered,
    _cropped,
    _moved,
    _cut,
    _without_a_sheet,
    _annotated,
    _drawn_twice,
    _painted_over,
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_sheet_that_is_more_or_less_than_its_pages_is_refused(
    leafgen: Leafgen, booklet: tuple[bytes, Expectation], fault: Callable[[pikepdf.Pdf], None]
) -> None:
    pdf, expectation = booklet
    with pikepdf.open(BytesIO(pdf)) as file:
        fault(file)
        target = BytesIO()
        file.save(target)
    proof = leafgen.prove(target.getvalue(), expectation)
    assert not proof.proven
    assert _words(proof)


def test_what_is_no_booklet_is_refused_in_words(leafgen: Leafgen, booklet: tuple[bytes, Expectation]) -> None:
    pdf, expectation = booklet
    flat = leafgen.make({"kind": "leaflet", "indication": "sleep", "locale": "nl"}).pdf
    assert "side 1 has /BleedBox" in _words(leafgen.prove(flat, expectation))
    assert "damaged" in _words(leafgen.prove(pdf[: len(pdf) // 2], expectation))
    assert "changed after it was made" in _words(leafgen.prove(pdf + pdf[-40:], expectation))


def test_a_booklet_with_a_name_is_laid_out_in_full(leafgen: Leafgen) -> None:
    fields = {"kind": "leaflet", "indication": "sleep", "locale": "nl", "edition": "booklet", "patient_name": "E. Vos"}
    document = leafgen.document(leafgen.request(fields))
    assert document.proof.proven
    assert not leafgen.prove(document.data, leafgen.make({**fields, "patient_name": "E. Vis"}).expectation).proven


def _words(proof: Proof) -> str:
    return " ".join(refusal.message for check in proof.checks for refusal in check.refusals)
