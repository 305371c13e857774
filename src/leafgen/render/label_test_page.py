"""The test page of a stock: where its labels lie, and marks by which a printer is calibrated.

It says nothing but numbers and names, so that it serves every language. On a sheet, crosses stand 10 mm from each
edge: measure where they came out and give the distances to Calibration.from_marks. A roll has the corners of what
may be printed on: one that is missing or cut shows by how much to move the print.
"""

from __future__ import annotations

from leafgen.compose.expectation import Expectation, Expected
from leafgen.compose.imposition import MARK_INSET_MM, Calibration, cell_box, page_size
from leafgen.content.fonts import FontFamily
from leafgen.content.stocks import Stock
from leafgen.kernel.geometry import Box, pt
from leafgen.render.label_canvas import LabelCanvas, LabelFonts

ARM = pt(3.0)
SIZE = 8.0
UNCALIBRATED = Calibration()


def render_test_page(stock: Stock, font: FontFamily, *, calibration: Calibration = UNCALIBRATED) -> bytes:
    """One page: each label's cut line and number, what may be printed on, and the registration marks."""
    paper = page_size(stock)
    canvas = LabelCanvas(
        paper, LabelFonts(font), title=stock.name, author="leafgen", subject=f"{stock.id} · test page", language="en"
    )
    canvas.begin_page(calibration)
    for position in range(1, stock.per_sheet + 1):
        cell = cell_box(stock, position)
        box = Box(pt(cell.x0), pt(cell.y0), pt(cell.x1), pt(cell.y1))
        if stock.sheet:
            canvas.frame(box)
        free = Box(
            box.x0 + pt(stock.sides), box.y0 + pt(stock.margin), box.x1 - pt(stock.sides), box.y1 - pt(stock.margin)
        )
        _corners(canvas, free)
        middle = (free.y0 + free.y1) / 2 - SIZE / 3
        canvas.note(_label(stock, position), free.x0 + pt(8), middle, SIZE)
    if stock.sheet:
        _marks(canvas, pt(paper.width), pt(paper.height))
        canvas.note(stock.id, pt(MARK_INSET_MM) + 2 * ARM, pt(MARK_INSET_MM) - SIZE, SIZE)
    canvas.end_page()
    return canvas.finish()


def page_promise(stock: Stock, font: FontFamily) -> Expectation:
    """What a test page says."""
    notes = [(f"label-{number}", _label(stock, number)) for number in range(1, stock.per_sheet + 1)]
    if stock.sheet:
        notes.append(("stock", stock.id))
    return Expectation(
        kind="label",
        locale="en",
        direction="ltr",
        flow=tuple(Expected(id, (text,)) for id, text in notes),
        title=stock.name,
        page_sizes=(page_size(stock),),
        maximum_pages=1,
        font_files=tuple(face.sha256 for face in font.faces),
    )


def _label(stock: Stock, position: int) -> str:
    return str(position) if stock.sheet else f"{stock.name} · {stock.width:g} × {stock.height:g} mm"


def _corners(canvas: LabelCanvas, free: Box) -> None:
    """Angles at the corners of what may be printed on: a missing one shows what the printer cannot reach."""
    for x, right in ((free.x0, 1), (free.x1, -1)):
        for y, up in ((free.y0, 1), (free.y1, -1)):
            canvas.line(x, y, x + right * ARM, y)
            canvas.line(x, y, x, y + up * ARM)


def _marks(canvas: LabelCanvas, width: float, height: float) -> None:
    """A cross at each corner of the sheet, MARK_INSET_MM from both edges."""
    inset = pt(MARK_INSET_MM)
    for x in (inset, width - inset):
        for y in (inset, height - inset):
            canvas.line(x - ARM, y, x + ARM, y)
            canvas.line(x, y - ARM, x, y + ARM)
