"""Texts half as long again as English, in either direction: each document is proven, or refused with what would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from leafgen.content.facts import Unit
from leafgen.content.texts import placeholders
from leafgen.pipeline import Leafgen
from leafgen.translate.pseudo import pseudo_text
from tests.translate.pseudo_sweep import EDITIONS, STOCKS, TAGS, labels, leaflets, outcome, workspace


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Leafgen:
    return workspace(tmp_path_factory.mktemp("pseudo") / "workspace")


def test_the_sweep_names_every_leaflet_edition_and_label(pseudo: Leafgen) -> None:
    every = pseudo.content.indications
    assert len(list(leaflets(pseudo))) == len(every) * len(EDITIONS) * len(TAGS)
    assert len(list(labels(pseudo))) == sum(entry.label for entry in every.values()) * len(STOCKS) * len(TAGS)


def sample(every: Iterator[Mapping[str, str]], step: int, first: int) -> list[Mapping[str, str]]:
    """Every `step`th of all, from the `first`: with a step that shares no factor with the number of editions, each
    leaflet and each edition comes up."""
    return [fields for number, fields in enumerate(every) if number % step == first]


def test_leaflets_are_proven_or_refused_with_the_edition_that_would_do(pseudo: Leafgen) -> None:
    chosen = sample(leaflets(pseudo), 9, 4)
    assert {fields.get("edition", "bilingual") for fields in chosen} == set(EDITIONS)
    found = {" ".join(fields.values()): outcome(pseudo, fields) for fields in chosen}
    assert {fields: said for fields, said in found.items() if said.startswith("FAULT")} == {}
    assert any(said.startswith("proven") for said in found.values())


def test_labels_are_proven_or_refused_with_the_smallest_stock(pseudo: Leafgen) -> None:
    chosen = sample(labels(pseudo), 7, 0)
    assert {fields["stock"] for fields in chosen} == set(STOCKS)
    found = {" ".join(fields.values()): outcome(pseudo, fields) for fields in chosen}
    assert {fields: said for fields, said in found.items() if said.startswith("FAULT")} == {}
    assert any(said.startswith("refused") for said in found.values())
    assert any(said.startswith("proven") for said in found.values())


def test_the_standard_edition_refuses_what_does_not_fit_two_pages(pseudo: Leafgen) -> None:
    # Long texts get no third page: the standard edition is one sheet, and the reader of more gets larger type.
    fields = {"kind": "leaflet", "indication": "about-magnesium", "locale": "en-XA", "edition": "standard"}
    assert outcome(pseudo, fields) == "refused: clear or large would do"


@pytest.mark.parametrize("right_to_left", [False, True])
def test_made_up_texts_are_longer_and_keep_every_placeholder(right_to_left: bool) -> None:
    said = pseudo_text("Take {dose} (elemental magnesium), not more.", right_to_left=right_to_left)
    assert placeholders(said) == {"dose"}
    assert len(said) > 1.2 * len("Take {dose} (elemental magnesium), not more.")
    assert said.endswith(".")
    assert not any(word in said for word in ("Take", "magnesium", "more"))


def test_between_two_numbers_from_right_to_left_stands_a_word() -> None:
    said = pseudo_text("{elemental} ({salt} of the salt)", right_to_left=True)
    assert any(mark.isalpha() for mark in said.partition("{elemental}")[2].partition("{salt}")[0])
    assert pseudo_text("{elemental} ({salt})") == "{elemental} ({salt})"


def test_patterns_of_amounts_are_made_up_too_and_symbols_are_not(pseudo: Leafgen) -> None:
    plain, mirrored = (pseudo.content.locales[tag] for tag in TAGS.values())
    assert "mg" in mirrored.units[Unit.MILLIGRAM]["other"]
    for pattern in (*mirrored.bounds.values(), *mirrored.units[Unit.HOUR].values(), *mirrored.times.values()):
        assert not any("a" <= mark <= "z" for mark in pattern.replace("{amount}", "").replace("{n}", ""))
    assert plain.times["morning"] != "morning"
    assert mirrored.range == "{low}–{high}"
