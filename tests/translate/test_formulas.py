from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import NoReturn

import pytest

from leafgen.compose.fingerprint import needed_messages
from leafgen.content.workspace import Workspace
from leafgen.pipeline import Leafgen
from leafgen.translate.check import WARNING
from leafgen.translate.formulas import formula_of
from leafgen.translate.plain import Limits, measure, prose, sentences, too_hard

ROOT = Path(__file__).parents[2]
NO_LIMITS = Limits(None, None, None, None)

#: One text that a reader who is ill can take in and one that nobody can, in each language that has a formula.
TEXTS = {
    "en": (
        "Take one tablet with food. Drink a glass of water with it. Do not take it with milk.",
        "Concurrent administration with tetracycline antibiotics substantially diminishes gastrointestinal absorption.",
    ),
    "nl": (
        "Neem één tablet bij het eten in. Drink er een glas water bij. Neem het niet met melk in.",
        "Gelijktijdige toediening met antibiotica vermindert de gastro-intestinale opname aanzienlijk en langdurig.",
    ),
    "de": (
        "Nehmen Sie die Tablette zum Essen. Trinken Sie ein Glas Wasser dazu. Nehmen Sie sie nicht mit Milch.",
        "Die gleichzeitige Verabreichung verringert die gastrointestinale Aufnahme antibiotischer Arzneimittel.",
    ),
    "fr": (
        "Prenez un sachet avec le repas. Buvez un verre d’eau. Ne le prenez pas avec du lait.",
        "L’administration concomitante diminue considérablement l’absorption gastro-intestinale des antibiotiques.",
    ),
}


def no_network(*_: object) -> NoReturn:
    raise AssertionError("the network was asked")


@pytest.mark.parametrize("tag", TEXTS)
def test_each_formula_passes_an_easy_text_and_warns_of_a_hard_one(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    monkeypatch.setattr(socket.socket, "connect", no_network)
    easy, hard = (measure(sentences({"a": text}), None, formula_of(f"{tag}-XX")) for text in TEXTS[tag])
    assert list(too_hard("a", easy, NO_LIMITS)) == []
    (slip,) = too_hard("a", hard, NO_LIMITS)
    assert (slip.context, slip.check, slip.severity) == ("a", "formula", WARNING)
    assert re.fullmatch(rf"-?\d+\.\d on the scale of {re.escape(str(hard.formula))}", slip.message)


def test_a_formula_is_named_with_its_limit() -> None:
    assert [str(formula_of(tag)) for tag in ("en", "nl")] == ["ARI, at most 8", "Flesch-Douma, at least 60"]


def test_the_automated_readability_index_is_worked_out_as_published() -> None:
    # Four words of eleven letters and a full stop, which textstat counts too; the number is a word of two.
    measured = measure(sentences({"a": "Take it {dose} now."}), None, formula_of("en"))
    assert measured.score == pytest.approx(4.71 * 12 / 4 + 0.5 * 4 - 21.43)


@pytest.mark.parametrize("tag", ["ar", "pl", "tr", "uk", "xx"])
def test_a_language_without_a_formula_that_can_be_trusted_is_not_judged_by_another(tag: str) -> None:
    assert formula_of(tag) is None
    measured = measure(sentences({"a": TEXTS["en"][1]}), None, formula_of(tag))
    assert (measured.formula, measured.score) == (None, None)
    assert list(too_hard("a", measured, NO_LIMITS)) == []


@pytest.mark.parametrize("tag", TEXTS)
def test_our_leaflets_keep_to_the_formula_of_their_language(tag: str) -> None:
    leafgen = Leafgen(Workspace(ROOT))
    scores = []
    for name in leafgen.available(tag):
        said = prose(
            needed_messages(leafgen.content.core, leafgen.content.indications[name]), leafgen.translations(tag).texts
        )
        measured = measure(sentences(said), None, formula_of(tag))
        scores.append(measured.score)
        assert list(too_hard(name, measured, NO_LIMITS)) == []
    assert scores
    assert None not in scores
