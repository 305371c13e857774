"""Where everything that a file says comes from: leaflets by their record, labels by what they name themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from leafgen.explaining import explained, explained_statement
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from tests.conftest import Edit

LABEL = {"kind": "label", "indication": "cramps", "stock": "zebra-102x76"}


def ids(leafgen: Leafgen, **fields: str) -> list[str]:
    return [entry.id for entry in explained(leafgen, leafgen.make({**LABEL, **fields}).pdf)]


@pytest.mark.parametrize("locale", ["en", "nl", "ar"])
def test_a_label_is_explained_down_to_its_dose(leafgen: Leafgen, locale: str) -> None:
    found = {entry.id: entry for entry in explained(leafgen, leafgen.make({**LABEL, "locale": locale}).pdf)}
    assert found["cramps.dose"].facts["cramps.dose"].source
    assert found["core.kidneys"].decisions
    assert not any(name.startswith(("wording.", "clinic.", "patient.")) for name in found)


def test_every_sourced_statement_of_a_label_is_explained(leafgen: Leafgen) -> None:
    for indication in (entry for entry in leafgen.content.indications.values() if entry.label):
        for dose in ({}, {"dose": "600", "times": "morning,evening", "prescribed": "yes"}):
            fields = {**LABEL, "indication": indication.id, "locale": "en", **dose}
            made = leafgen.make(fields)
            told = {entry.id for entry in explained(leafgen, made.pdf)}
            promised = {one.id.partition("@")[0].partition("#")[0] for one in made.expectation.flow}
            sourced = {name for name in promised if name.startswith(("core.", f"{indication.id}."))}
            assert sourced <= told


def test_a_label_whose_words_have_changed_is_not_explained_by_todays(
    edit: Edit, open_copy: Callable[[], Leafgen]
) -> None:
    pdf = open_copy().make({**LABEL, "locale": "nl"}).pdf
    edit("leaflets/locales/nl/leafgen.po", 'msgstr "Gebruik geen magnesium als', 'msgstr "Neem geen magnesium als')
    with pytest.raises(InvalidInput, match="which nothing says today"):
        explained(open_copy(), pdf)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7 no more", b"\x00" * 100])
def test_what_is_not_ours_is_refused(leafgen: Leafgen, pdf: bytes) -> None:
    with pytest.raises(InvalidInput, match="does not say what it holds"):
        explained(leafgen, pdf)


def test_a_statement_is_explained_by_its_id(leafgen: Leafgen) -> None:
    assert explained_statement(leafgen, "core.kidneys").sources
    with pytest.raises(InvalidInput, match="there is no statement"):
        explained_statement(leafgen, "core.nothing")


def test_a_misspelt_id_is_answered_with_the_nearest(leafgen: Leafgen) -> None:
    with pytest.raises(InvalidInput) as refused:
        explained_statement(leafgen, "core.kidny")
    assert "core.kidneys" in refused.value.advice
