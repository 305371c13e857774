from __future__ import annotations

from leafgen.compose.composition import TableBlock
from leafgen.render.leaflet_expectation import leaflet_expectation
from tests.render.leaflet_samples import migraine_nl
from tests.render.leaflet_tools import families


def test_everything_said_is_promised_once_and_in_order() -> None:
    composition = migraine_nl()
    flow = leaflet_expectation(composition, families()).flow
    assert [cell for expected in flow for cell in expected.cells] == [said.text for said in composition.said()]


def test_the_rows_of_a_table_are_promised_with_their_cells() -> None:
    composition = migraine_nl()
    flow = {expected.id: expected for expected in leaflet_expectation(composition, families()).flow}
    table = next(
        block for section in composition.sections for block in section.blocks
        if isinstance(block, TableBlock) and block.id == "apart"
    )  # fmt: skip
    assert flow["apart#columns"].cells == ("Middel", "Tijd ertussen")
    assert flow["apart.row-1"].cells == tuple(cell.text for cell in table.rows[0].cells)
    assert flow["apart.row-1"].safety


def test_the_footer_is_promised_on_every_page() -> None:
    furniture = leaflet_expectation(migraine_nl(), families()).furniture
    assert [expected.text for expected in furniture][-1] == "Pagina {page} van {pages}"


def test_editions_promise_their_sizes() -> None:
    promises = {name: leaflet_expectation(migraine_nl(name), families()) for name in ("standard", "clear", "large")}
    assert {name: promise.minimum_pt for name, promise in promises.items()} == {
        "standard": 9.0,
        "clear": 12.0,
        "large": 16.0,
    }
    assert [promise.maximum_pages for promise in promises.values()] == [2, None, None]


def test_only_pinned_fonts_are_promised() -> None:
    allowed = {face.sha256 for family in families() for face in family.faces}
    assert set(leaflet_expectation(migraine_nl(), families()).font_files) == allowed
