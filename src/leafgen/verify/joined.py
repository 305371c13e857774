"""What a stamp draws from right to left: read as its glyphs say, and held to how the trusted font joins the letters.

The seal reads a string in the order of the page, puts it in the order of reading, and has the trusted font draw that
anew: glyph for glyph and place for place it must be what stands in the file. This file knows nothing of how a stamp
is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from itertools import groupby

import uharfbuzz as hb

from leafgen.verify.reading.bidi import logical_order


@dataclass(frozen=True)
class Joined:
    """A trusted font whose letters join: its file, and of each code of the stamp what its glyph says and how wide it
    is in thousandths of an em. Codes are glyph numbers of the file."""

    data: bytes = field(repr=False, compare=False)
    sha256: str
    forms: Mapping[str, tuple[str, int]] = field(repr=False)

    def __getstate__(self) -> dict[str, object]:
        # An open font does not travel to another process: it is opened there.
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @cached_property
    def _font(self) -> hb.Font:
        return hb.Font(hb.Face(self.data))

    def read(self, codes: Sequence[str], moves: Sequence[int]) -> tuple[str | None, int, int]:
        """What a string says, how wide it is, and how much nearer its first glyph stands, in thousandths of an em.
        `moves`: how much nearer each glyph but the first stands. None for a string that the font would draw
        otherwise, or that has a code that says nothing."""
        said = [self.forms.get(code) for code in codes]
        units = [(form[0], code) for form, code in zip(said, codes, strict=True) if form]
        if len(units) < len(codes):
            return None, 0, 0
        drawn, expected, width, nearer = [], [], 0, 0
        for number, stretch in groupby(units, key=lambda unit: unit[0].isdigit()):
            texts = [text for text, _ in stretch]
            for glyph, advance, offset in self._shaped("".join(texts if number else reversed(texts)), number):
                code = f"{glyph:04X}"
                drawn.append(code)
                expected.append(nearer - offset)
                width += advance
                nearer = self.forms.get(code, ("", 0))[1] - advance + offset
        if drawn != list(codes) or expected[1:] != list(moves):
            return None, 0, 0
        return "".join(text for text, _ in logical_order(units)), width, expected[0]

    def _shaped(self, text: str, number: bool) -> tuple[tuple[int, int, int], ...]:
        """The glyphs of a text from left to right, with advance and offset. Raises nothing: a glyph that is raised is
        none that a stamp can draw, and has no number."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "ltr" if number else "rtl"
        hb.shape(self._font, buffer)
        return tuple(
            (
                -1 if place.y_offset or place.y_advance else info.codepoint,
                self._thousandths(place.x_advance),
                self._thousandths(place.x_offset),
            )
            for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        )

    def _thousandths(self, length: int) -> int:
        upem: int = self._font.face.upem
        return round(length * 1000 / upem)
