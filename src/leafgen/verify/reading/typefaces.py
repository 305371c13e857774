"""The fonts of a PDF: which text and which glyph a code stands for (ISO 32000-2, 9.6 to 9.10)."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from fontTools.agl import toUnicode
from fontTools.encodings.MacRoman import MacRoman
from fontTools.encodings.StandardEncoding import StandardEncoding

from leafgen.verify.reading.cmap import CMap, parse_cmap
from leafgen.verify.reading.drawings import read_drawings
from leafgen.verify.reading.limits import Limits, stream_bytes
from leafgen.verify.reading.programs import Program, UnreadableFontError, load_program

_IDENTITY = "/Identity-H"
_DOWNWARDS = re.compile(rb"/WMode\s+1\b")
_DEFAULT_WIDTH = 1.0
_DESCENT, _ASCENT = -0.2, 0.7
_PROGRAMS = ("/FontFile2", "/FontFile3", "/FontFile")

GlyphBox = tuple[float, float, float, float]
_NO_INK: GlyphBox = (math.nan, math.nan, math.nan, math.nan)


@dataclass(slots=True, eq=False)
class Typeface:
    """A font as a page names it.

    name: without the subset tag; kind: Type0, TrueType, Type1, Type3, MMType1; program: the embedded font, None
    where there is none; pairs: every code is two bytes;
    text, gid and width answer for a code (text "" where the file does not say).
    """

    name: str
    kind: str
    program: Program | None
    split: Callable[[bytes], list[int]]
    texts: dict[int, str]
    gids: Callable[[int], int]
    widths: dict[int, float]
    default_width: float = _DEFAULT_WIDTH
    one_byte: bool = True
    problem: str = ""
    pairs: bool = False
    _gid_of: dict[int, int] = field(default_factory=dict)
    _box_of: dict[int, GlyphBox] = field(default_factory=dict)

    @property
    def drawn_freely(self) -> bool:
        """Whether its glyphs are drawings that are more, or something else, than one filled outline each."""
        return self.kind == "Type3" and self.program is None

    def box(self, code: int) -> GlyphBox:
        """The ink of a code's glyph in em, as left, bottom, right, top: not-a-number where it has none. Without an
        embedded program it is taken to fill its advance."""
        found = self._box_of.get(code)
        if found is None:
            found = self._box_of[code] = self._measure(code)
        return found

    def _measure(self, code: int) -> GlyphBox:
        if self.program is None:
            return (0.0, _DESCENT, self.width(code), _ASCENT) if self.text(code).strip() else _NO_INK
        gid = self.gid(code)
        return (self.program.box(gid) if gid < self.program.count else None) or _NO_INK

    def gid(self, code: int) -> int:
        """The glyph that the code draws (0: the one that stands for none)."""
        found = self._gid_of.get(code)
        if found is None:
            found = self._gid_of[code] = self.gids(code)
        return found

    def width(self, code: int) -> float:
        """The advance in em."""
        return self.widths.get(code, self.default_width)

    def text(self, code: int) -> str:
        """What the code says."""
        return self.texts.get(code, "")

    def missing(self, code: int) -> bool:
        """Whether the glyph is the box that stands for none, or lies outside the embedded program."""
        gid = self.gid(code)
        return gid == 0 or (self.program is not None and gid >= self.program.count)


def _plain(name: object) -> str:
    text = str(name).lstrip("/")
    return text[7:] if len(text) > 7 and text[6] == "+" and text[:6].isupper() else text


def _program(descriptor: Any, limits: Limits) -> tuple[Program | None, str]:
    """The embedded program; None and why, where there is none that can be read, or two of which viewers take one."""
    streams = [descriptor.get(key) for key in _PROGRAMS] if descriptor is not None else []
    embedded = [stream for stream in streams if isinstance(stream, pikepdf.Stream)]
    if len(embedded) > 1:
        return None, "it has more than one program, of which each viewer takes its own"
    for stream in embedded:
        try:
            return load_program(stream_bytes(stream, limits)), ""
        except UnreadableFontError as error:
            return None, str(error)
    return None, ""


def read_typeface(font: Any, limits: Limits) -> Typeface:
    """The Typeface of a font dictionary; what cannot be told stands in its `problem`."""
    subtype = str(font.get("/Subtype", "")).lstrip("/")
    mapping = font.get("/ToUnicode")
    to_unicode = parse_cmap(stream_bytes(mapping, limits)) if isinstance(mapping, pikepdf.Stream) else CMap()
    if subtype == "Type0":
        return _composite(font, to_unicode, limits)
    if subtype == "Type3":
        return _drawn(font, to_unicode, limits)
    return _simple(font, subtype, to_unicode, limits)


def _composite(font: Any, to_unicode: CMap, limits: Limits) -> Typeface:
    below = font.DescendantFonts[0]
    program, problem = _program(below.get("/FontDescriptor"), limits)
    encoding = font.get("/Encoding")
    if isinstance(encoding, pikepdf.Stream):
        data = stream_bytes(encoding, limits)
        cmap = parse_cmap(data)
        split, cids = cmap.codes, cmap.cids
        if int(encoding.get("/WMode", 0)) or _DOWNWARDS.search(data):
            problem = "its lines run from top to bottom, which leafgen does not follow"
        elif encoding.get("/UseCMap") is not None or b"usecmap" in data:
            problem = "its encoding rests on another one, which leafgen does not follow"
    else:
        split, cids = CMap().codes, {}
        if str(encoding) != _IDENTITY:
            problem = f"its encoding {encoding} is not one that leafgen can follow"
    outlines = str(below.get("/Subtype", ""))
    kinds = program.kinds if program is not None else (outlines,)
    if outlines not in kinds:
        problem = "its outlines are not of the kind that it names"
    table = below.get("/CIDToGIDMap") if outlines == "/CIDFontType2" else None
    to_gid = stream_bytes(table, limits) if isinstance(table, pikepdf.Stream) else b""

    def gids(code: int) -> int:
        cid = cids.get(code, 0) if cids else code
        if to_gid:
            return int.from_bytes(to_gid[2 * cid : 2 * cid + 2], "big")
        return program.gid_of_cid(cid) if program is not None else cid

    by_cid = _composite_widths(below.get("/W"))
    widths = {code: by_cid[cid] for code, cid in cids.items() if cid in by_cid} if cids else by_cid
    default = float(below.get("/DW", 1000)) / 1000
    name = _plain(font.get("/BaseFont", "unnamed"))
    return Typeface(name, "Type0", program, split, to_unicode.texts, gids, widths, default, False, problem, not cids)


def _composite_widths(array: Any) -> dict[int, float]:
    widths: dict[int, float] = {}
    items = list(array) if array is not None else []
    at = 0
    while at + 1 < len(items):
        first = int(items[at])
        if isinstance(items[at + 1], pikepdf.Array):
            for offset, width in enumerate(items[at + 1]):
                widths[first + offset] = float(width) / 1000
            at += 2
        elif at + 2 < len(items):
            for code in range(first, min(int(items[at + 1]), first + 0xFFFF) + 1):
                widths[code] = float(items[at + 2]) / 1000
            at += 3
        else:
            break
    return widths


def _encoding_names(font: Any, symbolic: bool, own: dict[int, str] | None = None) -> dict[int, str]:
    """Glyph names by code for a simple font; `own`: those that its program gives, which hold where the file names no
    encoding. Empty where the tables of a TrueType program rule."""
    encoding = font.get("/Encoding")
    base: Any = encoding if isinstance(encoding, pikepdf.Name) else None
    differences: Any = None
    if isinstance(encoding, pikepdf.Dictionary):
        base, differences = encoding.get("/BaseEncoding"), encoding.get("/Differences")
    names: dict[int, str] = {}
    if str(base) == "/MacRomanEncoding":
        names = dict(enumerate(MacRoman))
    elif str(base) == "/WinAnsiEncoding":
        names = {code: f"uni{ord(char):04X}" for code in range(32, 256) if (char := _win_ansi(code))}
    elif own is not None:
        names = dict(own)
    elif not symbolic or isinstance(encoding, pikepdf.Dictionary):
        names = dict(enumerate(StandardEncoding))
    code = 0
    for item in differences if differences is not None else ():
        if isinstance(item, pikepdf.Name):
            names[code] = str(item).lstrip("/")
            code += 1
        else:
            code = int(item)
    return {code: name for code, name in names.items() if name != ".notdef"}


def _win_ansi(code: int) -> str:
    return bytes((code,)).decode("cp1252", "ignore")


def _simple(font: Any, subtype: str, to_unicode: CMap, limits: Limits) -> Typeface:
    descriptor = font.get("/FontDescriptor")
    symbolic = descriptor is not None and bool(int(descriptor.get("/Flags", 0)) & 4)
    program, problem = _program(descriptor, limits)
    own = program.own_encoding() if program is not None and program.named else None
    names = _encoding_names(font, symbolic, own)
    texts = {code: toUnicode(name) for code, name in names.items()}
    texts.update(to_unicode.texts)
    first = int(font.get("/FirstChar", 0))
    widths = {first + at: float(width) / 1000 for at, width in enumerate(font.get("/Widths", []))}
    missing = float(descriptor.get("/MissingWidth", 0)) / 1000 if descriptor is not None else 0.0

    def gids(code: int) -> int:
        return program.gid_of_simple(code, names.get(code, ""), symbolic) if program is not None else code + 1

    if program is not None and not program.named:
        used = [code for code in to_unicode.texts or texts if widths.get(code)]
        if any(_differ(program, program.simple_glyphs(code, names.get(code, ""))) for code in used):
            problem = "its tables do not agree which glyph a code draws"
    if program is not None and subtype not in program.simple_kinds:
        problem = "its outlines are not of the kind that it names"
    name = _plain(font.get("/BaseFont", font.get("/Name", "unnamed")))
    return Typeface(name, subtype, program, list, texts, gids, widths, missing, True, problem)


def _differ(program: Program, glyphs: frozenset[int]) -> bool:
    """Whether some glyphs are drawn differently."""
    return len({program.outline(gid) for gid in glyphs if gid < program.count}) > 1


def _drawn(font: Any, to_unicode: CMap, limits: Limits) -> Typeface:
    """A Type 3 font, whose widths are in the space of its glyphs."""
    descriptor = font.get("/FontDescriptor")
    name = _plain((descriptor.get("/FontName") if descriptor is not None else None) or font.get("/Name", "unnamed"))
    names = _encoding_names(font, symbolic=True)
    texts = {code: toUnicode(name) for code, name in names.items()} | to_unicode.texts
    scale, first = float(font.FontMatrix[0]), int(font.get("/FirstChar", 0))
    widths = {first + at: float(width) * scale for at, width in enumerate(font.get("/Widths", []))}
    try:
        program, gid_of = read_drawings(font, limits)
    except UnreadableFontError as error:
        return Typeface(name, "Type3", None, list, texts, lambda code: code + 1, widths, 0.0, True, str(error))
    return Typeface(name, "Type3", program, list, texts, lambda code: gid_of.get(names.get(code, ""), 0), widths, 0.0)


def fingerprint(data: bytes) -> str:
    """SHA-256 in hexadecimal, by which fonts and files are known."""
    return hashlib.sha256(data).hexdigest()
