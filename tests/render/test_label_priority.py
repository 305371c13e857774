"""What gives way when a label is short of room, in which order, and how far: by the priority of each line."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import pytest

from leafgen.compose.composition import Composition, LabelLine
from leafgen.compose.expectation import Minimum
from leafgen.compose.imposition import Calibration
from leafgen.content.stocks import Stock
from leafgen.kernel.errors import DoesNotFit
from leafgen.kernel.geometry import mm
from leafgen.pipeline import Leafgen
from leafgen.render.label_html import ShapedPress
from leafgen.render.label_layout import Face
from leafgen.render.label_pdf import LabelPress, render_labels
from leafgen.render.label_style import PRESSES
from tests.render.label_samples import DYMO, FIRA, ROLL, label, say

FINE = tuple(
    LabelLine("foot", (say(f"fine.{number}", text),), priority=3, least_x_height=1.2)
    for number, text in enumerate(
        (
            "Voedingssupplement: vervangt geen gevarieerde voeding. Elke dag: 53% van de inname.",
            "Lees eerst de folder, ook als u dit middel al eerder kreeg.",
        )
    )
)


def with_small_print(composition: Composition) -> Composition:
    return replace(composition, lines=(*composition.lines, *FINE))


def faces(height: float) -> tuple[Face, ...]:
    stock = Stock("test", "Test", "test", 89, height, "test", margin=1.5)
    return LabelPress(stock, FIRA).plan(with_small_print(label("nl"))).faces


def sizes(face: Face, prefix: str) -> set[float]:
    return {text.size for text in face.texts if text.said.id.startswith(prefix)}


def share_a_line(face: Face, first: str, second: str) -> bool:
    heights = [{text.y for text in face.texts if text.said.id == id} for id in (first, second)]
    return bool(heights[0] & heights[1])


def test_plain_lines_run_on_first_then_small_print_shrinks_and_warnings_give_way_last() -> None:
    stages = []
    for height in range(60, 25, -1):
        shown = faces(height)
        if len(shown) > 1:
            stages.append("continued")
            break
        face = shown[0]
        running = share_a_line(face, "wording.label-read-leaflet", "core.children")
        small = bool(sizes(face, "fine.") - sizes(face, "core.how"))
        warnings = share_a_line(face, "core.kidney", "core.loose-stools")
        assert not small or running, "small print shrinks only after plain lines run on"
        assert not warnings or small, "warnings run on only after small print shrank"
        stages.append("warnings" if warnings else "small" if small else "running" if running else "own lines")
    assert list(dict.fromkeys(stages)) == ["own lines", "running", "small", "warnings", "continued"]


def test_only_small_print_is_ever_below_the_common_minimum() -> None:
    pressed = next(face for height in range(60, 25, -1) for face in faces(height) if min(sizes(face, "fine.")) < 7.5)
    assert sizes(pressed, "fine.") == {6.5}
    assert mm(6.5 * FIRA.x_height) >= 1.2
    assert min(text.size for text in pressed.texts if not text.said.id.startswith("fine.")) >= 7.5


def test_lines_of_small_print_stand_nearer_in_proportion_and_no_others() -> None:
    pressed = next(face for height in range(60, 25, -1) for face in faces(height) if min(sizes(face, "fine.")) < 7.5)
    kind = {round(text.y, 3): text.said.id.startswith("fine.") for text in pressed.texts}
    heights = sorted(kind, reverse=True)
    small: list[float] = []
    others: list[float] = []
    for above, below in pairwise(heights):
        (small if kind[above] and kind[below] else others).append(mm(above - below))
    assert small
    assert 3.0 * 6.5 / 7.55 - 0.001 <= min(small) < 2.65
    assert min(others) >= 3.0 - 0.001


@pytest.mark.parametrize("indication", ["cramps", "constipation", "migraine-prevention"])
def test_a_dutch_supplement_of_a_patient_stands_on_one_label_of_70_by_35(leafgen: Leafgen, indication: str) -> None:
    request = leafgen.request(
        {
            "kind": "label", "indication": indication, "locale": "nl", "stock": "roll-70x35", "dose": "200",
            "product": "magnesium-citrate-100", "times": "evening",
            "patient_name": "Anna de Vries", "birth_date": "1961-03-12",
        }
    )  # fmt: skip
    assert request.stock is not None
    plan = LabelPress(request.stock, FIRA).plan(leafgen.compose(request))
    (face,) = plan.faces
    assert plan.setting.press is PRESSES[2], "warnings have lines of their own"
    assert {text.size for text in face.texts} == {6.5, 7.55, 9.5}


def test_a_line_whose_law_asks_for_more_is_set_larger() -> None:
    lines = tuple(
        replace(line, least_x_height=1.6) if line.said[0].id == "core.kidney" else line for line in label("nl").lines
    )
    rendition = render_labels(replace(label("nl"), lines=lines), DYMO, FIRA)
    (face,) = LabelPress(DYMO, FIRA).plan(replace(label("nl"), lines=lines)).faces
    assert min(sizes(face, "core.kidney")) * FIRA.x_height >= 1.6 / 25.4 * 72
    minimum = next(said.minimum for said in rendition.expectation.flow if said.id == "core.kidney")
    assert minimum is not None
    assert minimum.x_height_mm == 1.6


def test_each_statement_is_promised_in_its_own_legal_size() -> None:
    rendition = render_labels(with_small_print(label("nl")), ROLL, FIRA, calibration=Calibration(scale_x=0.99))
    minimum = {said.id: said.minimum for said in rendition.expectation.flow}
    assert minimum["core.kidney"] is None
    small, dose = minimum["fine.0"], minimum["migraine-prevention.dose"]
    assert small is not None
    assert dose is not None
    assert (small.pt, small.x_height_mm) == pytest.approx((0.0, 1.2 * 0.99))
    assert (dose.pt, dose.x_height_mm) == pytest.approx((9.0 * 0.99, 1.4 * 0.99))


@pytest.mark.parametrize("statement", ["core.kidney", "migraine-prevention.dose", "fine.0"])
def test_a_statement_below_its_own_size_is_refused_and_no_other(leafgen: Leafgen, statement: str) -> None:
    height = next(height for height in range(60, 25, -1) if min(sizes(faces(height)[0], "fine.")) < 7.5)
    stock = Stock("test", "Test", "test", 89, height, "test", margin=1.5)
    rendition = render_labels(with_small_print(label("nl")), stock, FIRA)
    assert leafgen.prove(rendition.pdf, rendition.expectation).proven
    size = next(text.size for text in faces(height)[0].texts if text.said.id == statement)
    larger = Minimum(0.0, mm((size + 0.1) * FIRA.x_height))
    flow = tuple(replace(one, minimum=larger) if one.id == statement else one for one in rendition.expectation.flow)
    proof = leafgen.prove(rendition.pdf, replace(rendition.expectation, flow=flow))
    assert {one.id for one in proof.statements if one.check == "legal-size"} == {statement}


def test_the_smallest_type_of_any_profile_keeps_nine_dots_of_x_height_at_203_dpi(leafgen: Leafgen) -> None:
    minimums = [size for profile in leafgen.content.labels.values() for size in profile.minimums.values()]
    assert min(size.x_height for size in minimums) / 25.4 * 203 >= 9


@pytest.mark.parametrize("locale", ["nl", "de", "uk", "ar"])
def test_on_every_stock_the_smallest_letters_keep_nine_dots_and_directions_eleven(
    leafgen: Leafgen, locale: str
) -> None:
    fields = {
        "kind": "label", "indication": "cramps", "locale": locale, "stock": "roll-70x35", "dose": "200",
        "times": "evening", "product": "magnesium-citrate-100", "patient_name": "A. de Vries",
    }  # fmt: skip
    composition = leafgen.compose(leafgen.request(fields))
    font = leafgen.workspace.fonts[composition.font]
    press = ShapedPress if font.needs_shaping else LabelPress
    fine = {line.said[0].id for line in composition.lines if line.least_x_height < 1.4}
    least: dict[bool, float] = {True: 99.0, False: 99.0}
    for stock in leafgen.content.stocks.values():
        with suppress(DoesNotFit):
            for face in press(stock, font).plan(composition).faces:
                for text in face.texts:
                    small = text.said.id in fine
                    least[small] = min(least[small], text.size * font.x_height / 72 * 203)
    assert least[True] >= 9.5
    assert least[False] >= 11


def test_the_words_for_continued_labels_are_never_small_print() -> None:
    for height in range(30, 36):
        for face in faces(height):
            assert min(sizes(face, "wording.part-of"), default=7.5) >= 7.5
