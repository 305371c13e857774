"""What a leaflet's file must say: derived from its composition alone, so that a file can be held to it later.

No engine is imported here: `verify` needs the promise without the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leafgen.compose.composition import (
    Block,
    Bullets,
    Cards,
    Composition,
    Pair,
    Paragraph,
    QuestionBlock,
    Said,
    Section,
    TableBlock,
)
from leafgen.compose.expectation import Expectation, Expected
from leafgen.content.fonts import FontFamily
from leafgen.render.editions import EDITIONS, Edition


def leaflet_expectation(composition: Composition, fonts: Sequence[FontFamily]) -> Expectation:
    """The promise of a leaflet: each statement in the order it is drawn, a table's row as one with its cells (where the
    edition prints a table row by row, each cell with the heading of its column), and
    on every page the footer. `fonts` are the families the page may be set in."""
    edition = EDITIONS.choose(composition.edition)
    furniture = [_one(item) for item in composition.footer]
    if composition.page_of:
        furniture.append(_one(composition.page_of))
    return Expectation(
        kind=composition.kind,
        locale=composition.locale,
        direction="rtl" if "rtl" in (composition.direction, composition.second_direction) else "ltr",
        flow=tuple(_flow(composition, edition)),
        furniture=tuple(furniture),
        title=composition.title.text,
        page_sizes=(edition.paper,),
        folded=composition.direction if edition.folded else "",
        maximum_pages=edition.maximum_pages,
        minimum_pt=edition.minimum_pt,
        font_files=tuple(face.sha256 for family in fonts for face in family.faces),
    )


def web_expectation(composition: Composition) -> Expectation:
    """The promise of a leaflet as one page for a browser: a draft is called so before anything else is said, and
    what stands at the foot of each printed page stands at the end, once."""
    flow = _flow(composition, EDITIONS.choose(composition.edition))
    return Expectation(
        kind=composition.kind,
        locale=composition.locale,
        direction=composition.direction,
        flow=(*map(_one, draft_marks(composition)), *flow, *map(_one, composition.footer)),
        title=composition.title.text,
        web=True,
    )


def draft_marks(composition: Composition) -> tuple[Said, ...]:
    """What says that nobody has approved this yet; nothing when someone has."""
    return tuple(item for item in composition.footer if "draft" in item.id)


def _flow(composition: Composition, edition: Edition) -> Iterator[Expected]:
    yield from map(_one, composition.head)
    for name, value in composition.personal:
        yield _one(name)
        yield _one(value)
    yield _one(composition.title)
    others = (composition.second_title, composition.subtitle, composition.second_subtitle)
    yield from (_one(said) for said in others if said)
    for section in composition.sections:
        yield from _section(section, edition)


def _section(section: Section, edition: Edition) -> Iterator[Expected]:
    yield from (_one(said) for said in (section.heading, section.second_heading) if said)
    for block in section.blocks:
        yield from _block(block, edition)


def _block(block: Block, edition: Edition) -> Iterator[Expected]:
    match block:
        case Paragraph():
            yield from _paragraph(block)
        case Bullets() | Cards():
            for item in block.items:
                yield from _paragraph(item)
        case TableBlock():
            if block.caption:
                yield _one(block.caption)
            yield from _stacked(block) if edition.stacks(block) else _table(block)
        case QuestionBlock():
            yield _one(block.question)
            yield _one(block.answer)
        case Pair():
            yield from _block(block.first, edition)
            yield from _block(block.second, edition)


def _table(table: TableBlock) -> Iterator[Expected]:
    yield _row(f"{table.id}#columns", table.columns)
    for row in table.rows:
        yield _row(row.id, row.cells)


def _stacked(table: TableBlock) -> Iterator[Expected]:
    """Row by row: the row's heading, then each cell beside the heading of its column."""
    for row in table.rows:
        yield _one(row.cells[0])
        for column, cell in zip(table.columns[1:], row.cells[1:], strict=True):
            yield _row(cell.id, (column, cell))


def _paragraph(paragraph: Paragraph) -> Iterator[Expected]:
    if paragraph.heading:
        yield _one(paragraph.heading)
    yield _one(paragraph.said)


def _one(said: Said) -> Expected:
    return Expected(said.id, (said.text,), said.safety, figures=said.figures)


def _row(id: str, cells: Sequence[Said]) -> Expected:
    figures = tuple(figure for cell in cells for figure in cell.figures)
    safety = any(cell.safety for cell in cells)
    return Expected(id, tuple(cell.text for cell in cells if cell.text), safety, figures=figures)
