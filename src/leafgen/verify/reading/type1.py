"""Type 1 font programs: their glyphs, their names and their codes, as an OpenType file that HarfBuzz reads.

A Type 1 font is a PostScript program, of which viewers run only what they know (Adobe Type 1 Font Format, 1990). So
whatever two of them might read in two ways (a table that stands twice, a name with two glyphs, calls of one's own) is
refused.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from fontTools.agl import toUnicode
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.eexec import decrypt
from fontTools.misc.psCharStrings import T1CharString, T1OutlineExtractor
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen

from leafgen.verify.reading.cff import Cff, even
from leafgen.verify.reading.limits import UnreadableFontError

_DAMAGED = "its Type 1 outlines are damaged"
_OTHERWISE = "its Type 1 program can be read in two ways"
_EEXEC_KEY, _CHARSTRING_KEY = 55665, 4330
_RANDOM_BYTES = 4
_MOST_GLYPHS, _MOST_SUBROUTINES, _DEEPEST, _MOST_STEPS = 4096, 65536, 12, 20_000
_SEGMENT = b"\x80"
_TEXT, _BINARY, _END = 1, 2, 3
_HEXADECIMAL = frozenset(b"0123456789abcdefABCDEF")
_ONCE = (b"/CharStrings", b"/Subrs", b"/lenIV", b"/FontMatrix", b"/Encoding", b"/PaintType")
_BLENDED = (b"/WeightVector", b"/BlendDesignMap", b"/Metrics")
_MATRIX = re.compile(rb"/FontMatrix\s*[\[{]([^\]}]*)[\]}]")
_LEN_IV = re.compile(rb"/lenIV\s+(\d+)\s")
_PAINT = re.compile(rb"/PaintType\s+(\d+)\s")
_STANDARD = re.compile(rb"/Encoding\s+StandardEncoding\s+def\b")
_ARRAY = re.compile(rb"/Encoding\s+256\s+array(.*?)\bdef\b", re.DOTALL)
_FILL = re.compile(rb"^\s*0\s+1\s+255\s*\{\s*1\s+index\s+exch\s*/\.notdef\s+put\s*\}\s*(?:bind\s+)?for\b")
_ENTRY = re.compile(rb"\s*dup\s+(\d{1,3})\s*/(\S+)\s+put\b")
_SUBROUTINES = re.compile(rb"/Subrs\s+(\d+)\s+array\s")
_SUBROUTINE = re.compile(rb"\s*dup\s+(\d+)\s+(\d+)\s+(?:RD|-\|)\s")
_SUBROUTINE_END = re.compile(rb"\s*(?:NP|\||noaccess\s+put|put)(?=\s)")
_GLYPHS = re.compile(rb"/CharStrings\s+(\d+)\s+dict\s+dup\s+begin\b")
_GLYPH = re.compile(rb"\s*/([^\s/(){}\[\]<>%]+)\s+(\d+)\s+(?:RD|-\|)\s")
_GLYPH_END = re.compile(rb"\s*(?:ND|\|-|noaccess\s+def|def)(?=\s)")
_LAST = re.compile(rb"\s*end\s")
_CALLS = {0: 3, 1: 0, 2: 0, 3: 1}
"""Arguments of the procedures that every interpreter knows: flex, and the exchange of hints (chapter 8)."""


def read_type1(data: bytes) -> Cff:
    """Read a Type 1 program. Raises UnreadableFontError."""
    try:
        clear, private = _parts(data)
        whole = clear + b"\n" + private
        if any(whole.count(word) > 1 for word in _ONCE) or any(word in whole for word in _BLENDED):
            raise UnreadableFontError(_OTHERWISE)
        if (paint := _PAINT.search(whole)) and int(paint[1]):
            raise UnreadableFontError("its letters are drawn as outlines")
        found = _MATRIX.search(clear)
        matrix = [float(number) for number in found[1].split()] if found else [0.001, 0, 0, 0.001, 0, 0]
        if not even(matrix):
            raise UnreadableFontError("its outlines are squeezed, slanted or turned")
        skipped = int(found[1]) if (found := _LEN_IV.search(private)) else _RANDOM_BYTES
        subroutines = _subroutines(private, skipped)
        glyphs = _glyphs(private, skipped, subroutines)
        order = [".notdef", *(name for name in glyphs if name != ".notdef")]
        numbers = {name: gid for gid, name in enumerate(order)}
        names = {code: name for code, name in _encoding(clear).items() if numbers.get(name)}
        return Cff(None, numbers, names, _opentype(order, glyphs, round(1 / matrix[0])))
    except UnreadableFontError:
        raise
    except Exception as error:  # whatever a hostile program makes of its reader
        raise UnreadableFontError(_DAMAGED) from error


def _parts(data: bytes) -> tuple[bytes, bytes]:
    """The plain part of a program, and the encrypted one in plain."""
    if data[:1] == _SEGMENT:
        data = _joined(data)
    clear, eexec, rest = data.partition(b"eexec")
    if not eexec or not rest:
        raise UnreadableFontError(_DAMAGED)
    rest = rest.lstrip(b" \t\r\n")  # no cipher begins with white space (7.2)
    if _HEXADECIMAL.issuperset(rest[:_RANDOM_BYTES]):
        digits = bytes(byte for byte in rest if byte in _HEXADECIMAL)
        rest = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    return clear, bytes(decrypt(rest, _EEXEC_KEY)[0])[_RANDOM_BYTES:]


def _joined(data: bytes) -> bytes:
    """A program in segments, put together."""
    parts, at = [], 0
    while data[at : at + 1] == _SEGMENT and data[at + 1] != _END:
        if data[at + 1] not in (_TEXT, _BINARY):
            raise UnreadableFontError(_DAMAGED)
        length = int.from_bytes(data[at + 2 : at + 6], "little")
        parts.append(data[at + 6 : at + 6 + length])
        at += 6 + length
    return b"".join(parts)


def _encoding(clear: bytes) -> dict[int, str]:
    """Names of glyphs by code, as the program gives them."""
    if _STANDARD.search(clear):
        return dict(enumerate(StandardEncoding))
    names: dict[int, str] = {}
    if (found := _ARRAY.search(clear)) is None:
        return names
    entries = _FILL.sub(b"", found[1])
    for entry in _ENTRY.finditer(entries):
        if names.setdefault(int(entry[1]), entry[2].decode("ascii")) != entry[2].decode("ascii"):
            raise UnreadableFontError(_OTHERWISE)
    if _ENTRY.sub(b"", entries).split() not in ([], [b"readonly"]):
        raise UnreadableFontError(_OTHERWISE)
    return names


def _subroutines(private: bytes, skipped: int) -> list[Any]:
    header = _SUBROUTINES.search(private)
    if header is None:
        return []
    if int(header[1]) > _MOST_SUBROUTINES:
        raise UnreadableFontError(_DAMAGED)
    found: dict[int, bytes] = {}
    at = header.end()
    while entry := _SUBROUTINE.match(private, at):
        number, end = int(entry[1]), entry.end() + int(entry[2])
        closing = _SUBROUTINE_END.match(private, end)
        if number in found or closing is None:
            raise UnreadableFontError(_OTHERWISE)
        found[number], at = private[entry.end() : end], closing.end()
    subroutines: list[Any] = [None] * (max(found, default=-1) + 1)
    if len(subroutines) > _MOST_SUBROUTINES:
        raise UnreadableFontError(_DAMAGED)
    for number, code in found.items():
        subroutines[number] = T1CharString(_plain(code, skipped), subrs=subroutines)
    return subroutines


def _glyphs(private: bytes, skipped: int, subroutines: list[Any]) -> dict[str, Any]:
    header = _GLYPHS.search(private)
    if header is None:
        raise UnreadableFontError(_DAMAGED)
    glyphs: dict[str, Any] = {}
    at = header.end()
    while entry := _GLYPH.match(private, at):
        name, end = entry[1].decode("ascii"), entry.end() + int(entry[2])
        closing = _GLYPH_END.match(private, end)
        if name in glyphs or closing is None:
            raise UnreadableFontError(_OTHERWISE)
        glyphs[name], at = T1CharString(_plain(private[entry.end() : end], skipped), subrs=subroutines), closing.end()
    if not _LAST.match(private, at):
        raise UnreadableFontError(_OTHERWISE)
    if len(glyphs) > _MOST_GLYPHS or not glyphs.keys() - {".notdef"}:
        raise UnreadableFontError(_DAMAGED)
    return glyphs


def _plain(code: bytes, skipped: int) -> bytes:
    return bytes(decrypt(code, _CHARSTRING_KEY)[0])[skipped:]


class _EndOfGlyph(Exception):
    """A glyph's program has ended; what follows is drawn by nobody."""


class _Extractor(T1OutlineExtractor):  # type: ignore[misc]
    """Draws a glyph, and refuses what not every interpreter draws alike."""

    def __init__(self, pen: Any, subroutines: list[Any]) -> None:
        super().__init__(pen, subroutines)
        self.depth = self.steps = 0
        self.begun = False

    def execute(self, charString: Any) -> None:  # noqa: N803 (its name in fontTools)
        self.depth += 1
        if self.depth > _DEEPEST or charString is None:
            raise UnreadableFontError(_DAMAGED)
        super().execute(charString)
        self.depth -= 1

    def op_hsbw(self, index: int) -> None:
        if self.begun or len(self.operandStack) != 2:
            raise UnreadableFontError(_OTHERWISE)
        self.begun = True
        super().op_hsbw(index)

    def op_sbw(self, index: int) -> None:  # noqa: ARG002
        raise UnreadableFontError("its lines may run from top to bottom, which leafgen does not follow")

    def op_callsubr(self, index: int) -> None:
        self.steps += 1
        number = self.operandStack[-1]
        if self.steps > _MOST_STEPS or number != int(number) or number < 0:
            raise UnreadableFontError(_DAMAGED)
        self.operandStack[-1] = int(number)
        super().op_callsubr(index)

    def op_callothersubr(self, index: int) -> None:
        if len(self.operandStack) < 2 or _CALLS.get(self.operandStack[-1]) != self.operandStack[-2]:
            raise UnreadableFontError("its letters call procedures of its own")
        if self.operandStack[-1] == 0 and not self.flexing:
            raise UnreadableFontError(_OTHERWISE)
        super().op_callothersubr(index)

    def op_setcurrentpoint(self, index: int) -> None:
        if tuple(self.operandStack) != tuple(self.currentPoint):
            raise UnreadableFontError(_OTHERWISE)  # after a flex it says where the pen already is
        super().op_setcurrentpoint(index)

    def op_seac(self, index: int) -> None:
        super().op_seac(index)
        raise _EndOfGlyph

    def op_endchar(self, index: int) -> None:
        super().op_endchar(index)
        raise _EndOfGlyph


class _Drawn:
    """A glyph as the pens of fontTools ask for it."""

    def __init__(self, code: Any, subroutines: list[Any]) -> None:
        self.code, self.subroutines, self.width = code, subroutines, 0.0

    def draw(self, pen: Any) -> None:
        extractor = _Extractor(pen, self.subroutines)
        try:
            extractor.execute(self.code)
        except _EndOfGlyph:
            self.width = extractor.width
            return
        raise UnreadableFontError(_DAMAGED)


def _opentype(order: list[str], codes: dict[str, Any], upem: int) -> bytes:
    """The same glyphs as an OpenType file, each character that a name stands for led to its glyph."""
    glyphs = {name: _Drawn(code, code.subrs) for name, code in codes.items()}
    strings, widths = {}, {}
    for name in order:
        pen = T2CharStringPen(0, None, roundTolerance=0)
        if name in glyphs:
            drawing = DecomposingRecordingPen(glyphs)
            glyphs[name].draw(drawing)
            drawing.replay(pen)
        strings[name] = pen.getCharString()
        widths[name] = (round(glyphs[name].width) if name in glyphs else 0, 0)
    builder = FontBuilder(upem, isTTF=False)
    builder.setupGlyphOrder(order)
    characters: dict[int, str] = {}
    for name in order:
        text = toUnicode(name)
        if len(text) == 1:
            characters.setdefault(ord(text), name)
    builder.setupCharacterMap(characters)
    builder.setupCFF("Type1", {}, strings, {})
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader()
    builder.setupPost()
    target = BytesIO()
    builder.save(target)
    return target.getvalue()
