"""Annotations: what a viewer lays over a page that is not part of it (ISO 32000-2, 12.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from leafgen.kernel.geometry import Box
from leafgen.verify.reading.highlights import highlighted

_HIDDEN, _PRINT, _NO_VIEW = 2, 4, 32
_WITHOUT_LOOK = frozenset(("Link", "Popup"))


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
        if kind in _WITHOUT_LOOK and entry.get("/AP") is None:
            continue
        x0, y0, x1, y1 = (float(number) for number in entry.get("/Rect", [0, 0, 0, 0]))
        box = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        flags = int(entry.get("/F", 0))
        on_screen, on_paper = not flags & _NO_VIEW, bool(flags & _PRINT)
        visible = not flags & _HIDDEN and (on_screen or on_paper)
        found.append(Annotation(kind, box, _text(entry), visible, highlighted(entry)))
    return found


def looks_of(page: pikepdf.Page) -> Iterator[pikepdf.Stream]:
    """The streams that draw a page's annotations, in each of their states."""
    for entry in page.obj.get("/Annots", []):
        look = entry.get("/AP") if isinstance(entry, pikepdf.Dictionary) else None
        drawn = look.get("/N") if isinstance(look, pikepdf.Dictionary) else None
        if isinstance(drawn, pikepdf.Stream):
            yield drawn
        elif isinstance(drawn, pikepdf.Dictionary):
            yield from (state for state in drawn.values() if isinstance(state, pikepdf.Stream))


def _text(entry: Any) -> str:
    value = entry.get("/Contents", entry.get("/V"))
    return str(value) if isinstance(value, pikepdf.String) else ""
