"""Annotations: what a viewer lays over a page that is not part of it (ISO 32000-2, 12.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from leafgen.kernel.geometry import Box
from leafgen.verify.reading.highlights import highlighted

_HIDDEN, _PRINT, _NO_VIEW = 2, 4, 32
_WITHOUT_LOOK = frozenset(("Link", "Popup"))
_CORNERS = ("/Rect", "/QuadPoints", "/L", "/Vertices", "/CL")
"""Where an annotation is drawn by viewers that draw it themselves: its rectangle may lie elsewhere."""
_CAPTIONS = ("/CA", "/RC", "/AC")
_MARKUP = re.compile(r"<[^>]*>")
_MOST_PARENTS = 20


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation: its kind, its place in points, what it says, and whether it shows anything of its own;
    `highlights`: what it colours as a marker pen does, where it does nothing else."""

    kind: str
    box: Box
    text: str
    visible: bool
    highlights: tuple[Box, ...] = ()


def read_annotations(page: pikepdf.Page) -> list[Annotation]:
    """The annotations of a page, links without a border left out: they show nothing."""
    found = []
    for entry in page.obj.get("/Annots", []):
        if not isinstance(entry, pikepdf.Dictionary):
            continue
        kind = str(entry.get("/Subtype", "")).lstrip("/")
        if kind in _WITHOUT_LOOK and entry.get("/AP") is None and not entry.get("/Open", False):
            continue
        box = _extent(entry)
        flags = int(entry.get("/F", 0))
        on_screen, on_paper = not flags & _NO_VIEW, bool(flags & _PRINT)
        visible = not flags & _HIDDEN and (on_screen or on_paper)
        found.append(Annotation(kind, box, _text(entry), visible, highlighted(entry)))
    return found


def looks_of(page: pikepdf.Page) -> Iterator[pikepdf.Stream]:
    """The streams that draw a page's annotations, in each of their states, pointed at or pressed too."""
    for entry in page.obj.get("/Annots", []):
        look = entry.get("/AP") if isinstance(entry, pikepdf.Dictionary) else None
        for drawn in look.values() if isinstance(look, pikepdf.Dictionary) else ():
            if isinstance(drawn, pikepdf.Stream):
                yield drawn
            elif isinstance(drawn, pikepdf.Dictionary):
                yield from (state for state in drawn.values() if isinstance(state, pikepdf.Stream))


def borders_of(page: pikepdf.Page) -> Iterator[tuple[float, list[tuple[float, float]]]]:
    """The borders that viewers draw around links: how wide, and the corners. In points."""
    for entry in page.obj.get("/Annots", []):
        if not isinstance(entry, pikepdf.Dictionary) or str(entry.get("/Subtype")) != "/Link":
            continue
        style = entry.get("/BS")
        if isinstance(style, pikepdf.Dictionary):
            width, under = float(style.get("/W", 1)), str(style.get("/S")) == "/U"
        else:
            border = entry.get("/Border")
            width, under = float(border[2]) if isinstance(border, pikepdf.Array) and len(border) > 2 else 0.0, False
        if width > 0:
            box = _extent(entry)
            low = [(box.x0, box.y0), (box.x1, box.y0)]
            yield width, low if under else [*low, (box.x1, box.y1), (box.x0, box.y1), low[0]]


def _extent(entry: Any) -> Box:
    """The box around everything that an annotation may be drawn at."""
    numbers = [_numbers(entry.get(key)) for key in _CORNERS]
    strokes = entry.get("/InkList")
    numbers += [_numbers(stroke) for stroke in strokes] if isinstance(strokes, pikepdf.Array) else []
    xs = [x for some in numbers for x in some[::2]] or [0.0]
    ys = [y for some in numbers for y in some[1::2]] or [0.0]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _numbers(value: Any) -> list[float]:
    return [float(number) for number in value] if isinstance(value, pikepdf.Array) else []


def _text(entry: Any) -> str:
    """All that an annotation says: its note, the value of its field, the captions of a button."""
    said = [entry.get("/Contents"), entry.get("/RC")]
    node, steps = entry, 0
    while isinstance(node, pikepdf.Dictionary) and steps < _MOST_PARENTS:
        value = node.get("/V")
        said += list(value) if isinstance(value, pikepdf.Array) else [value]
        node, steps = node.get("/Parent"), steps + 1
    look = entry.get("/MK")
    said += [look.get(key) for key in _CAPTIONS] if isinstance(look, pikepdf.Dictionary) else []
    texts = (_MARKUP.sub(" ", str(one)).strip() for one in said if isinstance(one, pikepdf.String))
    return "\n".join(dict.fromkeys(text for text in texts if text))
