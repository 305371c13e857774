"""Masters as bytes and back: what is known of one as JSON, and the document itself behind it."""

from __future__ import annotations

import json
import struct
from array import array
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from leafgen.kernel.geometry import Box
from leafgen.masters.master import Days, Master, Whole, seal_like
from leafgen.render.stamp import Alphabet, Joins, Slot, Stamp, Window
from leafgen.verify.proof import StatementProof, Verdict
from leafgen.verify.seal import PageText

_LENGTH = struct.Struct(">Q")
#: Fonts and scripts whose alphabets are kept in this process.
_ALPHABETS = 64


def packed(master: Master | Whole) -> bytes:
    """A master as bytes: its length, what is known of it as JSON, and the document itself."""
    about = json.dumps(_about(master), separators=(",", ":")).encode()
    return _LENGTH.pack(len(about)) + about + master.data


def _about(master: Master | Whole) -> dict[str, Any]:
    about: dict[str, Any] = {
        "pages": master.pages,
        "last_day": master.last_day and master.last_day.isoformat(),
        "statements": [[one.id, one.page, one.box and _edges(one.box)] for one in master.statements],
    }
    if isinstance(master, Master):
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


def unpacked(kept: bytes) -> Master | Whole:
    """The master that was packed; stamp and seal are both told by the same record, which was whole when it was read."""
    (length,) = _LENGTH.unpack_from(kept)
    about, data = json.loads(kept[_LENGTH.size : _LENGTH.size + length]), kept[_LENGTH.size + length :]
    statements = tuple(
        StatementProof(id, Verdict.PROVEN, page, box and Box(*box)) for id, page, box in about["statements"]
    )
    last_day = about["last_day"] and date.fromisoformat(about["last_day"])
    if "windows" not in about:
        return Whole(data, about["pages"], statements, last_day)
    windows = tuple(
        Window(start, end, tuple(piece.encode("latin-1") for piece in fixed), tuple(Slot(*slot) for slot in slots))
        for start, end, fixed, slots in about["windows"]
    )
    alphabets = tuple(map(_alphabet, about["alphabets"]))
    texts = tuple(PageText(tuple(pieces), tuple(ids), tuple(turned)) for pieces, ids, turned in about["texts"])
    stamp = Stamp(data, windows, about["id_at"], alphabets)
    days, seal = Days(tuple(about["months"])), seal_like(stamp, texts, statements)
    return Master(stamp, days, seal, about["pages"], last_day)


@lru_cache(maxsize=_ALPHABETS)
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
