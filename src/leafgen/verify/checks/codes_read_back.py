"""Every promised code is read back from the picture of its label, undamaged, with its quiet zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2

from leafgen.compose.expectation import ExpectedCode
from leafgen.kernel.geometry import Box, pt
from leafgen.verify.case import Case
from leafgen.verify.evidence import PageEvidence
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.reading.pdfium import PDFIUM

RATIONALE = """A code is no text: a reader of text does not see that it leads to another leaflet, that half of it lies
under a line, or that a scanner cannot find its edge. So the page is drawn as a label printer prints it, in dots that
are black or white, and each code is decoded as a telephone or a till would. What has to be mended to be read here will
not be read once it is rubbed."""
SOURCE = """ISO/IEC 18004 (QR: 4 quiet modules around); GS1 General Specifications, symbol specification table 6
(DataMatrix: 1 quiet module; GS1-128: 10 at either side)"""

_DOTS = 203 / 72
"""Dots a point of common label printers."""
_BLACK = 128
_QUIET = {"qr": (4, 4), "gs1-datamatrix": (1, 1), "gs1-128": (10, 0)}
"""Quiet modules beside, and above and below."""
_ROOM = pt(3.5)
"""How far around a code is looked, in pt: more than any quiet zone."""
_EDGE = 1
"""Whole dots: a code and what stands next to it may each reach into the dot between them."""
_AWAY = 3
"""By how many dots an edge that was found may be off."""

Dots = npt.NDArray[np.bool_]
Area = tuple[int, int, int, int]
"""Left, top, right, bottom in dots from the top left."""


def check(case: Case) -> Iterator[Refusal]:
    """Refuse codes that cannot be read, say something else, stand elsewhere, are damaged or crowded."""
    pages = {page.number: page for page in case.evidence.pages}
    there = [code for code in case.expectation.codes if code.page in pages]
    for code in case.expectation.codes:
        if code.page not in pages:
            yield Refusal(f"there is no page {code.page} for the {code.kind} code {code.text!r}")
    for code, (dots, area) in zip(there, _pictures(case.evidence.data, there, pages), strict=True):
        for fault in _faults(code, dots, area):
            what = f"the {code.kind} code {code.text!r} {fault}"
            yield Refusal(what, verdict=Verdict.ALTERED, page=code.page, box=_in_points(code.box))


def _in_points(box: Box) -> Box:
    return Box(pt(box.x0), pt(box.y0), pt(box.x1), pt(box.y1))


def _pictures(data: bytes, codes: Sequence[ExpectedCode], pages: Mapping[int, PageEvidence]) -> list[tuple[Dots, Area]]:
    """For each code, what a label printer prints there: rows of dots, True where they are black, and where on that
    picture the code should be."""
    found: list[tuple[Dots, Area]] = []
    if not codes:
        return found
    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
        try:
            for number, wanted in groupby(codes, key=lambda code: code.page):
                drawn = document[number - 1]
                found += [_picture(drawn, pages[number].crop, _in_points(code.box)) for code in wanted]
                drawn.close()
        finally:
            document.close()
    return found


def _picture(drawn: Any, crop: Box, box: Box) -> tuple[Dots, Area]:
    width, height = (int(np.ceil(length * _DOTS)) for length in (crop.width, crop.height))
    across, down = width / crop.width, height / crop.height
    left, right = (round((x - crop.x0) * across) for x in (box.x0, box.x1))
    top, bottom = (round((crop.y1 - y) * down) for y in (box.y1, box.y0))
    room = round(_ROOM * _DOTS)
    # Whole dots to leave out on each side, half a dot less: pdfium rounds up.
    out = left - room, height - bottom - room, width - right - room, top - room
    from_left, from_bottom, from_right, from_top = (max(dots, 0) for dots in out)
    sides = (max(dots - 0.5, 0) / _DOTS for dots in (from_left, from_bottom, from_right, from_top))
    bitmap = drawn.render(scale=_DOTS, crop=tuple(sides), grayscale=True)
    grey = np.array(bitmap.to_numpy(), copy=True)
    bitmap.close()
    area = left - from_left, top - from_top, right - from_left, bottom - from_top
    return grey.reshape(grey.shape[:2]) < _BLACK, area


def _faults(code: ExpectedCode, dots: Dots, area: Area) -> Iterator[str]:
    found = decoded(dots)
    if not found:
        yield "cannot be read"
    for kind, one in found:
        place = _place(one)
        if (kind, one.text) != (code.kind, code.text):
            yield f"is, or has beside it, a {kind} code that says {one.text!r}"
        elif max(abs(a - b) for a, b in zip(place, area, strict=True)) > _AWAY:
            yield "stands elsewhere, or in another size"
        elif _damaged(kind, one, dots, place):
            yield "is partly covered, or damaged"
        elif _crowded(kind, one, dots, place):
            yield "has print in its quiet zone"


def decoded(dots: Dots) -> list[tuple[str, Any]]:
    """Each code on a picture, with its kind."""
    # Only labels have codes: whoever proves a leaflet need not load a decoder.
    import zxingcpp  # noqa: PLC0415

    kinds = {
        (zxingcpp.BarcodeFormat.QRCode, zxingcpp.ContentType.Text): "qr",
        (zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.ContentType.GS1): "gs1-datamatrix",
        (zxingcpp.BarcodeFormat.Code128, zxingcpp.ContentType.GS1): "gs1-128",
    }
    found = zxingcpp.read_barcodes(
        np.where(dots, np.uint8(0), np.uint8(255)),
        formats=zxingcpp.BarcodeFormats([form for form, _ in kinds]),
        try_downscale=False,
        try_invert=False,
        try_rotate=False,
        binarizer=zxingcpp.Binarizer.FixedThreshold,
    )
    return [(kinds.get((one.format, one.content_type), one.format.name), one) for one in found]


def _place(one: Any) -> Area:
    at = one.position
    corners = at.top_left, at.top_right, at.bottom_right, at.bottom_left
    across, down = [corner.x for corner in corners], [corner.y for corner in corners]
    return min(across), min(down), max(across), max(down)


def _damaged(kind: str, one: Any, dots: Dots, place: Area) -> bool:
    """Whether error correction had to mend it; bars have none: they must be the same at every height."""
    if kind != "gs1-128":
        return bool(one.extra["UEC"] < 1)
    bars = _bars(dots, place)
    return bool((bars != bars[0]).any())


def _bars(dots: Dots, place: Area) -> Dots:
    left, top, right, bottom = place
    return dots[top + _AWAY : bottom - _AWAY, left:right]


def _crowded(kind: str, one: Any, dots: Dots, place: Area) -> bool:
    beside, above = (max(round(modules * _module(kind, one, dots, place)) - _EDGE, 0) for modules in _QUIET[kind])
    return _black(dots, place, beside, above) > _black(dots, place, _EDGE, min(above, _EDGE))


def _module(kind: str, one: Any, dots: Dots, place: Area) -> float:
    """The width of a module, in dots."""
    if kind == "gs1-128":
        return float(np.diff(np.flatnonzero(np.diff(_bars(dots, place)[0]))).min())
    version = one.extra["Version"]
    modules = 17 + 4 * int(version) if kind == "qr" else int(version.partition("x")[2])
    return (place[2] - place[0]) / modules


def _black(dots: Dots, place: Area, beside: int, above: int) -> int:
    """How many dots are black in `place`, made wider and higher by so many dots on each side."""
    left, top, right, bottom = place
    return int(dots[max(top - above, 0) : bottom + above, max(left - beside, 0) : right + beside].sum())
