from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2 as pdfium
import pytest

from leafgen.compose.composition import Brand, Bullets, Composition
from leafgen.kernel.errors import EnvironmentLacking, InvalidInput
from leafgen.kernel.geometry import A4, mm
from leafgen.pipeline import Leafgen
from leafgen.render.editions import EDITIONS
from leafgen.render.leaflet_pdf import render_leaflet
from leafgen.verify.booklet import unfold
from tests.render.leaflet_samples import migraine_nl, with_name
from tests.render.leaflet_tools import ROOT, families, rendered, sample, short, sizes, text_of

Edit = Callable[[str, str, str], None]


def test_the_standard_edition_keeps_to_two_a4_pages() -> None:
    pages = pypdf.PdfReader(io.BytesIO(sample().pdf)).pages
    assert len(pages) == sample().pages == 2
    for page in pages:
        assert mm(float(page.mediabox.width)) == pytest.approx(A4.width, abs=0.1)
        assert mm(float(page.mediabox.height)) == pytest.approx(A4.height, abs=0.1)


@pytest.mark.parametrize("edition", list(EDITIONS))
def test_no_type_is_smaller_than_the_edition_allows(edition: str) -> None:
    smallest = min(size for _, size in sizes(sample(edition).pdf))
    assert smallest >= EDITIONS[edition].minimum_pt - 0.01


@pytest.mark.parametrize("edition", list(EDITIONS))
def test_the_text_is_drawn_in_the_order_in_which_it_is_promised(edition: str) -> None:
    pdf = sample(edition).pdf
    if EDITIONS[edition].folded:
        pdf = unfold(pdf, "ltr").pdf
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    drawn = "".join("".join(page.extract_text() for page in reader.pages).split())
    at = 0
    for expected in sample(edition).expectation.flow:
        for cell in expected.cells:
            found = drawn.find("".join(cell.split()), at)
            if found < 0:  # the footer of a page stands between two parts of a section
                found = drawn.find("".join(cell.split())[:12], at)
            assert found >= at, expected
            at = found


def test_two_processes_make_the_same_bytes() -> None:
    code = (
        "import hashlib; from tests.render.leaflet_tools import sample;print(hashlib.sha256(sample().pdf).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            cwd=Path(__file__).parents[2],
            env={"PYTHONHASHSEED": str(seed), "TZ": zone, "PATH": ""},
        ).stdout.strip()
        for seed, zone in ((1, "UTC"), (2, "Asia/Tokyo"))
    ]
    assert runs == [hashlib.sha256(sample().pdf).hexdigest()] * 2


def test_a_character_no_font_can_draw_is_refused_by_name_before_layout() -> None:
    with pytest.raises(InvalidInput, match=r"U\+0E01 THAI CHARACTER KO KAI\) in patient.name"):
        rendered(with_name(short(), "ก. de Vries"))


def test_a_name_in_another_script_takes_the_font_that_has_it() -> None:
    pdf = rendered(with_name(short(), "ليلى Иванова")).pdf
    names = {
        str(font["/BaseFont"])
        for page in pypdf.PdfReader(io.BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].get_object().values()  # type: ignore[index]
    }
    assert any("arabic" in name for name in names)


def test_a_warning_of_the_engine_is_an_error(copy: Path, edit: Edit) -> None:
    edit("styles/leaflet.css", "h3 {", "h3 { colour: red;")
    with pytest.raises(InvalidInput, match=r"the page engine complains: Ignored `colour: ?red`"):
        rendered(short(), copy)


@pytest.mark.parametrize("address", ["https://example.org/x.png", "file:///etc/hostname", "../../secret.png"])
def test_nothing_outside_the_styles_is_read(copy: Path, edit: Edit, address: str) -> None:
    edit("styles/leaflet.css", "h3 {", f"h1 {{ background: url('{address}') }} h3 {{")
    with pytest.raises(InvalidInput, match="may not read"):
        rendered(short(), copy)


def test_a_mistake_in_the_template_is_refused(copy: Path, edit: Edit) -> None:
    edit("templates/leaflet.html.j2", "{{ say(composition.title) }}</h1>", "{{ say(composition.titel) }}</h1>")
    with pytest.raises(InvalidInput, match="titel"):
        rendered(short(), copy)


def test_hostile_text_stays_text() -> None:
    hostile = "<script>alert(1)</script> & {{ 7*7 }} </p>"
    assert hostile in text_of(rendered(with_name(short(), hostile)).pdf)


def test_more_text_than_two_pages_is_refused_with_the_measure_of_it() -> None:
    whole = migraine_nl()
    with pytest.raises(InvalidInput, match=r"does not fit 2 pages.*fill 1\d\d%"):
        rendered(replace(whole, sections=whole.sections * 2))


@pytest.mark.parametrize("locale", ["de", "uk", "tr"])
def test_the_longest_leaflet_holds_a_patient_and_a_clinic_of_many_numbers_on_two_pages(
    leafgen: Leafgen, locale: str
) -> None:
    fields = {"kind": "leaflet", "indication": "about-magnesium", "locale": locale, "clinic": "demo-clinic"}
    fields |= {"patient_name": "mevr. A. de Vries-van der Meulen", "birth_date": "1961-03-12", "date": "2026-11-22"}
    rendition = leafgen.make(fields)
    assert rendition.pages == 2
    assert min(size for _, size in sizes(rendition.pdf)) >= EDITIONS["standard"].minimum_pt - 0.01


def test_a_last_page_with_nothing_but_the_sources_is_saved_by_a_smaller_step(leafgen: Leafgen) -> None:
    fields = {"kind": "leaflet", "indication": "sleep", "locale": "nl", "edition": "large"}
    reader = pypdf.PdfReader(io.BytesIO(leafgen.make(fields).pdf))
    assert "Contact" in reader.pages[-1].extract_text()


def test_a_column_of_amounts_ends_in_one_line(leafgen: Leafgen) -> None:
    fields = {"kind": "leaflet", "indication": "about-magnesium", "locale": "en"}
    page = pdfium.PdfDocument(leafgen.make(fields).pdf)[1].get_textpage()
    ends = [right for found in ("30 mg", "130 mg", "420 mg") for right in [_right_of(page, found)]]
    assert ends == pytest.approx([ends[0]] * 3, abs=0.5)


def _right_of(page: pdfium.PdfTextPage, words: str) -> float:
    index, count = page.search(words, match_whole_word=True).get_next()
    return float(page.get_charbox(index + count - 1)[2])


def test_a_brand_that_cannot_be_read_is_refused() -> None:
    pale = replace(short(), brand=Brand(primary="#7fd0c8", accent="#e6f1f1"))
    with pytest.raises(InvalidInput, match=r"hard to read on #ffffff: contrast 1\.\d"):
        rendered(pale)


def test_an_unknown_font_is_refused() -> None:
    with pytest.raises(EnvironmentLacking, match="comic"):
        render_leaflet(replace(short(), font="comic"), ROOT / "templates", ROOT / "styles", families())


def test_numbers_in_right_to_left_text_are_isolated_and_drawn_left_to_right() -> None:
    whole = short()
    turned = replace(whole, direction="rtl", locale="ar", font="ibm-plex-sans-arabic")
    assert "088 0100 900" in text_of(rendered(turned).pdf).replace("\u00a0", " ")


def test_the_file_is_tagged_titled_and_in_a_language() -> None:
    with pikepdf.open(io.BytesIO(sample().pdf)) as pdf:
        assert str(pdf.Root.Lang) == "nl"
        assert str(pdf.docinfo["/Title"]) == "Magnesiumcitraat om migraine te voorkomen"
        assert pdf.Root.MarkInfo.Marked
        elements = [entry for entry in pdf.objects if isinstance(entry, pikepdf.Dictionary) and "/S" in entry]
        headers = [entry for entry in elements if entry.S == "/TH"]
        assert {str(header.A.Scope) for header in headers} == {"/Column", "/Row"}
        levels = [int(str(entry.S)[2:]) for entry in elements if str(entry.S) in ("/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_bookmarks_name_the_sections() -> None:
    outline = pypdf.PdfReader(io.BytesIO(sample().pdf)).outline
    assert outline[0]["/Title"] == "Magnesiumcitraat om migraine te voorkomen"  # type: ignore[call-overload]
    titles = [entry["/Title"] for entry in outline[1] if isinstance(entry, dict)]
    assert "Gebruik dit niet" in titles
    assert "Bel meteen bij" in titles


def figures(pdf: bytes) -> list[tuple[str, list[float]]]:
    """The alternative text and the box of every picture."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        found = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        return [(str(figure.Alt), [float(side) for side in figure.A.BBox]) for figure in found]


def test_pictograms_stand_beside_their_words_and_say_the_same_in_short() -> None:
    pictured = replace(with_ids(), pictures={"not-with-kidney-disease": "Niet bij een nierziekte"})
    found = figures(rendered(pictured).pdf)
    alternatives, boxes = [text for text, _ in found], [box for _, box in found]
    assert "Gebruik dit niet" in alternatives, "a heading's own words are short enough"
    assert "Niet bij een nierziekte" in alternatives
    assert "als u ernstige nierproblemen hebt of dialyse krijgt" not in alternatives
    for left, bottom, right, top in boxes:
        assert 0 < left < right < 596
        assert 0 < bottom < top < 842


def test_a_pictogram_without_words_of_its_own_is_told_by_its_sentence() -> None:
    alternatives = [text for text, _ in figures(rendered(with_ids()).pdf)]
    assert "als u ernstige nierproblemen hebt of dialyse krijgt" in alternatives


def test_in_two_languages_each_pictogram_is_told_in_that_of_its_sentence(leafgen: Leafgen) -> None:
    fields = {"kind": "leaflet", "indication": "cramps", "locale": "en", "bilingual": "nl"}
    alternatives = [text for text, _ in figures(leafgen.make(fields).pdf)]
    assert {"Kidneys", "Nieren", "With food", "Bij het eten"} <= set(alternatives)
    assert max(len(text) for text in alternatives) < 45, "none is a sentence"


def with_ids() -> Composition:
    """A short leaflet whose first contraindication is the core's."""
    whole = short()
    danger = whole.sections[1]
    first, *rest = danger.blocks[0].items  # type: ignore[union-attr]
    kidneys = replace(first, said=replace(first.said, id="core.kidneys"))
    sections = (whole.sections[0], replace(danger, blocks=(Bullets((kidneys, *rest)),)), *whole.sections[2:])
    return replace(whole, sections=sections)


def test_every_pictogram_named_has_its_drawing() -> None:
    named = set(re.findall(r'": "([a-z-]+)"', (ROOT / "templates/pictograms.j2").read_text("utf-8")))
    drawn = {path.stem for path in (ROOT / "styles/pictograms").glob("*.svg")}
    assert named
    assert named <= drawn
