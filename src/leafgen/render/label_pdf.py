"""Labels as PDF: one page a label on a roll, cells of a sheet otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leafgen.compose.composition import Composition
from leafgen.compose.expectation import Expectation, Expected
from leafgen.compose.imposition import free_from, impose, page_size, sheets_needed
from leafgen.content.fonts import FontFamily
from leafgen.content.stocks import Stock
from leafgen.kernel.errors import InvalidInput
from leafgen.kernel.geometry import pt
from leafgen.render.label_canvas import LabelCanvas, LabelFonts
from leafgen.render.label_layout import Face
from leafgen.render.label_plan import DoesNotFitError, Planner
from leafgen.render.label_style import LEAST_SIZE_PT, LEAST_X_HEIGHT_MM
from leafgen.render.label_text import Typesetter
from leafgen.render.rendition import Rendition

#: A slip of a finger must not print a thousand labels.
MOST_COPIES = 500


def render_labels(composition: Composition, stock: Stock, font: FontFamily, others: Iterable[Stock] = ()) -> Rendition:
    """Render a label composition on a stock, from position `composition.start`, `composition.copies` times.

    others: the stocks among which a refusal names the smallest that would hold the label.
    Raises InvalidInput for a label that does not fit, a glyph the font lacks, a position the stock does not have.
    """
    if not 1 <= composition.copies <= MOST_COPIES:
        raise InvalidInput(f"{composition.copies} copies: print 1 to {MOST_COPIES} at a time")
    fonts = LabelFonts(font)
    planner = Planner(font, Typesetter(fonts, font.name))
    try:
        plan = planner.plan(composition, stock)
    except DoesNotFitError as fault:
        raise planner.refusal(composition, stock, fault, others) from None
    faces = plan.faces * composition.copies
    cells = impose(stock, len(faces), [free_from(stock, composition.start)])
    page = page_size(stock)
    canvas = LabelCanvas(
        page,
        fonts,
        title=composition.title.text,
        author=composition.head[0].text if composition.head else "leafgen",
        subject=f"{composition.indication} {composition.locale} {stock.id} {composition.content_hash}".strip(),
        language=composition.locale,
    )
    for number, (cell, face) in enumerate(zip(cells, faces, strict=True)):
        if number and cell.page != cells[number - 1].page:
            canvas.end_page()
        canvas.draw(face, pt(cell.box.x0), pt(cell.box.y0))
    canvas.end_page()
    pages = sheets_needed(cells)
    expectation = Expectation(
        kind=composition.kind,
        locale=composition.locale,
        direction=composition.direction,
        flow=tuple(said for face in faces for said in promised(face)),
        title=composition.title.text,
        page_sizes=(page,),
        maximum_pages=pages,
        minimum_pt=LEAST_SIZE_PT,
        minimum_x_height_mm=LEAST_X_HEIGHT_MM,
        font_files=tuple(face.sha256 for face in font.faces),
    )
    return Rendition(canvas.finish(), composition, expectation, pages)


def promised(face: Face) -> Iterator[Expected]:
    """What one label says, a statement at a time, in the order in which it is drawn."""
    before = None
    for placed in face.texts:
        if placed.said is not before:
            yield Expected(placed.said.id, (placed.said.text,), placed.said.safety)
        before = placed.said
