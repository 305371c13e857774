"""CFF programs: their names and numbers of glyphs, and the OpenType file around them that HarfBuzz asks for."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO

from fontTools.cffLib import CFFFontSet
from fontTools.encodings.StandardEncoding import StandardEncoding

from leafgen.verify.reading.limits import UnreadableFontError

_SLIGHT = 1e-3


@dataclass(frozen=True, slots=True)
class Cff:
    """A bare CFF program. cids: glyph of each character id, None for one that has names instead; glyphs: by name;
    names: of glyphs by code, in its own encoding; opentype: the same as an OpenType file."""

    cids: dict[int, int] | None
    glyphs: dict[str, int]
    names: dict[int, str]
    opentype: bytes


def read_cff(data: bytes) -> Cff:
    """Read a bare CFF program. Raises UnreadableFontError."""
    fonts = CFFFontSet()
    try:
        fonts.decompile(BytesIO(data), None)
        top = fonts[0]
        matrices = [getattr(one, "FontMatrix", None) for one in (top, *getattr(top, "FDArray", ()))]
        if not all(even(matrix) for matrix in matrices if matrix):
            raise UnreadableFontError("its outlines are squeezed, slanted or turned")
        glyphs = {str(name): gid for gid, name in enumerate(top.charset)}
        encoding = getattr(top, "Encoding", None)
        own = encoding if isinstance(encoding, list) else StandardEncoding
        cids = None
        if hasattr(top, "ROS"):
            cids = {int(name[3:]): gid for name, gid in glyphs.items() if name.startswith("cid")} | {0: 0}
        names = {code: name for code, name in enumerate(own) if glyphs.get(name)}
        return Cff(cids, glyphs, names, _wrapped(data, top.CharStrings, getattr(top, "FontMatrix", None)))
    except UnreadableFontError:
        raise
    except Exception as error:
        raise UnreadableFontError("its CFF outlines are damaged") from error


def even(matrix: list[float]) -> bool:
    """Whether a matrix only scales, by the same factor either way."""
    a, b, c, d, e, f = matrix
    return a > 0 and abs(a - d) < _SLIGHT * a and max(abs(b), abs(c)) < _SLIGHT * a and not (e or f)


def _wrapped(data: bytes, drawings: object, matrix: list[float] | None) -> bytes:
    """The program with the two tables besides it that HarfBuzz needs."""
    upem = round(1 / matrix[0]) if matrix and matrix[0] else 1000
    head = struct.pack(">HHIIIHHQQhhhhHHhhh", 1, 0, 0, 0, 0x5F0F3CF5, 0, upem, 0, 0, 0, 0, upem, upem, 0, 8, 2, 0, 0)
    count = len(drawings)  # type: ignore[arg-type]
    tables = {b"CFF ": data, b"head": head, b"maxp": struct.pack(">IH", 0x00005000, count)}
    directory, body, offset = b"", b"", 12 + 16 * len(tables)
    for tag, table in sorted(tables.items()):
        directory += tag + struct.pack(">III", 0, offset + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return b"OTTO" + struct.pack(">HHHH", len(tables), 0, 0, 0) + directory + body
