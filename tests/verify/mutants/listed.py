"""Numbers and marks of lists, and tables that are tagged as no table: what stands beside a statement without being of
it, and what only looks so."""

from __future__ import annotations

from io import BytesIO

import pikepdf

from tests.verify.mutants.by_hand import LEFT, SIZE, line, page, width
from tests.verify.mutants.material import ROW, ROW2, Specimen, html_pdf, promise, table_row, usual
from tests.verify.mutants.shelf import bad, good

_ITEMS = ("لا تتناول هذا الدواء مع الحليب.", "اشرب كوبًا من الماء بعد القرص.")
_HEIGHT = 600.0


def _counted(number: str, words: str, gap: float, rows: tuple[str, ...] = ()) -> Specimen:
    """A statement with the number of an item drawn last, some em before it; `rows`: the lines it takes."""
    rows = rows or (words,)
    content = "".join(line(row, _HEIGHT - 14 * at) for at, row in enumerate(rows))
    last = _HEIGHT - 14 * (len(rows) - 1)
    content += line(number, last, LEFT - width(number) - gap * SIZE)
    return page(content, [("item", words)])


@good
def number_drawn_last() -> Specimen:
    """The number of an item, drawn when its words stand there."""
    return _counted("1.", "Take it with a glass of water.", 0.25)


@bad
def number_before_a_figure() -> Specimen:
    """A number so near to a figure that both are read as one."""
    return _counted("1.", "5 tablets a day at most.", 0.2)


@bad
def number_before_the_second_line() -> Specimen:
    """A number where no item begins."""
    rows = "Take with your evening meal at most", "tablets that the doctor gave you."
    return _counted("2.", " ".join(rows), 0.25, rows)


def _marked(mark: str, words: str) -> Specimen:
    """A statement right behind a mark."""
    return page(line(mark + words, _HEIGHT), [("item", words)])


@good
def bullet_that_touches() -> Specimen:
    """No room between the mark of an item and its words (LibreOffice)."""
    return _marked("•", "Take it with a glass of water.")


@good
def sign_of_warning() -> Specimen:
    """A mark of exclamation before a warning."""
    return _marked("! ", "Do not take it with milk.")


@bad
def dot_before_a_figure() -> Specimen:
    """A dot before a figure makes another number of it."""
    return _marked("·", "5 tablets a day at most.")


@bad
def word_before_it() -> Specimen:
    """A word is no mark."""
    return _marked("Not ", "Take it with a glass of water.")


def _led(*rows: str) -> str:
    return "".join(line(row, _HEIGHT - 16 * at) for at, row in enumerate(rows))


@good
def names_with_dots_behind() -> Specimen:
    """Names alone are promised, of rows in which dots lead to an amount."""
    rows = [f"{name} {'.' * 60} {amount}" for name, amount in (("Adults", "2 tablets"), ("Older people", "1 tablet"))]
    return page(_led(*rows), [("adults", "Adults"), ("older", "Older people")])


@bad
def amount_that_goes_on() -> Specimen:
    """The amount is promised; the next line says more of it."""
    return page(_led(f"Adults {'.' * 60} 2 tablets", "every other day, and no more."), [("dose", "2 tablets")])


def _arabic_list(tagged: bool) -> Specimen:
    items = "".join(f"<li>{item}</li>" for item in _ITEMS)
    css = "html { font-family: LeafArabic } ol { padding-right: 12mm }"
    statements = [(f"item{number}", item) for number, item in enumerate(_ITEMS)]
    return Specimen(html_pdf(f"<ol>{items}</ol>", css, "ar", tagged), promise(statements, "ar"))


@good
def arabic_numbered_list() -> Specimen:
    """Items with numbers, which stand at their right."""
    return _arabic_list(tagged=True)


@good
def arabic_numbered_list_untagged() -> Specimen:
    """The same without tags, where the numbers are drawn last."""
    return _arabic_list(tagged=False)


_ROWS = ("Adults", "300 mg"), ("Children", "150 mg")


def _table_and(after: str) -> Specimen:
    cells = "".join(
        line(cell, _HEIGHT - 16 * row, LEFT + 90 * column)
        for row, cells in enumerate(_ROWS)
        for column, cell in enumerate(cells)
    )
    return page(cells + after, [("adults", _ROWS[0]), ("children", _ROWS[1])])


@good
def table_at_the_end_of_a_column() -> Specimen:
    """Behind the last cell, the text goes on at the top of the next column."""
    return _table_and(
        line("Magnesium is a mineral that is", 700, 330) + line("found in nuts, beans and grains.", 686, 330)
    )


@bad
def last_cell_goes_on() -> Specimen:
    """The last cell has another line, of which nothing was promised."""
    return _table_and(line("or more", _HEIGHT - 29, LEFT + 90))


def _as_layout(specimen: Specimen) -> Specimen:
    """The file with its tables tagged as stretches without a meaning, as browsers do with those for layout."""
    with pikepdf.open(BytesIO(specimen.pdf)) as pdf:
        tables = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Table"]
        document = next(
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Document"
        )
        for table in tables:
            table.P = document
            _without_meaning(table)
        target = BytesIO()
        pdf.save(target)
    return Specimen(target.getvalue(), specimen.expectation)


def _without_meaning(element: pikepdf.Object) -> None:
    element.S = pikepdf.Name.NonStruct
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            _without_meaning(kid)


@good
def table_for_layout() -> Specimen:
    """Rows of a table without borders, which browsers tag as no table."""
    return _as_layout(usual("td { border: 0 }"))


@bad
def table_for_layout_swapped() -> Specimen:
    """The same with two cells exchanged."""
    rows = "".join(table_row(row) for row in ((ROW[0], *ROW2[1:]), (ROW2[0], *ROW[1:])))
    return _as_layout(usual("td { border: 0 }", table=f"<table>{rows}</table>"))
