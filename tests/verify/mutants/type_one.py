"""Type 1 fonts (LaTeX, LibreOffice), put together from their parts, and forged ones that viewers draw otherwise."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO

from fontTools.agl import UV2AGL
from fontTools.misc.eexec import encrypt
from fontTools.misc.psCharStrings import T1CharString
from fontTools.pens.basePen import decomposeQuadraticSegment
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from tests.verify.mutants.material import Specimen
from tests.verify.mutants.shelf import bad, good
from tests.verify.mutants.simple import simple, subset

Program = list[int | str]
Glyphs = dict[str, Program]
_CLEAR = """%!PS-AdobeFont-1.0: Leaf
/FontName /Leaf def /PaintType 0 def /FontType 1 def {matrix}
{encoding}
currentfile eexec
"""
_MATRIX = "/FontMatrix [0.001 0 0 0.001 0 0] readonly def"
_STANDARD = "/Encoding StandardEncoding def"


def glyphs() -> Glyphs:
    """The letters of the lines as Type 1 programs, by name."""
    font = TTFont(BytesIO(subset()))
    drawn, made = font.getGlyphSet(), {}
    names = {name: code for code, name in font.getBestCmap().items()}
    standard = {name: name for name in drawn if name == ".notdef"} | {name: _name(code) for name, code in names.items()}
    for name, own in standard.items():
        pen = DecomposingRecordingPen(drawn)
        drawn[name].draw(pen)
        made[own] = [0, round(drawn[name].width), "hsbw", *_strokes(pen.value), "endchar"]
    return made


def _name(code: int) -> str:
    return str(UV2AGL[code])


def _strokes(value: list[tuple[str, tuple[tuple[float, float], ...]]]) -> Program:
    steps: Program = []
    x = y = 0

    def go(operator: str, *points: tuple[float, float]) -> None:
        nonlocal x, y
        for px, py in points:
            steps.extend((round(px) - x, round(py) - y))
            x, y = round(px), round(py)
        steps.append(operator)

    for kind, points in value:
        if kind == "closePath":
            steps.append("closepath")
        elif kind == "qCurveTo":
            for (x1, y1), (x2, y2) in decomposeQuadraticSegment(points):
                one = (x + 2 * (x1 - x) / 3, y + 2 * (y1 - y) / 3)
                two = (x2 + 2 * (x1 - x2) / 3, y2 + 2 * (y1 - y2) / 3)
                go("rrcurveto", one, two, (x2, y2))
        else:
            go("rmoveto" if kind == "moveTo" else "rlineto", points[0])
    return steps


def _charstring(program: Program) -> bytes:
    string = T1CharString(program=list(program))
    string.compile()
    return bytes(encrypt(b"0000" + string.bytecode, 4330)[0])


def type_one_program(
    letters: Glyphs | None = None,
    encoding: str = _STANDARD,
    matrix: str = _MATRIX,
    subroutines: tuple[Program, ...] = (["return"],),
    again: Glyphs | None = None,
    segments: bool = False,
) -> bytes:
    """A Type 1 program. `again`: glyphs that follow under their names a second time; `segments`: as a PFB file."""
    letters = glyphs() if letters is None else letters
    private = b"dup /Private 8 dict dup begin /lenIV 4 def\n/Subrs %d array\n" % len(subroutines)
    for number, program in enumerate(subroutines):
        code = _charstring(program)
        private += b"dup %d %d RD %s NP\n" % (number, len(code), code)
    private += b"ND\n2 index /CharStrings %d dict dup begin\n" % len(letters)
    for name, program in (*letters.items(), *(again or {}).items()):
        code = _charstring(program)
        private += b"/%s %d RD %s ND\n" % (name.encode(), len(code), code)
    private += b"end\nend\nreadonly put\nmark currentfile closefile\n"
    clear = _CLEAR.format(matrix=matrix, encoding=encoding).encode()
    cipher, zeros = bytes(encrypt(b"\xf0\xf1\xf2\xf3" + private, 55665)[0]), b"0" * 512 + b"\ncleartomark\n"
    if not segments:
        return clear + cipher + zeros
    parts = ((1, clear), (2, cipher), (1, zeros))
    return b"".join(struct.pack("<BBI", 128, kind, len(part)) + part for kind, part in parts) + b"\x80\x03"


def type_one_font(program: bytes, flags: int = 32, encoding: str = "/WinAnsiEncoding") -> Specimen:
    """The lines in a Type 1 font."""
    return simple(program, "/FontFile", "/Type1", flags, encoding)


@good
def type_one() -> Specimen:
    """A Type 1 font in Windows' encoding (LaTeX)."""
    return type_one_font(type_one_program())


@good
def type_one_by_its_own_codes() -> Specimen:
    """A Type 1 font that itself says which code is which letter."""
    return type_one_font(type_one_program(), 4, "")


def _swapped(draw: Callable[[Program, Program], Program]) -> bytes:
    """The program with a three that is drawn from a three and an eight."""
    letters = glyphs()
    return type_one_program(letters | {"three": draw(letters["three"], letters["eight"])})


@bad
def type_one_three_as_eight() -> Specimen:
    """Its three is drawn as an eight."""
    return type_one_font(_swapped(lambda three, eight: [*three[:2], "hsbw", *eight[3:]]))


@bad
def type_one_goes_on_after_its_end() -> Specimen:
    """Its three is drawn, by some readers alone, behind the eight that viewers draw and end with."""
    return type_one_font(_swapped(lambda three, eight: [*eight, *three]))


@bad
def type_one_named_twice() -> Specimen:
    """Two glyphs have one name: which of them is drawn hangs on the viewer."""
    letters = glyphs()
    return type_one_font(type_one_program(again={"three": letters["eight"]}))


@bad
def type_one_calls_its_own() -> Specimen:
    """A glyph calls a procedure that some interpreters do not have."""
    letters = glyphs()
    three = letters["three"]
    call: Program = [*three[:3], 1, 14, "callothersubr", "pop", *three[3:]]
    return type_one_font(type_one_program(letters | {"three": call}))


@bad
def type_one_squeezed() -> Specimen:
    """A matrix that makes its letters a third as high."""
    return type_one_font(type_one_program(matrix="/FontMatrix [0.001 0 0 0.0003 0 0] readonly def"))


@bad
def type_one_two_matrices() -> Specimen:
    """Two matrices, of which viewers take one."""
    return type_one_font(type_one_program(matrix=f"{_MATRIX} {_MATRIX.replace('0.001 0 0]', '0.0003 0 0]')}"))


@bad
def type_one_codes_exchanged() -> Specimen:
    """Its own codes lead from 3 to the eight, and its map to text says three."""
    codes = "".join(f"dup {ord(char)} /{_name(ord(char))} put\n" for char in map(chr, range(33, 127)) if char != "3")
    encoding = f"/Encoding 256 array 0 1 255 {{1 index exch /.notdef put}} for\n{codes}dup 51 /eight put\nreadonly def"
    return type_one_font(type_one_program(encoding=encoding), 4, "")
