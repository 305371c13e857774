"""Every element of the sources that leafgen must express is found in the text of a proven leaflet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from pypdf import PdfReader
from ruamel.yaml import YAML

from leafgen.compose.composition import Composition
from leafgen.content.workspace import packaged_root
from leafgen.pipeline import Leafgen
from leafgen.render.rendition import Rendition

ROWS = [*(str(row) for row in range(1, 34)), "35"]

Leaflets = dict[str, Rendition]


def coverage() -> dict[str, list[str]]:
    """Row of the element list -> ids of statements, table rows, questions and contact lines."""
    text = (packaged_root() / "leaflets/core/coverage.yaml").read_text(encoding="utf-8")
    rows: dict[str, list[str]] = YAML(typ="safe").load(text)["rows"]
    return rows


@pytest.fixture(scope="module", params=["en", "nl"])
def leaflets(request: pytest.FixtureRequest, leafgen: Leafgen) -> Leaflets:
    """Every leaflet that there is in one locale, of the clinic with locations."""
    return {
        name: leafgen.make({"kind": "leaflet", "indication": name, "locale": request.param, "clinic": "demo-clinic"})
        for name in leafgen.available(request.param)
    }


def squeeze(text: str) -> str:
    """The letters and digits of a text in order: line ends, hyphens and spaces are the layout's own."""
    return re.sub(r"[\W_]+", "", text).casefold()


def printed(composition: Composition, identity: str) -> Iterator[str]:
    """The texts that stand for an id: the statement itself, the cells of its row, question and answer."""
    said = [*composition.said(), *composition.footer]
    yield from (
        item.text for item in said if item.id == identity or item.id.startswith((f"{identity}#", f"{identity}."))
    )


def test_the_list_has_every_row() -> None:
    assert sorted(coverage()) == sorted(ROWS)


@pytest.mark.parametrize("row", ROWS)
def test_row_is_found_in_the_extracted_text(leaflets: Leaflets, row: str) -> None:
    extracted = {
        name: squeeze("".join(page.extract_text() for page in PdfReader(io.BytesIO(rendition.pdf)).pages))
        for name, rendition in leaflets.items()
    }
    for identity in coverage()[row]:
        texts = {name: list(printed(rendition.composition, identity)) for name, rendition in leaflets.items()}
        found = [name for name, said in texts.items() if said and all(squeeze(t) in extracted[name] for t in said)]
        assert found, f"row {row}: {identity} is in no leaflet's text; composed: {texts}"
