"""A leaflet in two languages: each marked as what it is, proven in every edition."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from leafgen.pipeline import Leafgen
from leafgen.render.rendition import Rendition


def made(leafgen: Leafgen, edition: str) -> Rendition:
    fields = {"kind": "leaflet", "indication": "cramps", "locale": "nl", "bilingual": "ar", "edition": edition}
    return leafgen.make(fields)


@pytest.fixture(scope="module")
def standard(leafgen: Leafgen) -> Rendition:
    return made(leafgen, "standard")


@pytest.mark.parametrize("edition", ["large", "booklet"])
def test_a_page_too_narrow_for_two_columns_says_one_below_the_other(leafgen: Leafgen, edition: str) -> None:
    rendition = made(leafgen, edition)
    proof = leafgen.prove(rendition.pdf, rendition.expectation)
    assert proof.proven, proof
    boxes = {one.id: one.box for one in proof.statements if one.page == 1}
    first, second = boxes["cramps.how-much"], boxes["cramps.how-much@ar"]
    assert first is not None
    assert second is not None
    assert first.y0 > second.y1 - 2, "in pt from the foot: the second language stands below"


@pytest.mark.parametrize(
    ("indication", "locale", "bilingual", "edition"),
    [("constipation", "pl", "uk", "standard"), ("cramps", "tr", "nl", "clear"), ("cramps", "de", "tr", "clear")],
)
def test_no_warning_is_parted_over_two_pages(
    leafgen: Leafgen, indication: str, locale: str, bilingual: str, edition: str
) -> None:
    fields = {"indication": indication, "locale": locale, "bilingual": bilingual, "edition": edition}
    rendition = leafgen.make({"kind": "leaflet", **fields})
    proof = leafgen.prove(rendition.pdf, rendition.expectation)
    assert proof.proven, proof
    pages = {one.id: {page for page, _ in one.places} for one in proof.statements}
    composition = rendition.composition
    around = {one.id for one in replace(composition, sections=()).said()}
    warnings = [section for section in composition.sections if section.look in ("danger", "alarm")]
    assert len(warnings) == 2
    for section in warnings:
        said = {one.id for one in replace(composition, sections=(section,)).said()} - around
        assert len({page for id in said for page in pages[id]}) == 1, section.id


def test_a_booklet_opens_as_its_own_language_does_whatever_stands_beside_it(leafgen: Leafgen) -> None:
    assert made(leafgen, "booklet").expectation.folded == "ltr"


def test_the_second_language_is_marked_so_that_a_screen_reader_speaks_it(standard: Rendition) -> None:
    with pikepdf.open(BytesIO(standard.pdf)) as file:
        marked = {str(one.Lang) for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/Lang" in one}
    assert {"nl", "ar"} <= marked


def test_a_second_language_that_is_not_marked_is_refused(leafgen: Leafgen, standard: Rendition) -> None:
    assert leafgen.prove(standard.pdf, standard.expectation).proven
    with pikepdf.open(BytesIO(standard.pdf)) as file:
        for one in file.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Lang") == "ar":
                del one["/Lang"]
        target = BytesIO()
        file.save(target)
    refused = leafgen.prove(target.getvalue(), standard.expectation).statements
    assert {one.id for one in refused if one.check == "title-and-language"} >= {"core.kidneys@ar", "cramps.how-much@ar"}
