"""Type 3 fonts whose glyphs are nothing but filled outlines, as browsers make them of variable and of CFF fonts.

Such a font is read like any other, and known, if at all, by what it draws (ISO 32000-2, 9.6.4).
"""

from __future__ import annotations

import hashlib
from typing import Any

import pikepdf

from leafgen.verify.reading.limits import Limits, UnreadableFontError, stream_bytes
from leafgen.verify.reading.paths import Matrix, Point, at_point
from leafgen.verify.reading.programs import Drawing, Program

_OTHERWISE = "it is a Type 3 font, whose glyphs are drawings"
_MOST_GLYPHS = 256
_MOST_BYTES = 64 << 10
_CORNERS = {"m": 1, "l": 1, "c": 3, "v": 2, "y": 2}
_KINDS = {"m": 0.0, "l": 1.0, "c": 3.0, "v": 3.0, "y": 3.0}
_BEGINS = frozenset(("m", "re", "f"))
_FILLS = frozenset(("f", "F"))


def read_drawings(font: Any, limits: Limits) -> tuple[Program, dict[str, int]]:
    """The glyphs of a Type 3 font as a Program, and the number of each by name.

    Raises UnreadableFontError where a glyph is anything else than one filled outline.
    """
    drawings = font.get("/CharProcs")
    if not isinstance(drawings, pikepdf.Dictionary) or len(drawings) > _MOST_GLYPHS:
        raise UnreadableFontError(_OTHERWISE)
    a, b, c, d, e, f = (float(number) for number in font.FontMatrix)
    matrix = (a, b, c, d, e, f)
    outlines: dict[int, Drawing] = {0: Drawing()}
    gids: dict[str, int] = {}
    digest = hashlib.sha256()
    for gid, (name, stream) in enumerate(drawings.items(), 1):
        if not isinstance(stream, pikepdf.Stream):
            raise UnreadableFontError(_OTHERWISE)
        data = stream_bytes(stream, limits)
        if len(data) > _MOST_BYTES:
            raise UnreadableFontError(_OTHERWISE)
        digest.update(data)
        outlines[gid] = _outline(pikepdf.parse_content_stream(stream), matrix)
        gids[str(name).lstrip("/")] = gid
    program = Program(digest.hexdigest(), None, None, len(outlines), 1000, b"")
    program.draw(outlines)
    return program, gids


def _outline(instructions: Any, matrix: Matrix) -> Drawing:
    """The outline that a glyph's content fills, in em."""
    drawing: list[tuple[float, ...]] = []
    steps = [(str(step.operator), step.operands) for step in instructions if hasattr(step, "operator")]
    if (
        len(steps) != len(instructions)
        or not steps
        or steps[0][0] != "d1"
        or (steps[1:] and steps[1][0] not in _BEGINS)
    ):
        raise UnreadableFontError(_OTHERWISE)  # d0 may use colours of its own, and hide
    for at, (name, operands) in enumerate(steps[1:], 1):
        numbers = [float(operand) for operand in operands]
        if name in _KINDS and len(numbers) == 2 * _CORNERS[name]:
            points = [at_point(matrix, x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
            if name == "v":
                points.insert(0, (drawing[-1][-2], drawing[-1][-1]))
            elif name == "y":
                points.append(points[-1])
            drawing.append((_KINDS[name], *(edge for point in points for edge in point)))
        elif name == "re" and len(numbers) == 4:
            drawing += _rectangle(matrix, *numbers)
        elif name in _FILLS and at == len(steps) - 1 and not numbers:
            return Drawing(drawing)
        elif name != "h":
            raise UnreadableFontError(_OTHERWISE)
    if drawing:
        raise UnreadableFontError(_OTHERWISE)
    return Drawing()


def _rectangle(matrix: Matrix, x: float, y: float, width: float, height: float) -> list[tuple[float, ...]]:
    corners: list[Point] = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    return [(float(at > 0), *at_point(matrix, *corner)) for at, corner in enumerate(corners)]
