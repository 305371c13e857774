"""Trusted fonts: what a glyph must look like is told by these files, never by the PDF under proof."""

from __future__ import annotations

from dataclasses import dataclass, field

from leafgen.verify.reading.programs import Outline, Program, load_program
from leafgen.verify.reading.typefaces import Typeface

_SAME_POINT = 0.0016
"""Two outline points this near (in em) are one: fonts are cut on grids of 1,000 to 2,048 units."""
_WITNESSES = 6


@dataclass(frozen=True, slots=True)
class TrustedFont:
    """A font file that is known: its bytes, their SHA-256, and its x-height in em (0: measured on the x)."""

    name: str
    data: bytes = field(repr=False)
    sha256: str
    x_height_em: float = 0.0


def same_outline(one: Outline, other: Outline) -> bool:
    """Whether two glyphs are the same drawing, stroke for stroke."""
    if one == other:
        return True
    if len(one) != len(other):
        return False
    for first, second in zip(one, other, strict=True):
        if first[0] != second[0]:
            return False
        if any(abs(a - b) > _SAME_POINT for a, b in zip(first[1:], second[1:], strict=True)):
            return False
    return True


@dataclass(slots=True, eq=False)
class FontBook:
    """The trusted fonts of one proof, and which embedded font is which of them."""

    fonts: tuple[TrustedFont, ...]
    _known: dict[Typeface, TrustedFont | None] = field(default_factory=dict)

    def program(self, font: TrustedFont) -> Program:
        """The trusted font's outlines (cached by content)."""
        return load_program(font.data)

    def recognise(self, typeface: Typeface) -> TrustedFont | None:
        """The trusted font whose outlines the embedded one has, told by some letters of those that it says it has;
        None if there is none. (That each glyph is the one its text says is another check's business.)"""
        if typeface not in self._known:
            self._known[typeface] = self._recognise(typeface)
        return self._known[typeface]

    def _recognise(self, typeface: Typeface) -> TrustedFont | None:
        if typeface.program is None:
            return None
        witnesses = [(code, text) for code, text in typeface.texts.items() if len(text) == 1 and not text.isspace()]
        best: tuple[int, TrustedFont | None] = (0, None)
        for font in self.fonts:
            program, alike, tried = self.program(font), 0, 0
            for code, text in witnesses:
                gid = program.font.get_nominal_glyph(ord(text))
                embedded = typeface.gid(code)
                if not gid or embedded >= typeface.program.count or not typeface.program.outline(embedded):
                    continue
                tried += 1
                alike += same_outline(program.outline(gid), typeface.program.outline(embedded))
                if tried >= _WITNESSES and not alike:
                    break
            if alike > best[0]:
                best = (alike, font)
        return best[1]

    def x_height(self, typeface: Typeface) -> float:
        """The height of the x in em: of the trusted font, else as the embedded one draws it, else 0.45."""
        font = self.recognise(typeface)
        if font is not None and font.x_height_em:
            return font.x_height_em
        program = self.program(font) if font is not None else typeface.program
        if program is not None:
            gid = program.font.get_nominal_glyph(ord("x"))
            if gid and (box := program.box(gid)) is not None:
                return box[3]
        return 0.45
