"""What a translator can get wrong without meaning to: each kind of slip found and named, before anyone prints.

No general linter catches a lost "not" or a changed dose; these checks do. A finding is an error when the
statement must not be printed so, a warning when a person should look.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from leafgen.content.locales import Locale
from leafgen.content.model import Message
from leafgen.content.texts import has_digit
from leafgen.kernel.diagnostics import Diagnostics
from leafgen.translate.catalogues import Translations, read_catalogue, translations_of

ERROR, WARNING = "error", "warning"
#: The check that finds what nobody has translated yet.
MISSING = "missing"

#: The placeholders that a pattern may hold, in order: one list for each way of saying it.
Names = list[list[str]]

_LOANWORD = "a word of the language too? name it in loanwords"
_LIMIT = re.compile(r"label: at most (\d+) characters")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.?!\u061f\u3002]$")
#: Marks that stand for a quotation or an apostrophe typed on a keyboard.
_STRAIGHT_QUOTES = re.compile(r'["“”„«»‹›]|(?<!\w)\'|\'(?!\w)')


@dataclass(frozen=True, slots=True, order=True)
class Slip:
    """One finding: the message's context, which check found it, what it found, and how grave that is."""

    context: str
    check: str
    message: str
    severity: str = ERROR


@dataclass(frozen=True, slots=True)
class Pair:
    """A message beside its translation."""

    message: Message
    said: str
    locale: Locale
    source: Locale


def check_locale(locale: Locale, source: Locale, file: str, text: str, messages: Iterable[Message]) -> tuple[Slip, ...]:
    """Every slip in a locale: its catalogue against the messages, and its own patterns.

    `source` is the source language, whose negation words tell which statements deny something.
    """
    needed = tuple(messages)
    diagnostics = Diagnostics()
    translations = read_catalogue(locale.id, file, text, needed, diagnostics)
    slips = [Slip(fault.place.path, "digits", f"{fault.place}: {fault.message}") for fault in diagnostics]
    slips += [Slip(context, _reason(why), why) for context, why in translations.unavailable.items()]
    slips += _patterns(locale, source)
    slips += [slip for pair in _pairs(needed, translations, locale, source) for slip in _check(pair)]
    return tuple(sorted(set(slips)))


#: The checks whose errors turn what is said into something else, and how the reason then begins. A word left in English
#: may be a word of the language too; a locale that names no negation words is asked for them by `locale check`.
_UNSOUND = ("numbers", "negation", "spacing")
_NOT_SO = "must not be printed so"


def sound_translations(
    locale: Locale, source: Locale, file: str, text: str, messages: Iterable[Message]
) -> Translations:
    """The texts of a locale that may be printed: one that lost a negation or changed its numbers is as unavailable as
    what is not translated at all. An error in how the locale says amounts takes all of it away. In a made-up language
    every word is strange: it is for looking at layouts, and is not asked.

    Raises InvalidInput when the catalogue is broken or holds a digit."""
    needed = tuple(messages)
    translations = translations_of(locale, file, text, needed)
    if locale.pseudo or locale.questions:
        return translations
    if faults := [slip for slip in _patterns(locale, source) if slip.check != "negation"]:
        reason = "; ".join(f"{slip.context} {slip.message}" for slip in faults)
        return Translations(locale.id, {}, {message.context: f"{_NOT_SO}: {reason}" for message in needed})
    if locale.source_language:
        return translations
    judged = [name for name in _UNSOUND if name != "negation" or locale.negation]
    slips = [slip for pair in _pairs(needed, translations, locale, source) for slip in _check(pair)]
    unsound = {
        slip.context: f"{_NOT_SO} ({slip.check}): {slip.message}"
        for slip in slips
        if slip.severity == ERROR and slip.check in judged
    }
    sound = {context: said for context, said in translations.texts.items() if context not in unsound}
    return Translations(locale.id, sound, {**translations.unavailable, **unsound})


def _reason(why: str) -> str:
    for words, check in (("fuzzy", "fuzzy"), ("placeholder", "placeholders"), ("changed", "outdated")):
        if words in why:
            return check
    return MISSING


def _pairs(messages: Iterable[Message], translations: Translations, locale: Locale, source: Locale) -> Iterator[Pair]:
    for message in messages:
        if message.context in translations.texts:
            yield Pair(message, translations.texts[message.context], locale, source)


def _check(pair: Pair) -> Iterator[Slip]:
    for name, check in _CHECKS.items():
        for severity, found in check(pair):
            yield Slip(pair.message.context, name, found, severity)


def _placeholder_order(pair: Pair) -> Iterator[tuple[str, str]]:
    ours, theirs = (_names(text) for text in (pair.message.text, pair.said))
    if sorted(ours) != sorted(theirs):
        yield ERROR, f"placeholders stand {theirs} times, not {ours}: each number is said as often as in English"
    elif ours != theirs:
        yield ERROR, f"placeholders stand in another order ({theirs}): is every number still said of the same thing?"


def _names(text: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]


def _negation(pair: Pair) -> Iterator[tuple[str, str]]:
    denies, denied = _denies(pair.message.text, pair.source), _denies(pair.said, pair.locale)
    if denies and not denied:
        yield ERROR, f"the English text denies something, the translation does not: {pair.said!r}"
    elif denied and not denies and pair.message.safety:
        yield WARNING, f"the translation denies something that the English text does not: {pair.said!r}"


def _denies(text: str, locale: Locale) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in locale.negation)


def _english(pair: Pair) -> Iterator[tuple[str, str]]:
    english = {word for word in _words(pair.message.text) if len(word) > 3}
    left = sorted(english & _words(pair.said) - {word.casefold() for word in pair.locale.loanwords})
    if left:
        yield ERROR, f"English words left: {', '.join(left)} ({_LOANWORD})"


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(_PLACEHOLDER.sub(" ", text))}


def _length(pair: Pair) -> Iterator[tuple[str, str]]:
    limit = _LIMIT.match(pair.message.note)
    if limit and len(pair.said) > int(limit[1]):
        yield ERROR, f"the label's short form has {len(pair.said)} characters, at most {limit[1]}"


def _marks(pair: Pair) -> Iterator[tuple[str, str]]:
    own = pair.locale.quotes or ()
    if odd := sorted({mark for mark in _STRAIGHT_QUOTES.findall(pair.said) if mark not in own}):
        yield (
            WARNING,
            f"quotation marks {' '.join(odd)}: {pair.locale.name} writes {' '.join(pair.locale.quotes or ())}",
        )
    if bool(_SENTENCE_END.search(pair.message.text)) != bool(_SENTENCE_END.search(pair.said)):
        yield WARNING, "one of the two ends in a full stop or question mark, the other does not"
    if pair.said != pair.said.strip() or "  " in pair.said:
        yield WARNING, "white space at an end, or twice in a row"


def _spacing(pair: Pair) -> Iterator[tuple[str, str]]:
    # Only digits and units stand in a placeholder: a letter that touches one would be read as part of it.
    for touching in re.findall(r"\w\{\w+\}|\{\w+\}\w", pair.said):
        if touching not in pair.message.text:
            yield ERROR, f"no space in {touching!r}: the number runs into the word"


_CHECKS: Mapping[str, Callable[[Pair], Iterator[tuple[str, str]]]] = {
    "numbers": _placeholder_order,
    "negation": _negation,
    "untranslated": _english,
    "length": _length,
    "marks": _marks,
    "spacing": _spacing,
}


def _patterns(locale: Locale, source: Locale) -> Iterator[Slip]:
    """The locale's own ways of saying amounts: every number named, low before high, no digit typed, none in English."""
    place = "locale.yaml"
    for question in locale.questions:
        yield Slip(f"{place}#{question}", "questions", "not answered yet")
    if _pattern_names(locale.range) != ["low", "high"]:
        yield Slip(f"{place}#range", "numbers", f"says {locale.range!r}: {{low}} comes first, then {{high}}")
    said = list(_said(locale))
    for name, text, allowed in said:
        # A language may name one or two without a digit ("an hour"), but then the number is lost to the proof.
        if _pattern_names(text) not in allowed:
            wanted = " or ".join(" ".join(f"{{{one}}}" for one in names) or "no number" for names in allowed)
            yield Slip(f"{place}#{name}", "placeholders", f"says {text!r}: it should hold {wanted}")
    for name, text in [("range", locale.range), *((name, text) for name, text, _ in said)]:
        if not text.strip():
            yield Slip(f"{place}#{name}", MISSING, "says nothing")
        if has_digit(text):
            yield Slip(f"{place}#{name}", "digits", f"a digit in {text!r}")
    if not (locale.source_language or locale.pseudo):
        yield from _still_english(locale, source, said)
    if not locale.negation:
        yield Slip(f"{place}#negation", "negation", 'no negation words: a lost "not" could not be found')


def _still_english(locale: Locale, source: Locale, said: Iterable[tuple[str, str, Names]]) -> Iterator[Slip]:
    """Answers that were never given: a pattern that holds words of the English ones a new locale begins with."""
    english = {word for _, text, _ in _said(source) for word in _words(text) if len(word) > 3}
    own = {word.casefold() for word in locale.loanwords}
    for name, text, _ in said:
        if (left := sorted(_words(text) & english - own)) and name.partition(".")[0] not in locale.questions:
            yield Slip(f"locale.yaml#{name}", "untranslated", f"English words left: {', '.join(left)} ({_LOANWORD})")


def _pattern_names(text: str) -> list[str] | None:
    """The placeholders of a pattern as they stand, formats and all; None where a brace is not closed."""
    try:
        fields = string.Formatter().parse(text)
        return [f"{name}{spec}{conversion or ''}" for _, name, spec, conversion in fields if name is not None]
    except ValueError:
        return None


def _said(locale: Locale) -> Iterator[tuple[str, str, Names]]:
    """Every pattern and word of a locale but its range: its key, its text, and the placeholders it may hold."""
    for bound, text in locale.bounds.items():
        yield f"bounds.{bound}", text, [["amount"]]
    for span, text in locale.per.items():
        yield f"per.{span}", text, [["amount"]]
    for unit, forms in locale.units.items():
        for plural, text in forms.items():
            yield f"units.{unit}.{plural}", text, [["n"]]
    for time, text in locale.times.items():
        yield f"times.{time}", text, [[]]
    yield "days", locale.days, [["first", "last"]]
    yield "hours", locale.hours, [["days", "opens", "closes"]]
    yield "portion", locale.portion, [["portion", "amount"], ["amount", "portion"]]
    # The whole number once, or none for a part.
    for counted, portions in locale.portions.items():
        for plural, text in portions.whole.items():
            yield f"portions.{counted}.{plural}", text, [["n"]]
        for share, text in portions.shares.items():
            yield f"portions.{counted}.{share}", text, [["n"], ["whole"]] if share.startswith("and-") else [[]]
