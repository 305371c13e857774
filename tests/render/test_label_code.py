"""Codes on labels, decoded by an independent reader from the picture of the label."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from leafgen.content.stocks import Stock
from leafgen.kernel.errors import InvalidInput
from leafgen.kernel.geometry import mm
from leafgen.render.label_code import make_code
from leafgen.render.label_layout import QUIET, Face
from leafgen.render.label_pdf import LabelPress, render_labels
from leafgen.render.label_style import MODULE
from tests.render.label_samples import DYMO, FIRA, L7160, LONG, ROLL, label, warning
from tests.render.test_label_pdf import TABLETS, ink

zxingcpp: Any = pytest.importorskip("zxingcpp")

ADDRESS = "https://apotheek.example/f/1A2B3C4D"
LARGE = Stock("large", "Large 102 x 76 mm", "test", 101.6, 76.2, "test", margin=1.5)


def picture(pdf: bytes, dpi: float) -> Image.Image:
    image: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72, grayscale=True).to_pil()
    return image


@pytest.mark.parametrize("dpi", [203, 300])
def test_the_code_is_read_from_the_raster_of_a_label_printer(dpi: int) -> None:
    pdf = render_labels(label("nl"), LARGE, FIRA, code=make_code(ADDRESS)).pdf
    thermal = picture(pdf, dpi).point(lambda grey: 255 if grey > 127 else 0).convert("1").convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(thermal)] == [ADDRESS]


def test_the_code_keeps_its_quiet_zone_and_its_module_of_three_dots() -> None:
    press = LabelPress(LARGE, FIRA)
    (face,) = press.plan(label("nl"), make_code(ADDRESS)).faces
    left, bottom, right, top = _bounds(face)
    assert pytest.approx(3 / 203 * 25.4) == mm(MODULE)
    for text in face.texts:
        beside = text.x + text.width > left - QUIET + 0.01
        level = text.y < top + QUIET and text.y + text.size * 0.75 > bottom - QUIET
        assert not (beside and level), text.said.id
    for mark in face.marks:
        assert mark.box.y0 >= top + QUIET - 0.01 or mark.box.x1 <= left - QUIET
    assert right <= press_width(LARGE)


def press_width(stock: Stock) -> float:
    return stock.width / 25.4 * 72 - QUIET + 0.01


def _bounds(face: Face) -> tuple[float, float, float, float]:
    assert face.code is not None
    x, y, size = face.code.x, face.code.y, face.code.code.size
    return x, y, x + size, y + size


@pytest.mark.parametrize("stock", [DYMO, ROLL, L7160, LARGE])
@pytest.mark.parametrize("composition", [label("nl"), label("en"), TABLETS["nl"], LONG["nl"], LONG["en"]])
def test_a_code_never_costs_a_line_a_label_or_a_legal_size(stock: Stock, composition: Any) -> None:
    press = LabelPress(stock, FIRA)
    without, beside = press.plan(composition), press.plan(composition, make_code(ADDRESS))
    assert len(beside.faces) == len(without.faces)
    assert beside.setting.run_on == without.setting.run_on
    assert beside.setting.scale.text >= min(without.setting.scale.text, 8.0)
    said = [[text.said for text in face.texts] for face in without.faces]
    assert [list(dict.fromkeys(one)) for one in said] == [
        list(dict.fromkeys(text.said for text in face.texts)) for face in beside.faces
    ]


def test_where_there_is_no_room_the_code_is_left_out_and_counted() -> None:
    more = tuple(warning(f"more.{number}", "Kan slaperig maken.") for number in range(2))
    crowded = LabelPress(DYMO, FIRA).run(
        [replace(TABLETS["nl"], lines=(*TABLETS["nl"].lines, *more))], codes=[make_code(ADDRESS)]
    )
    assert crowded.codes == 0
    roomy = LabelPress(LARGE, FIRA).run([label("nl"), label("nl", patient="B")], codes=[make_code(ADDRESS), None])
    assert roomy.codes == 1


def test_a_continued_label_carries_its_code_on_the_emptiest_part() -> None:
    short = label("nl", patient="mevr. A. de Vries")
    plan = LabelPress(replace(ROLL, height=32), FIRA).plan(short, make_code("HTTPS://A.NL/1"))
    assert len(plan.faces) > 1
    assert sum(1 for face in plan.faces if face.code) <= 1


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
        make_code("a" * length)
