"""The drawing of a sheet: every label once, where it is printed."""

from __future__ import annotations

import pytest

from leafgen.compose.imposition import impose
from leafgen.pipeline import Leafgen
from leafgen.web.sheet import sheet_of


def test_labels_are_picked_where_they_are_printed(leafgen: Leafgen) -> None:
    for stock in leafgen.content.stocks.values():
        sheet = sheet_of(stock)
        if sheet is None:
            assert stock.sheet is None or stock.per_sheet == 1
            continue
        cells = impose(stock, stock.per_sheet)
        assert [spot.number for spot in sheet.spots] == [cell.position for cell in cells]
        for spot, cell in zip(sheet.spots, cells, strict=True):
            assert spot.left == pytest.approx(cell.box.x0, abs=0.01)
            assert sheet.height - spot.top == pytest.approx(cell.box.y1, abs=0.01)


def test_rows_and_columns_are_counted_from_the_top(leafgen: Leafgen) -> None:
    sheet = sheet_of(leafgen.content.stocks["avery-l7160"])
    assert sheet
    fifth = sheet.spots[4]
    assert (fifth.row, fifth.column) == (2, 2)
    assert sheet.spots[0].top < fifth.top


def test_a_roll_has_nothing_to_pick(leafgen: Leafgen) -> None:
    assert sheet_of(leafgen.content.stocks["dymo-99012"]) is None
