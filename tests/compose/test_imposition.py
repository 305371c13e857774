"""Labels on sheets: pure geometry."""

from __future__ import annotations

import pytest

from leafgen.compose.imposition import cell_box, free_from, impose, page_size, sheets_needed
from leafgen.content.stocks import Stock
from leafgen.kernel.errors import InvalidInput
from leafgen.kernel.geometry import A4, Box, Size

SHEET = Stock("sheet", "Sheet", "test", 60, 40, "test", A4, 3, 7, 10, 5, 65, 41)
ROLL = Stock("roll", "Roll", "test", 70, 35, "test")


def test_the_first_cell_is_at_the_top_left_of_the_page() -> None:
    assert cell_box(SHEET, 1) == Box(10, 297 - 5 - 40, 70, 297 - 5)


def test_positions_run_along_the_rows() -> None:
    assert cell_box(SHEET, 3).x0 == 10 + 2 * 65
    assert cell_box(SHEET, 4).x0 == 10
    assert cell_box(SHEET, 4).y1 == 297 - 5 - 41


def test_no_two_cells_overlap_and_all_lie_on_the_sheet() -> None:
    boxes = [cell_box(SHEET, position) for position in range(1, SHEET.per_sheet + 1)]
    paper = Box(0, 0, A4.width, A4.height)
    assert all(paper.contains(box) for box in boxes)
    assert not any(one.overlaps(other) for number, one in enumerate(boxes) for other in boxes[:number])


def test_a_part_used_sheet_is_filled_from_its_start_and_then_fresh_ones() -> None:
    cells = impose(SHEET, 4, [free_from(SHEET, 20)])
    assert [(cell.page, cell.position) for cell in cells] == [(1, 20), (1, 21), (2, 1), (2, 2)]
    assert sheets_needed(cells) == 2


def test_several_part_used_sheets_with_holes_come_before_fresh_ones() -> None:
    cells = impose(SHEET, 5, [(21,), (2, 9), range(21, 22)])
    assert [(cell.page, cell.position) for cell in cells] == [(1, 21), (2, 2), (2, 9), (3, 21), (4, 1)]


def test_on_a_roll_every_label_is_a_page() -> None:
    cells = impose(ROLL, 3)
    assert [cell.page for cell in cells] == [1, 2, 3]
    assert {cell.box for cell in cells} == {Box(0, 0, 70, 35)}
    assert page_size(ROLL) == Size(70, 35)


def test_a_roll_takes_position_one_only() -> None:
    assert [cell.page for cell in impose(ROLL, 2, [free_from(ROLL, 1)])] == [1, 2]
    with pytest.raises(InvalidInput, match="no position 2"):
        free_from(ROLL, 2)


@pytest.mark.parametrize("start", [0, -1, 22])
def test_a_start_that_the_sheet_does_not_have_is_refused(start: int) -> None:
    with pytest.raises(InvalidInput, match=f"no position {start}") as refusal:
        free_from(SHEET, start)
    assert "1 to 21" in refusal.value.advice


@pytest.mark.parametrize("free", [(), (3, 3), (22,)])
def test_part_used_sheets_that_cannot_be_are_refused(free: tuple[int, ...]) -> None:
    with pytest.raises(InvalidInput, match="part-used sheet 1"):
        impose(SHEET, 1, [free])


def test_a_roll_has_no_part_used_sheets() -> None:
    with pytest.raises(InvalidInput, match="is a roll"):
        impose(ROLL, 1, [(2, 3)])


def test_nothing_to_print_takes_no_sheets() -> None:
    assert sheets_needed(impose(SHEET, 0)) == 0
