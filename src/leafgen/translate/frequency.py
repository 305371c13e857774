"""How common a word is in a language: wordfreq, of the extra `language`, and its only importer."""

from __future__ import annotations

from functools import cache

from wordfreq import available_languages, zipf_frequency

from leafgen.translate.plain import Frequency


@cache
def _known() -> frozenset[str]:
    return frozenset(available_languages("best"))


def frequency_of(tag: str) -> Frequency | None:
    """How common words are in the language of a BCP 47 tag, on the Zipf scale; None for one without a word list."""
    language = tag.partition("-")[0]
    if language not in _known():
        return None
    return lambda word: zipf_frequency(word, language)
