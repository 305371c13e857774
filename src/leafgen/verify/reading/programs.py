"""Font programs: the outlines and metrics of an embedded or trusted font, read by HarfBuzz.

Every length is in em, whatever the font's own units, so that fonts of different make compare.
"""

from __future__ import annotations

import hashlib
import struct
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Any

import uharfbuzz as hb
from fontTools.agl import UV2AGL, toUnicode
from fontTools.encodings.MacRoman import MacRoman
from fontTools.ttLib import TTFont, TTLibError

from leafgen.verify.reading.limits import UnreadableFontError

__all__ = ["Drawing", "Outline", "Program", "UnreadableFontError", "faces_in", "load_program"]

Outline = tuple[tuple[float, ...], ...]


class Drawing(tuple[tuple[float, ...], ...]):
    """An outline that another program has drawn in its own way: the same shape by other strokes. What it shows is
    compared, not how."""

    __slots__ = ()


_CACHED_PROGRAMS = 64
_SYMBOL_PAGES = (0x0000, 0xF000, 0xF100, 0xF200)
_ASCII_END = 128
_MAC_CODES = {toUnicode(name): code for code, name in enumerate(MacRoman) if name != ".notdef"}


@dataclass(slots=True, eq=False)
class Program:
    """One font program. `sha256` names it; `count`: how many glyphs it has; `face` is HarfBuzz's."""

    sha256: str
    face: Any
    font: Any
    count: int
    upem: int
    data: bytes
    cids: dict[int, int] | None = None
    _simple: Any = None
    _boxes: dict[int, tuple[float, float, float, float] | None] = field(default_factory=dict)
    _outlines: dict[int, Outline] = field(default_factory=dict)

    def draw(self, outlines: Mapping[int, Drawing]) -> None:
        """Give a program without a font file its glyphs."""
        self._outlines.update(outlines)
        for gid, outline in outlines.items():
            xs = [x for stroke in outline for x in stroke[1::2]]
            ys = [y for stroke in outline for y in stroke[2::2]]
            self._boxes[gid] = (min(xs), min(ys), max(xs), max(ys)) if xs else None

    def gid_of_cid(self, cid: int) -> int:
        """Glyph of a character id: the same number, unless a CFF program keeps a list of its own."""
        return cid if self.cids is None else self.cids.get(cid, 0)

    def gid_of_simple(self, code: int, name: str, symbolic: bool) -> int:
        """Glyph of a code of a simple font, by the rules of ISO 32000-2, 9.6.5.4."""
        if self._simple is None:
            self._simple = _SimpleTables.read(self.data)
        return int(self._simple.gid(code, name, symbolic))

    def simple_glyphs(self, code: int, name: str) -> frozenset[int]:
        """Every glyph that one program or another may draw for a code of a simple TrueType font: which of its tables
        rules hangs on flags that not all of them heed."""
        if self._simple is None:
            self._simple = _SimpleTables.read(self.data)
        return frozenset(self._simple.all_gids(code, name))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of character-id fonts that may hold it; makers give OpenType files either."""
        if self.named:
            return () if _is_type1(self.data) else ("/CIDFontType0",)
        return ("/CIDFontType0", "/CIDFontType2") if self.data[:4] == b"OTTO" else ("/CIDFontType2",)

    @property
    def simple_kinds(self) -> tuple[str, ...]:
        """The kinds of simple fonts that may hold it: by another name, viewers look for its glyphs in other tables."""
        names, tables = ("Type1", "MMType1"), ("TrueType",)
        return names if self.named else (*names, *tables) if self.data[:4] == b"OTTO" else tables

    @property
    def named(self) -> bool:
        """Whether its glyphs have names, by which a simple font finds them (CFF, Type 1)."""
        return _is_named(self.data)

    def own_encoding(self) -> dict[int, str]:
        """Names of letters by code that a CFF or Type 1 program itself gives, for a simple font whose file says nothing
        of them (ISO 32000-2, 9.10.2); a TrueType program gives none."""
        self._simple = self._simple or _SimpleTables.read(self.data)
        return dict(self._simple.names)

    def box(self, gid: int) -> tuple[float, float, float, float] | None:
        """The ink of a glyph, (left, bottom, right, top) in em; None for one without ink."""
        if gid not in self._boxes:
            extents = self.font.get_glyph_extents(gid)
            if extents is None or not extents.width or not extents.height:
                self._boxes[gid] = None
            else:
                left, top = extents.x_bearing, extents.y_bearing
                edges = (left, top + extents.height, left + extents.width, top)
                self._boxes[gid] = tuple(edge / self.upem for edge in edges)
        return self._boxes[gid]

    def outline(self, gid: int) -> Outline:
        """The drawing of a glyph: a tuple an operator, (kind, x, y, ...) in em."""
        if gid not in self._outlines:
            drawing: list[tuple[float, ...]] = []
            self.font.draw_glyph(gid, _DRAW, (drawing, 1 / self.upem))
            # The same design as Type 1 and as OpenType differs by points on its straight lines.
            self._outlines[gid] = Drawing(drawing) if _is_type1(self.data) else tuple(drawing)
        return self._outlines[gid]

    def advance(self, gid: int) -> float:
        """How far the glyph moves the pen, in em."""
        return float(self.font.get_glyph_h_advance(gid)) / self.upem


def _drawing_functions() -> Any:
    functions = hb.DrawFuncs()
    functions.set_move_to_func(lambda x, y, to: to[0].append((0, x * to[1], y * to[1])))
    functions.set_line_to_func(lambda x, y, to: to[0].append((1, x * to[1], y * to[1])))
    functions.set_quadratic_to_func(
        lambda x1, y1, x, y, to: to[0].append((2, x1 * to[1], y1 * to[1], x * to[1], y * to[1]))
    )
    functions.set_cubic_to_func(
        lambda x1, y1, x2, y2, x, y, to: to[0].append(
            (3, x1 * to[1], y1 * to[1], x2 * to[1], y2 * to[1], x * to[1], y * to[1])
        )
    )
    functions.set_close_path_func(lambda _: None)
    return functions


_DRAW = _drawing_functions()
_programs: OrderedDict[tuple[str, tuple[tuple[str, float], ...], int], Program] = OrderedDict()


def load_program(data: bytes, variations: Mapping[str, float] | None = None, index: int = 0) -> Program:
    """The Program of a TrueType, OpenType, bare CFF or Type 1 font (cached by content); `index`: which of a collection.

    Raises UnreadableFontError for anything else.
    """
    key = (hashlib.sha256(data).hexdigest(), tuple(sorted((variations or {}).items())), index)
    program = _programs.get(key)
    if program is None:
        program = _programs[key] = _load(data, key[0], variations or {}, index)
        while len(_programs) > _CACHED_PROGRAMS:
            _programs.popitem(last=False)
    else:
        _programs.move_to_end(key)
    return program


def faces_in(data: bytes) -> int:
    """How many fonts a file holds: one, unless it is a collection."""
    return int.from_bytes(data[8:12], "big") if data[:4] == b"ttcf" else 1


def _load(data: bytes, sha256: str, variations: Mapping[str, float], index: int) -> Program:
    cids: dict[int, int] | None = None
    if data[:4] in (b"\x00\x01\x00\x00", b"true", b"OTTO", b"ttcf"):
        face = hb.Face(data, index)
        if data[:4] == b"OTTO":
            cids = _cff(bytes(face.reference_table("CFF ").data)).cids
    elif _is_named(data):
        program = _named(data)
        cids, face = program.cids, hb.Face(program.opentype)
    else:
        raise UnreadableFontError("it is neither TrueType nor CFF nor Type 1")
    font = hb.Font(face)
    if variations:
        font.set_variations(dict(variations))
    if not face.glyph_count:
        raise UnreadableFontError("it holds no glyphs")
    return Program(sha256, face, font, face.glyph_count, face.upem, data, cids)


def _is_type1(data: bytes) -> bool:
    """Whether the bytes are a Type 1 program, plain or in segments (PFB)."""
    return data[:2] in (b"%!", b"\x80\x01")


def _is_named(data: bytes) -> bool:
    """Whether the bytes are a program whose glyphs have names: bare CFF, or Type 1."""
    return (data[:1] == b"\x01" and len(data) > 4) or _is_type1(data)


@lru_cache(maxsize=_CACHED_PROGRAMS)
def _named(data: bytes) -> Any:
    if _is_type1(data):
        from leafgen.verify.reading.type1 import read_type1  # noqa: PLC0415

        return read_type1(data)
    return _cff(data)


def _cff(data: bytes) -> Any:
    # What reads CFF takes long to import, and most files have no such font.
    from leafgen.verify.reading.cff import read_cff  # noqa: PLC0415

    return read_cff(data)


@dataclass(slots=True)
class _SimpleTables:
    """How a program used as a simple font finds its glyphs."""

    names: dict[int, str] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)
    by_text: dict[str, int] = field(default_factory=dict)
    unicode: dict[int, int] = field(default_factory=dict)
    mac: dict[int, int] = field(default_factory=dict)
    symbol: dict[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls, data: bytes) -> _SimpleTables:
        if _is_named(data):
            program = _named(data)
            by_text: dict[str, int] = {}
            for name, gid in program.glyphs.items():
                by_text.setdefault(toUnicode(name), gid)
            return cls(program.names, program.glyphs, by_text)
        tables = cls()
        try:
            font = TTFont(BytesIO(data), lazy=True, fontNumber=0)
            if "post" in font:
                tables.by_name = dict(font.getReverseGlyphMap())
            for table in font["cmap"].tables if "cmap" in font else ():
                mapping = {code: font.getGlyphID(name) for code, name in table.cmap.items()}
                match (table.platformID, table.platEncID):
                    case (3, 0):
                        tables.symbol = mapping
                    case (3, 1) | (3, 10) | (0, _):
                        tables.unicode |= mapping
                    case (1, 0):
                        tables.mac = mapping
        except (TTLibError, AssertionError, KeyError, struct.error, ValueError, IndexError) as error:
            raise UnreadableFontError("its tables are damaged") from error
        return tables

    def all_gids(self, code: int, name: str) -> Iterator[int]:
        """The glyphs of a code by each of the tables, by its name and by itself; those without one left out."""
        text = toUnicode(name) if name else ""
        mac = _MAC_CODES.get(text)
        found = [self.unicode.get(ord(text)) if len(text) == 1 else None, self.mac.get(mac) if mac else None]
        found += [self.symbol.get(page + code) for page in _SYMBOL_PAGES]
        if code < _ASCII_END:
            found += [self.mac.get(code), self.unicode.get(code)]
        if len(text) == 1:
            found += [self.by_name.get(own) for own in (UV2AGL.get(ord(text), ""), f"uni{ord(text):04X}")]
        yield from (gid for gid in found if gid)

    def gid(self, code: int, name: str, symbolic: bool) -> int:
        if self.by_text:  # CFF, Type 1: a glyph is found by its name, whatever the flags say
            return self.by_name.get(name) or self.by_text.get(toUnicode(name), 0) if name else 0
        if name and not symbolic:
            text = toUnicode(name)
            if len(text) == 1 and ord(text) in self.unicode:
                return self.unicode[ord(text)]
            if name in self.by_name:
                return self.by_name[name]
        for page in _SYMBOL_PAGES:
            if page + code in self.symbol:
                return self.symbol[page + code]
        if code in self.mac:
            return self.mac[code]
        if name and name in self.by_name:
            return self.by_name[name]
        text = toUnicode(name) if name else ""
        return self.unicode.get(ord(text), 0) if len(text) == 1 else self.unicode.get(code, 0)
