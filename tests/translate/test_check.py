"""The checks of translations: each slip planted is found by name, and the shipped catalogues have none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from leafgen.content.locales import Locale
from leafgen.content.model import Message
from leafgen.kernel.errors import RefusedByPolicy
from leafgen.pipeline import Leafgen
from leafgen.translate.check import ERROR, MISSING, Slip, check_locale, sound_translations
from tests.conftest import SPOKEN, WHOLE, Edit

MESSAGES = (
    Message("core.kidneys", "Do not use it with severe kidney problems.", safety=True),
    Message("core.food", "Take it with food.", safety=True),
    Message("core.dose", "Take {low} first, then {high}.", safety=True),
    Message("core.kidneys#label", "Do not use.", "label: at most 20 characters", safety=True),
)

TEXTS = {
    "core.kidneys": "Gebruik het niet bij ernstige nierproblemen.",
    "core.food": "Neem het in bij het eten.",
    "core.dose": "Neem eerst {low}, daarna {high}.",
    "core.kidneys#label": "Niet gebruiken.",
}


def catalogue(texts: dict[str, str], *, fuzzy: str = "") -> str:
    entries = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n']
    for message in MESSAGES:
        flag = "#, fuzzy\n" if message.context == fuzzy else ""
        said = texts[message.context].replace('"', '\\"')
        entries.append(f'{flag}msgctxt "{message.context}"\nmsgid "{message.text}"\nmsgstr "{said}"\n')
    return "\n".join(entries)


def slips(leafgen: Leafgen, text: str, locale: Locale | None = None) -> tuple[Slip, ...]:
    locales = leafgen.content.locales
    return check_locale(locale or locales["nl"], locales["en"], "nl.po", text, MESSAGES)


def test_a_sound_catalogue_has_no_slip(leafgen: Leafgen) -> None:
    assert slips(leafgen, catalogue(TEXTS)) == ()


@pytest.mark.parametrize(
    ("context", "said", "check"),
    [
        ("core.kidneys", "Gebruik het bij ernstige nierproblemen.", "negation"),
        ("core.food", "Neem het niet in bij het eten.", "negation"),
        ("core.dose", "Neem eerst {high}, daarna {low}.", "numbers"),
        ("core.dose", "Neem eerst {low}, daarna.", "placeholders"),
        ("core.dose", "Neem eerst {low}, daarna {high} of {high}.", "numbers"),
        ("core.dose", "Neem eerst 200, {low}, daarna {high}.", "digits"),
        ("core.dose", "Neem eerst{low}, daarna {high}.", "spacing"),
        ("core.dose", "Neem eerst {low}, daarna {high}mg.", "spacing"),
        ("core.food", "", "missing"),
        ("core.food", "Take het in bij het eten.", "untranslated"),
        ("core.food", 'Neem het in bij "het eten".', "marks"),
        ("core.food", "Neem het in bij het eten", "marks"),
        ("core.food", "Neem het  in bij het eten.", "marks"),
        ("core.kidneys#label", "Niet gebruiken, nooit, op geen enkele manier.", "length"),
    ],
)
def test_a_planted_slip_is_found_by_name(leafgen: Leafgen, context: str, said: str, check: str) -> None:
    found = slips(leafgen, catalogue({**TEXTS, context: said}))
    assert (context, check) in {(slip.context, slip.check) for slip in found}


def test_a_fuzzy_contraindication_is_an_error(leafgen: Leafgen) -> None:
    (slip,) = slips(leafgen, catalogue(TEXTS, fuzzy="core.kidneys"))
    assert (slip.context, slip.check, slip.severity) == ("core.kidneys", "fuzzy", ERROR)


def test_swapped_ends_of_a_range_are_found(leafgen: Leafgen) -> None:
    swapped = replace(leafgen.content.locales["nl"], range="{high} tot {low}")
    (slip,) = slips(leafgen, catalogue(TEXTS), swapped)
    assert (slip.context, slip.check) == ("locale.yaml#range", "numbers")


@pytest.mark.parametrize(
    ("change", "context"),
    [
        ({"per": {"day": "per dag"}}, "locale.yaml#per.day"),
        ({"negation": ()}, "locale.yaml#negation"),
        ({"questions": ("hours",)}, "locale.yaml#hours"),
        ({"range": "{low} tot 2 {high}"}, "locale.yaml#range"),
        ({"range": "{low} tot {high"}, "locale.yaml#range"),
        ({"per": {"day": "{amount!r} per dag"}}, "locale.yaml#per.day"),
        ({"days": "alle dagen"}, "locale.yaml#days"),
        ({"days": "{last} tot {first}"}, "locale.yaml#days"),
        ({"hours": "{days} {opens}"}, "locale.yaml#hours"),
        ({"hours": "{days} van {opens} tot {closes"}, "locale.yaml#hours"),
        ({"portion": "{portion}"}, "locale.yaml#portion"),
        (
            {"times": {"morning": "", "noon": "middag", "evening": "avond", "bedtime": "nacht"}},
            "locale.yaml#times.morning",
        ),
    ],
)
def test_a_pattern_that_loses_its_number_is_found(leafgen: Leafgen, change: dict[str, object], context: str) -> None:
    locale = replace(leafgen.content.locales["nl"], **change)  # type: ignore[arg-type]
    assert context in {slip.context for slip in slips(leafgen, catalogue(TEXTS), locale)}


def test_an_answer_that_was_never_given_is_found_and_takes_the_language_away(leafgen: Leafgen) -> None:
    locales = leafgen.content.locales
    dutch = replace(locales["nl"], times=locales["en"].times, loanwords=("week", "tablet", "capsule", "capsules"))
    found = {slip.context: slip for slip in slips(leafgen, catalogue(TEXTS), dutch)}
    assert found.keys() == {f"locale.yaml#times.{time}" for time in ("morning", "noon", "evening", "bedtime")}
    assert "English words left: noon" in found["locale.yaml#times.noon"].message
    text = catalogue(TEXTS)
    assert len(sound_translations(dutch, locales["en"], "nl.po", text, MESSAGES).lacking(MESSAGES)) == len(MESSAGES)
    # A word of both languages is named as one.
    named = replace(dutch, loanwords=(*dutch.loanwords, "morning", "noon", "evening", "bedtime"))
    assert slips(leafgen, text, named) == ()


def test_no_shipped_catalogue_has_an_error(leafgen: Leafgen) -> None:
    content = leafgen.content
    for locale in content.locales.values():
        if locale.source_language:
            continue
        file, text = leafgen.workspace.catalogue_files[locale.id]
        found = check_locale(locale, content.locales["en"], file, text, leafgen.messages())
        wanted = [slip for slip in found if slip.check != MISSING or (locale.id in SPOKEN and promised(slip))]
        assert [slip for slip in wanted if slip.severity == ERROR] == []


def promised(slip: Slip) -> bool:
    """Whether a text that is not translated belongs to a leaflet that is promised in every language."""
    return re.split("[.#]", slip.context)[0] in (*WHOLE, "core", "wording", "locale")


@pytest.mark.parametrize(
    ("context", "said", "check"),
    [
        ("core.kidneys", "Gebruik het bij ernstige nierproblemen.", "negation"),
        ("core.dose", "Neem eerst {high}, daarna {low}.", "numbers"),
        ("core.dose", "Neem eerst {low}, daarna {high}mg.", "spacing"),
    ],
)
def test_what_is_unsound_is_not_printed(leafgen: Leafgen, context: str, said: str, check: str) -> None:
    locales, text = leafgen.content.locales, catalogue({**TEXTS, context: said})
    translations = sound_translations(locales["nl"], locales["en"], "nl.po", text, MESSAGES)
    assert [gap.context for gap in translations.lacking(MESSAGES)] == [context]
    assert f"must not be printed so ({check})" in translations.unavailable[context]
    # A warning asks for a look and takes nothing away.
    warned = catalogue({**TEXTS, "core.food": "Neem het niet in bij het eten."})
    assert sound_translations(locales["nl"], locales["en"], "nl.po", warned, MESSAGES).lacking(MESSAGES) == ()


def test_without_negation_words_nothing_is_judged_by_them(leafgen: Leafgen) -> None:
    locales = leafgen.content.locales
    wordless = replace(locales["nl"], negation=())
    assert sound_translations(wordless, locales["en"], "nl.po", catalogue(TEXTS), MESSAGES).lacking(MESSAGES) == ()


def test_a_locale_that_turns_ranges_round_says_nothing(leafgen: Leafgen) -> None:
    locales = leafgen.content.locales
    for tag, text in (("nl", catalogue(TEXTS)), ("en", "")):
        turned = replace(locales[tag], range="{high} - {low}")
        translations = sound_translations(turned, locales["en"], "x.po", text, MESSAGES)
        assert len(translations.lacking(MESSAGES)) == len(MESSAGES)
        assert "{low} comes first" in translations.unavailable["core.dose"]


def test_no_shipped_text_is_unsound(leafgen: Leafgen) -> None:
    for tag in SPOKEN:
        assert set(WHOLE) <= set(leafgen.available(tag))


def test_a_lost_not_stops_the_leaflet_and_the_label(edit: Edit, open_copy: Callable[[], Leafgen]) -> None:
    edit("leaflets/locales/nl/leafgen.po", 'msgstr "Gebruik geen magnesium als', 'msgstr "Gebruik magnesium als')
    leafgen = open_copy()
    for fields in ({"kind": "leaflet"}, {"kind": "label", "stock": "zebra-102x76"}):
        with pytest.raises(RefusedByPolicy, match=r"core\.kidneys") as refused:
            leafgen.make({**fields, "indication": "cramps", "locale": "nl"})
        assert "negation" in str(refused.value)
