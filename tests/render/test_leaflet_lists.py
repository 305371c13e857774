"""Lists with pictograms, and numbers at the end of a sentence, as they stand on the pages of real leaflets."""

from __future__ import annotations

import io

import pypdf
import pytest

from leafgen.kernel.geometry import pt
from leafgen.pipeline import Leafgen

#: Where the words of each column begin, in pt.
COLUMNS = (pt(15), pt(15 + 85.5 + 9))
#: Items of two sections whose lists go on in the next column or on the next page, with and without a pictogram.
ITEMS = (
    "core.with-food", "core.powder", "core.build-up", "cramps.divide",
    "core.any-kidney-problem", "core.diabetes", "core.pregnancy",
)  # fmt: skip


@pytest.fixture(scope="module")
def cramps(leafgen: Leafgen) -> bytes:
    return leafgen.make({"kind": "leaflet", "indication": "cramps", "locale": "en"}).pdf


def test_every_item_of_a_section_begins_where_the_others_do(leafgen: Leafgen, cramps: bytes) -> None:
    made = leafgen.make({"kind": "leaflet", "indication": "cramps", "locale": "en"})
    boxes = {one.id: one.box for one in leafgen.prove(cramps, made.expectation).statements if one.id in ITEMS}
    assert set(boxes) == set(ITEMS)
    lefts = [box.x0 for box in boxes.values() if box]
    assert min(lefts) < COLUMNS[1] < max(lefts), "the lists stand in both columns"
    indents = [left - max(column for column in COLUMNS if column < left) for left in lefts]
    assert max(indents) - min(indents) < 1


def test_a_short_number_never_stands_alone_at_the_end(cramps: bytes) -> None:
    lines = [line for page in pypdf.PdfReader(io.BytesIO(cramps)).pages for line in page.extract_text().splitlines()]
    assert "112." not in [line.strip() for line in lines]
    assert any("call 112." in " ".join(line.split()) for line in lines)
