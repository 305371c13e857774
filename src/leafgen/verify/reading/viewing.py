"""What viewers and presses are told of a file: to where its pages are cut, which are printed, what stands beside them
(ISO 32000-2, 12.2, 12.3.3 and 14.11.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from leafgen.kernel.geometry import Box
from leafgen.verify.reading.graphics import intersection

_TRIM = "/TrimBox"
_SHOWN_BY = ("/ViewArea", "/ViewClip", "/PrintArea", "/PrintClip")
_BOXES = ("/ArtBox", "/BleedBox", _TRIM)
_MOST_BOOKMARKS = 1000


def box_of_array(value: Any) -> Box | None:
    """The rectangle of four numbers, whichever corners they are; None for anything else."""
    try:
        x0, y0, x1, y1 = (float(number) for number in value)
    except (TypeError, ValueError):
        return None
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def cut_of(page: Any, preferences: Any, crop: Box) -> Box:
    """What is left of a page (its dictionary) when it is trimmed, and in viewers that show less of it, in points."""
    names = {_TRIM}
    if isinstance(preferences, pikepdf.Dictionary):
        names |= {str(preferences.get(key)) for key in _SHOWN_BY}
    cut = crop
    for name in _BOXES:
        box = box_of_array(page.get(name)) if name in names else None
        if box is not None and box.width > 0 and box.height > 0:
            cut = intersection(cut, box)
    return cut


def unprinted(preferences: Any, count: int) -> frozenset[int]:
    """The pages (from 1, of `count`) that a viewer is told not to print."""
    ranges = preferences.get("/PrintPageRange") if isinstance(preferences, pikepdf.Dictionary) else None
    if not isinstance(ranges, pikepdf.Array):
        return frozenset()
    ends = [int(end) for end in ranges]
    printed = {
        number
        for first, last in zip(ends[::2], ends[1::2], strict=False)
        for number in range(max(first, 1), min(last, count) + 1)
    }
    return frozenset(range(1, count + 1)) - printed


def bookmarks(root: Any) -> Iterator[str]:
    """The titles of a file's bookmarks, which viewers show beside its pages."""
    outlines = root.get("/Outlines")
    waiting = [outlines.get("/First")] if isinstance(outlines, pikepdf.Dictionary) else []
    for _ in range(_MOST_BOOKMARKS):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary):
            yield str(one.get("/Title", ""))
            waiting += [one.get("/Next"), one.get("/First")]
