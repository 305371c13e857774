"""The geometry of label stocks, checked on load."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from leafgen.compose.imposition import cell_box
from leafgen.content.stocks import Stock, names
from leafgen.content.workspace import Workspace, packaged_root
from leafgen.kernel.catalogue import Catalogue
from leafgen.kernel.errors import InvalidInput
from leafgen.kernel.geometry import A4, Box, Size
from leafgen.pipeline import Leafgen
from tests.conftest import Edit

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
        (replace(SHEET, margin=20), "leave no room"),
        (replace(SHEET, side_margin=30), "leave no room"),
        (replace(SHEET, side_margin=-1), "sides must not be below zero"),
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


@pytest.fixture(scope="module")
def stocks() -> Catalogue[Stock]:
    return Workspace(packaged_root()).content.stocks


def test_the_catalogue_holds_what_a_pharmacy_really_uses(stocks: Catalogue[Stock]) -> None:
    assert len(stocks) >= 60
    vendors = {stock.vendor for stock in stocks.values()}
    assert {"Avery", "Avery Zweckform", "Avery US", "Herma", "Dymo", "Brother", "Zebra"} <= vendors
    assert stocks["avery-l7160"].per_sheet == 21
    assert (stocks["dymo-99012"].width, stocks["dymo-99012"].height) == (89, 36)
    assert (stocks["roll-70x35"].width, stocks["roll-70x35"].height) == (70, 35)


def test_every_cell_lies_on_its_paper_and_on_no_other(stocks: Catalogue[Stock]) -> None:
    for stock in stocks.values():
        assert not stock.problems(), stock.id
        assert stock.source, stock.id
        if stock.sheet is None:
            continue
        paper = Box(0, 0, stock.sheet.width, stock.sheet.height)
        boxes = [cell_box(stock, position) for position in range(1, stock.per_sheet + 1)]
        assert all(paper.contains(box, tolerance=0.25) for box in boxes), stock.id
        assert not any(one.overlaps(other, 0.001) for at, one in enumerate(boxes) for other in boxes[:at]), stock.id


def test_no_print_is_asked_for_where_a_laser_printer_does_not_reach(stocks: Catalogue[Stock]) -> None:
    for stock in stocks.values():
        if stock.sheet is None:
            continue
        right = stock.sheet.width - cell_box(stock, stock.columns).x1
        bottom = cell_box(stock, stock.per_sheet).y0
        assert min(stock.left, right) + stock.sides >= 4.2, stock.id
        assert min(stock.top, bottom) + stock.margin >= 4.2, stock.id


def test_every_name_stands_for_one_stock(open_copy: Callable[[], Leafgen], edit: Edit) -> None:
    edit("styles/stocks/dymo.yaml", "aliases: [dymo-30321", "aliases: [avery-l7160, dymo-30321")
    with pytest.raises(InvalidInput) as refusal:
        open_copy().content  # noqa: B018
    (fault,) = refusal.value.diagnostics
    assert "'avery-l7160' is the name of another stock: styles/stocks/avery.yaml:" in str(fault)
    assert str(fault).startswith("styles/stocks/dymo.yaml:")


def test_a_stock_is_found_by_its_id_or_an_alias(stocks: Catalogue[Stock]) -> None:
    assert stocks.choose("avery-j8160") is stocks["avery-l7160"]
    assert stocks.choose("dymo-99012") is stocks["dymo-99012"]
    assert names([replace(SHEET, aliases=("a", "b"))]) == {"a": "sheet", "b": "sheet"}
    with pytest.raises(InvalidInput, match="there is no label stock 'avery-l7161x'"):
        stocks.choose("avery-l7161x")


def test_the_free_part_of_a_label_is_without_its_margins() -> None:
    assert replace(ROLL, margin=2, side_margin=5).free == Size(60, 31)
    assert replace(ROLL, margin=2).free == Size(66, 31)
