"""The one door to ReportLab: fonts measured and embedded, pages drawn, the same bytes in every process."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from leafgen.compose.imposition import Calibration
from leafgen.content.fonts import FontFamily
from leafgen.kernel.errors import EnvironmentLacking
from leafgen.kernel.geometry import Box, Size, pt
from leafgen.render.label_layout import Code, Face, PlacedCode
from leafgen.render.label_style import LATIN_REACH, MEDIUM, REGULAR, STRONG, Reach

# Streams as bytes: ReportLab's text encoding of them costs more time than drawing a label.
rl_config.useA85 = 0


class LabelFonts:
    """The three weights a label is set in, registered with the engine; widths are those of the font's own table."""

    shapes = False
    reach = LATIN_REACH

    def __init__(self, family: FontFamily) -> None:
        self.names: dict[int, str] = {}
        self._widths: dict[int, dict[int, float]] = {}
        self._default: dict[int, float] = {}
        for weight in (REGULAR, MEDIUM, STRONG):
            face = family.face(weight)
            name = f"leafgen-{family.id}-{weight}-{face.sha256[:8]}"
            font = _registered(name, str(face.path))
            self.names[weight] = name
            self._widths[weight] = font.face.charWidths
            self._default[weight] = font.face.defaultWidth

    def width(self, text: str, weight: int) -> float:
        """The advance of `text` in em, as the engine will draw it: no kerning, one glyph a character."""
        widths, default = self._widths[weight], self._default[weight]
        return sum(widths.get(ord(character), default) for character in text) / 1000

    def reach_of(self, _text: str, _weight: int) -> Reach:
        """How far a line of `text` reaches: as any."""
        return self.reach

    def holds(self, character: str, weight: int) -> bool:
        """Whether the font has a glyph of its own for `character`."""
        return ord(character) in self._widths[weight]


def _registered(name: str, path: str) -> Any:
    # Asked for a font it does not have, the engine reads a hundred others to find it.
    if name in pdfmetrics.getRegisteredFontNames():
        return pdfmetrics.getFont(name)
    try:
        # Readable codes would bring all of ASCII into every file: almost half of it, and read by every reader.
        font = TTFont(name, path, asciiReadable=0, shapable=False)
    except (TTFError, OSError) as error:
        raise EnvironmentLacking(f"the font {path} cannot be read: {error}", "run: leafgen doctor") from error
    # Not by registerFont: of one typeface it keeps the first that anybody in the process registered, codes and all.
    pdfmetrics._fonts[name] = font
    return font


class LabelCanvas:
    """A PDF of labels in the making. Everything is black on the paper's own white: thermal printers have no grey."""

    def __init__(self, page: Size, fonts: LabelFonts, *, title: str, author: str, subject: str, language: str) -> None:
        self._file = BytesIO()
        self._fonts = fonts
        self._codes: dict[Code, str] = {}
        self._texts: dict[tuple[str, int, float], str] = {}
        self._canvas = Canvas(
            self._file,
            pagesize=(pt(page.width), pt(page.height)),
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            lang=language,
            initialFontName=fonts.names[REGULAR],
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject(subject)
        self._canvas.setCreator("leafgen")
        # A label printed at 97 % no longer lands on its sticker: no viewer may scale it.
        self._canvas.setViewerPreference("PrintScaling", "None")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")

    def begin_page(self, calibration: Calibration) -> None:
        """Start a page; everything on it is moved and scaled as this printer needs it."""
        if calibration != Calibration():
            self._canvas.translate(pt(calibration.offset_x), pt(calibration.offset_y))
            self._canvas.scale(calibration.scale_x, calibration.scale_y)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A hairline of 0.2 mm between two points in pt."""
        self._canvas.setLineWidth(pt(0.2))
        self._canvas.line(x0, y0, x1, y1)

    def frame(self, box: Box) -> None:
        """The outline of a box in pt."""
        self._canvas.setLineWidth(pt(0.2))
        self._canvas.rect(box.x0, box.y0, box.width, box.height, stroke=1, fill=0)

    def note(self, text: str, x: float, y: float, size: float) -> None:
        """A word at a point in pt, in the regular weight."""
        self._canvas.setFont(self._fonts.names[REGULAR], size)
        self._canvas.drawString(x, y, text)

    def draw(self, face: Face, left: float, bottom: float) -> None:
        """Draw a label whose bottom left lies at `left`, `bottom` in pt.

        Written as operators: by the engine's own calls, formatting numbers costs more than all the rest.
        """
        content = self._canvas._code
        for mark in face.marks:
            box = mark.box
            x, y = left + box.x0, bottom + box.y0
            if mark.round:
                content.append(f"q {box.width:.4f} 0 0 {box.width:.4f} {x:.4f} {y:.4f} cm {_DISC} f Q")
            else:
                content.append(f"{x:.4f} {y:.4f} {box.width:.4f} {box.height:.4f} re f")
        for placed in face.texts:
            shown = " ".join([self._shown(part.text, part.weight, placed.size) for part in placed.stretches])
            content.append(f"BT 1 0 0 1 {left + placed.x:.4f} {bottom + placed.y:.4f} Tm {shown} ET")
        if face.code:
            self._draw_code(face.code, left, bottom)

    def _shown(self, text: str, weight: int, size: float) -> str:
        """The operators that show `text`, in the subsets of the font in which the engine embeds its glyphs."""
        key = (text, weight, size)
        if key not in self._texts:
            font, document = pdfmetrics.getFont(self._fonts.names[weight]), self._canvas._doc
            self._texts[key] = " ".join(
                f"{font.getSubsetInternalName(subset, document)} {size:g} Tf <{shown.hex()}> Tj"
                for subset, shown in font.splitString(text, document)
            )
        return self._texts[key]

    def _draw_code(self, placed: PlacedCode, left: float, bottom: float) -> None:
        """The code as an inline mask of one bit a module: no seams between them at any resolution, and a hundred
        bytes where a path of rectangles takes thousands, for whoever writes the page and whoever reads it."""
        code = placed.code
        if code not in self._codes:
            self._codes[code] = _mask(code)
        x, y = left + placed.x, bottom + placed.y
        self._canvas._code.append(f"q {code.width:.4f} 0 0 {code.height:.4f} {x:.4f} {y:.4f} cm {self._codes[code]} Q")

    def end_page(self) -> None:
        """Finish the page."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """The whole file."""
        self._canvas.save()
        return self._file.getvalue()


def _mask(code: Code) -> str:
    """The code as an inline image (ISO 32000-2, 8.9.7) that paints its dark modules, rows padded to whole bytes."""
    columns, rows = len(code.modules[0]), len(code.modules)
    stride = (columns + 7) // 8
    bits = ("".join("1" if dark else "0" for dark in row).ljust(stride * 8, "0") for row in code.modules)
    data = "".join(f"{int(row, 2):0{stride * 2}X}" for row in bits)
    return f"BI /W {columns} /H {rows} /IM true /BPC 1 /D [1 0] /F /AHx ID {data}> EI"


#: A disc of diameter 1 with its bottom left at the origin: four Bézier curves, 0.5523 of the radius.
_DISC = "1 .5 m 1 .77614 .77614 1 .5 1 c .22386 1 0 .77614 0 .5 c 0 .22386 .22386 0 .5 0 c .77614 0 1 .22386 1 .5 c"
