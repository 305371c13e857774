"""Catalogues fail closed: what is missing, fuzzy, outdated or broken cannot be said."""

from __future__ import annotations

import pytest

from leafgen.content.model import Message
from leafgen.kernel.diagnostics import Diagnostics
from leafgen.translate.catalogues import Translations, read_catalogue, source_texts

MESSAGES = [
    Message("core.kidneys", "Do not use with kidney problems.", safety=True),
    Message("cramps.dose", "Take {dose}.", safety=True),
]

GOOD = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "core.kidneys"
msgid "Do not use with kidney problems."
msgstr "Niet gebruiken bij nierproblemen."

msgctxt "cramps.dose"
msgid "Take {dose}."
msgstr "Neem {dose}."
"""


def read(text: str) -> tuple[Translations, list[str]]:
    diagnostics = Diagnostics()
    translations = read_catalogue("nl", "nl.po", text, MESSAGES, diagnostics)
    return translations, [str(fault) for fault in diagnostics]


def test_a_complete_catalogue_says_everything() -> None:
    translations, faults = read(GOOD)
    assert not faults
    assert translations.texts == {
        "core.kidneys": "Niet gebruiken bij nierproblemen.", "cramps.dose": "Neem {dose}.",
    }  # fmt: skip
    assert translations.lacking(MESSAGES) == ()


@pytest.mark.parametrize(
    ("old", "new", "context", "reason"),
    [
        ('msgstr "Neem {dose}."', 'msgstr ""', "cramps.dose", "not translated"),
        ('msgstr "Neem {dose}."', 'msgstr "Neem {dosis}."', "cramps.dose", "placeholders differ"),
        ('msgstr "Neem {dose}."', 'msgstr "Neem."', "cramps.dose", "placeholders differ"),
        ('msgstr "Neem {dose}."', 'msgstr "Neem {dose."', "cramps.dose", "broken placeholder"),
        ('msgid "Take {dose}."', 'msgid "Take only {dose}."', "cramps.dose", "English text has changed"),
        ('msgctxt "core.kidneys"', '#, fuzzy\nmsgctxt "core.kidneys"', "core.kidneys", "fuzzy"),
        ('msgctxt "core.kidneys"', 'msgctxt "core.kidney"', "core.kidneys", "not in the catalogue"),
    ],
)
def test_what_is_broken_cannot_be_said(old: str, new: str, context: str, reason: str) -> None:
    assert old in GOOD
    translations, _ = read(GOOD.replace(old, new))
    assert context not in translations.texts
    (gap,) = translations.lacking(MESSAGES)
    assert gap.context == context
    assert reason in gap.reason


@pytest.mark.parametrize("digit", ["2", "٣", "²"])
def test_a_digit_in_a_translation_is_a_fault_with_its_line(digit: str) -> None:
    _, faults = read(GOOD.replace("Neem {dose}.", f"Neem {digit} keer {{dose}}."))
    assert len(faults) == 1
    assert faults[0].startswith("nl.po:9: cramps.dose: a digit in a translation")


def test_a_file_that_is_no_catalogue_is_a_fault() -> None:
    translations, faults = read("this is no catalogue\n")
    assert not translations.texts
    assert faults[0].startswith("nl.po:")


def test_the_source_language_says_what_is_written() -> None:
    assert source_texts("en", MESSAGES).texts["cramps.dose"] == "Take {dose}."
