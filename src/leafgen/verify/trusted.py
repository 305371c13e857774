"""Trusted fonts: what a glyph must look like is told by these files, never by the PDF under proof."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from leafgen.verify.reading.programs import Program, load_program
from leafgen.verify.reading.typefaces import Typeface
from leafgen.verify.shapes import same_outline

_WITNESSES = 8
_WEIGHTS = tuple(float(weight) for weight in range(100, 1001, 50))
_DEFAULT_X_HEIGHT = 0.45


@dataclass(frozen=True, slots=True)
class TrustedFont:
    """A font file that is known: its bytes, their SHA-256, and its x-height in em (0: measured on the x)."""

    name: str
    data: bytes = field(repr=False)
    sha256: str
    x_height_em: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A trusted font, for a variable one at one instance."""

    font: TrustedFont
    program: Program


@lru_cache(maxsize=512)
def _faces(font: TrustedFont) -> tuple[Face, ...]:
    """The faces of a trusted font: itself, or the common instances of a variable one, the default first."""
    program = load_program(font.data)
    axes = {axis.tag: axis for axis in program.face.axis_infos} if program.face.has_var_data else {}
    faces = [Face(font, program)]
    if "wght" in axes:
        for weight in _WEIGHTS:
            if axes["wght"].min_value <= weight <= axes["wght"].max_value:
                faces.append(Face(font, load_program(font.data, {"wght": weight})))
    return tuple(faces)


class FontBook:
    """The trusted fonts of one proof, and which embedded font is which of them."""

    def __init__(self, fonts: tuple[TrustedFont, ...]) -> None:
        self.fonts = fonts
        self._known: dict[Typeface, Face | None] = {}

    def recognise(self, typeface: Typeface) -> Face | None:
        """The trusted face whose outlines the embedded font has, told by some of the letters that it says it has;
        None if there is none. (That each glyph is the one its text says is another check's business.)"""
        if typeface not in self._known:
            self._known[typeface] = self._recognise(typeface)
        return self._known[typeface]

    def _recognise(self, typeface: Typeface) -> Face | None:
        if typeface.program is None or typeface.problem:
            return None
        letters = tuple(sorted((text, typeface.gid(code)) for code, text in typeface.texts.items() if len(text) == 1))
        return _recognised(self.fonts, typeface.program, letters)

    def x_height(self, typeface: Typeface) -> float:
        """The height of the x in em: of the trusted font, else as the embedded one draws it, else 0.45."""
        face = self.recognise(typeface)
        if face is not None and face.font.x_height_em:
            return face.font.x_height_em
        program = face.program if face is not None else typeface.program
        if program is not None:
            gid = program.font.get_nominal_glyph(ord("x"))
            if gid and (box := program.box(gid)) is not None:
                return box[3]
        return _DEFAULT_X_HEIGHT


@lru_cache(maxsize=1024)
def _recognised(fonts: tuple[TrustedFont, ...], embedded: Program, letters: tuple[tuple[str, int], ...]) -> Face | None:
    best: tuple[int, Face | None] = (0, None)
    for face in (face for font in fonts for face in _faces(font)):
        alike = tried = 0
        for drawn, own in _pairs(face.program, embedded, letters):
            tried += 1
            alike += same_outline(face.program.outline(own), embedded.outline(drawn))
            if tried >= _WITNESSES and not alike:
                break
        if alike > best[0]:
            best = (alike, face)
        if alike and alike == tried:
            break
    return best[1]


def _pairs(trusted: Program, embedded: Program, letters: tuple[tuple[str, int], ...]) -> Iterator[tuple[int, int]]:
    """Glyphs to compare: embedded and trusted, for the same letter."""
    for text, gid in letters:
        own = trusted.font.get_nominal_glyph(ord(text))
        if own and gid < embedded.count and not text.isspace() and embedded.outline(gid):
            yield gid, own
