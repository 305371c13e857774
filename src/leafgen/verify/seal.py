"""The seal: proves that a stamped file is its proven master in every byte, but for what is stamped, and what that says.

A master was held to every check with its placeholders in place, and again with the widest texts there can be. What
is left to prove of a stamped file is little and can be proven to the last bit: that nothing differs outside the
windows and the identifier, that each window is made of the master's own pieces with strings between them, that each
string says exactly the text it must, in glyphs known to draw it, within the room there is, and that nothing is over.
This file knows nothing of how a stamp is written, and imports nothing heavy.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from time import perf_counter
from typing import NamedTuple, Protocol

from leafgen.verify.proof import CheckOutcome, Proof, Refusal, StatementProof
from leafgen.verify.reading.failure import ReaderFailed
from leafgen.verify.reading.turned import page_order, runs_left

#: The checks of a sealed proof, and the one that a full proof adds.
SAME_BYTES, SAYS_EXACTLY, READ_BACK = "sealed-bytes", "sealed-text", "read-back"
#: Hexadecimal digits of an identifier, of which a file has two: `<first><second>` (ISO 32000-2, 14.4).
ID_DIGITS = 32
#: No pair of letters stands more than this nearer or farther than its widths say, in thousandths of an em.
MOST_KERNING = 200
#: What stands between the brackets of TJ: codes of four digits, and whole numbers between them; before them how far
#: to the left a text begins that ends at the right.
_STRING = re.compile(rb"(?:-?[1-9][0-9]{0,4})?<(?:[0-9A-F]{4})++(?:>-?[1-9][0-9]{0,2}<(?:[0-9A-F]{4})++)*+>")
_CODE, _MOVE = re.compile("[0-9A-F]{4}"), re.compile(">(-?[0-9]+)<")
#: A code, and how much nearer the next one stands.
_MOVED_CODE = re.compile("([0-9A-F]{4})(?:>(-?[0-9]+)<)?")

#: Strings whose reading is remembered, for days come again and again; whose name it was is not.
_REMEMBERED, _NAME = 4096, "patient.name"
#: code -> the character that its glyph draws, and how wide it is in thousandths of an em.
Letters = Mapping[str, tuple[str, int]]


class Joins(Protocol):
    """How a trusted font draws what runs from right to left (leafgen.verify.joined)."""

    def read(self, codes: Sequence[str], moves: Sequence[int]) -> tuple[str | None, int, int]:
        """What a string says, how wide it is, and how much nearer its first glyph stands; None where the font would
        draw it otherwise."""


@dataclass(frozen=True, slots=True)
class SealedSlot:
    """A string of a window: the statement it says, how wide it may be in thousandths of an em, in which of the seal's
    alphabets it is written, and, where it ends at the right, from where its start is told (None: it begins at the
    left)."""

    id: str
    room: int
    letters: int
    anchor: int | None = None


@dataclass(frozen=True, slots=True)
class SealedWindow:
    """A stretch of the file, from `start` to `end`, that may differ: its fixed pieces, and the strings between them."""

    start: int
    end: int
    fixed: tuple[bytes, ...]
    slots: tuple[SealedSlot, ...]

    @property
    def length(self) -> int:
        """In bytes."""
        return self.end - self.start

    def strings(self, data: bytes, start: int, end: int) -> list[bytes] | None:
        """What stands between the fixed pieces, from `start` to `end` of a file; None where anything else differs, or
        more than blanks are over."""
        first, *rest = self.fixed
        if end - start != self.length or end > len(data) or not data.startswith(first, start, end):
            return None
        found, last = [], start + len(first)
        for piece in rest:
            # No string holds the bracket that closes it.
            at = data.find(b"]", last, end)
            if at < 0 or not data.startswith(piece, at, end):
                return None
            found.append(data[last:at])
            last = at + len(piece)
        return None if data[last:end].strip(b" ") else found


class _Shown(NamedTuple):
    """What a string draws: its text (None: it has a code that says nothing, or is not drawn as it should be), how far
    to the left it begins, how wide it is, the most that two of its letters are moved, and how much nearer the first of
    them stands; in thousandths of an em."""

    text: str | None = None
    left: int = 0
    width: int = 0
    most_moved: int = 0
    first: int = 0


_NOTHING = _Shown()


@dataclass(frozen=True, slots=True)
class PageText:
    """What pdfium reads on a page of the master: pieces of text, and the statements that stand between them. Lines
    with letters from right to left and a statement are `turned`: they are read as they stand on the page."""

    pieces: tuple[str, ...]
    ids: tuple[str, ...]
    turned: tuple[int, ...] = ()

    def with_texts(self, texts: Mapping[str, str]) -> str:
        """The page's text with other texts in the statements' places."""
        said = [self.pieces[0]]
        for id, piece in zip(self.ids, self.pieces[1:], strict=True):
            said += (page_order(texts[id]) if self.turned else texts[id], piece)
        return "".join(said)


@dataclass(frozen=True)
class Seal:
    """What is known of a proven master: its bytes, what may differ in them, what its page texts are, and the verdict
    on its statements. `id_at` is where the second identifier begins; `joins` has one for each of the alphabets whose
    letters join."""

    data: bytes
    windows: tuple[SealedWindow, ...]
    id_at: int
    alphabets: tuple[Letters, ...]
    pages: tuple[PageText, ...]
    statements: tuple[StatementProof, ...]
    joins: tuple[Joins | None, ...] = ()

    def __getstate__(self) -> dict[str, object]:
        # What is worked out when it is first asked for does not travel to another process.
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def prove(self, data: bytes, texts: Mapping[str, str], *, read_back: bool) -> Proof:
        """Hold a stamped file to its master and to `texts`, one for each statement that is stamped. With `read_back`
        pdfium must read every page as the master's, with those texts. Never raises for a bad file; no refusal
        quotes a text."""
        size = len(self.head)
        if data[:size] == self.head:
            return self.prove_tail(data[size:], texts, read_back=read_back)
        other = (Refusal("the file differs from its master before what is stamped"),)
        return Proof(hashlib.sha256(data).hexdigest(), self.statements, (), (CheckOutcome(SAME_BYTES, other, 0.0),))

    def prove_tail(self, tail: bytes, texts: Mapping[str, str], *, read_back: bool = False) -> Proof:
        """The same for the file that is made of this very `head` and a tail: no patient's file is put together, hashed
        or compared from its beginning only to find what cannot be otherwise."""
        said_otherwise = self.other_texts(tail, self._places, texts)
        outcomes = [_judged(SAME_BYTES, self._other_bytes(tail)), _judged(SAYS_EXACTLY, said_otherwise)]
        if read_back:
            outcomes.append(_judged(READ_BACK, self._read_otherwise(self.head + tail, texts)))
        digest = self._head_hash.copy()
        digest.update(tail)
        return Proof(digest.hexdigest(), self.statements, (), tuple(outcomes))

    @cached_property
    def head(self) -> bytes:
        """What every file of this master begins with: all that stands before the first window."""
        return self.data[: self.windows[0].start]

    @cached_property
    def _head_hash(self) -> hashlib._Hash:
        return hashlib.sha256(self.head)

    @cached_property
    def _places(self) -> tuple[tuple[int, int], ...]:
        """Where the windows lie in a tail."""
        size = len(self.head)
        return tuple((window.start - size, window.end - size) for window in self.windows)

    @cached_property
    def _behind(self) -> tuple[bytes, ...]:
        """What stands behind each window, up to the next one or the second identifier; and what behind that."""
        ends = [*(window.start for window in self.windows[1:]), self.id_at]
        between = (self.data[window.end : end] for window, end in zip(self.windows, ends, strict=True))
        return (*between, self.data[self.id_at + ID_DIGITS :])

    @cached_property
    def _first_id(self) -> hashlib._Hash:
        return hashlib.sha256(self.data[self.id_at - len("><") - ID_DIGITS : self.id_at - len("><")])

    def _other_bytes(self, tail: bytes) -> Iterator[Refusal]:
        *between, last = self._behind
        if len(self.head) + len(tail) != len(self.data):
            yield Refusal("the file is not as long as its master")
            return
        if not tail.endswith(last):
            yield Refusal("the file differs from its master behind what is stamped")
        identifier = self._first_id.copy()
        for (start, end), same in zip(self._places, between, strict=True):
            identifier.update(tail[start:end])
            if not tail.startswith(same, end):
                yield Refusal("the file differs from its master between what is stamped")
        if not tail.startswith(identifier.hexdigest()[:ID_DIGITS].encode(), self.id_at - len(self.head)):
            yield Refusal("the file's identifier is not that of what is stamped")

    def other_texts(
        self, data: bytes, places: Sequence[tuple[int, int]], texts: Mapping[str, str]
    ) -> Iterator[Refusal]:
        """What is wrong with the windows that lie at `places` in `data`, by what they must say."""
        said: set[str] = set()
        for window, (start, end) in zip(self.windows, places, strict=True):
            strings = window.strings(data, start, end)
            if strings is None:
                yield Refusal("what is stamped is not written as a stamp is")
                continue
            for slot, string in zip(window.slots, strings, strict=True):
                said.add(slot.id)
                joined = bool(self.joins and self.joins[slot.letters]) and runs_left(texts.get(slot.id, ""))
                read = self._read if slot.id == _NAME else self._known
                shown = read(string, slot.letters, joined)
                if slot.id not in texts or shown.text != texts[slot.id]:
                    yield Refusal("what is stamped is not what it must say", slot.id)
                elif shown.left != (0 if slot.anchor is None else shown.width - slot.anchor) + shown.first:
                    yield Refusal("what is stamped does not stand where it must", slot.id)
                elif shown.width > slot.room or shown.most_moved > MOST_KERNING:
                    yield Refusal("what is stamped does not keep to its room", slot.id)
        if said != texts.keys():
            yield Refusal("not every text that is to be stamped has its place in the file")

    @cached_property
    def _known(self) -> Callable[[bytes, int, bool], _Shown]:
        return lru_cache(maxsize=_REMEMBERED)(self._read)

    def _read(self, string: bytes, alphabet: int, joined: bool) -> _Shown:
        """What a string draws in one of the alphabets; `joined`: as letters that join."""
        if not _STRING.fullmatch(string):
            return _NOTHING
        start, _, rest = string.decode().partition("<")
        if joined and (joins := self.joins[alphabet]):
            # Where and how these letters stand is the font's own: no more and no less.
            codes, moves = zip(*_MOVED_CODE.findall(rest), strict=True)
            text, width, first = joins.read(codes, [int(move or 0) for move in moves[:-1]])
            return _Shown(text, int(start or 0), width, 0, first)
        letters = self.alphabets[alphabet]
        try:
            said, widths = zip(*[letters[code] for code in _CODE.findall(rest)], strict=True)
        except KeyError:
            return _NOTHING
        moved = [int(move) for move in _MOVE.findall(rest)]
        return _Shown("".join(said), int(start or 0), sum(widths) - sum(moved), max(map(abs, moved), default=0))

    def _read_otherwise(self, data: bytes, texts: Mapping[str, str]) -> Iterator[Refusal]:
        # It takes as long to import as all else that a document without a name needs.
        from leafgen.verify.reading.pdfium import pdfium_text  # noqa: PLC0415

        try:
            pages = pdfium_text(data, [page.turned for page in self.pages])
        except ReaderFailed as failed:
            yield Refusal(str(failed))
            return
        yield from other_pages(self.pages, texts, pages)


def other_pages(expected: Sequence[PageText], texts: Mapping[str, str], pages: Sequence[str]) -> Iterator[Refusal]:
    """What is wrong with the page texts that a reader gives of a stamped file."""
    if len(pages) != len(expected):
        yield Refusal("pdfium finds other pages than in the master")
        return
    for number, (page, read) in enumerate(zip(expected, pages, strict=True), 1):
        if not set(page.ids) <= set(texts) or plain(page.with_texts(texts)) != plain(read):
            yield Refusal("pdfium reads something else than the master with what is stamped", page=number)


def plain(text: str) -> str:
    """A text as readers are compared: pdfium says some no-break spaces as spaces."""
    return text.replace("\u00a0", " ")


def _judged(id: str, refusals: Iterable[Refusal]) -> CheckOutcome:
    started = perf_counter()
    found = tuple(refusals)
    return CheckOutcome(id, found, (perf_counter() - started) * 1000)
