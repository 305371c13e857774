"""The geometry of label stocks, checked on load."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leafgen.content.stocks import Stock
from leafgen.kernel.geometry import A4

SHEET = Stock("sheet", "Sheet", "test", 60, 40, "test", A4, 3, 7, 10, 5, 65, 41)
ROLL = Stock("roll", "Roll", "test", 70, 35, "test")


def test_a_good_sheet_and_a_good_roll_have_no_problems() -> None:
    assert SHEET.problems() == ()
    assert ROLL.problems() == ()


@pytest.mark.parametrize(
    ("stock", "problem"),
    [
        (replace(SHEET, width=0), "width must be above zero"),
        (replace(SHEET, top=-1), "top must not be below zero"),
        (replace(SHEET, columns=0), "columns and rows must be at least one"),
        (replace(SHEET, margin=20), "leaves no room"),
        (replace(SHEET, pitch_x=59), "columns overlap: 60 mm wide, but only 59 mm apart"),
        (replace(SHEET, pitch_y=39), "rows overlap: 40 mm high, but only 39 mm apart"),
        (replace(SHEET, left=25), "columns end at 215 mm, outside the sheet of 210 mm"),
        (replace(SHEET, rows=8), "rows end at 332 mm, outside the sheet of 297 mm"),
        (replace(ROLL, columns=2), "a roll has one label a page"),
        (replace(ROLL, left=3), "a roll has one label a page"),
    ],
)
def test_a_faulty_stock_says_what_is_wrong(stock: Stock, problem: str) -> None:
    assert any(problem in found for found in stock.problems())


def test_vendors_round_their_dimensions() -> None:
    assert replace(SHEET, left=20.2).problems() == ()
    assert replace(SHEET, left=20.3).problems()


def test_a_sheet_holds_columns_times_rows() -> None:
    assert SHEET.per_sheet == 21
    assert ROLL.per_sheet == 1
