"""Plain language: how long the sentences of a leaflet are, how hard they read, and which words are rare.

A figure is a sign, not a verdict: what is over a limit is a warning with the sentence, for a person to look at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from leafgen.content.model import Message
from leafgen.translate.check import WARNING, Slip

#: How common a word is, on the Zipf scale: 3 is once in a million words, 6 once in a thousand; 0 is unknown.
Frequency = Callable[[str], float]

#: A word is rare below this: less than once in ten million words. Words below 3 are of low frequency (van Heuven and
#: others 2014), but many of those are plain compounds, rarer than their parts: "kidney problems" in Dutch is at 2.2.
RARE_BELOW = 2.0

_SENTENCE = re.compile(r"[^.?!\u061f]+[.?!\u061f]")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_WORD = re.compile(r"\{\w+\}|[^\W\d_]+(?:['’\-\u2011][^\W\d_]+)*")
_CLAUSE_END = re.compile(r"[.:?!\u061f]")
_LONG_WORD = 6
_ELISION = re.compile("['’]")
#: What stands for a placeholder where a formula counts: a short word, as the number with its unit will be.
_NUMBER = "10"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a leaflet is held to; None: nothing is known of what this figure means in the language.

    mean, longest: words in a sentence; lix: see `lix`; rare: share of words that are rare, from 0 to 1.
    """

    mean: float | None = 12.0
    longest: int | None = 20
    lix: float | None = None
    rare: float | None = 0.05


#: Sentences: our own limits for a reader who is ill, at language level B1; guides to plain English allow 15 to 20
#: words on average and 25 at most. LIX: 30 is easy, 40 of middle difficulty, 50 hard (Björnsson 1968); in languages
#: that build or inflect words to greater length than Dutch and English the figure is only shown. Rare words: a reader
#: who knows 95 of 100 words understands a text (Laufer 1989); not held against Turkish, where one word takes so many
#: endings that most of its forms are rare.
LIMITS: Mapping[str, Limits] = {"en": Limits(lix=40.0), "nl": Limits(lix=40.0), "tr": Limits(rare=None)}
_OTHERS = Limits()


def limits_of(tag: str) -> Limits:
    """What texts in the language of a BCP 47 tag are held to."""
    return LIMITS.get(tag.partition("-")[0], _OTHERS)


@dataclass(frozen=True, slots=True)
class Formula:
    """How hard a text reads, as one figure on the scale of a formula made for its language.

    score: from a text without placeholders to the figure; limit: where the scale begins to be hard;
    more_is_easier: whether a text should reach the limit, or keep below it.
    """

    name: str
    score: Callable[[str], float]
    limit: float
    more_is_easier: bool

    def keeps(self, score: float) -> bool:
        """Whether `score` is no harder than the limit."""
        return score >= self.limit if self.more_is_easier else score <= self.limit

    def __str__(self) -> str:
        return f"{self.name}, {'at least' if self.more_is_easier else 'at most'} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and the statement it belongs to. A placeholder counts as one word."""

    context: str
    text: str

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in order; a number with its unit, still a {placeholder}, is one of them."""
        return tuple(_WORD.findall(self.text))


@dataclass(frozen=True, slots=True)
class Measure:
    """The figures of a text; `rare` is None where nobody could say how common its words are, `score` where its
    language has no formula."""

    sentences: tuple[Sentence, ...]
    mean: float
    lix: float
    rare: tuple[str, ...] | None
    rare_share: float | None
    formula: Formula | None = None
    score: float | None = None

    @property
    def longest(self) -> int:
        """Words in the longest sentence."""
        return max((len(sentence.words) for sentence in self.sentences), default=0)


def prose(messages: Iterable[Message], texts: Mapping[str, str]) -> dict[str, str]:
    """What a leaflet says to its reader, by context: `texts` without labels, which are set in few words by law, and
    without headings and furniture."""
    contexts = (message.context for message in messages)
    return {
        context: texts[context]
        for context in contexts
        if context in texts and not context.startswith("wording.") and not context.endswith("#label")
    }


def sentences(texts: Mapping[str, str]) -> Iterator[Sentence]:
    """The sentences of texts by context: what ends like one. Headings, names and cells of tables do not."""
    for context, text in texts.items():
        for found in _SENTENCE.findall(text):
            yield Sentence(context, found.strip())


def measure(found: Iterable[Sentence], frequency: Frequency | None = None, formula: Formula | None = None) -> Measure:
    """The figures of `found`; with `frequency`, also which of their words are rare; with `formula`, its score."""
    chosen = tuple(found)
    words = [word for sentence in chosen for word in sentence.words]
    plain = [word for word in words if not word.startswith("{")]
    text = _PLACEHOLDER.sub(_NUMBER, " ".join(sentence.text for sentence in chosen))
    rare = None if frequency is None else [word for word in plain if _is_rare(word, frequency)]
    return Measure(
        sentences=chosen,
        mean=len(words) / len(chosen) if chosen else 0.0,
        lix=lix(chosen),
        rare=None if rare is None else tuple(sorted({word.casefold() for word in rare})),
        rare_share=None if rare is None else len(rare) / len(plain) if plain else 0.0,
        formula=formula,
        score=formula.score(text) if formula and chosen else None,
    )


def _is_rare(word: str, frequency: Frequency) -> bool:
    # A word list knows "eau" but not "l'eau".
    return max(frequency(word), frequency(_ELISION.split(word)[-1])) < RARE_BELOW


def lix(found: Sequence[Sentence]) -> float:
    """LIX (Björnsson 1968): words a clause, plus the share of words of more than six letters, in per cent. A clause
    ends at a full stop, colon, question or exclamation mark; 0 for no words."""
    words = [word for sentence in found for word in sentence.words]
    clauses = sum(len(_CLAUSE_END.findall(sentence.text)) for sentence in found)
    if not words or not clauses:
        return 0.0
    long = sum(len(word) > _LONG_WORD and not word.startswith("{") for word in words)
    return len(words) / clauses + 100 * long / len(words)


def too_long(measured: Measure, limits: Limits) -> Iterator[Slip]:
    """Each sentence longer than the limit, by statement."""
    for sentence in measured.sentences:
        if limits.longest is not None and len(sentence.words) > limits.longest:
            said = f"{len(sentence.words)} words, at most {limits.longest}: {sentence.text}"
            yield Slip(sentence.context, "longest", said, WARNING)


def too_hard(name: str, measured: Measure, limits: Limits) -> Iterator[Slip]:
    """Each figure of the whole of `name` that is over its limit."""
    if limits.mean is not None and measured.mean > limits.mean:
        yield Slip(name, "mean", f"{measured.mean:.1f} words a sentence, at most {limits.mean:g}", WARNING)
    if limits.lix is not None and measured.lix > limits.lix:
        yield Slip(name, "lix", f"LIX {measured.lix:.0f}, at most {limits.lix:g}", WARNING)
    if limits.rare is not None and measured.rare_share is not None and measured.rare_share > limits.rare:
        share = f"{100 * measured.rare_share:.1f}% rare words, at most {100 * limits.rare:g}%"
        yield Slip(name, "rare", f"{share}: {', '.join(measured.rare or ())}", WARNING)
    formula = measured.formula
    if formula and measured.score is not None and not formula.keeps(measured.score):
        yield Slip(name, "formula", f"{measured.score:.1f} on the scale of {formula}", WARNING)
