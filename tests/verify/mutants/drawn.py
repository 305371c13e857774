"""Good kinds drawn by ReportLab, or saved again by another program."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from tests.verify.mutants.material import (
    DOSE,
    KIDNEY,
    PHONE,
    ROW,
    ROW2,
    STATEMENTS,
    TITLE,
    WAIT,
    WARN,
    Specimen,
    promise,
    reportlab_fonts,
    usual,
)
from tests.verify.mutants.shelf import good


def canvas_pdf(draw: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    reportlab_fonts()
    target = BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1, lang="en")
    draw(canvas)
    canvas.save()
    return target.getvalue()


LINES = (TITLE, KIDNEY, DOSE, PHONE)
LINE_STATEMENTS = [entry for entry in STATEMENTS if entry[1] in LINES]


@good
def canvas_lines() -> Specimen:
    """Lines placed one by one."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(LINES):
            canvas.setFont("Leaf-Bold" if number == 0 else "Leaf", 11)
            canvas.drawString(60, 760 - 14 * number, line)

    return Specimen(canvas_pdf(draw), promise(LINE_STATEMENTS))


@good
def canvas_text_object() -> Specimen:
    """Lines of one text object."""

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(60, 700)
        text.setFont("Leaf", 9, leading=11)
        text.textLines("\n".join(LINES))
        canvas.drawText(text)

    return Specimen(canvas_pdf(draw), promise(LINE_STATEMENTS))


@good
def form_object() -> Specimen:
    """Text inside a form XObject, placed and scaled."""

    def draw(canvas: Canvas) -> None:
        canvas.beginForm("notice", 0, 0, 500, 100)
        canvas.setFont("Leaf", 8)
        for number, line in enumerate(LINES):
            canvas.drawString(10, 80 - 12 * number, line)
        canvas.endForm()
        canvas.translate(40, 500)
        canvas.scale(1.3, 1.3)
        canvas.doForm("notice")

    return Specimen(canvas_pdf(draw), promise(LINE_STATEMENTS))


@good
def label() -> Specimen:
    """A small label with a box around a warning."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Leaf", 7)
        canvas.setFillGray(0.9)
        canvas.rect(4, 30, 240, 24, fill=1, stroke=1)
        canvas.setFillGray(0)
        for number, line in enumerate(LINES):
            canvas.drawString(8, 70 - 10 * number, line)

    return Specimen(canvas_pdf(draw, (250, 90)), promise(LINE_STATEMENTS))


def _story(justified: bool) -> list[Any]:
    style = ParagraphStyle("body", fontName="Leaf", fontSize=10, leading=13, alignment=4 if justified else 0)
    reportlab_fonts()
    cells = [[Paragraph(cell, style) for cell in row] for row in (ROW, ROW2)]
    table = Table(cells, colWidths=[60, 60, 90])
    return [*(Paragraph(text, style) for text in (TITLE, WARN, KIDNEY, DOSE, WAIT)), table, Paragraph(PHONE, style)]


@good
def platypus_grid() -> Specimen:
    """A grid drawn after its cells, close to their text."""
    reportlab_fonts()
    everywhere = ((0, 0), (-1, -1))
    style = [("GRID", *everywhere, 0.5, "black"), ("FONT", *everywhere, "Leaf")]
    style += [("TOPPADDING", *everywhere, 0), ("BOTTOMPADDING", *everywhere, 1)]
    table = Table([list(ROW), list(ROW2)], style=style)
    target = BytesIO()
    SimpleDocTemplate(target, pagesize=A4, invariant=1, lang="en").build([table])
    return Specimen(target.getvalue(), promise([("row", ROW), ("row2", ROW2)]))


def _platypus(justified: bool) -> Specimen:
    target = BytesIO()
    SimpleDocTemplate(target, pagesize=A4, rightMargin=300, invariant=1, lang="en").build(_story(justified))
    return Specimen(target.getvalue(), promise())


@good
def platypus() -> Specimen:
    """Flowing text by ReportLab."""
    return _platypus(False)


@good
def platypus_justified() -> Specimen:
    """The same, justified by word spacing."""
    return _platypus(True)


def _resaved(change: Callable[[pikepdf.Pdf], None], **options: Any) -> Specimen:
    with pikepdf.open(BytesIO(usual().pdf)) as pdf:
        change(pdf)
        target = BytesIO()
        pdf.save(target, **options)
    return Specimen(target.getvalue(), promise())


@good
def linearised() -> Specimen:
    """Saved for the web."""
    return _resaved(lambda _: None, linearize=True)


@good
def object_streams() -> Specimen:
    """Saved with packed objects."""
    return _resaved(lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.generate)


@good
def page_turned() -> Specimen:
    """A page that viewers turn by a quarter."""
    return _resaved(lambda pdf: pdf.pages[0].rotate(90, relative=False))


@good
def loose_crop_box() -> Specimen:
    """A crop box in the margin."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.CropBox = pikepdf.Array([20, 20, 575, 822])

    return _resaved(change)


@good
def words_without_spaces() -> Specimen:
    """Words placed one by one, no space character between them, as some typesetters do."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Leaf", 10)
        for number, line in enumerate(LINES):
            x = 50.0
            for word in line.split():
                canvas.drawString(x, 700 - 13 * number, word)
                x += canvas.stringWidth(word + " ", "Leaf", 10)

    return Specimen(canvas_pdf(draw), promise(LINE_STATEMENTS))


@good
def fill_and_stroke() -> Specimen:
    """Letters filled and outlined."""

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(60, 700)
        text.setFont("Leaf", 12, leading=15)
        text.setTextRenderMode(2)
        canvas.setLineWidth(0.2)
        text.textLines("\n".join(LINES))
        canvas.drawText(text)

    return Specimen(canvas_pdf(draw), promise(LINE_STATEMENTS))


@good
def underline_drawn_later() -> Specimen:
    """Lines drawn under the words after them."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Leaf", 11)
        for number, line in enumerate(LINES):
            canvas.drawString(60, 760 - 18 * number, line)
            canvas.setLineWidth(0.6)
            canvas.line(60, 758.4 - 18 * number, 60 + canvas.stringWidth(line, "Leaf", 11), 758.4 - 18 * number)

    return Specimen(canvas_pdf(draw), promise(LINE_STATEMENTS))
