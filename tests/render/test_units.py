from __future__ import annotations

from leafgen.compose.composition import Bullets
from leafgen.content.model import Kind
from leafgen.render.units import part_of, units_of
from tests.render.leaflet_samples import bullets, migraine_nl, paragraphs, questions, section, table


def test_lists_part_with_two_items_on_either_side() -> None:
    listed = section("list", "List", bullets(Kind.CAUTION, "a", "b", "c", "d", "e"))
    assert [unit.breaks for unit in units_of(listed)] == [False, False, True, True, False]


def test_lists_below_each_other_part_as_one() -> None:
    lists = bullets(Kind.CAUTION, "a", "b", "c"), bullets(Kind.PREGNANCY, "d"), bullets(Kind.CHILDREN, "e")
    listed = section("list", "List", *lists)
    assert [unit.breaks for unit in units_of(listed)] == [False, False, True, True, False]
    parted = section("list", "List", lists[0], *paragraphs(Kind.CAUTION, "x"), lists[1], lists[2])
    assert [unit.breaks for unit in units_of(parted) if unit.item is not None] == [False] * 5


def test_an_introduction_stays_with_its_table() -> None:
    introduced = section(
        "apart", "Apart", *paragraphs(Kind.INTERACTION, "Why"), table("t", Kind.INTERACTION, "a|b", "c|d")
    )
    assert not any(unit.breaks for unit in units_of(introduced))


def test_boxes_and_wide_sections_stay_whole() -> None:
    for look, wide in (("alarm", False), ("danger", True), ("plain", True)):
        boxed = section("box", "Box", bullets(Kind.EMERGENCY, *"abcdef"), look=look, wide=wide)
        assert not any(unit.breaks for unit in units_of(boxed))


def test_questions_part_between_questions() -> None:
    asked = section("questions", "Questions", *questions("a?|b", "c?|d", "e?|f"))
    assert [unit.breaks for unit in units_of(asked)] == [False, True, True]


def test_parts_hold_what_they_were_given_and_the_heading_once() -> None:
    listed = section("list", "List", *paragraphs(Kind.DOSE, "x"), bullets(Kind.CAUTION, "a", "b", "c", "d"))
    first, second = part_of(listed, 0, 3), part_of(listed, 3, 5)
    assert first.heading == listed.heading
    assert second.heading is None
    texts = [
        [item.said.text for block in part.blocks if isinstance(block, Bullets) for item in block.items]
        for part in (first, second)
    ]
    assert texts == [["a", "b"], ["c", "d"]]
    assert second.blocks == (part_of(listed, 3, 5).blocks[0],)


def test_all_units_together_are_the_section() -> None:
    for whole in migraine_nl().sections:
        assert part_of(whole, 0, len(units_of(whole))) == whole


def test_a_paragraph_of_one_line_neither_begins_nor_ends_a_section_alone() -> None:
    line, long = "A line.", "Words that take more than one line of a column, " * 3
    texts = {
        (line, long, long): [False, False, True],
        (long, long, line): [False, True, False],
        (long, line, long): [False, True, True],
        (long, line): [False, False],
    }
    for shown, breaks in texts.items():
        told = section("told", "Told", *paragraphs(Kind.DOSE, *shown))
        assert [unit.breaks for unit in units_of(told)] == breaks
