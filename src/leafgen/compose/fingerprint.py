"""The fingerprint of what an indication says in a locale: what a clinician approves, and what is printed as its
short hash. One changed word, number or way of saying an amount changes it; layout and personal data do not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from leafgen.content.locales import Locale
from leafgen.content.model import Core, Indication, Message
from leafgen.translate.catalogues import Translations


def needed_messages(core: Core, indication: Indication) -> Iterator[Message]:
    """Every message that this indication's print may say in any locale."""
    yield from core.messages()
    yield from indication.messages()


def everything_said(
    core: Core, indication: Indication, locale: Locale, translations: Translations
) -> Mapping[str, str]:
    """What is said, by name: each message's text in the locale, and each fact as the locale says it."""
    said = {
        message.context: translations.texts[message.context]
        for message in needed_messages(core, indication)
        if message.context in translations.texts
    }
    for identity, fact in {**core.facts, **indication.facts}.items():
        basis = f" ({fact.basis})" if fact.basis else ""
        said[f"fact {identity}"] = f"{locale.fact(fact)}{basis}, {fact.population}, {fact.source}"
    return said


def fingerprint(said: Mapping[str, str]) -> str:
    """SHA-256 over everything that is said, as hexadecimal digits."""
    digest = hashlib.sha256()
    for name, text in _in_order(said.items()):
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()


def _in_order(items: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(items)


def short(full: str) -> str:
    """The first eight digits, as they are printed: 7F3A-91C2."""
    code = full[:8].upper()
    return f"{code[:4]}-{code[4:]}"
