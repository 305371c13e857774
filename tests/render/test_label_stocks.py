"""Every stock of the catalogue: a label is printed whole inside its cell, or refused with a stock that holds it."""

from __future__ import annotations

import re

import pytest

from leafgen.content.stocks import Stock
from leafgen.content.workspace import Workspace, packaged_root
from leafgen.kernel.catalogue import Catalogue
from leafgen.kernel.errors import InvalidInput
from leafgen.kernel.geometry import pt
from leafgen.render.label_pdf import render_labels
from tests.render.label_samples import FIRA, label
from tests.render.test_label_pdf import free_box, ink, pages_text, words

#: How far, in em, a glyph may reach out to the left of where it begins (a capital A: 0.008).
SIDE_BEARING = 0.01

DUTCH = label("nl")


@pytest.fixture(scope="module")
def stocks() -> Catalogue[Stock]:
    return Workspace(packaged_root()).content.stocks


def test_every_stock_holds_the_label_whole_or_refuses_it_with_one_that_does(stocks: Catalogue[Stock]) -> None:
    refused, advice = [], set()
    for stock in stocks.values():
        try:
            rendition = render_labels(DUTCH, stock, FIRA, stocks.values())
        except InvalidInput as refusal:
            refused.append(stock)
            advice.add(refusal.advice)
            continue
        cells = [free_box(stock, position) for position in range(1, 4)] if stock.sheet else [free_box(stock, 1)]
        for _, box, size in ink(rendition.pdf):
            assert size >= 7.5, stock.id
            assert any(cell.contains(box, SIDE_BEARING * size) for cell in cells), stock.id
        text = " ".join(pages_text(rendition))
        assert all(words(said.text) in text for said in rendition.expectation.flow), stock.id
    assert len(refused) < 15
    (named,) = advice
    found = re.search(r"holds it is .* \((.+)\), on one label", named)
    assert found
    assert render_labels(DUTCH, stocks[found[1]], FIRA).pages == 1
    assert all(stock.free.height < 32 or stock.free.width < 55 for stock in refused)


def test_small_type_keeps_ten_dots_of_x_height_on_a_thermal_printer() -> None:
    least = min(size for _, _, size in ink(render_labels(DUTCH, _ROLL, FIRA).pdf))
    assert least * FIRA.x_height / pt(25.4) * 203 >= 10


_ROLL = Stock("roll", "Roll", "test", 70, 35, "test", margin=1.5)
