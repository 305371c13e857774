"""What the style sheets may not say, because it hides text from readers or from the proof."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tinycss2  # type: ignore[import-untyped]

from leafgen.render.leaflet_pdf import SHEETS
from tests.render.leaflet_tools import ROOT

BANNED = {
    "text-overflow": ".*", "line-clamp": ".*", "-webkit-line-clamp": ".*", "block-ellipsis": ".*", "max-lines": ".*",
    "overflow": "(?!visible).*", "text-transform": "(?!none).*", "opacity": ".*", "visibility": ".*", "clip": ".*",
    "clip-path": ".*", "float": ".*", "font-style": "(?!normal).*", "text-decoration": "(?!none).*",
    "text-align": "justify", "hyphens": "auto", "font-stretch": ".*", "transform": ".*", "letter-spacing": "-.*",
}  # fmt: skip
SHEETS_ON_DISK = sorted((ROOT / "styles").glob("*.css"))
#: The page for a browser has sizes of its own, which the reader can change.
PAPER_SHEETS = [path for path in SHEETS_ON_DISK if path.name != "web.css"]


def declarations(path: Path) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def walk(content: list[object]) -> None:
        for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
            if node.type == "declaration":
                found.append((node.lower_name, tinycss2.serialize(node.value).strip()))
            elif getattr(node, "content", None) is not None:
                walk(node.content)

    for rule in tinycss2.parse_stylesheet(path.read_text("utf-8"), skip_comments=True, skip_whitespace=True):
        assert rule.type != "error", (path, rule)
        if getattr(rule, "content", None) is not None:
            walk(rule.content)
    return found


def test_every_sheet_is_on_disk() -> None:
    assert {path.name for path in SHEETS_ON_DISK} >= set(SHEETS)


@pytest.mark.parametrize("path", SHEETS_ON_DISK, ids=lambda path: str(path.name))
def test_nothing_that_hides_text_is_used(path: Path) -> None:
    said = declarations(path)
    assert said
    for name, value in said:
        assert not (name in BANNED and re.fullmatch(BANNED[name], value)), f"{path.name}: {name}: {value}"


@pytest.mark.parametrize("path", PAPER_SHEETS, ids=lambda path: str(path.name))
def test_only_three_weights_and_named_sizes_are_used(path: Path) -> None:
    said = declarations(path)
    assert {value for name, value in said if name == "font-weight"} <= {"400", "500", "600"}
    sizes = {value for name, value in said if name == "font-size"}
    assert sizes <= {"var(--body)", "var(--small)", "var(--heading)", "var(--title)", "1rem"}


@pytest.mark.parametrize("path", SHEETS_ON_DISK, ids=lambda path: str(path.name))
def test_colours_are_opaque(path: Path) -> None:
    assert not [
        value for _, value in declarations(path) if re.search(r"rgba|hsla|#[0-9a-f]{8}\b|#[0-9a-f]{4}\b", value)
    ]
