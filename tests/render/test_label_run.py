"""Several labels in one file, part-used sheets, calibration, and the test page."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from leafgen.compose.imposition import Calibration, cell_box, page_size
from leafgen.kernel.errors import InvalidInput
from leafgen.kernel.geometry import A4, mm, pt
from leafgen.render.label_pdf import LabelPress, render_labels
from leafgen.render.label_test_page import render_test_page
from tests.render.label_samples import DYMO, FIRA, L7160, ROLL, STOCKS, label
from tests.render.test_label_pdf import free_box, ink, words

NAMES = ("mevr. A. de Vries", "dhr. B. Jansen", "mevr. C. Bakker")


def positions(pdf: bytes) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for page, box, _ in ink(pdf):
        at = next(number for number in range(1, 22) if free_box(L7160, number).contains(box, 0.1))
        found.setdefault(page, set()).add(at)
    return found


def test_different_labels_share_part_used_sheets() -> None:
    several = [label("nl", patient=name) for name in NAMES]
    run = LabelPress(L7160, FIRA).run(several, part_used=[(20,), (3, 7)])
    assert positions(run.pdf) == {1: {20}, 2: {3, 7}, 3: {1, 2, 3}}
    assert run.pages == 3
    text = [words(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(run.pdf)]
    assert NAMES[0] in text[0]
    assert NAMES[1] in text[1]
    assert NAMES[2] in text[2]
    identities = [(said.id, said.text) for said in run.expectation.flow if said.id == "patient.name"]
    assert [name for _, name in identities] == [name for name in NAMES for _ in range(2)]


def test_each_label_has_copies_of_its_own() -> None:
    run = LabelPress(ROLL, FIRA).run([label("nl", copies=2), label("nl", patient=NAMES[1])])
    assert run.pages == 6
    assert [said.text for said in run.expectation.flow if said.id == "patient.name"] == [NAMES[0]] * 4 + [NAMES[1]] * 2


def test_an_empty_run_or_one_of_two_languages_is_refused() -> None:
    press = LabelPress(ROLL, FIRA)
    with pytest.raises(InvalidInput, match="no label"):
        press.run([])
    with pytest.raises(InvalidInput, match="one language"):
        press.run([label("nl"), label("en")])


def test_one_label_of_a_run_that_does_not_fit_refuses_the_run() -> None:
    with pytest.raises(InvalidInput, match="does not fit"):
        LabelPress(ROLL, FIRA, STOCKS).run([label("nl"), label("nl", note="lang " * 200)])


def test_a_calibration_moves_and_scales_all_print() -> None:
    plain = render_labels(label("nl"), L7160, FIRA)
    moved = render_labels(label("nl"), L7160, FIRA, calibration=Calibration(1.5, -2.0, 0.99, 1.01))
    pairs = zip(ink(plain.pdf), ink(moved.pdf), strict=True)
    for (_, before, _), (_, after, _) in pairs:
        assert after.x0 == pytest.approx(before.x0 * 0.99 + pt(1.5), abs=0.02)
        assert after.y0 == pytest.approx(before.y0 * 1.01 - pt(2.0), abs=0.02)
    assert moved.expectation.minimum_pt == pytest.approx(plain.expectation.minimum_pt * 0.99)


def test_marks_measured_on_paper_give_the_calibration_that_puts_them_right() -> None:
    scale, offset_x, offset_y = 0.985, 1.2, -0.8

    def printed(x: float, y: float) -> tuple[float, float]:
        return x * scale + offset_x, y * scale + offset_y

    near, far = printed(10, 10), printed(A4.width - 10, A4.height - 10)
    calibration = Calibration.from_marks(
        A4, left=near[0], bottom=near[1], right=A4.width - far[0], top=A4.height - far[1]
    )
    for x, y in ((10, 10), (100, 200)):
        corrected = (
            x * calibration.scale_x + calibration.offset_x,
            y * calibration.scale_y + calibration.offset_y,
        )
        assert printed(*corrected) == pytest.approx((x, y))


def test_a_printer_that_is_right_needs_no_calibration() -> None:
    found = Calibration.from_marks(A4, left=10, right=10, top=10, bottom=10)
    assert (found.offset_x, found.offset_y, found.scale_x, found.scale_y) == pytest.approx((0, 0, 1, 1))


@pytest.mark.parametrize("fault", [{"offset_x": 9.0}, {"offset_y": -9.0}, {"scale_x": 0.96}, {"scale_y": 1.04}])
def test_what_is_no_matter_of_calibration_is_refused(fault: dict[str, float]) -> None:
    with pytest.raises(InvalidInput, match="no calibration"):
        Calibration(**fault)


def test_marks_measured_past_each_other_are_refused() -> None:
    with pytest.raises(InvalidInput, match="past each other"):
        Calibration.from_marks(A4, left=110, right=110, top=10, bottom=10)


def test_the_test_page_numbers_every_label_where_it_lies() -> None:
    pdf = render_test_page(L7160, FIRA)
    document = pypdfium2.PdfDocument(pdf)
    assert document[0].get_size() == pytest.approx((pt(210), pt(297)), abs=0.01)
    text = document[0].get_textpage()
    for position in (1, 21):
        box = cell_box(L7160, position)
        bounds = (pt(box.x0), pt(box.y0), pt(box.x1), pt(box.y1))
        assert text.get_text_bounded(*bounds).strip() == str(position)
    assert "avery-l7160" in text.get_text_range()


def test_the_test_page_has_its_marks_ten_millimetres_from_the_edges() -> None:
    page = pypdfium2.PdfDocument(render_test_page(L7160, FIRA))[0]
    lines = [item.get_bounds() for item in page.get_objects()]
    upright = [bounds for bounds in lines if mm(bounds[2] - bounds[0]) < 0.9 and 5 < mm(bounds[3] - bounds[1]) < 8]
    centres = sorted({round(mm((left + right) / 2), 1) for left, _, right, _ in upright})
    assert centres == [10.0, 200.0]


def test_the_test_page_of_a_roll_shows_what_may_be_printed_on() -> None:
    page = pypdfium2.PdfDocument(render_test_page(replace(DYMO, side_margin=6.0), FIRA))[0]
    assert page.get_size() == pytest.approx((pt(page_size(DYMO).width), pt(page_size(DYMO).height)), abs=0.01)
    assert "Dymo 99012 · 89 × 36 mm" in page.get_textpage().get_text_range()
    left = min(item.get_bounds()[0] for item in page.get_objects())
    assert mm(left) == pytest.approx(6.0, abs=0.3)


def test_a_press_that_forgets_what_it_measured_prints_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    several = [label("nl", patient=f"A. de Vries-{number}") for number in range(6)]
    kept = LabelPress(ROLL, FIRA).run(several).pdf
    monkeypatch.setattr("leafgen.render.label_text.MOST_REMEMBERED", 7)
    assert LabelPress(ROLL, FIRA).run(several).pdf == kept
