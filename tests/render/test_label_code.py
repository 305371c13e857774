"""Codes on labels, decoded from the picture of the label by readers that share no code with their writer.

zbar and libdmtx are those readers; zxing-cpp reads with other code than it writes with (libzint), and is heard too.
"""

from __future__ import annotations

import pickle
import pickletools
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from leafgen.compose.composition import Barcode, Composition, Symbology
from leafgen.content.stocks import Stock
from leafgen.kernel.errors import DoesNotFit, InvalidInput
from leafgen.kernel.geometry import mm, pt
from leafgen.render.label_code import make_code
from leafgen.render.label_layout import Code, Face
from leafgen.render.label_pdf import LabelPress, render_labels
from leafgen.render.label_plan import Plan, inner_box
from leafgen.render.label_style import BAR_GAP, BAR_WIDTH, PRESSES
from tests.render.label_samples import DYMO, FIRA, L7160, LONG, ROLL, label, warning
from tests.render.test_label_pdf import TABLETS, ink

zbar: Any = pytest.importorskip(
    "pyzbar.pyzbar", reason="zbar is not there: .ci/setup installs it", exc_type=ImportError
)
dmtx: Any = pytest.importorskip(
    "pylibdmtx.pylibdmtx", reason="libdmtx is not there: .ci/setup installs it", exc_type=ImportError
)

ADDRESS = Barcode(Symbology.QR, "https://apotheek.example/f/1A2B3C4D")
#: A number of the range that a shop may use within its own walls (GS1 prefix 2).
SQUARE = Barcode(Symbology.GS1_DATAMATRIX, "(01)02000000000008")
BARS = Barcode(Symbology.GS1_128, SQUARE.text)
ALL = (ADDRESS, SQUARE, BARS)
LARGE = Stock("large", "Large 102 x 76 mm", "test", 101.6, 76.2, "test", margin=1.5)


def picture(pdf: bytes, dpi: float, page: int = 0) -> Image.Image:
    image: Image.Image = pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72, grayscale=True).to_pil()
    return image


def read_independently(image: Image.Image, symbology: Symbology) -> list[str]:
    if symbology is Symbology.GS1_DATAMATRIX:
        return [found.data.decode() for found in dmtx.decode(image, timeout=5000)]
    return [found.data.decode() for found in zbar.decode(image)]


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("barcode", ALL, ids=lambda one: one.symbology)
def test_the_code_is_read_from_the_raster_of_a_label_printer(barcode: Barcode, dpi: int) -> None:
    pdf = render_labels(label("nl"), LARGE, FIRA, code=make_code(barcode)).pdf
    thermal = picture(pdf, dpi).point(lambda grey: 255 if grey > 127 else 0).convert("1").convert("L")
    # An application identifier stands in brackets for people only.
    assert read_independently(thermal, barcode.symbology) == [barcode.text.replace("(", "").replace(")", "")]
    (heard,) = zxingcpp.read_barcodes(thermal)
    assert heard.text == barcode.text
    is_gs1 = heard.content_type is zxingcpp.ContentType.GS1
    assert is_gs1 == (barcode.symbology is not Symbology.QR)


@pytest.mark.parametrize("stock", [LARGE, Stock("edge", "Edge", "test", 101.6, 76.2, "test", margin=1.0)])
@pytest.mark.parametrize("barcode", ALL, ids=lambda one: one.symbology)
def test_the_code_keeps_its_quiet_zone(barcode: Barcode, stock: Stock) -> None:
    code = make_code(barcode)
    (face,) = LabelPress(stock, FIRA).plan(label("nl"), code).faces
    left, bottom, right, top = _bounds(face)
    for text in face.texts:
        beside = text.x + text.width > left - code.quiet_x + 0.01
        level = text.y < top + code.quiet_y and text.y + text.size * 0.75 > bottom - code.quiet_y
        assert not (beside and level), text.said.id
    for mark in face.marks:
        assert mark.box.y0 >= top + code.quiet_y - 0.01 or mark.box.x1 <= left - code.quiet_x
    assert right + code.quiet_x <= pt(stock.width) + 0.01


def test_modules_are_whole_dots_and_of_the_size_their_standard_asks_for() -> None:
    qr, square, bars = (make_code(one) for one in ALL)

    def module(code: Code) -> float:
        return mm(code.width / len(code.modules[0]))

    assert module(qr) == pytest.approx(3 / 203 * 25.4)
    assert 0.254 <= module(square) <= 0.495
    assert 0.170 <= module(bars) <= 0.495
    assert mm(bars.height) == pytest.approx(12.7)
    assert [mm(code.quiet_x) / module(code) for code in (qr, square, bars)] == pytest.approx([4, 1, 10])


def _bounds(face: Face) -> tuple[float, float, float, float]:
    assert face.code is not None
    x, y, code = face.code.x, face.code.y, face.code.code
    return x, y, x + code.width, y + code.height


def planned(press: LabelPress, composition: Composition, code: Code) -> Plan | None:
    """The plan of a label with a code, or None where it is refused for the code alone."""
    try:
        return press.plan(composition, code)
    except DoesNotFit as refusal:
        if "no room for the code" not in refusal.message:
            raise
        return None


def test_some_codes_find_room_and_some_do_not() -> None:
    found = [bool(planned(LabelPress(L7160, FIRA), LONG["nl"], make_code(one))) for one in ALL]
    assert found == [True, True, False]


@pytest.mark.parametrize("stock", [DYMO, ROLL, L7160, LARGE])
@pytest.mark.parametrize("composition", [label("nl"), label("en"), TABLETS["nl"], LONG["nl"], LONG["en"]])
@pytest.mark.parametrize("barcode", ALL, ids=lambda one: one.symbology)
def test_a_code_never_costs_a_warning_its_line_or_a_legal_size(
    stock: Stock, composition: Composition, barcode: Barcode
) -> None:
    press, code = LabelPress(stock, FIRA, [LARGE]), make_code(barcode)
    without, beside = press.plan(composition), planned(press, composition, code)
    if beside is None:
        return
    assert sum(1 for face in beside.faces if face.code) == 1
    said = [{text.said.id for face in plan.faces for text in face.texts} for plan in (without, beside)]
    assert said[0] <= said[1]
    assert _own_lines(beside, stock) or not _own_lines(without, stock)
    assert len(beside.faces) >= len(without.faces)
    if len(beside.faces) > len(without.faces):
        return
    tighter = PRESSES.index(beside.setting.press) - PRESSES.index(without.setting.press)
    assert tighter == 0 or (tighter > 0 and beside.setting.press is not PRESSES[-1])
    assert beside.setting.scale.text >= min(without.setting.scale.text, 8.0)
    assert said[0] == said[1]


def test_a_code_that_one_label_has_no_room_for_stands_on_the_second_of_two() -> None:
    press = LabelPress(DYMO, FIRA)
    without, beside = press.plan(label("nl")), press.plan(label("nl"), make_code(ADDRESS))
    assert [len(plan.faces) for plan in (without, beside)] == [1, 2]
    assert [bool(face.code) for face in beside.faces] == [False, True]


def _own_lines(plan: Plan, stock: Stock) -> bool:
    """Whether each warning begins a line."""
    warned = {line.said[0].id for share in plan.shares for line in share if line.look == "warning"}
    begun: dict[str, float] = {}
    for face in plan.faces:
        for text in face.texts:
            begun.setdefault(text.said.id, text.x)
    begin = inner_box(stock).x0 + BAR_WIDTH + BAR_GAP
    return all(abs(begun[id] - begin) < 0.01 for id in warned)


def test_a_code_without_room_is_refused_and_the_smallest_stock_with_room_named() -> None:
    more = tuple(warning(f"more.{number}", "Kan slaperig maken.") for number in range(2))
    crowded = replace(TABLETS["nl"], lines=(*TABLETS["nl"].lines, *more), code=ADDRESS, part_of=None)
    middle = Stock("middle", "Middle 89 x 50 mm", "test", 89, 50, "test", margin=1.5)
    with pytest.raises(DoesNotFit, match="its text leaves no room for the code") as refusal:
        LabelPress(DYMO, FIRA, [LARGE, DYMO, middle]).run([crowded])
    assert "(middle), on one label" in refusal.value.advice
    assert LabelPress(middle, FIRA).plan(crowded, make_code(ADDRESS)).faces[0].code
    with pytest.raises(DoesNotFit) as refusal:
        LabelPress(DYMO, FIRA).run([crowded])
    assert "no stock of the catalogue holds it" in refusal.value.advice


def test_each_label_of_a_run_has_the_code_it_asks_for() -> None:
    several = [replace(label("nl"), code=ADDRESS), label("nl", patient="B"), replace(label("nl"), code=SQUARE)]
    pdf = LabelPress(LARGE, FIRA).run(several).pdf
    read = [zxingcpp.read_barcodes(picture(pdf, 300, page)) for page in range(3)]
    assert [[one.text for one in found] for found in read] == [[ADDRESS.text], [], [SQUARE.text]]


def test_what_a_label_promises_is_plain() -> None:
    """Who proves elsewhere knows nothing of compositions: not even the kind of a code is one of their types."""
    expectation = LabelPress(LARGE, FIRA).run([replace(label("nl"), code=ADDRESS)]).expectation
    named = [argument for _, argument, _ in pickletools.genops(pickle.dumps(expectation))]
    modules = {name for name in named if isinstance(name, str) and name.startswith("leafgen.")}
    assert modules == {"leafgen.compose.expectation", "leafgen.kernel.geometry"}


def test_a_continued_label_carries_its_code_once() -> None:
    short = label("nl", patient="mevr. A. de Vries")
    plan = LabelPress(replace(ROLL, height=32), FIRA).plan(short, make_code(Barcode(Symbology.QR, "HTTPS://A.NL/1")))
    assert len(plan.faces) > 1
    assert sum(1 for face in plan.faces if face.code) == 1


def test_no_text_runs_into_the_code() -> None:
    rendition = render_labels(label("nl"), LARGE, FIRA, code=make_code(ADDRESS))
    (face,) = LabelPress(LARGE, FIRA).plan(label("nl"), make_code(ADDRESS)).faces
    left, bottom, right, top = _bounds(face)
    assert not any(
        box.x1 > left and box.x0 < right and box.y1 > bottom and box.y0 < top for _, box, _ in ink(rendition.pdf)
    )


@pytest.mark.parametrize("length", [200, 8000])
def test_a_text_too_long_for_a_label_is_refused(length: int) -> None:
    with pytest.raises(InvalidInput, match="characters"):
        make_code(Barcode(Symbology.QR, "a" * length))


@pytest.mark.parametrize("text", ["(01)123", "no identifier"])
def test_what_its_kind_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="gs1-datamatrix"):
        make_code(Barcode(Symbology.GS1_DATAMATRIX, text))
