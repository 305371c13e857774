"""Gettext catalogues: English msgid, msgctxt = statement id, placeholders in braces.

Fail closed: what is missing, fuzzy, outdated or broken is not there, with the reason; no language stands in
for another. A digit in a translation is a fault of the file and stops everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import StringIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from leafgen.content.locales import Locale
from leafgen.content.model import Message
from leafgen.content.texts import has_digit, placeholders
from leafgen.kernel.diagnostics import Diagnostics, Place
from leafgen.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A message that a locale cannot say, and why."""

    context: str
    reason: str


@dataclass(frozen=True, slots=True)
class Translations:
    """The texts of one locale by msgctxt, and why each other one is not available."""

    locale: str
    texts: Mapping[str, str]
    unavailable: Mapping[str, str] = field(default_factory=dict)

    def lacking(self, messages: Iterable[Message]) -> tuple[Unavailable, ...]:
        """Which of `messages` this locale cannot say."""
        return tuple(
            Unavailable(message.context, self.unavailable.get(message.context, "not in the catalogue"))
            for message in messages
            if message.context not in self.texts
        )


def translations_of(locale: Locale, file: str, text: str, messages: Iterable[Message]) -> Translations:
    """The texts of a locale, whose catalogue is `text`. Raises InvalidInput when that is broken or holds a digit."""
    wanted = list(messages)
    if locale.source_language:
        return source_texts(locale.id, wanted)
    if locale.questions:
        reason = f"locale.yaml asks what is not answered yet: {', '.join(locale.questions)}"
        return Translations(locale.id, {}, {message.context: reason for message in wanted})
    diagnostics = Diagnostics()
    translations = read_catalogue(locale.id, file, text, wanted, diagnostics)
    if diagnostics:
        raise InvalidInput(f"the catalogue of {locale.id} is invalid", diagnostics=diagnostics)
    return translations


def source_texts(locale: str, messages: Iterable[Message]) -> Translations:
    """The source language says every message as it is written."""
    return Translations(locale, {message.context: message.text for message in messages})


def read_catalogue(
    locale: str, file: str, text: str, messages: Iterable[Message], diagnostics: Diagnostics
) -> Translations:
    """Read a PO file against the messages that are needed.

    Syntax errors and digits go to `diagnostics` with file and line; whatever cannot be said is left out of
    `texts` and stands in `unavailable` with its reason.
    """
    try:
        catalogue = read_po(StringIO(text), abort_invalid=True)
    except PoFileError as error:
        diagnostics.add(Place(file, error.lineno), f"not a PO file: {error}")
        return Translations(locale, {})
    lines = _context_lines(text)
    texts: dict[str, str] = {}
    unavailable: dict[str, str] = {}
    by_context = _by_context(catalogue)
    for message in messages:
        said, reason = _translation(message, by_context)
        if said and has_digit(said):
            place = Place(file, lines.get(message.context, 0), message.context)
            diagnostics.add(place, "a digit in a translation", "keep the {placeholder}: it carries the number")
        if reason:
            unavailable[message.context] = reason
        else:
            texts[message.context] = said
    return Translations(locale, texts, unavailable)


def _by_context(catalogue: Catalog) -> dict[str, tuple[str, str, bool]]:
    return {
        str(entry.context): (str(entry.id), str(entry.string or ""), entry.fuzzy)
        for entry in catalogue
        if entry.id and entry.context
    }


def _translation(message: Message, by_context: Mapping[str, tuple[str, str, bool]]) -> tuple[str, str]:
    if message.context not in by_context:
        return "", "not in the catalogue"
    source, said, fuzzy = by_context[message.context]
    if source != message.text:
        return "", "the English text has changed since it was translated"
    if not said.strip():
        return "", "not translated"
    if fuzzy:
        return said, "marked fuzzy: a translator must look at it"
    try:
        if placeholders(said) != placeholders(message.text):
            return said, f"placeholders differ from the English text {message.text!r}"
    except ValueError as error:
        return said, f"broken placeholder: {error}"
    return said, ""


def _context_lines(text: str) -> dict[str, int]:
    """The line of each msgctxt, counted from 1."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith('msgctxt "'):
            found[line.removeprefix('msgctxt "').removesuffix('"')] = number
    return found
