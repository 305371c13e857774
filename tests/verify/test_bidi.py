"""Right-to-left lines: from the order of the page to the order of reading."""

from __future__ import annotations

import pytest

from leafgen.verify.reading.bidi import embedded_order, logical_order, marks_last


def read(visual: str) -> str:
    """What a line says, given its characters from left to right."""
    return "".join(text for text, _ in logical_order([(char, None) for char in visual]))


def test_a_line_of_left_to_right_letters_alone_keeps_its_last_mark_last() -> None:
    assert marks_last([(char, None) for char in ".ab c"]) == [(char, None) for char in "ab c."]
    assert marks_last([(char, None) for char in "ab c."]) == [(char, None) for char in "ab c."]


def test_a_number_alone_on_a_line_has_its_arabic_comma_behind_it() -> None:
    assert marks_last([(char, None) for char in "،100–200 mg"]) == [(char, None) for char in "100–200 mg،"]


@pytest.mark.parametrize(
    ("visual", "logical"),
    [
        ("גבא", "אבג"),
        ("mg 350 א", "א mg 350"),
        ("350 mg א", "א 350 mg"),
        ("ב 020 566 9111 א", "א 020 566 9111 ב"),
        ("ב 10–20 א", "א 10–20 ב"),
        ("ב 20–10 א", "א 20–10 ב"),
        (".ב 10% א", "א 10% ב."),
        ("hello", "hello"),
        (")200 mg( )2( א", "א (2) (200 mg)"),
        ("ב 1 (2 mg) 3 א", "א 1 (2 mg) 3 ב"),
        ("ב -5 א", "א -5 ב"),
        ("Foo bar, 2025; :א", "א: Foo bar, 2025;"),
        ("ב %10 א", "א 10% ב"),
        ("ב ٪١٠ א", "א ١٠٪ ב"),
        ("ב €10 א", "א €10 ב"),
        ("ב 2 ,1 א", "א 1, 2 ב"),
        ("ב 2 ،1 א", "א 1، 2 ב"),
        ("ב 1, 2 א", "א 1, 2 ב"),
        ("ב 3 ,2 ,1 א", "א 1, 2, 3 ב"),
        ("ב 1 ,2 א", "א 2, 1 ב"),
    ],
)
def test_a_line_is_read_from_right_to_left_and_numbers_as_one(visual: str, logical: str) -> None:
    assert read(visual) == logical


@pytest.mark.parametrize(
    ("visual", "logical"),
    [
        ("Name: דגב א born 1980", "Name: א בגד born 1980"),
        ("אבג", "גבא"),
        ("Name: בא, 2", "Name: אב, 2"),
        ("Name: 2 בא", "Name: 2 אב"),
        ("plain", "plain"),
    ],
)
def test_names_from_right_to_left_in_a_line_from_left_to_right(visual: str, logical: str) -> None:
    assert "".join(text for text, _ in embedded_order([(char, None) for char in visual])) == logical
