from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from leafgen.compose.fingerprint import needed_messages
from leafgen.content.model import Message
from leafgen.content.workspace import Workspace
from leafgen.pipeline import Leafgen
from leafgen.translate.check import WARNING, Slip
from leafgen.translate.frequency import frequency_of
from leafgen.translate.plain import RARE_BELOW, Limits, limits_of, lix, measure, prose, sentences, too_hard, too_long

ROOT = Path(__file__).parents[2]


def found(text: str, limits: Limits, rare: str = "") -> Iterator[Slip]:
    measured = measure(sentences({"a.b": text}), lambda word: 1.0 if word in rare.split() else 4.0)
    yield from too_long(measured, limits)
    yield from too_hard("a", measured, limits)


@pytest.mark.parametrize(
    ("check", "limits", "good", "bad"),
    [
        ("longest", Limits(None, 4, None, None), "Take it with food.", "Take it always with food."),
        (
            "mean",
            Limits(3.0, None, None, None),
            "Stop. Take it always with food.",
            "Stop now. Take it always with food.",
        ),
        ("lix", Limits(None, None, 40.0, None), "Take magnesium with food.", "Take magnesium with breakfast."),
        ("rare", Limits(None, None, None, 0.25), "Take the chelate here.", "Take chelate here."),
    ],
)
def test_each_limit_is_kept_or_named(check: str, limits: Limits, good: str, bad: str) -> None:
    assert list(found(good, limits, "chelate")) == []
    (slip,) = found(bad, limits, "chelate")
    assert (slip.check, slip.severity) == (check, WARNING)
    assert slip.context == ("a.b" if check == "longest" else "a")


def test_a_long_sentence_is_shown_with_its_statement() -> None:
    (slip,) = found("Stop. Drink a glass of water with it.", Limits(None, 6, None, None))
    assert slip.context == "a.b"
    assert slip.message == "7 words, at most 6: Drink a glass of water with it."


def test_rare_words_are_named_once_each_in_one_case() -> None:
    measured = measure(
        sentences({"a": "Chelate is chelate. It is taurate."}), lambda word: 9.0 * (word.lower() in ("is", "it"))
    )
    assert measured.rare == ("chelate", "taurate")
    assert measured.rare_share == pytest.approx(0.5)


def test_without_a_word_list_nothing_is_said_of_rare_words() -> None:
    measured = measure(sentences({"a": "Chelate."}))
    assert (measured.rare, measured.rare_share) == (None, None)
    assert list(too_hard("a", measured, Limits(rare=0.0))) == []


def test_lix_is_words_a_clause_and_the_share_of_long_words() -> None:
    # Eight words in two clauses, two of them of more than six letters: 4 + 25.
    assert lix(tuple(sentences({"a": "Take a little: stronger {dose} gives you cramping."}))) == pytest.approx(
        8 / 2 + 25
    )
    assert lix(()) == 0.0


def test_a_number_is_one_word_and_elided_words_are_looked_up_without_their_article() -> None:
    (sentence,) = sentences({"a": "Prenez {dose} avec de l’eau."})
    assert sentence.words == ("Prenez", "{dose}", "avec", "de", "l’eau")
    assert measure([sentence], lambda word: 0.0 if "’" in word else 5.0).rare == ()


def test_sentences_end_in_every_script_and_names_are_none() -> None:
    texts = {"a": "هل يكفي؟ نعم.", "b": "Zinc, iron", "c": "Чи досить? Так."}
    assert [sentence.context for sentence in sentences(texts)] == ["a", "a", "c", "c"]


def test_prose_is_what_is_said_without_labels_furniture_and_what_is_not_translated() -> None:
    messages = [Message(name, "x", "", False) for name in ("core.a", "core.a#label", "wording.b", "sleep.c")]
    assert prose(messages, {"core.a": "A.", "core.a#label": "B.", "wording.b": "C."}) == {"core.a": "A."}


def test_word_lists_tell_common_words_from_rare_ones() -> None:
    dutch = frequency_of("nl-BE")
    assert dutch is not None
    assert dutch("water") > RARE_BELOW > dutch("tetracyclines")
    assert frequency_of("xx") is None


@pytest.mark.parametrize("tag", ["en", "nl"])
def test_our_dutch_and_english_keep_to_the_limits(tag: str) -> None:
    leafgen = Leafgen(Workspace(ROOT))
    for name in leafgen.available(tag):
        said = prose(
            needed_messages(leafgen.content.core, leafgen.content.indications[name]), leafgen.translations(tag).texts
        )
        measured = measure(sentences(said), frequency_of(tag))
        assert len(measured.sentences) > 30
        assert [*too_long(measured, limits_of(tag)), *too_hard(name, measured, limits_of(tag))] == []
