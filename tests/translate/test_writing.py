"""Catalogues for translators: msgfmt-clean, merged by context, nothing lost."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from leafgen.content.model import Message
from leafgen.kernel.diagnostics import Diagnostics
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from leafgen.translate.catalogues import read_catalogue
from leafgen.translate.pseudo import pseudo_catalogue, pseudo_text
from leafgen.translate.starting import locale_file
from leafgen.translate.writing import merged, plural_forms

MESSAGES = [Message("a", "Take {dose}.", "a note"), Message("b", "Drink water.")]


def filled(text: str) -> str:
    return text.replace('msgid "Take {dose}."\nmsgstr ""', 'msgid "Take {dose}."\nmsgstr "Neem {dose}."').replace(
        'msgid "Drink water."\nmsgstr ""', 'msgid "Drink water."\nmsgstr "Drink water."'
    )


def test_a_new_catalogue_names_every_message_with_note_and_flags() -> None:
    text = merged("nl", MESSAGES)
    assert '#. a note\n#, no-python-format, python-brace-format\nmsgctxt "a"' in text
    assert "Plural-Forms: nplurals=2; plural=n != 1;" in text


@pytest.mark.parametrize(("tag", "count"), [("ar", 6), ("pl", 3), ("fr", 2), ("tr", 2), ("pt-BR", 2)])
def test_plural_header(tag: str, count: int) -> None:
    assert plural_forms(tag).startswith(f"nplurals={count};")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(InvalidInput, match="xx is no language"):
        plural_forms("xx")
    with pytest.raises(InvalidInput, match="CLDR knows no locale 'xx'"):
        locale_file("xx")


def test_a_changed_sentence_is_fuzzy_beside_the_previous_one_and_not_said() -> None:
    before = filled(merged("nl", MESSAGES))
    changed = [Message("a", "Take only {dose}.", "a note"), MESSAGES[1]]
    after = merged("nl", changed, before)
    assert '#, fuzzy, no-python-format, python-brace-format\n#| msgid "Take {dose}."' in after
    assert 'msgstr "Neem {dose}."' in after
    translations = read_catalogue("nl", "f", after, changed, Diagnostics())
    assert set(translations.texts) == {"b"}
    assert "fuzzy" in translations.unavailable["a"]


def test_merging_twice_changes_nothing() -> None:
    once = merged("nl", MESSAGES[:1], filled(merged("nl", MESSAGES)))
    assert merged("nl", MESSAGES[:1], once) == once


def test_what_is_no_longer_said_is_kept_and_comes_back() -> None:
    without = merged("nl", MESSAGES[:1], filled(merged("nl", MESSAGES)))
    assert '#~ msgctxt "b"' in without
    again = merged("nl", MESSAGES, without)
    assert 'msgctxt "b"\nmsgid "Drink water."\nmsgstr "Drink water."' in again
    assert "#~" not in again


def test_translators_own_headers_stay() -> None:
    text = merged("nl", MESSAGES).replace("Last-Translator: ", "Last-Translator: Ann <ann@example.org>")
    assert "Last-Translator: Ann <ann@example.org>" in merged("nl", MESSAGES, text)


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed: msgfmt was NOT run")
def test_msgfmt_accepts_every_catalogue(leafgen: Leafgen, tmp_path: Path) -> None:
    texts = {tag: text for tag, (_, text) in leafgen.workspace.catalogue_files.items()}
    texts["new"] = merged("uk", leafgen.messages())
    texts["pseudo"] = pseudo_catalogue("en", leafgen.messages())
    for tag, text in texts.items():
        path = tmp_path / f"{tag}.po"
        path.write_text(text, encoding="utf-8")
        done = subprocess.run(
            ["msgfmt", "--check-format", "--check-domain", "-o", "/dev/null", str(path)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


def test_pseudo_text_is_longer_and_keeps_placeholders() -> None:
    text = "Do not take more than {dose}, unless your doctor says so."
    said = pseudo_text(text)
    assert "{dose}" in said
    assert said.endswith(".")
    assert 1.2 < len(said) / len(text) < 1.5
    assert "doctor" not in said
