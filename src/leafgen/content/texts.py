"""What a text that is printed may hold: no digit, and placeholders in braces."""

from __future__ import annotations

import string
import unicodedata


def has_digit(text: str) -> bool:
    """Whether any character of `text` is a digit or number sign of any script (½, Ⅳ and ³ too)."""
    return any(unicodedata.category(mark).startswith("N") for mark in text)


def placeholders(text: str) -> frozenset[str]:
    """Names in braces; ValueError when the braces are broken or name nothing."""
    found = set()
    for _, name, spec, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(f"{{{name}}} is not a placeholder such as {{dose}}")
        found.add(name)
    return frozenset(found)
