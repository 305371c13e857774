"""Measured text of a label: statements become words, words become lines. Nothing here draws.

A word is what must stay on one line: its width is that of the real font. Widths are kept in em, so that one
measuring serves every size that is tried.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Any, Protocol, TypeVar, cast

from leafgen.compose.composition import LabelLine, Role, Run, Said
from leafgen.content.fonts import FontFamily, in_plain_letters
from leafgen.kernel.errors import InvalidInput
from leafgen.kernel.geometry import pt
from leafgen.render.label_style import Reach

#: Runs that are never broken, whatever spaces they hold: a patient must not join a number over two lines.
UNBROKEN = frozenset({Role.QUANTITY, Role.PHONE, Role.DATE})
#: Runs after whose digits a line may end; elsewhere a number keeps the word behind it ("2 weken", "60 tabletten").
NOT_COUNTING = frozenset({Role.PHONE, Role.DATE})
ROUNDING_PT = 0.01
#: Paragraphs and blocks that a typesetter keeps: some ten for each label of a run.
MOST_REMEMBERED = 50_000


class Metrics(Protocol):
    """What a font tells: advance widths in em, whether it holds a character, how far lines reach (any, and
    one of a certain text), and whether the engine behind it shapes complex scripts."""

    @property
    def reach(self) -> Reach: ...

    @property
    def shapes(self) -> bool: ...

    def width(self, text: str, weight: int) -> float: ...

    def holds(self, character: str, weight: int) -> bool: ...

    def reach_of(self, text: str, weight: int) -> Reach: ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of one weight; `plain` where it is set in the family for names in plain letters."""

    text: str
    weight: int
    plain: bool = False

    def joined(self, other: Stretch) -> Stretch | None:
        """Both as one, where they are of one weight and family."""
        if self.weight != other.weight or self.plain is not other.plain:
            return None
        return Stretch(self.text + other.text, self.weight, self.plain)


@dataclass(frozen=True, slots=True)
class Word:
    """An unbreakable stretch of one statement; `space` is the space before it, `gap` and `width` are in em."""

    stretches: tuple[Stretch, ...]
    width: float
    space: Stretch | None = None
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of statement `said` that stands on one line, at `x` pt from the line's start."""

    said: Said
    stretches: tuple[Stretch, ...]
    x: float
    width: float

    @property
    def text(self) -> str:
        return "".join(stretch.text for stretch in self.stretches)


class TooWideError(Exception):
    """A word does not fit on a line of its own."""

    def __init__(self, said: Said, word: Word) -> None:
        super().__init__(said.id)
        self.said = said
        self.word = word


Line = tuple[Fragment, ...]
Thing = TypeVar("Thing", Said, LabelLine)
Made = TypeVar("Made")


class Typesetter:
    """Breaks statements into measured words; `plain` measures names in plain letters, where a family has another for
    them. What it measured it remembers only as long as it lives: a roll says the same things on every label."""

    def __init__(self, metrics: Metrics, family: FontFamily, plain: Metrics | None = None) -> None:
        self._metrics = metrics
        self._family = family
        self._plain = plain
        self._reaches: dict[Stretch, Reach] = {}
        self._words: dict[tuple[tuple[Run, ...], int, int], tuple[Word, ...]] = {}
        self._drawable: dict[int, set[str]] = defaultdict(set)
        self._known: dict[Said | LabelLine, Said | LabelLine] = {}
        self._memory: dict[Hashable, tuple[object, Any]] = {}
        self._sizes: dict[float, float] = {}

    def remember(self, key: Hashable, of: object, make: Callable[[], Made]) -> Made:
        """What `make` made of `of`, once for the same key. A key may hold the identities of parts of `of`: it is
        kept as long as the key is."""
        known = self._memory.get(key)
        if known is None:
            if len(self._memory) > MOST_REMEMBERED:
                # Long runs say the same things over and over, but for the names of patients.
                for memory in (self._memory, self._words, self._known, self._reaches):
                    memory.clear()
            known = self._memory[key] = (of, make())
        return cast(Made, known[1])

    def known(self, thing: Thing) -> Thing:
        """The first statement or line that was equal to this one, so that equals share what was measured."""
        return cast(Thing, self._known.setdefault(thing, thing))

    def size_of(self, x_height: float) -> float:
        """The least size in pt, in steps of 0.05, whose x is `x_height` mm high."""
        if x_height not in self._sizes:
            self._sizes[x_height] = ceil(pt(x_height) / self._family.x_height * 20) / 20
        return self._sizes[x_height]

    def reach(self, line: Line, *, pressed: bool) -> Reach:
        """How far a line reaches: as any line of the font does, so that lines stand evenly; where room is short and
        letters reach further than Latin ones, as this one does."""
        if not (pressed and self._metrics.shapes):
            return self._metrics.reach
        reaches = [self._reach_of(stretch) for fragment in line for stretch in fragment.stretches]
        above, below = (max(getattr(reach, side) for reach in reaches) for side in ("above", "below"))
        return Reach(above, below, above)

    def _reach_of(self, stretch: Stretch) -> Reach:
        if stretch not in self._reaches:
            self._reaches[stretch] = self._metrics_of(stretch).reach_of(stretch.text, stretch.weight)
        return self._reaches[stretch]

    def _metrics_of(self, stretch: Stretch) -> Metrics:
        return self._plain if stretch.plain and self._plain else self._metrics

    def words(self, said: Said, weight: int, strong: int) -> tuple[Word, ...]:
        """The words of a statement; quantities, phones and dates are set in weight `strong`.

        Raises InvalidInput for a character that the font cannot draw as it should be read.
        """
        key = (said.runs, weight, strong)
        if key not in self._words:
            self._words[key] = tuple(self._measured(said, weight, strong))
        return self._words[key]

    def _measured(self, said: Said, weight: int, strong: int) -> list[Word]:
        words: list[Word] = []
        parts: list[tuple[str, int, bool]] = []
        space: Stretch | None = None
        before: tuple[str, Role] = ("", Role.TEXT)
        for run in said.runs:
            run_weight = strong if run.role in UNBROKEN else weight
            plain = self._in_plain(run, run_weight)
            drawable = self._drawable[run_weight]
            for character in () if plain else run.text:
                if character not in drawable:
                    self._check(said, character, run_weight)
                    drawable.add(character)
            for character in run.text:
                if character == " " and _may_break(run.role, before):
                    if parts:
                        words.append(self._word(parts, space))
                    parts, space = [], Stretch(" ", run_weight, plain)
                else:
                    parts.append((character, run_weight, plain))
                before = (character, run.role)
        if parts:
            words.append(self._word(parts, space))
        return words

    def _in_plain(self, run: Run, weight: int) -> bool:
        """Whether a run is a name for the family of plain letters, which has all of them."""
        if self._plain is None or run.role is not Role.NAME or not in_plain_letters(run.text):
            return False
        return all(self._plain.holds(character, weight) for character in run.text)

    def _word(self, parts: Sequence[tuple[str, int, bool]], space: Stretch | None) -> Word:
        stretches = tuple(
            Stretch("".join(character for character, _, _ in same), *look)
            for look, same in groupby(parts, key=lambda part: part[1:])
        )
        width = sum(self._width(stretch) for stretch in stretches)
        return Word(stretches, width, space, self._width(space) if space else 0.0)

    def _width(self, stretch: Stretch) -> float:
        return self._metrics_of(stretch).width(stretch.text, stretch.weight)

    def _check(self, said: Said, character: str, weight: int) -> None:
        """An engine that draws one glyph a character, from left to right, is given nothing that needs more."""
        shown = f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
        category = unicodedata.category(character)
        complex_script = unicodedata.bidirectional(character) in {"R", "AL", "AN"} or category in {"Mn", "Mc", "Me"}
        if complex_script and not self._metrics.shapes:
            raise InvalidInput(
                f"{said.id}: {character!r} ({shown}) needs a script engine: this language's labels have none",
                "write it in Latin, Greek or Cyrillic script, with composed letters",
            )
        if category in {"Cc", "Cf", "Zl", "Zp"}:
            raise InvalidInput(f"{said.id} holds {shown or 'a control character'}, which cannot be printed")
        if not self._metrics.holds(character, weight):
            raise InvalidInput(
                f"{said.id}: {self._family.name} has no glyph for {character!r} ({shown})",
                "write it otherwise, or use a font that holds it",
            )


def _may_break(role: Role, before: tuple[str, Role]) -> bool:
    """Whether a line may end at a space of a run of this role, after the character and role before it."""
    character, role_before = before
    return role not in UNBROKEN and not (character.isdigit() and role_before not in NOT_COUNTING)


def set_lines(
    statements: Sequence[tuple[Said, Sequence[Word]]],
    size: float,
    separator: float,
    width_of: Callable[[int], float],
    breaks: Container[int] = (),
) -> list[Line]:
    """Break statements that run on behind each other into lines.

    size in pt; separator: the space between two statements, in em; width_of: the width in pt of the n-th line
    (from 0); breaks: which statements (from 0) begin a line. Raises TooWideError for a word that no line can hold.
    """
    lines: list[list[Fragment]] = [[]]
    x = 0.0
    for index, (said, words) in enumerate(statements):
        pending: list[Stretch] = []
        if x and index in breaks:
            lines.append([])
            x = 0.0
        begin = x
        for number, word in enumerate(words):
            gap = (word.gap if number else separator) * size if x else 0.0
            if x and x + gap + word.width * size > width_of(len(lines) - 1) + ROUNDING_PT:
                if pending:
                    lines[-1].append(_fragment(said, pending, begin, x))
                lines.append([])
                pending, x, gap = [], 0.0, 0.0
            if not x and word.width * size > width_of(len(lines) - 1) + ROUNDING_PT:
                raise TooWideError(said, word)
            if not pending:
                begin = x + gap
            elif word.space:
                pending.append(word.space)
            pending.extend(word.stretches)
            x += gap + word.width * size
        if pending:
            lines[-1].append(_fragment(said, pending, begin, x))
    return [tuple(line) for line in lines]


def _fragment(said: Said, stretches: Sequence[Stretch], begin: float, end: float) -> Fragment:
    return Fragment(said, tuple(_merged(stretches)), begin, end - begin)


def _merged(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The same stretches, those of one weight and family together."""
    merged: list[Stretch] = []
    for stretch in stretches:
        if merged and (both := merged[-1].joined(stretch)):
            merged[-1] = both
        else:
            merged.append(stretch)
    return merged
