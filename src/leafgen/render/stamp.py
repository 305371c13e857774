"""Stamping: a patient's name and dates written into a proven master, byte by byte, without any engine.

A master is a whole PDF in which some streams, the windows, stand uncompressed and last. A window is made of fixed
pieces, which are the master's own, and of slots between them, which hold one text each. Only the slots, the blanks
that fill the windows up, and the file's identifier differ from patient to patient. Nothing heavy is imported here.
"""

from __future__ import annotations

import hashlib
import unicodedata
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol

#: Hexadecimal digits of a file's identifier; the array of two ends `<first><second>` (ISO 32000-2, 14.4).
ID_DIGITS = 32
_BETWEEN_IDS = len("><")
#: The letters of a stamp, by alphabet: of the Latin languages of Europe; of all Latin languages (Vietnam, Africa),
#: Greek and Cyrillic; of Arabic and Persian, which join. A file carries the smallest one that will do.
_LATIN = ((0x0041, 0x017F), (0x018F, 0x018F), (0x01CD, 0x01DC), (0x01E6, 0x01E7), (0x01FA, 0x01FF), (0x0218, 0x021B),
          (0x0259, 0x0259), (0x1E80, 0x1E85), (0x1E9E, 0x1E9E))  # fmt: skip
LETTERS = {
    "latin": _LATIN,
    "wide": (*_LATIN, (0x0180, 0x024F), (0x0370, 0x03FF), (0x0400, 0x052F), (0x1E00, 0x1EFF)),
    "arabic": ((0x0621, 0x063A), (0x0641, 0x064A), (0x067E, 0x067E), (0x0686, 0x0686), (0x0698, 0x0698),
               (0x06A9, 0x06A9), (0x06AF, 0x06AF), (0x06CC, 0x06CC)),
}  # fmt: skip
#: What else stands in names and dates. Marks that look alike are not exchanged for each other: each is itself.
_OTHERS = " \u00a00123456789.,'\u2019\u2018\u02bc-\u2010\u2013\u00b7()&/+\u2116"

_HYPHENS = "-\u2010"
#: Texts whose drawing is remembered, for days come again and again; whose name it was is not.
_REMEMBERED, _NAME = 4096, "patient.name"


class CannotStamp(Exception):
    """A text that the stamp cannot draw as it should be: `slot` is where; the message never quotes the text."""

    def __init__(self, slot: str, why: str) -> None:
        super().__init__(f"{slot}: {why}")
        self.slot = slot


def repertoire(letters: str) -> Iterator[str]:
    """Every character of one of LETTERS."""
    yield from _OTHERS
    for first, last in LETTERS[letters]:
        yield from (chr(code) for code in range(first, last + 1) if unicodedata.category(chr(code))[0] == "L")


def letters_for(text: str) -> str | None:
    """The smallest of LETTERS that has every character of a text; None when there is none."""
    return next((letters for letters in LETTERS if _known(letters).issuperset(text)), None)


@cache
def _known(letters: str) -> frozenset[str]:
    return frozenset(repertoire(letters))


class Joins(Protocol):
    """How a font draws what runs from right to left (leafgen.render.stamp_shaping). `path` and `sha256`: its file;
    `glyphs`: what a stamp has of it, by glyph number, each with what it says and how wide it is."""

    @property
    def path(self) -> Path: ...

    @property
    def sha256(self) -> str: ...

    @property
    def glyphs(self) -> Mapping[int, tuple[str, int]]: ...

    def drawn(self, text: str) -> tuple[list[tuple[int, int]], int]:
        """The glyphs of a text from left to right, each with how much nearer it stands, and how wide all is. Raises
        ValueError, with the reason, for what a stamp cannot draw."""


@dataclass(frozen=True)
class Alphabet:
    """How a font draws texts letter by letter. Lengths in thousandths of an em.

    letters: character -> its code (four hexadecimal digits), advance, and its classes in front of another letter
    and behind one; kerning: how much nearer letters stand, by class in front x `classes` + class behind; joins: how
    it draws what runs from right to left, where it does.
    """

    letters: Mapping[str, tuple[str, int, int, int]]
    kerning: array[int]
    classes: int
    joins: Joins | None = None

    @cached_property
    def codes(self) -> dict[str, tuple[str, int]]:
        """What each code draws, and how wide it is."""
        return {code: (character, advance) for character, (code, advance, _, _) in self.letters.items()}


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one text goes: its statement's id, how wide it may be in thousandths of an em, and which of the master's
    alphabets it is drawn with. `anchor` is for a text that ends where its placeholder ended, at the right: how wide
    that was."""

    id: str
    room: int
    alphabet: int = 0
    anchor: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A stream of a master from `start` to `end`: its fixed pieces, and the slots between them."""

    start: int
    end: int
    fixed: tuple[bytes, ...]
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Stamp:
    """A master, ready to be stamped: `data` is the whole file, with `windows` in the order in which they lie, and
    behind them at `id_at` the second of its two identifiers. The first is that of the master."""

    data: bytes
    windows: tuple[Window, ...]
    id_at: int
    alphabets: tuple[Alphabet, ...]

    def fill(self, texts: Mapping[str, str]) -> bytes:
        """The master with `texts`, one for each slot's id. Raises CannotStamp for a letter that the font lacks, and
        for a text that is wider than its slot: nothing is cut, and nothing set smaller."""
        return self.data[: self.windows[0].start] + self.tail(texts)

    def tail(self, texts: Mapping[str, str]) -> bytes:
        """What `fill` gives from the first window on: what stands before is the same for every patient."""
        return self._from_windows([self.write(window, texts) for window in self.windows])

    def put_in(self, written: list[bytes]) -> bytes:
        """The master with its windows written anew."""
        return self.data[: self.windows[0].start] + self._from_windows(written)

    def _from_windows(self, written: list[bytes]) -> bytes:
        identifier = self._first_id.copy()
        pieces: list[bytes] = []
        for text, fixed in zip(written, self._fixed, strict=True):
            identifier.update(text)
            pieces += (text, fixed)
        # A stamped file's identifier is told by its master's and by what is stamped.
        return b"".join((*pieces, identifier.hexdigest()[:ID_DIGITS].encode(), self.data[self.id_at + ID_DIGITS :]))

    @cached_property
    def _fixed(self) -> tuple[bytes, ...]:
        """What stands behind each window, up to the next one or the identifier."""
        ends = [*(window.start for window in self.windows[1:]), self.id_at]
        return tuple(self.data[window.end : end] for window, end in zip(self.windows, ends, strict=True))

    @cached_property
    def _first_id(self) -> hashlib._Hash:
        return hashlib.sha256(self.data[self.id_at - _BETWEEN_IDS - ID_DIGITS : self.id_at - _BETWEEN_IDS])

    def write(self, window: Window, texts: Mapping[str, str]) -> bytes:
        """A window with `texts`, filled up with blanks."""
        pieces = [window.fixed[0]]
        for slot, fixed in zip(window.slots, window.fixed[1:], strict=True):
            shown = self.shown if slot.id == _NAME else self._known
            pieces += (shown(slot, texts[slot.id]), fixed)
        length = window.end - window.start
        stream = b"".join(pieces)
        if len(stream) > length:
            raise CannotStamp(window.slots[0].id, "it takes more bytes than the file has room for")
        return stream.ljust(length)

    @cached_property
    def _known(self) -> Callable[[Slot, str], bytes]:
        return lru_cache(maxsize=_REMEMBERED)(self.shown)

    def draws(self, slot: Slot, character: str) -> bool:
        """Whether a slot's alphabet has a character that is drawn by itself."""
        return character in self.alphabets[slot.alphabet].letters

    def shown(self, slot: Slot, text: str) -> bytes:
        """What stands between the brackets of an operator TJ that draws `text`: codes, and how much nearer the next
        one stands (ISO 32000-2, 9.4.3)."""
        if not text:
            raise CannotStamp(slot.id, "there is nothing to stamp")
        if text[-1] in _HYPHENS:
            raise CannotStamp(slot.id, "it ends in a hyphen, which readers take for a word that goes on")
        codes, first, width = (_joined if runs_left(text) else _one_by_one)(self.alphabets[slot.alphabet], slot, text)
        if width > slot.room:
            raise CannotStamp(slot.id, "it is too long for one line")
        left = first + (0 if slot.anchor is None else width - slot.anchor)
        return f"{left or ''}<{codes}>".encode()


def runs_left(text: str) -> bool:
    """Whether a text has letters that run from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def _one_by_one(alphabet: Alphabet, slot: Slot, text: str) -> tuple[str, int, int]:
    """The codes of a text that runs from left to right, how much nearer its first letter stands, and its width."""
    letters, kerning, classes = alphabet.letters, alphabet.kerning, alphabet.classes
    try:
        drawn = [letters[character] for character in text]
    except KeyError as missing:
        raise CannotStamp(slot.id, f"the stamp has no letter U+{ord(missing.args[0]):04X}") from None
    nearer = [0, *[kerning[one[2] * classes + other[3]] for one, other in pairwise(drawn)]]
    codes = [f">{move}<{letter[0]}" if move else letter[0] for letter, move in zip(drawn, nearer, strict=True)]
    return "".join(codes), 0, sum([letter[1] for letter in drawn]) - sum(nearer)


def _joined(alphabet: Alphabet, slot: Slot, text: str) -> tuple[str, int, int]:
    """The same of a text that runs from right to left, in the order of the page."""
    if alphabet.joins is None:
        raise CannotStamp(slot.id, "the stamp's font has no letters that join")
    try:
        ((glyph, first), *others), width = alphabet.joins.drawn(text)
    except ValueError as reason:
        raise CannotStamp(slot.id, str(reason)) from None
    codes = [f">{move}<{glyph:04X}" if move else f"{glyph:04X}" for glyph, move in ((glyph, 0), *others)]
    return "".join(codes), first, width
