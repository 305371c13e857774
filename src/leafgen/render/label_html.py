"""Labels in complex scripts and from right to left: the same plan as every label, drawn by the page engine.

The words are measured as HarfBuzz shapes them, the lines broken, sized and placed by `label_layout`; each line is then
one box of its own on the page, so that the engine joins and orders its letters and decides nothing else. On a
right-to-left label everything is mirrored, and each number stands in an isolate: 200-400 can never be read 400-200.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from leafgen.compose.composition import Composition, Role, Said
from leafgen.compose.imposition import Calibration, free_from, page_size
from leafgen.content.fonts import FontFamily
from leafgen.content.stocks import Stock
from leafgen.kernel.errors import LeafgenError
from leafgen.kernel.geometry import Box, Size, pt
from leafgen.render.exact_page import exact_pages, html_page
from leafgen.render.html import PLAIN
from leafgen.render.label_layout import Code, Face, PlacedCode, PlacedText
from leafgen.render.label_pdf import UNCALIBRATED, Canvas, LabelPress
from leafgen.render.label_shaping import ShapedFonts
from leafgen.render.label_text import Stretch
from leafgen.render.page_engine import Document, line_widths
from leafgen.render.rendition import Rendition

#: Height of a line's box in em; its baseline lies where the engine's own metrics of the font put it.
LINE_BOX = 2.0
#: How far, in pt, the engine may set a line beside the place it was given: rounding, and no more.
TOLERANCE = 0.06
PT_PER_PX = 0.75
#: Everything is black on the paper's own white: thermal printers have no grey.
STYLE = """
@page {{ size: {width:.4f}pt {height:.4f}pt; margin: 0 }}
html, body, p, div {{ margin: 0; padding: 0 }}
body {{ color: #000; line-height: {line_box}; hyphens: manual }}
.page {{ position: relative; width: {width:.4f}pt; height: {height:.4f}pt; break-after: page }}
.page:last-child {{ break-after: auto }}
.line, .mark, svg {{ position: absolute; display: block }}
.line, bdi {{ white-space: nowrap }}
.mark {{ background: #000 }}
"""


def render_shaped_labels(
    composition: Composition,
    stock: Stock,
    font: FontFamily,
    others: Iterable[Stock] = (),
    *,
    calibration: Calibration = UNCALIBRATED,
    code: Code | None = None,
) -> Rendition:
    """`leafgen.render.label_pdf.render_labels` for a language whose script needs shaping, or that runs from right to
    left."""
    press = ShapedPress(stock, font, others, calibration=calibration)
    run = press.run([composition], part_used=[free_from(stock, composition.start)], codes=[code] if code else ())
    return Rendition(run.pdf, composition, run.expectation, run.pages)


class ShapedPress(LabelPress):
    """Prints labels as LabelPress does, in any script."""

    metrics = ShapedFonts

    def canvas(self, *, title: str, author: str, subject: str, language: str, direction: str) -> Canvas:
        about = {"title": title, "author": author, "subject": subject}
        return HtmlCanvas(page_size(self._stock), pt(self._stock.width), self._font, about, language, direction)


class HtmlCanvas:
    """A PDF of labels in the making, drawn by the page engine; `label_width` is in pt."""

    def __init__(
        self, page: Size, label_width: float, font: FontFamily, about: dict[str, str], language: str, direction: str
    ) -> None:
        self._page = page
        self._height = pt(page.height)
        self._label_width = label_width
        self._font = font
        self._baseline = LINE_BOX / 2 + ShapedFonts(font).baseline
        self._about = about
        self._language = language
        self._mirrored = direction == "rtl"
        self._parts: list[str] = []

    def begin_page(self, calibration: Calibration) -> None:
        """Start a page; everything on it is moved and scaled as this printer needs it."""
        moved = ""
        if calibration != Calibration():
            matrix = (
                calibration.scale_x, 0, 0, calibration.scale_y,
                pt(calibration.offset_x) / PT_PER_PX, -pt(calibration.offset_y) / PT_PER_PX,
            )  # fmt: skip
            moved = f' style="transform-origin: 0 100%; transform: matrix({", ".join(f"{x:.6f}" for x in matrix)})"'
        self._parts.append(f'<div class="page"{moved}>')

    def end_page(self) -> None:
        """Finish the page."""
        self._parts.append("</div>")

    def draw(self, face: Face, left: float, bottom: float) -> None:
        """Draw a label whose bottom left lies at `left`, `bottom` in pt."""
        for mark in face.marks:
            radius = f"; border-radius: {mark.box.width / 2:.4f}pt" if mark.round else ""
            self._parts.append(f'<div class="mark" style="{self._place(mark.box, left, bottom)}{radius}"></div>')
        for _, texts in groupby(face.texts, key=lambda text: id(text.said)):
            self._parts.append("<p>")
            self._parts.extend(self._lines(list(texts), left, bottom))
            self._parts.append("</p>")
        if face.code:
            self._parts.append(self._code(face.code, left, bottom))

    def _lines(self, texts: Sequence[PlacedText], left: float, bottom: float) -> Iterator[str]:
        """The lines of one statement; what is left of it after each line tells where the next begins in it."""
        said = texts[0].said
        direction = "rtl" if self._mirrored and _holds_right_to_left(said.text) else "ltr"
        begin = 0
        for placed in texts:
            inner = "".join(_marked_up(said, placed.stretches, begin, direction))
            begin += sum(len(stretch.text) for stretch in placed.stretches) + 1
            top = placed.y + self._baseline * placed.size
            box = Box(placed.x, top - LINE_BOX * placed.size, placed.x + placed.width, top)
            place = f"{self._place(box, left, bottom)}; font-size: {placed.size:g}pt"
            yield f'<span class="line" dir="{direction}" style="{place}">{inner}</span>'
        if begin != len(said.text) + 1:
            raise LeafgenError(f"{said.id} was not laid out whole")

    def _place(self, box: Box, left: float, bottom: float) -> str:
        """Where a box of the label at `left`, `bottom` stands, as CSS."""
        x = left + (self._label_width - box.x1 if self._mirrored else box.x0)
        y = self._height - bottom - box.y1
        return f"left: {x:.4f}pt; top: {y:.4f}pt; width: {box.width:.4f}pt; height: {box.height:.4f}pt"

    def _code(self, placed: PlacedCode, left: float, bottom: float) -> str:
        code = placed.code
        path = "".join(
            f"M{column} {number}h1v1h-1z"
            for number, row in enumerate(code.modules)
            for column, dark in enumerate(row)
            if dark
        )
        box = Box(placed.x, placed.y, placed.x + code.width, placed.y + code.height)
        place = self._place(box, left, bottom)
        view = f'preserveAspectRatio="none" viewBox="0 0 {len(code.modules[0])} {len(code.modules)}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" aria-label="{escape(code.text)}" style="{place}" {view}>'
            f'<path d="{path}" fill="#000"/></svg>'
        )

    def finish(self) -> bytes:
        """The whole file. Raises InvalidInput for whatever the engine complains about."""
        about, direction = self._about, "rtl" if self._mirrored else "ltr"
        html = html_page(
            about["title"], "".join(self._parts), language=self._language, direction=direction,
            author=about["author"], description=about["subject"],
        )  # fmt: skip
        style = STYLE.format(width=pt(self._page.width), height=self._height, line_box=LINE_BOX)
        return exact_pages(html, style, self._font, _require_room)


def _require_room(document: Document) -> None:
    """Raise LeafgenError when the engine set a line wider than it was measured: nothing is ever cut."""
    for number, (width, room) in enumerate(line_widths(document, "line")):
        if width > room + TOLERANCE:
            raise LeafgenError(f"line {number + 1} of the label came out {width:.2f} pt wide, measured as {room:.2f}")


_RIGHT_TO_LEFT = frozenset({"R", "AL"})
#: Signs that belong to the number they stand beside.
_OF_A_NUMBER = frozenset("%‰°+-\u2212<>=\u2264\u2265~\u00b1\u00bd\u00bc\u00be")


def _holds_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)


def _marked_up(said: Said, stretches: Sequence[Stretch], begin: int, direction: str) -> Iterator[str]:
    """The part of a statement that stands on one line, from its character `begin` on: weights, and isolates."""
    looks = [(stretch.weight, stretch.plain) for stretch in stretches for _ in stretch.text]
    text = "".join(stretch.text for stretch in stretches)
    if said.text[begin : begin + len(text)] != text:
        raise LeafgenError(f"{said.id} was laid out as something else than it says")
    at = -begin
    for run in said.runs:
        first, last = max(0, at), min(len(text), at + len(run.text))
        at += len(run.text)
        start = first
        for (weight, plain), same in groupby(looks[first:last] if first < last else ()):
            end = start + len(list(same))
            inner = "".join(isolated(text[start:end], run.role)) if direction == "rtl" else escape(text[start:end])
            family = f' class="{PLAIN}"' if plain else ""
            yield f'<span{family} style="font-weight: {weight}">{inner}</span>'
            start = end


def isolated(text: str, role: Role) -> Iterator[str]:
    """Text inside a right-to-left line: a name or amount as one isolate, and inside all else each number."""
    if role is Role.TEXT:
        yield from _numbers_isolated(text)
    elif _holds_right_to_left(text):
        yield f'<bdi dir="rtl">{"".join(_numbers_isolated(text))}</bdi>'
    else:
        yield f'<bdi dir="ltr">{escape(text)}</bdi>'


def _numbers_isolated(text: str) -> Iterator[str]:
    """Each stretch without right-to-left letters or brackets that holds a digit stands in an isolate, without the
    punctuation around it: "(2) (200 mg)" are two numbers, of which the first stands at the right."""
    for turned, characters in groupby(text, key=_turns):
        part = "".join(characters)
        if turned or not any(character.isdigit() for character in part):
            yield escape(part)
            continue
        inner = [number for number, character in enumerate(part) if character.isalnum() or character in _OF_A_NUMBER]
        first, last = inner[0], inner[-1] + 1
        yield f'{escape(part[:first])}<bdi dir="ltr">{escape(part[first:last])}</bdi>{escape(part[last:])}'


def _turns(character: str) -> bool:
    return unicodedata.bidirectional(character) in {"R", "AL", "NSM"} or character in "()[]"
