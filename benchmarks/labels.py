"""Label production beside other tools, on the same label in the same run: `python -m benchmarks.labels [--labels N]`.

Each tool prints a roll of distinct labels with a QR code each: that of the leaflet, which is the same on all of them
and is encoded once by whoever can, or with --distinct-codes one for each label. CPU milliseconds a label, the least of
several rounds, and how many times that of a bare ReportLab canvas which is told every position. The peers are pinned in
requirements-bench.txt; one that is not installed is left out, by name.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import groupby
from time import process_time
from typing import Any

import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from leafgen.compose.composition import Barcode, Composition, Symbology
from leafgen.content.workspace import Workspace, packaged_root
from leafgen.pipeline import Leafgen
from leafgen.render.label_code import make_code
from leafgen.render.label_layout import Code
from leafgen.render.label_pdf import LabelPress, LabelRun

STOCK = "zebra-102x76"
FIELDS = {
    "kind": "label", "indication": "cramps", "locale": "en", "stock": STOCK, "product": "magnesium-citrate-100",
    "dose": "200", "times": "evening", "date": "2026-11-22",
}  # fmt: skip
WIDTH, HEIGHT = 101.6, 76.2
MM = 72 / 25.4
FONT = "BenchSans"


def patient(number: int) -> str:
    """A name of its own for each label."""
    return f"A. de Vries-{number:05d}"


def address(number: int) -> str:
    """What the code of each label says."""
    return f"HTTPS://APOTHEEK.EXAMPLE.ORG/{number if distinct_codes else 0:08X}"


def code(text: str) -> Code:
    """The code of an address, made anew for each address."""
    return make_code(Barcode(Symbology.QR, text))


#: Whether each label has a code of its own.
distinct_codes = False


@cache
def house() -> Leafgen:
    """The shipped workspace, loaded once."""
    return Leafgen(Workspace(packaged_root()))


@cache
def sample() -> Composition:
    """One label, for its texts."""
    return house().compose(house().request({**FIELDS, "patient_name": patient(0)}))


def composed(number: int) -> Composition:
    """The label of one patient, as the composer makes it."""
    return house().compose(house().request({**FIELDS, "patient_name": patient(number)}))


@cache
def press() -> LabelPress:
    """A press that is warm, as in a long run."""
    return LabelPress(house().content.stocks[STOCK], house().workspace.fonts[sample().font])


def leafgen_run(count: int) -> LabelRun:
    """Laid out and drawn from compositions that are there, as bare ReportLab has its texts."""
    codes = [code(address(number)) for number in range(count)]
    return press().run(_prepared(count), codes=codes)


@cache
def _prepared(count: int) -> tuple[Composition, ...]:
    return tuple(composed(number) for number in range(count))


def leafgen_drawn(count: int) -> bytes:
    """leafgen: measured, laid out, drawn, with what was promised."""
    run = leafgen_run(count)
    return run.pdf


def leafgen_read_back(count: int) -> bytes:
    """The same, and the text of every label read back by pdfium and compared."""
    run = leafgen_run(count)
    document = pypdfium2.PdfDocument(run.pdf)
    for page, composition in zip(document, run.compositions, strict=True):
        text = _plain(page.get_textpage().get_text_bounded())
        for said in composition.said():
            assert _plain(said.text) in text, said.id
    return run.pdf


def _plain(text: str) -> str:
    return "".join(text.split())


def leafgen_composed(count: int) -> bytes:
    """leafgen from text fields: request, rules, composition, layout, drawing."""
    codes = [code(address(number)) for number in range(count)]
    return press().run([composed(number) for number in range(count)], codes=codes).pdf


@cache
def placed() -> tuple[tuple[float, float, float, str, bool], ...]:
    """Every text of the label with its place and size in pt, as leafgen sets it; True for the patient's name."""
    (face,) = press().plan(sample(), code(address(0))).faces
    return tuple(
        (text.x, text.y, text.size, "".join(part.text for part in text.stretches), text.said.id == "patient.name")
        for text in face.texts
    )


def bare_reportlab(count: int) -> bytes:
    """A canvas that is told every position: no measuring, no layout, no promise."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, str(house().workspace.fonts[sample().font].faces[0].path)))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH * MM, HEIGHT * MM))
    for number in range(count):
        for x, y, size, text, name in placed():
            canvas.setFont(FONT, size)
            canvas.drawString(x, y, patient(number) if name else text)
        _draw_code(canvas, number)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw_code(canvas: Canvas, number: int) -> None:
    module = 3 * 72 / 203
    path = canvas.beginPath()
    for column, row, length in _runs(address(number)):
        path.rect(200 + column * module, 60 - row * module, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


@lru_cache(maxsize=256)
def _runs(text: str) -> tuple[tuple[int, int, int], ...]:
    """The dark modules of a code as runs: column, row, length."""
    found = []
    for row, cells in enumerate(code(text).modules):
        column = 0
        for dark, cell in groupby(cells):
            length = len(list(cell))
            if dark:
                found.append((column, row, length))
            column += length
    return tuple(found)


def with_typst(count: int) -> bytes:
    """Typst, which lays the texts out itself; the code comes as SVG from segno."""
    typst: Any = __import__("typst")
    source = f"""
#set page(width: {WIDTH}mm, height: {HEIGHT}mm, margin: 2mm)
#set text(size: 9pt)
#for label in json(bytes(sys.inputs.labels)) [
  #grid(columns: (1fr, 20mm), [#for line in label.lines [#line \\ ]],
    image(bytes(label.code), format: "svg", width: 18mm))
  #pagebreak(weak: true)
]
"""
    inputs = {
        "labels": json.dumps([{"lines": _lines(number), "code": _svg(address(number))} for number in range(count)])
    }
    pdf: bytes = typst.compile(source.encode(), sys_inputs=inputs)
    return pdf


def _lines(number: int) -> list[str]:
    return [patient(number) if name else text for _, _, _, text, name in placed()]


@lru_cache(maxsize=256)
def _svg(text: str) -> str:
    path = "".join(f"M{column} {row}h{length}v1h-{length}z" for column, row, length in _runs(text))
    size = len(code(text).modules)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'


def with_pylabels(count: int) -> bytes:
    """pylabels, which places labels on sheets and leaves the drawing to ReportLab's shapes."""
    labels: Any = __import__("labels")
    shapes: Any = __import__("reportlab.graphics.shapes", fromlist=["String"])

    def draw(label: Any, _width: float, _height: float, number: int) -> None:
        for x, y, size, text, name in placed():
            said = patient(number) if name else text
            label.add(shapes.String(x, y, said, fontName="Helvetica", fontSize=size))
        module = 3 * 72 / 203
        for column, row, length in _runs(address(number)):
            x, y = 200 + column * module, 60 - row * module
            label.add(shapes.Rect(x, y, length * module, module, strokeWidth=0, fillColor="black"))

    specification = labels.Specification(WIDTH, HEIGHT, 1, 1, WIDTH, HEIGHT)
    sheet = labels.Sheet(specification, draw, border=False)
    sheet.add_labels(range(count))
    file = io.BytesIO()
    sheet.save(file)
    return file.getvalue()


def with_blabel(count: int) -> bytes:
    """blabel: an HTML template, set by WeasyPrint."""
    blabel: Any = __import__("blabel")
    template = "{% for line in lines %}<p>{{ line }}</p>{% endfor %}<img src='{{ label_tools.qr_code(code) }}'/>"
    style = f"@page {{ width: {WIDTH}mm; height: {HEIGHT}mm; padding: 2mm }} img {{ width: 18mm }} p {{ margin: 0 }}"
    writer = blabel.LabelWriter(item_template=template, default_stylesheets=(io.StringIO(style),))
    records = [{"lines": _lines(number), "code": address(number)} for number in range(count)]
    pdf: bytes = writer.write_labels(records, target="@memory")
    return pdf


#: name -> how it prints, what it needs installed, by how much fewer labels it is asked for (it is slow).
TOOLS: dict[str, tuple[Callable[[int], bytes], str, int]] = {
    "bare ReportLab, told every position": (bare_reportlab, "reportlab", 1),
    "leafgen, from compositions": (leafgen_drawn, "leafgen", 1),
    "leafgen, every label read back by pdfium": (leafgen_read_back, "leafgen", 1),
    "leafgen, from text fields": (leafgen_composed, "leafgen", 1),
    "typst": (with_typst, "typst", 1),
    "pylabels": (with_pylabels, "labels", 4),
    "blabel": (with_blabel, "blabel", 20),
}


def cost(make: Callable[[int], bytes], count: int, rounds: int) -> float:
    """CPU ms a label, of the cheapest round; each round must print every label."""
    make(2)  # what is read and parsed once in a long run
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        started = process_time()
        pdf = make(count)
        best = min(best, process_time() - started)
        assert len(pypdfium2.PdfDocument(pdf)) == count
    return best * 1000 / count


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.labels")
    parser.add_argument("--labels", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--distinct-codes", action="store_true")
    arguments = parser.parse_args()
    global distinct_codes  # noqa: PLW0603 - a switch of this run
    distinct_codes = arguments.distinct_codes
    least = 0.0
    print(f"{'tool':44}{'labels':>8}{'ms a label':>12}{'a second':>10}{'x ReportLab':>13}")
    for name, (make, package, fewer) in TOOLS.items():
        if find_spec(package) is None:
            print(f"{name:44}  not installed: pip install -r requirements-bench.txt")
            continue
        count = max(2, arguments.labels // fewer)
        spent = cost(make, count, arguments.rounds)
        least = least or spent
        print(f"{name:44}{count:8}{spent:12.2f}{1000 / spent:10.0f}{spent / least:13.2f}")


if __name__ == "__main__":
    main()
