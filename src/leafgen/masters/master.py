"""A master: a proven document with places for a patient's name and dates, the stamp that fills them, and its seal.

Nothing heavy is imported: a document that is known needs no engine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from leafgen.compose.personal import PERSONAL_FIELDS, Personal
from leafgen.render.stamp import Alphabet, Stamp
from leafgen.verify.proof import CheckOutcome, Proof, StatementProof
from leafgen.verify.seal import SAME_BYTES, Joins, PageText, Seal, SealedSlot, SealedWindow


@dataclass(frozen=True, slots=True)
class Document:
    """A leaflet or label, in `pieces` of bytes that follow each other, what its proof found, and how many pages it
    has."""

    pieces: tuple[bytes, ...]
    proof: Proof
    pages: int

    @property
    def data(self) -> bytes:
        """All of its bytes."""
        return b"".join(self.pieces)


@dataclass(frozen=True, slots=True)
class Days:
    """How a locale says a day, by month: its text with {day} and {year}."""

    months: tuple[str, ...]

    def say(self, day: date) -> str:
        """A day as the locale says it."""
        return self.months[day.month - 1].format(day=day.day, year=day.year)

    def texts(self, personal: Personal) -> dict[str, str]:
        """What is stamped for a patient, by statement."""
        said = (personal.name, *(self.say(day) if day else "" for day in (personal.birth_date, personal.date)))
        return {id: text for id, text in zip(PERSONAL_FIELDS.values(), said, strict=True) if text}


@dataclass(frozen=True, slots=True)
class Master:
    """A proven document with places for a patient's own texts: `stamp` fills them, `days` says their dates, and `seal`
    proves what comes of it. `last_day`: until when its approval holds (None: it says that it has none, which holds
    until someone approves)."""

    stamp: Stamp
    days: Days
    seal: Seal
    pages: int
    last_day: date | None = None

    @property
    def data(self) -> bytes:
        """The file, with its placeholders."""
        return self.stamp.data

    @property
    def statements(self) -> tuple[StatementProof, ...]:
        """What its proof says of them."""
        return self.seal.statements

    def document(self, personal: Personal, proof: str) -> Document:
        """This document for one patient, and its proof: "sealed", or "full", where pdfium reads every page.
        Raises CannotStamp for a text that has to be laid out."""
        texts = self.days.texts(personal)
        # The head that is written is the very one that the seal holds: only what follows it is made, and proven, anew.
        tail = self.stamp.tail(texts)
        proven = self.seal.prove_tail(tail, texts, read_back=proof == "full")
        return Document((self.seal.head, tail), proven, self.pages)


@dataclass(frozen=True, slots=True)
class Whole:
    """A proven document that bears no name and no day: `data` is the very file; else as a Master."""

    data: bytes
    pages: int
    statements: tuple[StatementProof, ...]
    last_day: date | None = None

    def document(self, _personal: Personal, _proof: str) -> Document:
        """This document, which is the same for everybody."""
        same = CheckOutcome(SAME_BYTES, (), 0.0)
        proven = Proof(hashlib.sha256(self.data).hexdigest(), self.statements, (), (same,))
        return Document((self.data,), proven, self.pages)


def statements_kept(statements: Iterable[StatementProof]) -> tuple[StatementProof, ...]:
    """What is kept of the verdicts: not where a placeholder stood, as what is stamped there is shorter or longer."""
    personal = set(PERSONAL_FIELDS.values())
    return tuple(
        StatementProof(one.id, one.verdict, one.page, None if one.id in personal else one.box) for one in statements
    )


def _sealed_joins(alphabet: Alphabet) -> Joins | None:
    if alphabet.joins is None:
        return None
    from leafgen.verify.joined import Joined  # noqa: PLC0415

    data = alphabet.joins.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != alphabet.joins.sha256:
        raise OSError("the font is no longer the one that was pinned")
    glyphs = {f"{glyph:04X}": form for glyph, form in alphabet.joins.glyphs.items()}
    return Joined(data, alphabet.joins.sha256, alphabet.codes | glyphs)


def seal_like(stamp: Stamp, texts: tuple[PageText, ...], statements: tuple[StatementProof, ...]) -> Seal:
    """The seal of a stamp, as it was when the master was made: there the one that was read out of the file was found
    to be this one."""
    windows = tuple(
        SealedWindow(window.start, window.end, window.fixed,
                     tuple(SealedSlot(slot.id, slot.room, slot.alphabet, slot.anchor) for slot in window.slots))
        for window in stamp.windows
    )  # fmt: skip
    alphabets = tuple(alphabet.codes for alphabet in stamp.alphabets)
    joins = tuple(map(_sealed_joins, stamp.alphabets))
    return Seal(stamp.data, windows, stamp.id_at, alphabets, texts, statements, joins)
