"""Kinds of PDF that must be refused, made by the engines themselves: what goes wrong in templates and scripts.

Each names the statement that is lost, hidden or changed.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from tests.verify.mutants import (
    contradicted,
    echoed,
    forged_colours,
    forged_fonts,
    forged_inks,
    forged_objects,
    forged_tags,
    forged_text,
    forged_viewing,
    highlighted,
    listed,
    running,
    stored,
    type_one,
)
from tests.verify.mutants.drawn import LINE_STATEMENTS, LINES, canvas_pdf
from tests.verify.mutants.material import (
    DOSE,
    KIDNEY,
    PHONE,
    ROW,
    ROW2,
    TITLE,
    WAIT,
    WARN,
    Specimen,
    html_pdf,
    promise,
    table_row,
    usual,
)
from tests.verify.mutants.shelf import BADS, bad
from tests.verify.mutants.simple import (
    boxes_for_letters,
    letters_as_pictures,
    letters_in_white,
    simple_truetype_that_says_nothing,
    three_drawn_as_eight,
)
from tests.verify.mutants.typeset import ARABIC, arabic_page

__all__ = [
    "BADS",
    "contradicted",
    "echoed",
    "forged_colours",
    "forged_fonts",
    "forged_inks",
    "forged_objects",
    "forged_tags",
    "forged_text",
    "forged_viewing",
    "highlighted",
    "listed",
    "running",
    "stored",
    "type_one",
]

BADS |= {
    "boxes-for-letters": boxes_for_letters,
    "letters-as-pictures": letters_as_pictures,
    "letters-in-white": letters_in_white,
    "three-drawn-as-eight": three_drawn_as_eight,
    "font-that-says-nothing": simple_truetype_that_says_nothing,
}


def _enter(name: str, css: str = "", **changes: str) -> None:
    BADS[name] = lambda: usual(css, True, **changes)
    BADS[f"{name}-untagged"] = lambda: usual(css, False, **changes)


def _warn(style: str) -> str:
    return f'<p style="{style}">{WARN}</p>'


for _name, _style in {
    "white": "color: white",
    "pale-grey": "color: #c8c8c8",
    "yellow": "color: yellow",
    "faint-opacity": "opacity: 0.1",
    "no-opacity": "opacity: 0",
    "transparent-colour": "color: rgba(0, 0, 0, 0.08)",
    "on-its-own-colour": "color: #246; background: #246",
    "nearly-its-background": "color: #555; background: #444",
    "ellipsis": "white-space: nowrap; overflow: hidden; text-overflow: ellipsis; width: 60mm",
    "overflow-hidden": "height: 6mm; overflow: hidden; width: 70mm",
    "overflow-hidden-in-a-letter": "white-space: nowrap; overflow: hidden; width: 61mm",
    "half-a-line-hidden": "height: 7pt; overflow: hidden; line-height: 14pt",
    "clip-path": "position: absolute; clip: rect(0, 40mm, 20mm, 0); width: 170mm",
    "two-points": "font-size: 2pt",
    "five-points": "font-size: 5pt",
    "scaled": "transform: scale(0.4); transform-origin: 0 0",
    "squashed": "transform: scaleX(0.5); transform-origin: 0 0",
    "flattened": "transform: scaleY(0.3)",
    "mirrored": "transform: scaleX(-1)",
    "upside-down": "transform: rotate(180deg)",
    "skewed": "transform: skewX(50deg)",
    "off-the-page": "position: absolute; left: 250mm; width: 100mm",
    "over-the-edge": "white-space: nowrap; margin-left: 60mm",
    "above-the-page": "position: absolute; top: -60mm",
    "over-another": "margin: 0 0 calc(-1em - 1.35em)",
    "over-another-half": "margin: 0 0 calc(-1em - 0.95em)",
    "struck-through": "text-decoration: line-through",
    "letters-piled": "letter-spacing: -0.45em",
    "line-piled": "line-height: 0.3; width: 60mm",
    "missing": "display: none",
    "line-clamped": "max-lines: 1; block-ellipsis: auto; continue: discard; overflow: hidden; width: 60mm",
}.items():
    _enter(_name, "", warn=_warn(_style))

for _name, _html in {
    "not-white": WARN.replace("not", '<span style="color: white">not</span>'),
    "not-missing": WARN.replace("not ", ""),
    "not-tiny": WARN.replace("not", '<span style="font-size: 3pt">not</span>'),
    "not-struck": WARN.replace("not", "<s>not</s>"),
    "digit-white": WARN.replace("350", '3<span style="color: white">5</span>0'),
    "digit-changed": WARN.replace("350", "850"),
    "digit-added": WARN.replace("350", "3500"),
    "unit-changed": WARN.replace("350 mg", "350 g"),
    "unit-micro": WARN.replace("350 mg", "350 µg"),
    "word-changed": WARN.replace("doctor", "baker"),
    "longer": WARN.replace("to.", "to do so."),
    "longer-sentence": WARN + " This does not hold for adults.",
    "longer-before": "It is not true: " + WARN,
    "case-changed": WARN.replace("mg", "Mg"),
    "homoglyph": WARN.replace("a day", "\u0430 day"),
    "joined-words": WARN.replace("a day", "aday"),
    "number-split": WARN.replace("350", "3 50"),
    "hyphen-inside": WARN.replace("magnesium", "mag-nesium"),
    "superscript": WARN.replace("350", "35<sup>0</sup>"),
}.items():
    _enter(_name, warn=f"<p>{_html}</p>")

for _name, _changes in {
    "one-and-a-half-joined": {"list": f"<ul><li>{DOSE.replace('1 1/2', '11/2')}</li><li>{WAIT}</li></ul>"},
    "decimal-mark-lost": {"list": f"<ul><li>{DOSE.replace('187.5', '1875')}</li><li>{WAIT}</li></ul>"},
    "decimal-comma": {"list": f"<ul><li>{DOSE}</li><li>{WAIT.replace('2.5', '25')}</li></ul>"},
    "phone-swapped": {"phone": f"<p>{PHONE.replace('9111', '9911')}</p>"},
    "phone-digit-lost": {"phone": f"<p>{PHONE.replace('9111', '911')}</p>"},
    "phones-exchanged": {
        "phone": "<p>Questions? Call 088 003 0600 or, at night, 020 566 9111.</p>",
    },
    "cells-swapped": {
        "table": "<table>" + table_row((ROW[0], ROW2[1], ROW[2])) + table_row((ROW2[0], ROW[1], ROW2[2])) + "</table>"
    },
    "cells-in-another-order": {"table": "<table>" + table_row(ROW[::-1]) + table_row(ROW2) + "</table>"},
    "cell-lost": {"table": "<table>" + table_row(ROW[:2]) + table_row(ROW2) + "</table>"},
    "rows-mixed": {"table": "<table>" + table_row((ROW[0], *ROW2[1:])) + table_row((ROW2[0], *ROW[1:])) + "</table>"},
    "contradicting-dose": {"after": f"<p>{WARN.replace('350', '3500')}</p>"},
    "contradicting-not": {"after": f"<p>{KIDNEY.replace('do not work', 'work')}</p>"},
    "contradicting-phone": {"after": f"<p>{PHONE.replace('9111', '9119')}</p>"},
    "contradicting-unit": {"after": f"<p>{WARN.replace('350 mg', '350 g')}</p>"},
    "covered": {
        "after": '<div style="position: absolute; top: 0; left: 0; right: 0; height: 120mm; background: white">'
    },
    "veiled": {
        "after": '<div style="position: absolute; top: 0; left: 0; width: 100%; height: 120mm; '
        'background: rgba(255, 255, 255, 0.6)">'
    },
    "half-covered": {
        "warn": '<div style="position: relative">'
        f'<p>{WARN}</p><div style="position: absolute; top: 8pt; left: 0; width: 100%; height: 4pt; background: white">'
        "</div>"
        "</div>"
    },
    "under-an-image": {
        "warn": f'<div style="position: relative"><p>{WARN}</p><img style="position: absolute; top: 0; left: 0; '
        'width: 90mm; height: 10mm" alt="" src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 '
        "viewBox=%220 0 9 1%22%3E"
        '%3Crect width=%229%22 height=%221%22 fill=%22%23abc%22/%3E%3C/svg%3E"></div>'
    },
    "missing-glyph": {"warn": f"<p>{WARN.replace('350', '350 ☤')}</p>"},
    "hidden-twin": {"warn": f'<p style="color: white">{WARN}</p>'},
}.items():
    _enter(_name, **_changes)


@bad
def wrong_locale() -> Specimen:
    """The same facts in another language."""
    return usual("", True, warn="<p>Neem niet meer dan 350 mg elementair magnesium per dag.</p>")


@bad
def statement_in_the_margin_box_only() -> Specimen:
    """Nothing at all on the page."""
    return Specimen(html_pdf("<p>&nbsp;</p>"), promise())


@bad
def arabic_not_isolated() -> Specimen:
    """Numbers that the bidirectional algorithm turns around."""
    return arabic_page(isolate=False)


@bad
def arabic_range_turned() -> Specimen:
    """A range from 20 to 10."""
    specimen = arabic_page()
    text = ARABIC[2].replace("{10–20}", '<bdi dir="ltr">20–10</bdi>').replace("{4}", "4")
    return Specimen(html_pdf(f"<p>{text}</p>", "html { font-family: LeafArabic }", "ar"), specimen.expectation)


@bad
def arabic_negation_lost() -> Specimen:
    """The first word, "not", is gone."""
    text = ARABIC[0].replace("لا ", "", 1).replace("{", '<bdi dir="ltr">').replace("}", "</bdi>")
    plain = ARABIC[0].replace("{", "").replace("}", "")
    return Specimen(html_pdf(f"<p>{text}</p>", "html { font-family: LeafArabic }", "ar"), promise([("s", plain)], "ar"))


def _arabic_canvas(turned: bool) -> Specimen:
    text = "لا تتناول أكثر من ذلك"

    def draw(canvas: Canvas) -> None:
        canvas.setFont("LeafArabic", 12)
        canvas.drawString(60, 700, text[::-1] if turned else text)

    return Specimen(canvas_pdf(draw), promise([("s", text)], "ar"))


@bad
def unshaped_arabic() -> Specimen:
    """Letters of a joining script, each drawn on its own, in the order of the page."""
    return _arabic_canvas(True)


@bad
def unshaped_arabic_in_logical_order() -> Specimen:
    """The same from left to right: extraction looks right, the page is nonsense."""
    return _arabic_canvas(False)


def _lines(draw: Callable[[Canvas, int, str], None]) -> Specimen:
    def paint(canvas: Canvas) -> None:
        for number, line in enumerate(LINES):
            canvas.setFont("Leaf", 9)
            canvas.setFillGray(0)
            draw(canvas, number, line)

    return Specimen(canvas_pdf(paint), promise(LINE_STATEMENTS))


@bad
def beyond_the_label() -> Specimen:
    """A line longer than its label."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Leaf", 8)
        for number, line in enumerate(LINES):
            canvas.drawString(8, 70 - 10 * number, line)

    return Specimen(canvas_pdf(draw, (180, 90)), promise(LINE_STATEMENTS))


@bad
def shrunk_label() -> Specimen:
    """A label scaled down to fit."""

    def draw(canvas: Canvas) -> None:
        canvas.scale(0.6, 0.6)
        canvas.setFont("Leaf", 8)
        for number, line in enumerate(LINES):
            canvas.drawString(8, 70 - 10 * number, line)

    return Specimen(canvas_pdf(draw, (250, 90)), promise(LINE_STATEMENTS))


@bad
def standard_font() -> Specimen:
    """Helvetica, which is not embedded."""

    def draw(canvas: Canvas, number: int, line: str) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, 700 - 14 * number, line)

    return _lines(draw)


@bad
def squeezed_by_the_canvas() -> Specimen:
    """A line squeezed to fit its column."""

    def draw(canvas: Canvas, number: int, line: str) -> None:
        text = canvas.beginText(60, 700 - 14 * number)
        text.setHorizScale(60 if number == 2 else 100)
        text.textLine(line)
        canvas.drawText(text)

    return _lines(draw)


@bad
def longer_on_the_same_line() -> Specimen:
    """Words before a statement, drawn on their own."""

    def draw(canvas: Canvas, number: int, line: str) -> None:
        if number == 1:
            canvas.drawString(60, 700 - 14 * number, "It is not so:")
        canvas.drawString(60 if number != 1 else 115, 700 - 14 * number, line)

    return _lines(draw)


@bad
def wrapped_into_a_longer_sentence() -> Specimen:
    """A statement that is the second half of a paragraph without tags."""
    css = "body { width: 96mm }"
    return usual(css, False, kidney=f"<p>It is quite untrue, whatever you may have heard: {KIDNEY}</p>")


@bad
def words_in_another_order() -> Specimen:
    """Stored in one order, placed in another."""

    def draw(canvas: Canvas, number: int, line: str) -> None:
        words = line.split()
        place = {at: at for at in range(len(words))} | ({0: 1, 1: 0} if number == 1 else {})
        starts, x = {}, 60.0
        for at in sorted(place, key=lambda at: place[at]):
            starts[at] = x
            x += canvas.stringWidth(words[at] + " ", "Leaf", 9)
        for at, word in enumerate(words):
            canvas.drawString(starts[at], 700 - 14 * number, word)

    return _lines(draw)


@bad
def box_drawn_over() -> Specimen:
    """A filled box drawn after its words."""

    def draw(canvas: Canvas, number: int, line: str) -> None:
        canvas.drawString(60, 700 - 14 * number, line)
        if number == 1:
            canvas.setFillGray(0.92)
            canvas.rect(58, 696 - 14 * number, 300, 12, fill=1, stroke=0)

    return _lines(draw)


@bad
def hidden_field() -> Specimen:
    """A statement that is only the value of a form field."""
    with pikepdf.open(BytesIO(usual("", True, kidney="").pdf)) as pdf:
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T=pikepdf.String("note"),
            V=pikepdf.String(KIDNEY),
            Rect=[60, 100, 400, 120],
            F=4,
        )
        field = pdf.make_indirect(field)
        pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([field]))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        target = BytesIO()
        pdf.save(target)
    return Specimen(target.getvalue(), promise())


@bad
def title_twice_promised() -> Specimen:
    """Two statements, one place."""
    return Specimen(html_pdf(f"<h1>{TITLE}</h1>"), promise([("one", TITLE), ("two", TITLE)]))


@bad
def no_pdf() -> Specimen:
    """A page of HTML."""
    return Specimen(b"<html>" + WARN.encode() + b"</html>", promise())


@bad
def empty_file() -> Specimen:
    """Nothing."""
    return Specimen(b"", promise())


@bad
def nothing_promised() -> Specimen:
    """No statements: no proof."""
    return Specimen(usual().pdf, promise([]))


@bad
def a_word_before_it() -> Specimen:
    """An o in front of each statement: no mark of a list, for it is set as a word, and means "or" in Italian."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Leaf", 10)
        for number, line in enumerate(LINES):
            canvas.drawString(60, 700 - 30 * number, f"o {line}")

    return Specimen(canvas_pdf(draw), promise(LINE_STATEMENTS))
