"""Pictures: each page as it looks, and the same page with its text alone, in black on white, nothing else.

The second is made from what the walker read, so no clip, colour, layer or cover of the file reaches it: what it
shows and the first does not is text that a reader will not see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2

from leafgen.kernel.geometry import Box
from leafgen.verify.reading.failure import ReaderFailed
from leafgen.verify.reading.graphics import Shown
from leafgen.verify.reading.pdfium import PDFIUM, page_text
from leafgen.verify.reading.typefaces import Typeface

Grey = npt.NDArray[np.uint8]

_MOST_PIXELS = 12_000_000
_LEAST_PIXELS = 300_000
_DPI = 100.0
_OUTLINED = (1, 2)
_POINTS_PER_INCH = 72.0
_GREY_OF = np.array([0.3, 0.59, 0.11])
"""How much red, green and blue add to a common grey."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in greys: `seen` as it looks, `text` its text alone; `scale` pixels a point, `crop` what is shown.

    said: the text that pdfium finds on the page, which it has open for the picture anyway; colours: red, green and blue
    of what is seen, each as greys, where they were asked for."""

    seen: Grey
    text: Grey
    crop: Box
    said: str = ""
    colours: tuple[Grey, ...] = ()

    @property
    def scale(self) -> tuple[float, float]:
        """Pixels a point, across and down."""
        return self.seen.shape[1] / self.crop.width, self.seen.shape[0] / self.crop.height


def text_only(pages: Sequence[Sequence[Shown]], crops: Sequence[Box], fonts: dict[Typeface, Any]) -> bytes:
    """A PDF with the same pages that shows nothing but their text, in black."""
    plain = pikepdf.Pdf.new()
    copies: dict[Typeface, Any] = {}
    for shown, crop in zip(pages, crops, strict=True):
        names: dict[Typeface, str] = {}
        parts = [b"0 g"]
        for item in shown:
            if item.typeface.drawn_freely:
                continue  # it may paint anything, in colours of its own, over other letters too
            name = names.setdefault(item.typeface, f"F{len(names)}")
            parts.append(_operators(item, name))
        resources = pikepdf.Dictionary()
        for typeface, name in names.items():
            if typeface not in copies:
                copies[typeface] = plain.copy_foreign(fonts[typeface])
            resources[f"/{name}"] = copies[typeface]
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[crop.x0, crop.y0, crop.x1, crop.y1],
            Resources=pikepdf.Dictionary(Font=resources),
            Contents=plain.make_stream(b"\n".join(parts)),
        )
        plain.pages.append(pikepdf.Page(page))
    target = BytesIO()
    plain.save(target, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return target.getvalue()


def _operators(shown: Shown, name: str) -> bytes:
    typeface = shown.typeface
    template = "%02x" if typeface.one_byte else "%04x"
    # Strings are put together where nothing can fall apart otherwise: where every code is as long as the next.
    together = "" if typeface.one_byte or typeface.pairs else "><"
    a, b, c, d, e, f = shown.matrix
    mode = shown.mode if shown.mode in _OUTLINED else 0
    begin = f"BT {mode} Tr {shown.line_width:.4f} w /{name} 1 Tf {a:.6f} {b:.6f} {c:.6f} {d:.6f} {e:.4f} {f:.4f} Tm [<"
    parts = []
    pen = 0.0
    for code, x, advance in zip(shown.codes, shown.xs, shown.advances, strict=True):
        moved = x - pen
        if moved > 1e-6 or moved < -1e-6:
            parts.append(f">{-1000 * moved:.3f}<{template % code}")
        else:
            parts.append(template % code)
        pen = x + advance
    return f"{begin}{together.join(parts)}>] TJ ET".encode()


def dots_per_point(crop: Box) -> float:
    """Pixels a point: 100 dpi, more for a small label, less for a poster."""
    scale = _DPI / _POINTS_PER_INCH
    area = crop.width * crop.height
    if area * scale * scale < _LEAST_PIXELS:
        scale = min(2 * scale, float(np.sqrt(_LEAST_PIXELS / area)))
    return min(scale, float(np.sqrt(_MOST_PIXELS / area)))


def take_pictures(data: bytes, plain: bytes, crops: Sequence[Box], turns: Sequence[int]) -> list[Picture]:
    """Both pictures of every page; `turns`: degrees by which viewers turn each, undone here. Raises ReaderFailed."""
    with PDFIUM:
        try:
            return _take(data, plain, crops, turns)
        except pypdfium2.PdfiumError as error:
            raise ReaderFailed(f"pdfium cannot read it ({error})") from error


def in_colours(data: bytes, plain: bytes, pictures: Sequence[Picture], turns: Sequence[int]) -> list[Picture]:
    """The same pictures, with their colours; letters have other edges where a picture has colours, so their text is
    drawn anew. Raises ReaderFailed."""
    with PDFIUM:
        try:
            seen, text = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument(plain)
            try:
                return [
                    _coloured(seen[number], text[number], picture, turns[number])
                    for number, picture in enumerate(pictures)
                ]
            finally:
                seen.close()
                text.close()
        except pypdfium2.PdfiumError as error:
            raise ReaderFailed(f"pdfium cannot read it ({error})") from error


def _coloured(seen: Any, text: Any, picture: Picture, turn: int) -> Picture:
    colours = _planes(seen, picture, turn)
    grey = np.asarray(np.tensordot(_GREY_OF, np.stack(colours), axes=1).round(), dtype=np.uint8)
    return replace(picture, seen=grey, text=_planes(text, picture, 0)[0], colours=colours)


def _planes(page: Any, picture: Picture, turn: int) -> tuple[Grey, ...]:
    bitmap = page.render(scale=dots_per_point(picture.crop), rotation=-turn % 360, may_draw_forms=True)
    shown = bitmap.to_numpy()
    planes = tuple(np.ascontiguousarray(shown[:, :, channel]) for channel in (2, 1, 0))  # it comes as blue, green, red
    bitmap.close()
    page.close()
    return planes


def _take(data: bytes, plain: bytes, crops: Sequence[Box], turns: Sequence[int]) -> list[Picture]:
    seen = pypdfium2.PdfDocument(data)
    text = pypdfium2.PdfDocument(plain)
    try:
        pictures = []
        for number, crop in enumerate(crops):
            page, plain_page = seen[number], text[number]
            scale = dots_per_point(crop)
            look, own = _render(page, scale, turns[number]), _render(plain_page, scale, 0)
            pictures.append(Picture(look, own, crop, page_text(page)))
            page.close()
            plain_page.close()
        return pictures
    finally:
        seen.close()
        text.close()


def _render(page: Any, scale: float, turn: int) -> Grey:
    bitmap = page.render(scale=scale, rotation=-turn % 360, grayscale=True, may_draw_forms=True)
    picture = np.array(bitmap.to_numpy(), copy=True)
    bitmap.close()
    return picture.reshape(picture.shape[0], picture.shape[1]) if picture.ndim == 3 else picture
