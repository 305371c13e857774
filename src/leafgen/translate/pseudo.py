"""A made-up locale to test layouts with: every letter accented, every text longer, each placeholder kept."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable

from leafgen.content.model import Message
from leafgen.translate.writing import with_texts

#: How much longer than English a translation may well be (W3C, Text size in translation: up to 40 % for sentences).
_LONGER = 0.4
_PLAIN = "aceilnorsuyzACEILNORSUYZ"
_ACCENTED = str.maketrans(_PLAIN, "áçéîļñöřšüýžÁÇÉÎĻÑÖŘŠÜÝŽ")
_PADDING = "öáéü"
#: For the flavour that runs from right to left: each Latin letter as an Arabic one, so that a real right-to-left
#: script is laid out and read back, joining letters and all.
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ARABIC = str.maketrans(_LATIN + _LATIN.upper(), "ابصدهفغحيجكلمنوقرستطثخذزضظ" * 2)
_ARABIC_PADDING = "ناما"
#: Lines of locale.yaml that hold words, and the words in them. The symbols of units stay as they are.
_SAYING = re.compile(
    r"^ *(?:bounds|per|hour|day|week|month|year|times|days|hours|whole|[a-z-]*(?:quarters?|half)):.*", re.M
)
_SAID = re.compile(r'"([^"]*)"|(?<=: )(\w+)(?=[,}])')


def pseudo_text(text: str, *, right_to_left: bool = False) -> str:
    """`text` with accents (or in Arabic letters) and padding; placeholders and the final punctuation stay."""
    parts: list[str] = []
    for literal, name, _, _ in string.Formatter().parse(text):
        between = bool(parts) and name is not None and not any(mark.isalpha() for mark in literal)
        parts.append(" ".join(_longer(word, right_to_left) for word in literal.split(" ")))
        if right_to_left and between:
            # As in Arabic: of two numbers with no word between them a reader cannot tell which comes first.
            parts.append(f"{_ARABIC_PADDING} ")
        if name is not None:
            parts.append(f"{{{name}}}")
    return "".join(parts)


def _longer(word: str, right_to_left: bool) -> str:
    letters = word.rstrip(".,:;?!)")
    if not any(mark.isalpha() for mark in letters):
        return word
    # Inside the word, so that every word still ends as it did and lines break where they would.
    filler, table = (_ARABIC_PADDING, _ARABIC) if right_to_left else (_PADDING, _ACCENTED)
    padding = "".join(filler[at % len(filler)] for at in range(round(len(letters) * _LONGER)))
    return letters.translate(table) + padding + word[len(letters) :]


def pseudo_catalogue(tag: str, messages: Iterable[Message], *, right_to_left: bool = False) -> str:
    """A complete PO file of made-up texts."""
    return with_texts(tag, messages, lambda text: pseudo_text(text, right_to_left=right_to_left))


def pseudo_settings(text: str, *, right_to_left: bool = False) -> str:
    """locale.yaml as `starting.locale_file` writes it, with its English patterns made up like all other texts: what
    runs from right to left would otherwise hold lines of Latin letters alone, as no such language has."""

    def said(found: re.Match[str]) -> str:
        return f'"{pseudo_text(found[1] or found[2], right_to_left=right_to_left)}"'

    made_up = _SAYING.sub(lambda line: _SAID.sub(said, line[0]), text)
    return made_up.replace("{low} to {high}", "{low}–{high}") if right_to_left else made_up
