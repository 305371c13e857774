"""Trusted fonts: what a glyph must look like is told by these files, never by the PDF under proof."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from leafgen.kernel.errors import InvalidInput
from leafgen.verify.reading.programs import Outline, Program, UnreadableFontError, faces_in, load_program
from leafgen.verify.reading.typefaces import Typeface
from leafgen.verify.shapes import forms_of, same_outline
from leafgen.verify.trust import TrustedFont

_WITNESSES = 8
_MOST_LETTERS = 24
_WEIGHTS = tuple(float(weight) for weight in range(100, 1001, 50))
_WIDTHS = (62.5, 75.0, 87.5, 112.5, 125.0)
"""Widths that style sheets have names for, from extra-condensed to expanded (CSS Fonts 4, 2.4)."""
_DEFAULT_X_HEIGHT = 0.45
_MOST_FACES = 32
_PACKED = (b"wOFF", b"wOF2")


def trusted_font(name: str, data: bytes) -> TrustedFont:
    """The trusted font in a file: TrueType, OpenType, a collection of them, WOFF, WOFF2 or Type 1 (PFB).

    Raises UnreadableFontError for anything else.
    """
    plain = data
    if data[:4] in _PACKED:
        try:
            target = BytesIO()
            font = TTFont(BytesIO(data), recalcBBoxes=False, recalcTimestamp=False)
            font.flavor = None
            font.save(target)
            plain = target.getvalue()
        except Exception as error:
            raise UnreadableFontError("its packing is damaged") from error
    load_program(plain)
    return TrustedFont(name, plain, hashlib.sha256(data).hexdigest())


def read_trusted(path: Path) -> TrustedFont:
    """A font file that a PDF made elsewhere may use. Raises InvalidInput when it cannot be read."""
    try:
        return trusted_font(path.name, path.read_bytes())
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}") from error
    except UnreadableFontError as error:
        raise InvalidInput(
            f"{path} cannot be trusted: {error}", "name a TrueType, OpenType, TTC, WOFF, WOFF2 or PFB file"
        ) from error


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A trusted font, for a variable one at one instance."""

    font: TrustedFont
    program: Program


@lru_cache(maxsize=512)
def _faces(font: TrustedFont) -> tuple[Face, ...]:
    """The faces of a trusted font: each of a collection, and of a variable one the named and the common instances,
    the default first."""
    faces = []
    for index in range(min(faces_in(font.data), _MOST_FACES)):
        program = load_program(font.data, index=index)
        faces.append(Face(font, program))
        if program.face.has_var_data:
            faces += (Face(font, load_program(font.data, place, index)) for place in _instances(program.face))
    return tuple(faces)


def _instances(face: Any) -> Iterator[dict[str, float]]:
    """Where on its axes a variable font is commonly used: its named instances, and every usual weight."""
    axes = {axis.tag: axis for axis in face.axis_infos}
    for named in face.named_instances:
        yield dict(zip(axes, named.design_coords, strict=True))
    weights = _within(axes.get("wght"), _WEIGHTS)
    yield from ({"wght": weight} for weight in weights)
    for width in _within(axes.get("wdth"), _WIDTHS):
        yield {"wdth": width}
        yield from ({"wdth": width, "wght": weight} for weight in weights if weight % 100 == 0)


def _within(axis: Any, values: tuple[float, ...]) -> list[float]:
    return [] if axis is None else [value for value in values if axis.min_value <= value <= axis.max_value]


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
        # A simple font's encoding names letters that its subset does not have: glyph 0 tells nothing.
        letters = sorted(
            (text, gid) for code, text in typeface.texts.items() if len(text) == 1 and (gid := typeface.gid(code))
        )
        return _recognised(self.fonts, typeface.program, tuple(letters))

    def x_height(self, typeface: Typeface) -> float:
        """The height of the x in em: of the trusted font, else as the embedded one draws it, else 0.45."""
        face = self.recognise(typeface)
        if face is not None and face.font.x_height_em:
            return face.font.x_height_em
        program = face.program if face is not None else typeface.program
        if program is not None and program.font is not None:
            gid = program.font.get_nominal_glyph(ord("x"))
            if gid and (box := program.box(gid)) is not None:
                return box[3]
        return _DEFAULT_X_HEIGHT


Letters = tuple[tuple[str, int], ...]
"""What an embedded font says that it has: a letter, and the glyph that draws it."""


@lru_cache(maxsize=1024)
def _recognised(fonts: tuple[TrustedFont, ...], embedded: Program, letters: Letters) -> Face | None:
    best: tuple[int, Face | None] = (0, None)
    for face in (face for font in fonts for face in _faces(font)):
        alike, tried = _alike(face, embedded, letters)
        if alike > best[0]:
            best = (alike, face)
        if alike and alike == tried:
            return face
    for font in fonts:
        if (weight := _weight(_by_weight(font), embedded, letters)) is not None:
            between = Face(font, load_program(font.data, {"wght": weight}))
            if (alike := _alike(between, embedded, letters)[0]) > best[0]:
                best = (alike, between)
    return best[1]


def _alike(face: Face, embedded: Program, letters: Letters) -> tuple[int, int]:
    """How many letters a face draws as the embedded font does, and how many were compared."""
    alike = tried = 0
    for drawn, forms in _pairs(face.program, embedded, letters):
        tried += 1
        alike += any(same_outline(face.program.outline(own), embedded.outline(drawn)) for own in forms)
        if tried >= _WITNESSES and not alike:
            break
    return alike, tried


@lru_cache(maxsize=512)
def _by_weight(font: TrustedFont) -> tuple[tuple[float, Program], ...]:
    """The weights of a variable font, each with its program; none for any other font."""
    face = load_program(font.data).face
    axis = next((axis for axis in face.axis_infos if axis.tag == "wght"), None) if face.has_var_data else None
    weights = () if axis is None else sorted({axis.min_value, *_within(axis, _WEIGHTS), axis.max_value})
    return tuple((weight, load_program(font.data, {"wght": weight})) for weight in weights)


def _weight(weights: tuple[tuple[float, Program], ...], embedded: Program, letters: Letters) -> float | None:
    """The weight between two of a font's own at which its letters come nearest to the embedded ones: points move in
    straight lines from weight to weight (OpenType, variations). None where the outlines are made of other strokes.

    It is only a guess: whether the letters are drawn so at that weight, their outlines must tell."""
    nearest: tuple[float, float] | None = None
    for (light, thin), (heavy, thick) in pairwise(weights):
        moved = wanted = rest = 0.0
        for text, gid in letters[:_MOST_LETTERS]:
            own = thin.font.get_nominal_glyph(ord(text))
            if not own or gid >= embedded.count:
                continue
            points = [_points(thin.outline(own)), _points(embedded.outline(gid)), _points(thick.outline(own))]
            if len({len(numbers) for numbers in points}) > 1:
                continue
            for first, drawn, last in zip(*points, strict=True):
                moved += (last - first) ** 2
                wanted += (last - first) * (drawn - first)
                rest += (drawn - first) ** 2
        if moved:
            part = min(max(wanted / moved, 0.0), 1.0)
            apart = rest - 2 * part * wanted + part * part * moved
            if nearest is None or apart < nearest[0]:
                nearest = (apart, light + part * (heavy - light))
    return None if nearest is None else nearest[1]


def _points(outline: Outline) -> list[float]:
    return [number for stroke in outline for number in stroke[1:]]


def _pairs(trusted: Program, embedded: Program, letters: Letters) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Glyphs to compare: an embedded one, and those that the trusted font has for the same letter."""
    for text, gid in letters:
        if gid < embedded.count and not text.isspace() and embedded.outline(gid) and (own := forms_of(trusted, text)):
            yield gid, own
