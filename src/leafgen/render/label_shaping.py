"""Words of complex scripts as HarfBuzz shapes them: their widths, and how far their lines reach.

Letters join and change inside a word, never across a space: so a word is measured on its own, as the page engine
draws it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from leafgen.content.fonts import PLAIN_SCRIPTS, FontFamily
from leafgen.render.label_style import LATIN_REACH, MEDIUM, REGULAR, STRONG, Reach

#: Letters of a script that reach highest and lowest, as words need them.
TALL_AND_DEEP = {"arabic": "\u0623\u0622\u0625\u0644\u0623\u063a\u0639\u062e\u062c\u064a\u0626\u0642()"}
#: Air beyond the ink of a line, in em, half of it above and half below.
AIR = 0.06


class ShapedFonts:
    """The three weights of a family, measured as shaped."""

    shapes = True

    def __init__(self, family: FontFamily) -> None:
        self._fonts = {
            weight: _font(family.face(weight).path, family.face(weight).sha256) for weight in (REGULAR, MEDIUM, STRONG)
        }
        self.reach = self._reach(family)

    def width(self, text: str, weight: int) -> float:
        """The advance of `text` in em."""
        font, _ = self._fonts[weight]
        return float(sum(position.x_advance for position in _shaped(font, text).glyph_positions) / font.face.upem)

    def reach_of(self, text: str, weight: int) -> Reach:
        """How far a line of `text` reaches."""
        font, _ = self._fonts[weight]
        above, below = _ink(font, text)
        return Reach(above + AIR / 2, below + AIR / 2, above + AIR / 2)

    def holds(self, character: str, weight: int) -> bool:
        """Whether the font has a glyph of its own for `character`."""
        return ord(character) in self._fonts[weight][1]

    @property
    def baseline(self) -> float:
        """How far below the middle of its line the baseline stands in a page engine, in em."""
        font, _ = self._fonts[REGULAR]
        extents = font.get_font_extents("ltr")
        return float((extents.ascender + extents.descender) / 2 / font.face.upem)

    def _reach(self, family: FontFamily) -> Reach:
        """How far lines reach: the letters of the family's own script, or the font's own measure of itself where we
        know none of its script."""
        above, below = LATIN_REACH.above, LATIN_REACH.below
        for script in set(family.scripts) - PLAIN_SCRIPTS:
            for font, _ in self._fonts.values():
                if sample := TALL_AND_DEEP.get(script):
                    up, down = _ink(font, " ".join((*sample, sample)))
                else:
                    extents = font.get_font_extents("ltr")
                    up, down = extents.ascender / font.face.upem, -extents.descender / font.face.upem
                above, below = max(above, up + AIR / 2), max(below, down + AIR / 2)
        return Reach(above, below, max(above, LATIN_REACH.accented))


@lru_cache(maxsize=16)
def _font(path: Path, _sha256: str) -> tuple[hb.Font, frozenset[int]]:
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    return hb.Font(face), frozenset(face.unicodes)


def _shaped(font: hb.Font, text: str) -> hb.Buffer:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    return buffer


def _ink(font: hb.Font, text: str) -> tuple[float, float]:
    """How far the ink of `text`, word by word, reaches above and below the baseline, in em."""
    up = down = 0.0
    for word in text.split():
        buffer = _shaped(font, word)
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if extents := font.get_glyph_extents(info.codepoint):
                top = position.y_offset + extents.y_bearing
                up, down = max(up, top), max(down, -(top + extents.height))
    return up / font.face.upem, down / font.face.upem
