"""The font of stamps: one face cut down to every letter that a name may be stamped with, and how far they stand apart.

A master's own fonts hold the glyphs of its own texts alone. This one holds whole alphabets, with a text for every
glyph, so that any name in them can be drawn without an engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from leafgen.content.fonts import FontFace
from leafgen.render.stamp import Alphabet


@dataclass(frozen=True, slots=True)
class StampFont:
    """A face for stamps. `program` is the font file, in which glyphs keep the face's own numbers; `glyphs` what is in
    it by number, each with what it says and how wide it is; the rest is for the dictionary that describes it; all in
    thousandths of an em; `alphabet` draws with it."""

    program: bytes
    glyphs: Mapping[int, tuple[str, int]]
    alphabet: Alphabet
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    postscript_name: str


def advances(face: FontFace, text: str) -> list[int]:
    """How wide the letters of a text are, in thousandths of an em; 0 for one that the face lacks."""
    font = opened(face.path, face.sha256)
    glyphs = [font.get_nominal_glyph(ord(character)) for character in text]
    return [thousandths(font.get_glyph_h_advance(glyph), font.face.upem) if glyph else 0 for glyph in glyphs]


@lru_cache(maxsize=16)
def opened(path: Path, _sha256: str) -> hb.Font:
    """The font file with this hash, as HarfBuzz has it open."""
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))


def thousandths(length: int, per_em: int) -> int:
    """A length of a font's own units in thousandths of an em."""
    return round(length * 1000 / per_em)
