"""Codes read back from the picture of a label: what is promised is there, and whatever happens to it is found."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from leafgen.compose.composition import Barcode, Symbology
from leafgen.compose.expectation import Expectation, ExpectedCode
from leafgen.compose.imposition import Calibration
from leafgen.content.stocks import Stock
from leafgen.kernel.geometry import Box, pt
from leafgen.render.label_code import make_code
from leafgen.render.label_pdf import UNCALIBRATED, LabelPress, LabelRun, render_labels
from leafgen.verify.proof import CheckOutcome
from tests.render.label_samples import FIRA, L7160, label
from tests.verify.mutants.real import house

CHECK = "codes-read-back"
LARGE = Stock("large", "Large 102 x 76 mm", "test", 101.6, 76.2, "test", margin=1.5)
QR = Barcode(Symbology.QR, "HTTPS://APOTHEEK.EXAMPLE/1A2B3C4D")
#: Numbers of the range that a shop may use within its own walls (GS1 prefix 2).
SQUARE = Barcode(Symbology.GS1_DATAMATRIX, "(01)02000000000008")
BARS = Barcode(Symbology.GS1_128, SQUARE.text)
ALL = (QR, SQUARE, BARS)


def printed(barcode: Barcode | None, stock: Stock = LARGE, calibration: Calibration = UNCALIBRATED) -> LabelRun:
    composition = replace(label("nl"), code=barcode)
    return LabelPress(stock, FIRA, calibration=calibration).run([composition])


def outcome(pdf: bytes, expectation: Expectation) -> CheckOutcome:
    (found,) = (check for check in house().prove(pdf, expectation).checks if check.id == CHECK)
    return found


def refused(pdf: bytes, expectation: Expectation) -> list[str]:
    """What the check says, which refuses the whole file."""
    return [refusal.message for refusal in outcome(pdf, expectation).refusals]


def painted(run: LabelRun, where: Callable[[Box], Box], colour: str = "1 g", page: int = 1) -> bytes:
    """The file with a rectangle painted over what `where` makes of the code's box, in pt."""
    box = run.expectation.codes[0].box
    over = where(Box(pt(box.x0), pt(box.y0), pt(box.x1), pt(box.y1)))
    with pikepdf.open(BytesIO(run.pdf)) as pdf:
        paint = f"q {colour} {over.x0} {over.y0} {over.width} {over.height} re f Q".encode()
        pdf.pages[page - 1].contents_add(pdf.make_stream(paint))
        target = BytesIO()
        pdf.save(target)
    return target.getvalue()


@pytest.mark.parametrize("barcode", ALL, ids=lambda one: one.symbology)
@pytest.mark.parametrize("calibration", [UNCALIBRATED, Calibration(1.3, -0.7, 0.985, 1.015)], ids=["plain", "moved"])
def test_a_code_as_promised_is_read_back(barcode: Barcode, calibration: Calibration) -> None:
    run = printed(barcode, calibration=calibration)
    assert [(one.kind, one.text, one.page) for one in run.expectation.codes] == [(barcode.symbology, barcode.text, 1)]
    assert house().prove(run.pdf, run.expectation).proven


def test_every_label_of_a_run_and_of_a_sheet_is_held_to_its_own_code() -> None:
    codes = [QR, None, SQUARE]
    for stock in (LARGE, replace(L7160, id="half", columns=1, rows=3, width=180, height=80, pitch_x=180, pitch_y=81)):
        run = LabelPress(stock, FIRA).run([replace(label("nl"), code=code, copies=2) for code in codes])
        assert [one.text for one in run.expectation.codes] == [QR.text, QR.text, SQUARE.text, SQUARE.text]
        assert refused(run.pdf, run.expectation) == []
        swapped = tuple(
            replace(one, kind=two.kind, text=two.text)
            for one, two in zip(run.expectation.codes, reversed(run.expectation.codes), strict=True)
        )
        assert len(refused(run.pdf, replace(run.expectation, codes=swapped))) == 4


@pytest.mark.parametrize(
    ("promised", "instead"),
    [
        (QR, Barcode(Symbology.QR, QR.text[:-1] + "E")),
        (SQUARE, Barcode(Symbology.GS1_DATAMATRIX, "(01)02000000000015")),
        (BARS, Barcode(Symbology.GS1_128, "(01)02000000000015")),
    ],
    ids=lambda one: one.text,
)
def test_a_code_that_says_something_else_is_refused(promised: Barcode, instead: Barcode) -> None:
    (message,) = refused(printed(instead).pdf, printed(promised).expectation)
    assert message.endswith(f"is, or has beside it, a {promised.symbology} code that says {instead.text!r}")


def test_the_right_number_in_another_kind_of_code_is_refused() -> None:
    run = printed(SQUARE)
    (code,) = run.expectation.codes
    (message,) = refused(run.pdf, replace(run.expectation, codes=(replace(code, kind="gs1-128"),)))
    assert "a gs1-datamatrix code that says" in message


@pytest.mark.parametrize("barcode", ALL, ids=lambda one: one.symbology)
def test_a_code_that_is_not_there_or_on_no_page_is_refused(barcode: Barcode) -> None:
    run = printed(barcode)
    (message,) = refused(printed(None).pdf, run.expectation)
    assert message == f"the {barcode.symbology} code {barcode.text!r} cannot be read"
    (code,) = run.expectation.codes
    (message,) = refused(run.pdf, replace(run.expectation, codes=(replace(code, page=2),)))
    assert message.startswith("there is no page 2")


@pytest.mark.parametrize("barcode", ALL, ids=lambda one: one.symbology)
@pytest.mark.parametrize("part", [0.12, 0.5, 0.8])
@pytest.mark.parametrize("from_top", [True, False])
@pytest.mark.parametrize("colour", ["1 g", "0 g"])
def test_a_code_that_is_partly_covered_is_refused(barcode: Barcode, part: float, from_top: bool, colour: str) -> None:
    def over(box: Box) -> Box:
        high = part * box.height
        return Box(box.x0, box.y1 - high, box.x1, box.y1) if from_top else Box(box.x0, box.y0, box.x1, box.y0 + high)

    run = printed(barcode)
    assert refused(painted(run, over, colour), run.expectation)


def test_what_error_correction_would_mend_is_refused() -> None:
    run = printed(SQUARE)

    def middle(box: Box) -> Box:
        return Box(box.x0 + 4, box.y0 + 4, box.x0 + 8, box.y0 + 8)

    (message,) = refused(painted(run, middle), run.expectation)
    assert message.endswith("is partly covered, or damaged")


@pytest.mark.parametrize("barcode", ALL, ids=lambda one: one.symbology)
def test_print_in_the_quiet_zone_is_refused_and_beyond_it_is_not(barcode: Barcode) -> None:
    run, code = printed(barcode), make_code(barcode)

    def inside(box: Box) -> Box:
        return Box(box.x0 - code.quiet_x, box.y0 + 3, box.x0 - code.quiet_x / 3, box.y0 + 6)

    def outside(box: Box) -> Box:
        return Box(box.x0 - code.quiet_x - 2, box.y0, box.x0 - code.quiet_x - 0.5, box.y1)

    messages = refused(painted(run, inside, "0 g"), run.expectation)
    assert messages
    assert all(message.endswith(("has print in its quiet zone", "cannot be read")) for message in messages)
    assert refused(painted(run, outside, "0 g"), run.expectation) == []


def test_a_pale_code_is_refused() -> None:
    run = printed(QR)
    with pikepdf.open(BytesIO(run.pdf)) as pdf:
        veil = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, ca=0.7)
        pdf.pages[0].Resources.ExtGState = pikepdf.Dictionary(Veil=veil)
        box = run.expectation.codes[0].box
        left, bottom, wide, high = (pt(length) for length in (box.x0, box.y0, box.width, box.height))
        paint = f"q /Veil gs 1 g {left - 3} {bottom - 3} {wide + 6} {high + 6} re f Q".encode()
        pdf.pages[0].contents_add(pdf.make_stream(paint))
        target = BytesIO()
        pdf.save(target)
    assert refused(target.getvalue(), run.expectation) == [f"the qr code {QR.text!r} cannot be read"]


def test_a_code_that_stands_elsewhere_or_in_another_size_is_refused() -> None:
    run = printed(QR)
    (code,) = run.expectation.codes
    for box in (
        Box(code.box.x0 - 2, code.box.y0, code.box.x1 - 2, code.box.y1),
        Box(code.box.x0 - 2, code.box.y0 - 2, code.box.x1, code.box.y1),
    ):
        (message,) = refused(run.pdf, replace(run.expectation, codes=(replace(code, box=box),)))
        assert message.endswith("stands elsewhere, or in another size")


def test_a_code_that_the_layout_lost_is_still_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    press = LabelPress(LARGE, FIRA)
    plan = press.plan(label("nl"), make_code(QR))
    lost = replace(plan, faces=tuple(replace(face, code=None) for face in plan.faces))
    monkeypatch.setattr(press, "plan", lambda *_: lost)
    run = press.run([replace(label("nl"), code=QR)])
    assert [one.text for one in run.expectation.codes] == [QR.text]
    assert refused(run.pdf, run.expectation) == [f"the qr code {QR.text!r} cannot be read"]


def test_a_file_without_promised_codes_passes_and_loads_no_decoder() -> None:
    run = printed(None)
    assert run.expectation.codes == ()
    assert outcome(run.pdf, run.expectation).passed
    program = (
        "import sys; from leafgen.verify.catalogue import all_checks; assert all_checks();"
        "sys.exit('zxingcpp' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_code_printed_in_place_of_the_composition_s_own_is_the_one_promised() -> None:
    rendition = render_labels(replace(label("nl"), code=QR), LARGE, FIRA, code=make_code(SQUARE))
    (code,) = rendition.expectation.codes
    assert (code.kind, code.text) == (SQUARE.symbology, SQUARE.text)
    assert isinstance(code, ExpectedCode)
    assert refused(rendition.pdf, rendition.expectation) == []
