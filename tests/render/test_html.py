from __future__ import annotations

import pytest

from leafgen.compose.composition import Role, Run
from leafgen.render.html import leaflet_html, stretches, together
from tests.render.leaflet_samples import migraine_nl
from tests.render.leaflet_tools import ROOT


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (Run("200–400\u00a0mg", Role.QUANTITY), [("200–400\u00a0mg", "ltr")]),
        (Run("200–400 mg يوميا", Role.QUANTITY), [("200–400 mg", "ltr"), (" ", ""), ("يوميا", "")]),
        (Run("12 مارس 1961", Role.DATE), [("12", "ltr"), (" ", ""), ("مارس", ""), (" ", ""), ("1961", "ltr")]),
        (Run("088 010 0900", Role.PHONE), [("088 010 0900", "ltr")]),
        (Run("قبل النوم", Role.QUANTITY), [("قبل النوم", "")]),
        (Run("9100 AB Voorbeeldstad", Role.NAME), [("9100 AB Voorbeeldstad", "ltr")]),
        (Run("ليلى de Vries", Role.NAME), [("ليلى de Vries", "rtl")]),
    ],
)
def test_numbers_and_names_are_isolated_beside_right_to_left_text(run: Run, expected: list[tuple[str, str]]) -> None:
    assert list(stretches(run, isolate=True)) == expected
    assert "".join(text for text, _ in stretches(run, isolate=True)) == run.text


def test_nothing_is_isolated_where_all_runs_left_to_right() -> None:
    assert list(stretches(Run("200 mg", Role.QUANTITY), isolate=False)) == [("200 mg", "")]
    html = leaflet_html(migraine_nl(), ROOT / "templates", ("standard",), None)
    assert "<bdi" not in html
    assert '<b class="phone">088\u00a00100\u00a0900</b>' in html


def test_the_page_says_its_language_and_direction() -> None:
    html = leaflet_html(migraine_nl(), ROOT / "templates", ("standard", "step-1"), None)
    assert '<html lang="nl" dir="ltr" class="standard step-1"' in html


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Ask your doctor when to stop.", "Ask your doctor when to\u00a0stop."),
        ("Stop.", "Stop."),
        ("Call the pharmacy now.", "Call the pharmacy now."),
        (
            "De klachten zijn misselijkheid of arbeidsongeschiktheid",
            "De klachten zijn misselijkheid of arbeidsongeschiktheid",
        ),
        (" mg a day", " mg a day"),
    ],
)
def test_the_last_two_words_of_a_text_stay_together_where_they_are_short(text: str, printed: str) -> None:
    assert together(text) == printed
