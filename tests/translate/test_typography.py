"""How the shipped catalogues are typed: slips that a reader of the language sees, and no editor of catalogues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO

import pytest
from babel.messages.pofile import read_po

from leafgen.content.workspace import packaged_root

NO_BREAK = "\u00a0"
TYPEWRITER = re.compile(r"""["']|\.\.\.|  |^ | $""")
#: By language: what must not stand in a text. French parts : ; ? ! and « » from the word by a space that does not
#: break; Polish leaves no word of one letter at the end of a line (a capital I is a key of the keyboard).
WRONG = {
    "fr": re.compile(rf"[^{NO_BREAK}\s:;?!][:;?!»]|[^{NO_BREAK}][:;?!»](?=\s|$)|«[^{NO_BREAK}]"),
    "pl": re.compile(r"(?<![\w’])(?:[aiouwz]|[AOUWZ]) "),
}
SAMPLES = {
    "fr": (f"Attention{NO_BREAK}: un «{NO_BREAK}mot{NO_BREAK}»{NO_BREAK}?", ("Quand ?", "Quand?", "un « mot »")),
    "pl": (f"W{NO_BREAK}ciąży i{NO_BREAK}potem", ("W ciąży", "dzieci i dorośli")),
}


def translations(tag: str) -> Iterator[tuple[str, str]]:
    """Every text of both catalogues of a locale, by context."""
    for name in ("leafgen.po", "web.po"):
        path = packaged_root() / "leaflets" / "locales" / tag / name
        catalogue = read_po(StringIO(path.read_text(encoding="utf-8")))
        yield from ((str(entry.context), str(entry.string)) for entry in catalogue if entry.id)


def tags() -> list[str]:
    return sorted(path.parent.name for path in (packaged_root() / "leaflets" / "locales").glob("*/leafgen.po"))


@pytest.mark.parametrize("tag", WRONG)
def test_the_pattern_of_a_language_knows_right_from_wrong(tag: str) -> None:
    right, wrong = SAMPLES[tag]
    assert not WRONG[tag].search(right)
    assert all(WRONG[tag].search(text) for text in wrong)


@pytest.mark.parametrize("tag", tags())
def test_nothing_is_typed_as_on_a_typewriter(tag: str) -> None:
    said = list(translations(tag))
    assert said
    assert [(context, text) for context, text in said if TYPEWRITER.search(text)] == []


@pytest.mark.parametrize("tag", WRONG)
def test_the_spaces_are_those_of_the_language(tag: str) -> None:
    assert [(context, text) for context, text in translations(tag) if WRONG[tag].search(text)] == []
