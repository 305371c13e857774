"""Labels read back from their PDFs: what they say, where it stands, how large it is."""

from __future__ import annotations

import ctypes
import io
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from reportlab.pdfbase.pdfmetrics import getFont, registerFont
from reportlab.pdfbase.ttfonts import TTFont

from leafgen.compose.composition import Composition, LabelLine, Role, Run
from leafgen.compose.imposition import cell_box
from leafgen.content.stocks import Stock
from leafgen.kernel.errors import EnvironmentLacking, InvalidInput
from leafgen.kernel.geometry import Box, Size, mm, pt
from leafgen.render.label_canvas import _registered
from leafgen.render.label_pdf import MOST_COPIES, render_labels
from leafgen.render.rendition import Rendition
from tests.render.label_samples import DYMO, FIRA, L7160, LONG, ROLL, STOCKS, TINY, label, say

#: A capital A reaches 0.06 pt to the left of where it begins.
SIDE_BEARING = 0.1
TABLETS = {
    "nl": label("nl", product="magnesiumcitraat 150 mg, 60 tabletten", doses=("ochtend: 1 tablet", "avond: 1 tablet")),
    "en": label("en", product="magnesium citrate 150 mg, 60 tablets", doses=("morning: 1 tablet", "evening: 1 tablet")),
}
CASES = [(locale, kind, stock) for locale in ("nl", "en") for kind in ("plain", "tablets", "long") for stock in STOCKS]


def composition(locale: str, kind: str) -> Composition:
    return {"plain": label(locale), "tablets": TABLETS[locale], "long": LONG[locale]}[kind]


def words(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def pages_text(rendition: Rendition) -> list[str]:
    document = pypdfium2.PdfDocument(rendition.pdf)
    return [words(page.get_textpage().get_text_range()) for page in document]


def ink(pdf: bytes) -> Iterator[tuple[int, Box, float]]:
    """Page, box and size in pt of every glyph that leaves ink."""
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document, 1):
        text = page.get_textpage()
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        for index in range(text.count_chars()):
            if chr(pdfium.FPDFText_GetUnicode(text, index)).isspace():
                continue
            pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
            size = pdfium.FPDFText_GetFontSize(text, index)
            yield number, Box(left.value, bottom.value, right.value, top.value), size


def free_box(stock: Stock, position: int) -> Box:
    cell = cell_box(stock, position)
    side, inset = stock.sides, stock.margin
    return Box(pt(cell.x0 + side), pt(cell.y0 + inset), pt(cell.x1 - side), pt(cell.y1 - inset))


@pytest.mark.parametrize(("locale", "kind", "stock"), CASES)
def test_every_statement_is_read_back_whole_and_nothing_else(locale: str, kind: str, stock: Stock) -> None:
    rendition = render_labels(composition(locale, kind), stock, FIRA, STOCKS)
    said = Counter(words(expected.text) for expected in rendition.expectation.flow)
    text = " ".join(pages_text(rendition))
    assert sorted(text.split()) == sorted(" ".join(said.elements()).split())
    for statement in said:
        assert statement in text
    reader = pypdf.PdfReader(io.BytesIO(rendition.pdf))
    plain = words(" ".join(page.extract_text() for page in reader.pages))
    assert all(statement in plain for statement in said)


@pytest.mark.parametrize(("locale", "kind", "stock"), CASES)
def test_no_glyph_leaves_the_margins_of_its_cell_or_is_below_the_legal_size(
    locale: str, kind: str, stock: Stock
) -> None:
    rendition = render_labels(composition(locale, kind), stock, FIRA, STOCKS)
    cells = [free_box(stock, position) for position in range(1, stock.per_sheet + 1)]
    glyphs = list(ink(rendition.pdf))
    assert glyphs
    for _, box, size in glyphs:
        assert size >= rendition.expectation.minimum_pt
        assert mm(size * FIRA.x_height) >= rendition.expectation.minimum_x_height_mm
        assert any(cell.contains(box, SIDE_BEARING) for cell in cells)


@pytest.mark.parametrize(("locale", "kind", "stock"), CASES)
def test_lines_are_at_least_three_millimetres_apart(locale: str, kind: str, stock: Stock) -> None:
    rendition = render_labels(composition(locale, kind), stock, FIRA, STOCKS)
    for page in pypdf.PdfReader(io.BytesIO(rendition.pdf)).pages:
        heights: dict[float, set[float]] = {}

        def visit(text: str, _cm: object, matrix: list[float], _font: object, _size: object) -> None:
            if text.strip():
                column = (matrix[4] - pt(stock.left)) // pt(stock.pitch_x) if stock.sheet else 0.0
                heights.setdefault(column, set()).add(round(matrix[5], 3))  # noqa: B023

        page.extract_text(visitor_text=visit)
        for baselines in heights.values():
            ordered = sorted(baselines)
            gaps = [upper - lower for lower, upper in pairwise(ordered)]
            assert min(gaps) >= pt(3.0) - 0.01


def test_the_dose_is_the_largest_line() -> None:
    rendition = render_labels(label("nl", doses=("ochtend: 1 tablet",)), DYMO, FIRA)
    document = pypdfium2.PdfDocument(rendition.pdf)
    text = document[0].get_textpage()
    at = text.get_text_range().index("ochtend")
    sizes = [size for _, _, size in ink(rendition.pdf)]
    assert pdfium.FPDFText_GetFontSize(text, at) == max(sizes)


def test_a_short_label_is_set_larger_than_a_full_one() -> None:
    few = replace(label("nl"), lines=label("nl").lines[:5])
    larger = max(size for _, _, size in ink(render_labels(few, DYMO, FIRA).pdf))
    assert larger > max(size for _, _, size in ink(render_labels(LONG["nl"], DYMO, FIRA).pdf))


def test_what_does_not_fit_goes_on_over_continuation_labels_in_order() -> None:
    rendition = render_labels(TABLETS["nl"], ROLL, FIRA)
    first, second = pages_text(rendition)
    for page, part in ((first, "Etiket 1 van 2"), (second, "Etiket 2 van 2")):
        assert part in page
        assert "Apotheek Voorbeeld" in page
        assert "mevr. A. de Vries" in page
    assert "ochtend: 1 tablet" in first
    assert "ochtend: 1 tablet" not in second
    assert "Buiten bereik van kinderen houden." in second
    identities = [expected.id for expected in rendition.expectation.flow]
    assert identities.count("clinic.name") == 2
    assert identities.count("core.kidney") == 1
    assert identities.count("wording.part-of") == 2


def test_three_labels_are_the_most_and_the_refusal_names_what_is_left_and_what_would_hold_it() -> None:
    more = tuple(LabelLine("text", (say(f"extra.{number}", "Neem contact op bij vragen."),)) for number in range(16))
    crowded = replace(LONG["nl"], lines=(*LONG["nl"].lines, *more))
    large = Stock("large", "Large 148 x 105 mm", "test", 148, 105, "test")
    with pytest.raises(InvalidInput) as refusal:
        render_labels(crowded, ROLL, FIRA, (*STOCKS, large))
    assert refusal.value.exit_code == 3
    assert "extra.15" in refusal.value.message
    assert "core.kidney" not in refusal.value.message
    assert "Large 148 x 105 mm (large), on one label" in refusal.value.advice
    assert "Bakhuizen" not in str(refusal.value), "a refusal is logged: it must not name the patient"


def test_without_words_for_it_a_label_is_not_continued() -> None:
    with pytest.raises(InvalidInput, match="even on one label"):
        render_labels(replace(LONG["nl"], part_of=None), ROLL, FIRA)


def test_a_word_wider_than_the_label_is_refused_by_statement() -> None:
    with pytest.raises(InvalidInput, match=r"a word or number of patient.name is wider than the 28\.0 mm") as refusal:
        render_labels(label("nl", patient="Donaudampfschifffahrtsgesellschaftskapitän"), TINY, FIRA, (DYMO,))
    assert "Dymo 99012" in refusal.value.advice
    assert "Donau" not in str(refusal.value)


def test_when_no_stock_holds_it_the_refusal_says_so() -> None:
    with pytest.raises(InvalidInput) as refusal:
        render_labels(label("nl"), TINY, FIRA, (TINY,))
    assert "no stock of the catalogue holds it" in refusal.value.advice


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("漢字", "has no glyph for '漢'"),
        ("علي", "needs a script engine"),
        ("e\u0301ric", "needs a script engine"),
        ("a\tb", "cannot be printed"),
        ("zero\u200bwidth", "cannot be printed"),
    ],
)
def test_what_the_font_cannot_draw_is_refused_by_statement(name: str, fault: str) -> None:
    with pytest.raises(InvalidInput, match=r"patient\.name") as refusal:
        render_labels(label("nl", patient=name), DYMO, FIRA)
    assert fault in refusal.value.message


def test_names_in_greek_cyrillic_and_vietnamese_are_read_back() -> None:
    name = "Ελένη Щукина Nguyễn Łuczak Škoda"
    rendition = render_labels(label("nl", patient=name), DYMO, FIRA)
    assert name in pages_text(rendition)[0]


def test_a_quantity_is_never_split_over_two_lines() -> None:
    amount = Run("1 tot 2 tabletten per dag", Role.QUANTITY)
    for count in range(30):
        line = LabelLine("text", (say("x", "a " * count + "neem ", amount, " in bij het eten, 3 weken lang"),))
        narrow = Stock("narrow", "Narrow", "test", 45, 35, "test")
        rendition = render_labels(replace(label("nl"), lines=(line,)), narrow, FIRA)
        lines = pypdfium2.PdfDocument(rendition.pdf)[0].get_textpage().get_text_range().splitlines()
        assert any("1 tot 2 tabletten per dag" in one for one in lines)
        assert any("3 weken" in one for one in lines)


def test_a_typeface_that_somebody_else_registered_with_the_engine_changes_no_byte() -> None:
    path = str(FIRA.face(400).path)
    registerFont(TTFont("of somebody else", path))
    first, second = TTFont("unused", path, asciiReadable=0), _registered("the label's own", path)
    assert second._asciiReadable == first._asciiReadable == 0
    assert getFont("the label's own") is second


def test_copies_start_at_the_position_asked_for() -> None:
    rendition = render_labels(label("nl", copies=2, start=20), L7160, FIRA)
    assert rendition.pages == 2
    assert rendition.expectation.maximum_pages == 2
    assert rendition.expectation.page_sizes == (Size(210, 297),)
    per_page = Counter(page for page, _, _ in ink(rendition.pdf))
    assert set(per_page) == {1, 2}
    first = [box for page, box, _ in ink(rendition.pdf) if page == 1]
    taken = {
        position for position in range(1, 22) for box in first if free_box(L7160, position).contains(box, SIDE_BEARING)
    }
    assert taken == {20, 21}
    assert [expected.id for expected in rendition.expectation.flow].count("core.kidney") == 2


@pytest.mark.parametrize("copies", [0, MOST_COPIES + 1])
def test_a_senseless_number_of_copies_is_refused(copies: int) -> None:
    with pytest.raises(InvalidInput, match="copies"):
        render_labels(label("nl", copies=copies), DYMO, FIRA)


def test_a_start_on_a_roll_or_off_the_sheet_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no position 2"):
        render_labels(label("nl", start=2), DYMO, FIRA)
    with pytest.raises(InvalidInput, match="no position 22"):
        render_labels(label("nl", start=22), L7160, FIRA)


def test_a_label_without_lines_or_with_an_unknown_look_is_refused() -> None:
    with pytest.raises(InvalidInput, match="empty line, or none"):
        render_labels(replace(label("nl"), lines=()), DYMO, FIRA)
    with pytest.raises(InvalidInput, match="no look 'fancy'"):
        render_labels(replace(label("nl"), lines=(LabelLine("fancy", (say("a", "b"),)),)), DYMO, FIRA)


def test_a_font_file_that_is_gone_is_an_environment_fault(tmp_path: Path) -> None:
    faces = tuple(replace(face, path=tmp_path / "none.ttf", sha256="0" * 64) for face in FIRA.faces)
    with pytest.raises(EnvironmentLacking):
        render_labels(label("nl"), DYMO, replace(FIRA, faces=faces))


def test_the_file_asks_not_to_be_scaled_and_names_its_language_and_title() -> None:
    rendition = render_labels(label("nl"), DYMO, FIRA)
    reader = pypdf.PdfReader(io.BytesIO(rendition.pdf))
    root: Any = reader.root_object
    assert root["/ViewerPreferences"]["/PrintScaling"] == "/None"
    assert root["/Lang"] == "nl"
    assert reader.metadata is not None
    assert reader.metadata.title == rendition.expectation.title == "Magnesium om migraine te voorkomen"
    fonts = {font["/BaseFont"] for page in reader.pages for font in _fonts(page)}
    assert fonts
    assert all("FiraSans" in name for name in fonts)


def _fonts(page: pypdf.PageObject) -> Iterator[Any]:
    resources: Any = page["/Resources"]
    for font in resources["/Font"].values():
        found = font.get_object()
        assert "/FontFile2" in found["/FontDescriptor"], f"{found['/BaseFont']} is not embedded"
        yield found


def test_every_file_has_the_same_bytes_in_two_processes() -> None:
    root = Path(__file__).parents[2]
    program = (
        f"import sys, hashlib; sys.path.insert(0, {str(root)!r})\n"
        "from tests.render.label_samples import *; from leafgen.render.label_pdf import render_labels\n"
        "print([hashlib.sha256(render_labels(LONG['nl'], s, FIRA).pdf).hexdigest() for s in STOCKS])"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert len(runs[0]) > 100


def test_warnings_stand_beside_a_bar_that_covers_no_text() -> None:
    rendition = render_labels(label("nl"), DYMO, FIRA)
    page = pypdfium2.PdfDocument(rendition.pdf)[0]
    boxes = [box for _, box, _ in ink(rendition.pdf)]
    shapes = [Box(*item.get_bounds()) for item in page.get_objects() if item.type == pdfium.FPDF_PAGEOBJ_PATH]
    assert len(shapes) >= 4
    assert not any(shape.overlaps(box, 0.05) for shape in shapes for box in boxes)
    bars = [shape for shape in shapes if shape.height > 8 and shape.width < 5]
    assert bars
    assert all(mm(bar.width) >= 1.0 for bar in bars)
