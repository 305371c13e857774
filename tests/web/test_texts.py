"""What the pages say, in every language they are offered in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from leafgen.batch.record import KINDS_OF_ROW
from leafgen.compose.request import CODES, EDITIONS, FIELDS
from leafgen.content.approvals import Status
from leafgen.content.language_names import language_name
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from leafgen.web.english import TEXTS
from leafgen.web.texts import interfaces
from tests.conftest import Edit
from tests.web.catalogue import fresh

FILE = "leaflets/locales/nl/web.po"


def test_every_choice_has_a_name() -> None:
    groups = {"edition": EDITIONS, "kind": KINDS_OF_ROW, "code": CODES, "status": Status}
    assert [f"{group}.{id}" for group, ids in groups.items() for id in ids if f"{group}.{id}" not in TEXTS] == []
    spread = {"clinic", "location", "department"}
    assert [field for field in FIELDS if field not in TEXTS and field not in spread] == []


def test_catalogues_are_fresh(leafgen: Leafgen) -> None:
    files = leafgen.workspace.interface_files
    assert {tag: fresh(tag, text) for tag, (_, text) in files.items()} == {
        tag: text for tag, (_, text) in files.items()
    }


def test_the_pages_are_there_in_english_and_dutch(leafgen: Leafgen) -> None:
    assert set(interfaces(leafgen.workspace)) >= {"en", "nl"}


def test_a_catalogue_that_lacks_a_text_is_not_offered(edit: Edit, open_copy: Callable[[], Leafgen]) -> None:
    edit(FILE, 'msgstr "Afdrukken"', 'msgstr ""')
    offered = set(interfaces(open_copy().workspace))
    assert "en" in offered
    assert "nl" not in offered


def test_a_catalogue_with_a_digit_is_refused_with_its_place(edit: Edit, open_copy: Callable[[], Leafgen]) -> None:
    edit(FILE, 'msgstr "Afdrukken"', 'msgstr "Afdrukken 2"')
    with pytest.raises(InvalidInput, match=r"web\.po:\d+: web\.print: a digit"):
        interfaces(open_copy().workspace)


def test_languages_are_called_as_each_other_call_them(leafgen: Leafgen) -> None:
    locales = leafgen.content.locales
    assert language_name(locales["ar"], locales["nl"]).casefold() == "arabisch"
    assert language_name(locales["nl"], locales["ar"]) == "الهولندية"
