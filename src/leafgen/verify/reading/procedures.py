"""The drawings of a Type 3 font, code by code: each a small page description (ISO 32000-2, 9.6.4)."""

from __future__ import annotations

from typing import Any

import pikepdf

from leafgen.verify.reading.limits import Limits, stream_bytes


def procedures_of(font: Any, limits: Limits) -> dict[int, bytes]:
    """What draws each code, of those that its encoding names."""
    drawings, encoding = font.get("/CharProcs"), font.get("/Encoding")
    if not isinstance(drawings, pikepdf.Dictionary) or not isinstance(encoding, pikepdf.Dictionary):
        return {}
    found: dict[int, bytes] = {}
    code = 0
    for entry in encoding.get("/Differences", []):
        if not isinstance(entry, pikepdf.Name):
            code = int(entry)
            continue
        drawing = drawings.get(str(entry))
        if isinstance(drawing, pikepdf.Stream):
            found[code] = stream_bytes(drawing, limits)
        code += 1
    return found
