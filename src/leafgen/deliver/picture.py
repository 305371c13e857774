"""Pictures of a PDF's pages, as a screen or a printer of a certain resolution would show them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2

from leafgen.kernel.errors import InvalidInput

#: More than this, and a slip of a finger fills the memory: A4 at 600 dpi has 35 million.
MOST_PIXELS = 40_000_000
_POINTS_PER_INCH = 72.0

Place = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Raster:
    """A page in dots: `rows` of bytes from the top, a bit a dot from the left, 1 where it is black."""

    width: int
    height: int
    rows: tuple[bytes, ...]


def page_count(pdf: bytes) -> int:
    """How many pages there are. Raises InvalidInput for what is no PDF."""
    return len(_opened(pdf))


def png(pdf: bytes, page: int, dpi: float) -> bytes:
    """Page `page` (from 1) as a PNG. Raises InvalidInput for a page that is not there."""
    out = BytesIO()
    for _, (picture, _) in drawn_pages(pdf, dpi, page):
        picture.save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def drawn_pages(pdf: bytes, dpi: float, page: int | None = None) -> Iterator[tuple[int, tuple[Any, Place]]]:
    """Each page (or one, from 1): its number, its picture (a PIL image), and where a point of it lies there.

    Raises InvalidInput for a page that is not there.
    """
    document = _opened(pdf)
    if page is not None and not 1 <= page <= len(document):
        raise InvalidInput(f"there is no page {page}", f"the file has {len(document)}")
    for number in range(1, len(document) + 1) if page is None else (page,):
        drawn = document[number - 1]
        picture = _drawn(drawn, dpi, grey=False)
        yield number, (picture, _place(drawn, picture.width, picture.height))


def _place(page: Any, width: int, height: int) -> Place:
    """Where a point of the page's own space (pt, from the bottom left, unturned) lies in its picture, in dots from
    the top left."""

    def place(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pypdfium2.raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
        return across.value, down.value

    return place


def rasters(pdf: bytes, dpi: float) -> Iterator[Raster]:
    """Every page in black and white, as a thermal printer of this resolution burns it."""
    for page in _opened(pdf):
        grey = _drawn(page, dpi, grey=True)
        # A dot is black where more than half of it is; PIL's "1" has a set bit for white.
        bits = grey.point([255] * 128 + [0] * 128).convert("1", dither=0)
        data, stride = bits.tobytes(), (grey.width + 7) // 8
        rows = tuple(data[at : at + stride] for at in range(0, len(data), stride))
        yield Raster(grey.width, grey.height, rows)


def _opened(pdf: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise InvalidInput(f"this is no PDF that can be shown: {error}") from error


def _drawn(page: Any, dpi: float, *, grey: bool) -> Any:
    scale = dpi / _POINTS_PER_INCH
    if not 0 < page.get_width() * page.get_height() * scale * scale <= MOST_PIXELS:
        raise InvalidInput(f"at {dpi:g} dpi the page has more than {MOST_PIXELS} dots", "ask for fewer")
    return page.render(scale=scale, grayscale=grey, may_draw_forms=False).to_pil()
