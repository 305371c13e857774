"""Masters: proven documents that wait for a patient's name and dates, kept on disk by all that they depend on.

A master that is loaded gives the same bytes as one just made. What holds for everything that is remembered holds for
it (leafgen.content.memory): it is only a copy, it is the user's own, and one that is stale, damaged or open to others
is not looked at. No patient's data is ever in one: placeholders stand where it goes.
Nothing heavy is imported: a document that is known needs no engine.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from leafgen.compose.personal import PERSONAL_FIELDS, Personal
from leafgen.content.memory import ENGINES, cache_folder, made_by, read_ours, write_ours
from leafgen.kernel.geometry import Box
from leafgen.render.stamp import Alphabet, Joins, Slot, Stamp, Window
from leafgen.verify.proof import CheckOutcome, Proof, StatementProof, Verdict
from leafgen.verify.seal import SAME_BYTES, PageText, Seal, SealedSlot, SealedWindow
from leafgen.verify.seal import Joins as JoinsOfSeal

#: Masters in this process, and on disk: when there are more, those go that were not used for longest.
MOST_HERE, MOST_KEPT = 64, 1000
_LENGTH = struct.Struct(">Q")
_SUFFIX = ".master"


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


@dataclass(frozen=True, slots=True)
class Master:
    """A proven document: `data` is all of it; `statements` what its proof says of them. Where there are places for
    personal data, `stamp` fills them, `days` says their dates, and `seal` proves what comes of it. `last_day`: until
    when its approval holds (None: it says that it has none, which holds until someone approves)."""

    data: bytes
    pages: int
    statements: tuple[StatementProof, ...]
    last_day: date | None = None
    stamp: Stamp | None = None
    days: Days | None = None
    seal: Seal | None = None

    def document(self, personal: Personal, proof: str) -> Document:
        """This document for one patient, and its proof: "sealed", or "full", where pdfium reads every page.
        Raises CannotStamp for a text that has to be laid out."""
        if self.stamp is None or self.days is None or self.seal is None:
            same = Proof(
                hashlib.sha256(self.data).hexdigest(), self.statements, (), (CheckOutcome(SAME_BYTES, (), 0.0),)
            )
            return Document((self.data,), same, self.pages)
        texts = self.texts(personal, self.days)
        # The head that is written is the very one that the seal holds: only what follows it is made, and proven, anew.
        tail = self.stamp.tail(texts)
        return Document(
            (self.seal.head, tail), self.seal.prove_tail(tail, texts, read_back=proof == "full"), self.pages
        )

    @staticmethod
    def texts(personal: Personal, days: Days) -> dict[str, str]:
        """What is stamped, by statement."""
        name, born, day = personal.name, personal.birth_date, personal.date
        said = (name, days.say(born) if born else "", days.say(day) if day else "")
        return {id: text for id, text in zip(PERSONAL_FIELDS.values(), said, strict=True) if text}


def statements_kept(statements: Iterable[StatementProof]) -> tuple[StatementProof, ...]:
    """What is kept of the verdicts: not where a placeholder stood, as what is stamped there is shorter or longer."""
    personal = set(PERSONAL_FIELDS.values())
    return tuple(
        StatementProof(one.id, one.verdict, one.page, None if one.id in personal else one.box) for one in statements
    )


def key_of(fields: Mapping[str, str], given: tuple[str, ...], letters: str) -> str:
    """What tells masters apart: every field of a request but the personal ones, which of those are given, and the
    letters that the stamp must have."""
    return _key(tuple([item for item in fields.items() if item[0] not in PERSONAL_FIELDS]), given, letters)


@lru_cache(maxsize=1024)
def _key(fields: tuple[tuple[str, str], ...], given: tuple[str, ...], letters: str) -> str:
    return json.dumps([dict(fields), given, letters], sort_keys=True)


class Masters:
    """The masters of one workspace. `stamp`: a hash of its files and the code that reads them."""

    def __init__(self, stamp: bytes) -> None:
        self._stamp = hashlib.sha256(stamp + _engines()).digest()
        self._here: OrderedDict[str, Master | None] = OrderedDict()

    def find(self, key: str, today: date) -> Master | None:
        """The master of a key, from this process or from disk; None when there is none that holds today."""
        master = self._here.get(key) or self._load(key)
        if master is None or (master.last_day and today > master.last_day):
            return None
        self._remember(key, master)
        return master

    def hopeless(self, key: str) -> bool:
        """Whether it is known that no master can be made for a key."""
        return key in self._here and self._here[key] is None

    def keep(self, key: str, master: Master | None, *, on_disk: bool) -> None:
        """Keep a master, or (None) that there can be none."""
        self._remember(key, master)
        if master and on_disk:
            path = self._path(key)
            write_ours(path, self._whole_key(key), packed(master))
            _forget_oldest(path.parent)

    def _remember(self, key: str, master: Master | None) -> None:
        self._here[key] = master
        self._here.move_to_end(key)
        while len(self._here) > MOST_HERE:
            self._here.popitem(last=False)

    def _load(self, key: str) -> Master | None:
        path = self._path(key)
        kept = read_ours(path, self._whole_key(key))
        if kept is None:
            return None
        with suppress(OSError):
            os.utime(path)
        try:
            return unpacked(kept)
        except OSError:
            # The font that its stamps are drawn with is no longer there.
            return None

    def _whole_key(self, key: str) -> bytes:
        return hashlib.sha256(self._stamp + key.encode()).digest()

    def _path(self, key: str) -> Path:
        return cache_folder() / "masters" / f"{self._whole_key(key).hex()}{_SUFFIX}"


def _forget_oldest(folder: Path) -> None:
    with suppress(OSError):
        kept = [entry for entry in os.scandir(folder) if entry.name.endswith(_SUFFIX)]
        if len(kept) > MOST_KEPT:
            kept.sort(key=lambda entry: entry.stat().st_mtime_ns)
            for entry in kept[: len(kept) - MOST_KEPT * 9 // 10]:
                os.unlink(entry.path)


def _engines() -> bytes:
    """A hash of the code that renders and proves, and of the packages it does so with."""
    code = Path(__file__).resolve().parent
    return made_by((*code.glob("*.py"), *(code / "verify").rglob("*.py")), ENGINES)


def packed(master: Master) -> bytes:
    """A master as bytes: its length, what is known of it as JSON, and the document itself."""
    about = json.dumps(_about(master), separators=(",", ":")).encode()
    return _LENGTH.pack(len(about)) + about + master.data


def _about(master: Master) -> dict[str, Any]:
    about: dict[str, Any] = {
        "pages": master.pages,
        "last_day": master.last_day and master.last_day.isoformat(),
        "statements": [[one.id, one.page, one.box and _edges(one.box)] for one in master.statements],
    }
    if master.stamp and master.days and master.seal:
        about["months"] = master.days.months
        about["id_at"] = master.stamp.id_at
        about["windows"] = [
            [window.start, window.end, [piece.decode("latin-1") for piece in window.fixed],
             [[slot.id, slot.room, slot.alphabet, slot.anchor] for slot in window.slots]]
            for window in master.stamp.windows
        ]  # fmt: skip
        about["alphabets"] = [
            json.dumps([alphabet.classes, alphabet.kerning.tolist(), list(alphabet.letters.items()), _joins(alphabet)])
            for alphabet in master.stamp.alphabets
        ]
        about["texts"] = [[page.pieces, page.ids, page.turned] for page in master.seal.pages]
    return about


def _joins(alphabet: Alphabet) -> list[Any] | None:
    joins = alphabet.joins
    return [str(joins.path), joins.sha256, list(joins.glyphs.items())] if joins else None


def _edges(box: Box) -> tuple[float, float, float, float]:
    return (box.x0, box.y0, box.x1, box.y1)


def unpacked(kept: bytes) -> Master:
    """The master that was packed; stamp and seal are both told by the same record, which was whole when it was read."""
    (length,) = _LENGTH.unpack_from(kept)
    about, data = json.loads(kept[_LENGTH.size : _LENGTH.size + length]), kept[_LENGTH.size + length :]
    statements = tuple(
        StatementProof(id, Verdict.PROVEN, page, box and Box(*box)) for id, page, box in about["statements"]
    )
    last_day = about["last_day"] and date.fromisoformat(about["last_day"])
    if "windows" not in about:
        return Master(data, about["pages"], statements, last_day)
    windows = tuple(
        Window(start, end, tuple(piece.encode("latin-1") for piece in fixed), tuple(Slot(*slot) for slot in slots))
        for start, end, fixed, slots in about["windows"]
    )
    alphabets = tuple(map(_alphabet, about["alphabets"]))
    texts = tuple(PageText(tuple(pieces), tuple(ids), tuple(turned)) for pieces, ids, turned in about["texts"])
    stamp = Stamp(data, windows, about["id_at"], alphabets)
    return Master(
        data,
        about["pages"],
        statements,
        last_day,
        stamp,
        Days(tuple(about["months"])),
        seal_like(stamp, texts, statements),
    )


@lru_cache(maxsize=MOST_HERE)
def _alphabet(kept: str) -> Alphabet:
    """An alphabet, which takes most of the room that a master does: those of one font and script are one."""
    classes, kerning, letters, joins = json.loads(kept)
    return Alphabet(
        {character: tuple(letter) for character, letter in letters},
        array("h", kerning),
        classes,
        joins and _joining(*joins),
    )


def _joining(path: str, sha256: str, glyphs: list[tuple[int, tuple[str, int]]]) -> Joins:
    # What runs from right to left takes an engine to draw, for which no other document should wait.
    from leafgen.render.stamp_shaping import Joining  # noqa: PLC0415

    return Joining(Path(path), sha256, {glyph: (said, width) for glyph, (said, width) in glyphs})


def _sealed_joins(alphabet: Alphabet) -> JoinsOfSeal | None:
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
