"""How hard a text reads, by the formula of its language: textstat, of the extra `language`, and its only importer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textstat.backend import metrics

from leafgen.translate.plain import Formula


def _wiener(text: str, language: str) -> float:
    return float(metrics.wiener_sachtextformel(text, 1, language))


def _ari(text: str, _: str) -> float:
    return float(metrics.automated_readability_index(text))


def _flesch(text: str, language: str) -> float:
    return float(metrics.flesch_reading_ease(text, language))


#: By language: the name of the formula, how it is worked out, where it begins to be hard, whether more is easier.
#:
#: - en: a school grade from letters and words (Smith and Senter 1967); stops are counted as letters. At most the
#:   eighth, the upper end of what American health bodies ask of texts for patients (sixth to eighth; NIH, AMA).
#:   The formulas with syllables look these up in a dictionary that textstat would fetch from the network: they are
#:   not used for English.
#: - nl: Flesch as Douma adapted it (1960): from 60 `normal`, from 70 `fairly easy`, below 60 `fairly hard`.
#: - de: a school grade from 4, very easy, to 15, very hard (Bamberger and Vanecek 1984): at most the eighth, as in
#:   English.
#: - fr: Flesch as Kandel and Moles adapted it (1958), on the scale of Flesch (1948): from 60 `standard`.
#:
#: Syllables are counted as the places at which a word may be hyphenated, which finds some three in a hundred too few
#: in our Dutch and German (a vowel alone is never split off): Flesch comes out up to five points too easy.
#: No others: of Polish, textstat measures with a list of easy words in English; for Ukrainian and Turkish it has no
#: formula, and would take that of English; in Arabic it never finds a vowel sign (0.7.13).
_FORMULAS: Mapping[str, tuple[str, Callable[[str, str], float], float, bool]] = {
    "en": ("ARI", _ari, 8.0, False),
    "nl": ("Flesch-Douma", _flesch, 60.0, True),
    "de": ("Wiener Sachtextformel", _wiener, 8.0, False),
    "fr": ("Kandel-Moles", _flesch, 60.0, True),
}


def formula_of(tag: str) -> Formula | None:
    """The formula for the language of a BCP 47 tag; None where textstat has none that can be trusted."""
    language = tag.partition("-")[0]
    if language not in _FORMULAS:
        return None
    name, score, limit, more_is_easier = _FORMULAS[language]
    return Formula(name, lambda text: score(text, language), limit, more_is_easier)
