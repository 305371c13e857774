"""A made-up locale to test layouts with: every letter accented, every text longer, each placeholder kept."""

from __future__ import annotations

import string
from collections.abc import Iterable

from leafgen.content.model import Message
from leafgen.translate.writing import with_texts

#: How much longer than English a translation may well be (W3C, Text size in translation: up to 40 % for sentences).
_LONGER = 0.4
_PLAIN = "aceilnorsuyzACEILNORSUYZ"
_ACCENTED = str.maketrans(_PLAIN, "áçéîļñöřšüýžÁÇÉÎĻÑÖŘŠÜÝŽ")
_PADDING = "öáéü"


def pseudo_text(text: str) -> str:
    """`text` with accents and padding; placeholders and the final punctuation stay."""
    parts = []
    for literal, name, _, _ in string.Formatter().parse(text):
        parts.append(" ".join(_longer(word) for word in literal.split(" ")))
        if name is not None:
            parts.append(f"{{{name}}}")
    return "".join(parts)


def _longer(word: str) -> str:
    letters = word.rstrip(".,:;?!)")
    if not any(mark.isalpha() for mark in letters):
        return word
    # Inside the word, so that every word still ends as it did and lines break where they would.
    padding = "".join(_PADDING[at % len(_PADDING)] for at in range(round(len(letters) * _LONGER)))
    return letters.translate(_ACCENTED) + padding + word[len(letters) :]


def pseudo_catalogue(tag: str, messages: Iterable[Message]) -> str:
    """A complete PO file of made-up texts."""
    return with_texts(tag, messages, pseudo_text)
