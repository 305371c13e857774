"""The checks of translations: each slip planted is found by name, and the shipped catalogues have none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leafgen.content.locales import Locale
from leafgen.content.model import Message
from leafgen.pipeline import Leafgen
from leafgen.translate.check import ERROR, Slip, check_locale

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
    ],
)
def test_a_pattern_that_loses_its_number_is_found(leafgen: Leafgen, change: dict[str, object], context: str) -> None:
    locale = replace(leafgen.content.locales["nl"], **change)  # type: ignore[arg-type]
    assert context in {slip.context for slip in slips(leafgen, catalogue(TEXTS), locale)}


def test_no_shipped_catalogue_has_an_error(leafgen: Leafgen) -> None:
    content = leafgen.content
    for locale in content.locales.values():
        if locale.source_language:
            continue
        file, text = leafgen.workspace.catalogue_files[locale.id]
        found = check_locale(locale, content.locales["en"], file, text, leafgen.messages())
        assert [slip for slip in found if slip.severity == ERROR] == []
