"""Highlights: annotations that colour the paper beneath words as a marker pen does (ISO 32000-2, 12.5.6.10).

Only one that adds its colour to what is there (blend mode Multiply) and does nothing else is a highlight; whether the
words can still be read on it, the picture of the page tells.
"""

from __future__ import annotations

from typing import Any

import pikepdf

from leafgen.kernel.geometry import Box
from leafgen.verify.reading.graphics import box_of

_SAME = 1.0
"""Points by which the box of a look may differ from the place where it is put: otherwise it is scaled."""
_MOST_BYTES = 64 << 10
_QUIET = frozenset(("q", "g", "rg", "k", "h"))
_CORNERS = frozenset(("m", "l", "c", "v", "y"))
_FILLS = frozenset(("f", "F", "f*"))
_UPRIGHT = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
_PAIR = 2


def highlighted(entry: Any) -> tuple[Box, ...]:
    """The boxes that a highlight colours, in points of the page; none for an annotation that does anything else."""
    if str(entry.get("/Subtype")) != "/Highlight":
        return ()
    look = entry.get("/AP")
    if look is None:  # then viewers draw it themselves, over its quadrilaterals
        return _quadrilaterals(entry.get("/QuadPoints"))
    drawn = look.get("/N") if isinstance(look, pikepdf.Dictionary) and len(look) == 1 else None
    if not isinstance(drawn, pikepdf.Stream) or not _in_place(entry, drawn):
        return ()
    return _filled(drawn)


def _quadrilaterals(points: Any) -> tuple[Box, ...]:
    numbers = [float(number) for number in points] if isinstance(points, pikepdf.Array) else []
    corners = list(zip(numbers[::2], numbers[1::2], strict=len(numbers) % _PAIR == 0))
    return tuple(box_of(corners[at : at + 4]) for at in range(0, len(corners) - 3, 4))


def _in_place(entry: Any, drawn: pikepdf.Stream) -> bool:
    """Whether a look stands on the page as it was drawn, neither moved nor scaled."""
    rect, box = entry.get("/Rect"), drawn.get("/BBox")
    if rect is None or box is None:
        return False
    matrix = [float(number) for number in drawn.get("/Matrix", _UPRIGHT)]
    apart = [abs(float(one) - float(two)) for one, two in zip(rect, box, strict=True)]
    return matrix == _UPRIGHT and max(apart) < _SAME


def _filled(drawn: pikepdf.Stream) -> tuple[Box, ...]:
    """The boxes of what a look fills; none where it does anything but multiply its colour with the page."""
    states = drawn.get("/Resources", pikepdf.Dictionary()).get("/ExtGState", pikepdf.Dictionary())
    group = drawn.get("/Group")
    alone = isinstance(group, pikepdf.Dictionary) and bool(group.get("/I", False))  # then it multiplies with nothing
    if alone or len(drawn.read_raw_bytes()) > _MOST_BYTES:
        return ()
    boxes: list[Box] = []
    corners: list[tuple[float, float]] = []
    multiplies = False
    for step in pikepdf.parse_content_stream(drawn):
        name = str(step.operator) if hasattr(step, "operator") else ""
        if name == "gs":
            state = states.get(str(step.operands[0]), pikepdf.Dictionary())
            if set(state.keys()) - {"/Type", "/BM", "/ca", "/CA", "/AIS"}:
                return ()
            multiplies = str(state.get("/BM", "")) == "/Multiply"
        elif name == "Q":
            multiplies = False
        elif name == "re":
            x, y, width, height = (float(number) for number in step.operands)
            corners += [(x, y), (x + width, y + height)]
        elif name in _CORNERS:
            numbers = [float(number) for number in step.operands]
            corners += zip(numbers[::2], numbers[1::2], strict=True)
        elif name in _FILLS and corners and multiplies:
            boxes.append(box_of(corners))
            corners = []
        elif name not in _QUIET:
            return ()
    return () if corners else tuple(boxes)
