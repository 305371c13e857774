"""Labels as PDF: one page a label on a roll, cells of a sheet otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from leafgen.compose.composition import Composition, LabelLine
from leafgen.compose.expectation import Expectation, Expected, ExpectedCode, Minimum
from leafgen.compose.imposition import Calibration, Cell, free_from, impose, page_size, sheets_needed
from leafgen.content.fonts import FontFamily
from leafgen.content.stocks import Stock
from leafgen.kernel.errors import InvalidInput
from leafgen.kernel.geometry import Box, mm, pt
from leafgen.render.label_canvas import LabelCanvas, LabelFonts
from leafgen.render.label_code import make_code
from leafgen.render.label_layout import Code, Face, PlacedCode
from leafgen.render.label_plan import DoesNotFitError, Plan, Planner
from leafgen.render.label_style import FINE_PRIORITY, LEAST_DOSE_PT, LEAST_SIZE_PT, LEAST_X_HEIGHT_MM
from leafgen.render.label_text import Metrics, Typesetter
from leafgen.render.rendition import Rendition

#: A slip of a finger must not print a thousand labels.
MOST_COPIES = 500
UNCALIBRATED = Calibration()


@dataclass(frozen=True, slots=True)
class LabelRun:
    """Labels of several compositions in one file: what a Rendition is for one."""

    pdf: bytes
    compositions: tuple[Composition, ...]
    expectation: Expectation
    pages: int


def render_labels(
    composition: Composition,
    stock: Stock,
    font: FontFamily,
    others: Iterable[Stock] = (),
    *,
    calibration: Calibration = UNCALIBRATED,
    code: Code | None = None,
) -> Rendition:
    """Render a label composition on a stock, from position `composition.start`, `composition.copies` times.

    others: the stocks among which a refusal names the smallest that would hold the label; code: printed besides, in
    place of the one that the composition asks for.
    Raises InvalidInput for a label that does not fit, code and all, a glyph the font lacks, a position the stock does
    not have.
    """
    press = LabelPress(stock, font, others, calibration=calibration)
    run = press.run([composition], part_used=[free_from(stock, composition.start)], codes=[code] if code else ())
    return Rendition(run.pdf, composition, run.expectation, run.pages)


class Canvas(Protocol):
    """What draws laid-out labels into a file."""

    def begin_page(self, calibration: Calibration) -> None: ...

    def draw(self, face: Face, left: float, bottom: float) -> None: ...

    def end_page(self) -> None: ...

    def finish(self) -> bytes: ...


class LabelPress:
    """Prints labels on one stock in one font; measured words are kept for as long as the press lives."""

    #: What measures the words of a label.
    metrics: Callable[[FontFamily], Metrics] = LabelFonts

    def __init__(
        self,
        stock: Stock,
        font: FontFamily,
        others: Iterable[Stock] = (),
        *,
        calibration: Calibration = UNCALIBRATED,
    ) -> None:
        self._stock = stock
        self._font = font
        self._others = others
        self._calibration = calibration
        self._fonts = type(self).metrics(font)
        plain = type(self).metrics(font.plain) if font.plain else None
        self._planner = Planner(font, Typesetter(self._fonts, font, plain))

    def plan(self, composition: Composition, code: Code | None = None) -> Plan:
        """How a composition will stand on the stock: sizes, and a face for each continuation label.

        Raises InvalidInput when it does not fit; the message names no personal data.
        """
        try:
            return self._planner.plan(composition, self._stock, code)
        except DoesNotFitError as fault:
            raise self._planner.refusal(composition, self._stock, fault, self._others, code) from None

    def run(
        self,
        compositions: Sequence[Composition],
        *,
        part_used: Sequence[Iterable[int]] = (),
        codes: Sequence[Code | None] = (),
    ) -> LabelRun:
        """One file with the labels of all compositions, each as often as its `copies`, in the order given.

        part_used: the free positions of each part-used sheet, as they lie in the printer (see impose);
        different labels may share a sheet. codes: one for each composition; none at all: those that the
        compositions ask for.
        """
        if not compositions:
            raise InvalidInput("there is no label to print")
        if len({composition.locale for composition in compositions}) > 1:
            raise InvalidInput("one file of labels has one language", "print each language in a run of its own")
        wanted = codes or [make_code(one.code) if one.code else None for one in compositions]
        pairs = zip(compositions, wanted, strict=True)
        printed = [(plan, code) for composition, code in pairs for plan in self._copies(composition, code)]
        plans = [plan for plan, _ in printed]
        faces = [face for plan in plans for face in plan.faces]
        cells = impose(self._stock, len(faces), part_used)
        canvas = self._canvas(compositions)
        for number, (cell, face) in enumerate(zip(cells, faces, strict=True)):
            if not number or cell.page != cells[number - 1].page:
                if number:
                    canvas.end_page()
                canvas.begin_page(self._calibration)
            canvas.draw(face, pt(cell.box.x0), pt(cell.box.y0))
        canvas.end_page()
        pages = sheets_needed(cells)
        promised_codes = tuple(self._codes(printed, cells, compositions[0].direction == "rtl"))
        expectation = self._expectation(compositions[0], plans, pages, promised_codes)
        return LabelRun(canvas.finish(), tuple(compositions), expectation, pages)

    def _copies(self, composition: Composition, code: Code | None) -> list[Plan]:
        if not 1 <= composition.copies <= MOST_COPIES:
            raise InvalidInput(f"{composition.copies} copies: print 1 to {MOST_COPIES} at a time")
        return [self.plan(composition, code)] * composition.copies

    def _canvas(self, compositions: Sequence[Composition]) -> Canvas:
        first = compositions[0]
        codes = dict.fromkeys(f"{one.indication} {one.content_hash}".strip() for one in compositions)
        return self.canvas(
            title=first.title.text,
            author=first.lines[0].said[0].text if first.lines and first.lines[0].said else "leafgen",
            subject=f"{', '.join(codes)} · {self._stock.id}",
            language=first.locale,
            direction=first.direction,
        )

    def canvas(self, *, title: str, author: str, subject: str, language: str, direction: str) -> Canvas:
        """An empty file for this stock and font."""
        assert direction == "ltr"  # noqa: S101 - see leafgen.render.label_html
        fonts = LabelFonts(self._font)
        return LabelCanvas(
            page_size(self._stock), fonts, title=title, author=author, subject=subject, language=language
        )

    def _codes(
        self, printed: Sequence[tuple[Plan, Code | None]], cells: Sequence[Cell], mirrored: bool
    ) -> Iterator[ExpectedCode]:
        """The promised codes, one for each label that asked for one, where the printer's calibration puts them."""
        first = 0
        for plan, code in printed:
            here = list(zip(cells[first : first + len(plan.faces)], plan.faces, strict=True))
            first += len(here)
            if code:
                # A code that was laid out on none is promised on the first, and will not be found.
                cell, face = next((one for one in here if one[1].code), here[0])
                box = self._calibration.moved(_code_box(cell, face.code, mirrored) if face.code else cell.box)
                yield ExpectedCode(code.symbology.value, code.text, cell.page, box)

    def _expectation(
        self, composition: Composition, plans: Sequence[Plan], pages: int, codes: tuple[ExpectedCode, ...]
    ) -> Expectation:
        # A printer that enlarges gets smaller type, so that what lies on the paper is what the rules ask for.
        shrunk = min(1.0, self._calibration.scale_x, self._calibration.scale_y)
        return Expectation(
            kind=composition.kind,
            locale=composition.locale,
            direction=composition.direction,
            flow=tuple(said for plan in plans for said in promised(plan, shrunk)),
            title=composition.title.text,
            page_sizes=(page_size(self._stock),),
            maximum_pages=pages,
            minimum_pt=LEAST_SIZE_PT * shrunk,
            minimum_x_height_mm=LEAST_X_HEIGHT_MM * shrunk,
            font_files=tuple(face.sha256 for family in self._font.with_plain for face in family.faces),
            codes=codes,
        )


def _code_box(cell: Cell, placed: PlacedCode, mirrored: bool) -> Box:
    """Where a code stands on its page, in mm."""
    width, bottom = mm(placed.code.width), cell.box.y0 + mm(placed.y)
    left = cell.box.x1 - mm(placed.x) - width if mirrored else cell.box.x0 + mm(placed.x)
    return Box(left, bottom, left + width, bottom + mm(placed.code.height))


def promised(plan: Plan, shrunk: float = 1.0) -> Iterator[Expected]:
    """What the labels of a plan say, in the order in which it is drawn: told by the lines that were dealt to each
    label, not by what the layout made of them. `shrunk` is by how much the printer will enlarge it again."""
    for lines, part in zip(plan.shares, plan.parts, strict=True):
        for line in lines:
            minimum = _minimum(line, shrunk)
            for said in (*line.said, *line.end):
                yield Expected(said.id, (said.text,), said.safety, minimum, said.figures)
        if part:
            yield Expected(part.id, (part.text,), part.safety)


def _minimum(line: LabelLine, shrunk: float) -> Minimum | None:
    """The smallest type this line may be set in, where it is not that of the whole label: the dose's is larger, that
    of small print its own legal one, which is an x-height."""
    if line.look == "dose":
        return Minimum(LEAST_DOSE_PT * shrunk, max(line.least_x_height, LEAST_X_HEIGHT_MM) * shrunk)
    if line.priority == FINE_PRIORITY and line.least_x_height < LEAST_X_HEIGHT_MM:
        return Minimum(0.0, line.least_x_height * shrunk)
    if line.least_x_height > LEAST_X_HEIGHT_MM:
        return Minimum(LEAST_SIZE_PT * shrunk, line.least_x_height * shrunk)
    return None
