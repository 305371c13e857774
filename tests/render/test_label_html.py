"""Arabic labels read back from their PDFs: mirrored, in order, in place, and refused when they cannot be right."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp

from leafgen.compose.composition import Barcode, Brand, Composition, LabelLine, Role, Run, Said, Symbology
from leafgen.compose.imposition import Calibration, cell_box
from leafgen.content.fonts import FontFamily
from leafgen.content.model import Kind
from leafgen.content.stocks import Stock
from leafgen.kernel.errors import DoesNotFit, InvalidInput, LeafgenError
from leafgen.kernel.geometry import Box, mm, pt
from leafgen.pipeline import Leafgen
from leafgen.render.label_code import make_code
from leafgen.render.label_html import isolated, render_shaped_labels
from leafgen.render.label_plan import OVERHANG_MM
from leafgen.render.label_shaping import ShapedFonts
from leafgen.verify.evidence import gather
from tests.render.label_samples import DYMO, FIRA, L7160, ROLL, TINY, label, quantity, say, warning

STOCKS = (DYMO, L7160, ROLL)


def name(identity: str, text: str) -> Said:
    return say(identity, Run(text, Role.NAME))


def date(identity: str, text: str) -> Said:
    return say(identity, Run(text, Role.DATE))


def arabic(*, product: str = "magnesium citrate (150 mg)", patient: str = "السيدة ليلى حداد") -> Composition:
    """A label as the Arabic catalogue says it, or nearly so."""
    dose = say("cramps.dose", "تناول ", quantity("200 إلى 400 ملغ"), " كل يوم (عنصري).", kind=Kind.DOSE, safety=True)
    phone = say("clinic.questions", Run("0519\u00a0229\u00a0200", Role.PHONE))
    lines = (
        LabelLine("head", (name("clinic.name", "Apotheek Voorbeeld"), phone), (date("patient.date", "21/11/2026"),)),
        LabelLine("patient", (name("patient.name", patient), date("patient.birth-date", "12 مارس 1961"))),
        LabelLine("product", (name("patient.product", product), name("patient.quantity", "60 حبة"))),
        LabelLine("dose", (dose,)),
        warning("core.limit", "أكثر من ", quantity("250 ملغ"), " في اليوم فقط إذا نصحك طبيبك بذلك."),
        LabelLine("text", (say("core.how", "تناوله مع الطعام وكوب كامل من الماء."),)),
        warning("core.kidney", "لا تستعمله إذا كنت تعاني من مشاكل شديدة في الكلى."),
        warning("core.apart", "اترك ", quantity("2–4 ساعات"), " بينه وبين الأدوية الأخرى."),
        LabelLine("foot", (say("core.children", "يحفظ بعيدا عن متناول الأطفال."),)),
    )
    return Composition(
        kind="label",
        indication="cramps",
        locale="ar",
        direction="rtl",
        font="ibm-plex-sans-arabic",
        edition="standard",
        title=say("cramps#product", "مغنيسيوم"),
        brand=Brand("#205072", "#329d9c"),
        lines=tuple(replace(line, repeat=line.look in {"head", "patient", "product"}) for line in lines),
        part_of=say("wording.part-of", "ملصق ", Run("{part}"), " من ", Run("{parts}")),
        content_hash="1A2B-3C4D",
    )


@pytest.fixture
def plex(leafgen: Leafgen) -> FontFamily:
    return leafgen.workspace.fonts["ibm-plex-sans-arabic"]


def glyphs(pdf: bytes) -> Iterator[tuple[int, str, Box, float]]:
    """Page, character, box and size in pt of every glyph that leaves ink."""
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document, 1):
        text = page.get_textpage()
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        for index in range(text.count_chars()):
            character = chr(pdfium.FPDFText_GetUnicode(text, index))
            if not character.isspace():
                pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
                box = Box(left.value, bottom.value, right.value, top.value)
                yield number, character, box, pdfium.FPDFText_GetFontSize(text, index)


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.id)
def test_an_arabic_label_is_proven_inside_its_margins_at_a_legal_size(
    leafgen: Leafgen, plex: FontFamily, stock: Stock
) -> None:
    made = render_shaped_labels(replace(arabic(), copies=2), stock, plex)
    proof = leafgen.prove(made.pdf, made.expectation)
    assert proof.proven, proof
    for _, _, _, size in glyphs(made.pdf):
        assert mm(size * plex.x_height) >= 1.4
    assert made.expectation.minimum_x_height_mm == 1.4


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.id)
def test_ink_keeps_to_the_margins_of_every_cell(plex: FontFamily, stock: Stock) -> None:
    made = render_shaped_labels(replace(arabic(), copies=2), stock, plex)
    scale = 300 / 25.4
    for page in pypdfium2.PdfDocument(made.pdf):
        picture = page.render(scale=300 / 72).to_pil().convert("L").point(lambda grey: 255 if grey < 128 else 0)
        for position in range(1, stock.per_sheet + 1):
            cell = cell_box(stock, position)
            left, top = (cell.x0 + stock.sides) * scale, picture.height - (cell.y1 - stock.margin) * scale
            right, bottom = (cell.x1 - stock.sides) * scale, picture.height - (cell.y0 + stock.margin) * scale
            picture.paste(0, (int(left) - 1, int(top) - 1, int(right) + 2, int(bottom) + 2))
        assert picture.getbbox() is None


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.id)
def test_baselines_are_at_least_three_millimetres_apart(plex: FontFamily, stock: Stock) -> None:
    made = render_shaped_labels(arabic(), stock, plex)
    for page in gather(made.pdf, right_to_left=True).pages:
        columns: dict[float, set[float]] = {}
        for line in page.lines:
            column = (line.start - pt(stock.left)) // pt(stock.pitch_x) if stock.sheet else 0.0
            columns.setdefault(column, set()).add(round(line.across, 2))
        for baselines in columns.values():
            assert len(baselines) > 5
            assert min(above - below for below, above in pairwise(sorted(baselines))) >= pt(3.0) - 0.02


def test_the_label_is_mirrored_and_its_dose_the_largest(plex: FontFamily) -> None:
    made = render_shaped_labels(arabic(), DYMO, plex)
    found = list(glyphs(made.pdf))
    pharmacy = next(box for _, mark, box, _ in found if mark == "A")
    day = next(box for _, mark, box, _ in found if mark == "6")
    assert pharmacy.x0 > pt(DYMO.width) / 2
    assert day.x1 < pt(DYMO.width) / 2
    largest = max(size for *_, size in found)
    assert {mark for _, mark, _, size in found if size == largest} >= set("تناول200400")
    picture = pypdfium2.PdfDocument(made.pdf)[0].render(scale=4).to_pil().convert("L")
    edge = picture.width - 4 * pt(DYMO.sides + OVERHANG_MM) - 2
    dark = [picture.getpixel((int(edge), y)) == 0 for y in range(picture.height)]
    assert sum(dark) > 4 * 15  # the warning bar stands at the right


def test_numbers_and_latin_names_run_from_left_to_right(leafgen: Leafgen, plex: FontFamily) -> None:
    text = say("core.apart", "اترك ", quantity("2–4 ساعات"), " بعد 13–56 مرة.")
    lines = (*arabic().lines[:3], LabelLine("text", (text,)))
    made = render_shaped_labels(replace(arabic(), lines=lines), DYMO, plex)
    y = next(box.y0 for _, mark, box, _ in glyphs(made.pdf) if mark == "4")
    ordered = sorted((box.x0, mark) for _, mark, box, _ in glyphs(made.pdf) if mark in "123456–" and box.y0 < y + 6)
    assert "".join(mark for _, mark in ordered) == "13–562–4"  # the second isolate stands left of the first
    name_size = next(size for _, mark, _, size in glyphs(made.pdf) if mark == "g")
    latin = sorted((box.x0, mark) for _, mark, box, size in glyphs(made.pdf) if mark in "gs" and size == name_size)
    assert "".join(mark for _, mark in latin) == "gsg"  # magnesium citrate (150 mg)
    assert leafgen.prove(made.pdf, made.expectation).proven


@pytest.mark.parametrize(
    ("text", "role", "marked_up"),
    [
        ("من 200-400 ملغ", Role.TEXT, 'من <bdi dir="ltr">200-400</bdi> ملغ'),
        ("قرصان (2) (200 mg)", Role.TEXT, 'قرصان (<bdi dir="ltr">2</bdi>) (<bdi dir="ltr">200 mg</bdi>)'),
        ("لـ200–400،", Role.TEXT, 'لـ<bdi dir="ltr">200–400</bdi>،'),
        ("magnesium (citrate).", Role.TEXT, "magnesium (citrate)."),
        ("magnesium (citrate) <", Role.NAME, '<bdi dir="ltr">magnesium (citrate) &lt;</bdi>'),
        ("0519 229 200", Role.PHONE, '<bdi dir="ltr">0519 229 200</bdi>'),
        ("حتى 41%", Role.QUANTITY, '<bdi dir="rtl">حتى <bdi dir="ltr">41%</bdi></bdi>'),
    ],
)
def test_numbers_and_names_are_isolated(text: str, role: Role, marked_up: str) -> None:
    assert "".join(isolated(text, role)) == marked_up


def test_what_has_no_room_is_refused_with_the_smallest_stock_that_holds_it(plex: FontFamily) -> None:
    with pytest.raises(DoesNotFit) as refusal:
        render_shaped_labels(arabic(), TINY, plex, (DYMO, L7160))
    assert "tiny" in refusal.value.message
    assert "Dymo 99012 (dymo-99012)" in refusal.value.advice or "avery-l7160" in refusal.value.advice


def test_a_character_without_a_glyph_is_refused_by_name(plex: FontFamily) -> None:
    with pytest.raises(InvalidInput, match=r"patient\.name.*U\+0104B|patient\.name.*U\+5F20"):
        render_shaped_labels(arabic(patient="张 伟"), DYMO, plex)


def test_a_line_the_engine_sets_wider_than_measured_is_a_fault(
    plex: FontFamily, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ShapedFonts, "width", lambda _self, text, _weight: 0.2 * len(text))
    with pytest.raises(LeafgenError, match="came out"):
        render_shaped_labels(arabic(), DYMO, plex)


def test_the_file_says_what_it_is_and_is_not_to_be_scaled(plex: FontFamily) -> None:
    made = render_shaped_labels(arabic(), DYMO, plex)
    assert made.pdf == render_shaped_labels(arabic(), DYMO, plex).pdf
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert str(pdf.Root.ViewerPreferences.PrintScaling) == "/None"
        assert str(pdf.Root.Lang) == "ar"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo["/Title"]) == "مغنيسيوم"


def test_calibration_moves_and_scales_the_whole_page(leafgen: Leafgen, plex: FontFamily) -> None:
    plain = render_shaped_labels(arabic(), L7160, plex)
    moved = render_shaped_labels(arabic(), L7160, plex, calibration=Calibration(1.0, -2.0, 1.01, 0.99))
    first, second = (next(box for _, mark, box, _ in glyphs(made.pdf) if mark == "V") for made in (plain, moved))
    assert second.x0 == pytest.approx(first.x0 * 1.01 + pt(1.0), abs=0.1)
    assert second.y0 == pytest.approx(first.y0 * 0.99 - pt(2.0), abs=0.1)
    assert leafgen.prove(moved.pdf, moved.expectation).proven


def test_a_code_stands_at_the_left_and_can_be_read(leafgen: Leafgen, plex: FontFamily) -> None:
    few = replace(arabic(), lines=arabic().lines[:4])
    made = render_shaped_labels(few, DYMO, plex, code=make_code(Barcode(Symbology.QR, "https://example.org/m")))
    picture = pypdfium2.PdfDocument(made.pdf)[0].render(scale=203 / 72).to_pil()
    (read,) = zxingcpp.read_barcodes(picture)
    assert read.text == "https://example.org/m"
    assert read.position.top_left.x < picture.width / 2
    assert leafgen.prove(made.pdf, made.expectation).proven


def test_latin_words_on_a_right_to_left_label_read_from_left_to_right(leafgen: Leafgen) -> None:
    made = render_shaped_labels(replace(label("en"), direction="rtl"), DYMO, FIRA)
    assert leafgen.prove(made.pdf, replace(made.expectation, font_files=())).proven


def test_two_tablets_and_their_amount_stand_in_order_and_are_proven(leafgen: Leafgen) -> None:
    fields = {
        "kind": "label", "indication": "cramps", "locale": "ar", "stock": "zebra-102x76",
        "product": "magnesium-citrate-100", "dose": "200", "times": "evening",
    }  # fmt: skip
    document = leafgen.document(leafgen.request(fields))
    assert document.proof.proven
