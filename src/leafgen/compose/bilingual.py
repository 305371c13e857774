"""Two languages side by side: the patient's and the pharmacist's, statement by statement.

Both compositions were made from the same request and passed every safety rule on their own; here they are only
laid beside each other. Each statement of the second language keeps its id, followed by @ and its language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

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

#: The edition of a bilingual leaflet of standard size: as many pages as it takes, in one column of pairs.
EDITION = "bilingual"
#: A table with more columns than this is too wide for half a page: the second stands below the first.
_COLUMNS_SIDE_BY_SIDE = 3


def side_by_side(patient: Composition, staff: Composition) -> Composition:
    """One composition that says everything in the patient's language and, beside it, in the other one."""
    tag = staff.locale
    return replace(
        patient,
        edition=EDITION if patient.edition == "standard" else patient.edition,
        second_language=tag,
        second_direction=staff.direction,
        second_title=_marked(staff.title, tag),
        second_subtitle=staff.subtitle and _marked(staff.subtitle, tag),
        second_pictures=staff.pictures,
        sections=tuple(
            _section(first, second, tag) for first, second in zip(patient.sections, staff.sections, strict=True)
        ),
    )


def _section(first: Section, second: Section, tag: str) -> Section:
    return replace(
        first,
        # Cards stand beside each other on their own; in pairs they are read one below the other.
        look="plain" if first.look == "cards" else first.look,
        wide=True,
        second_heading=second.heading and _marked(second.heading, tag),
        blocks=tuple(
            pair for ours, theirs in zip(first.blocks, second.blocks, strict=True) for pair in _pairs(ours, theirs, tag)
        ),
    )


def _pairs(ours: Block, theirs: Block, tag: str) -> Iterator[Pair]:
    match ours, theirs:
        case (Bullets(), Bullets()):
            for item, other in zip(ours.items, theirs.items, strict=True):
                yield Pair(Bullets((item,)), Bullets((_paragraph(other, tag),)))
        case (Cards(), Cards()):
            for item, other in zip(ours.items, theirs.items, strict=True):
                yield Pair(item, _paragraph(other, tag))
        case (Paragraph(), Paragraph()):
            yield Pair(ours, _paragraph(theirs, tag))
        case (QuestionBlock(), QuestionBlock()):
            question, answer = _marked(theirs.question, tag), _marked(theirs.answer, tag)
            yield Pair(ours, replace(theirs, id=f"{theirs.id}@{tag}", question=question, answer=answer))
        case (TableBlock(), TableBlock()):
            yield Pair(ours, _table(theirs, tag), stacked=len(ours.columns) > _COLUMNS_SIDE_BY_SIDE)
        case _:
            raise ValueError(f"{type(ours).__name__} cannot stand beside {type(theirs).__name__}")


def _paragraph(paragraph: Paragraph, tag: str) -> Paragraph:
    return Paragraph(_marked(paragraph.said, tag), paragraph.heading and _marked(paragraph.heading, tag))


def _table(table: TableBlock, tag: str) -> TableBlock:
    return replace(
        table,
        id=f"{table.id}@{tag}",
        caption=table.caption and _marked(table.caption, tag),
        columns=tuple(_marked(column, tag) for column in table.columns),
        rows=tuple(
            replace(row, id=f"{row.id}@{tag}", cells=tuple(_marked(cell, tag) for cell in row.cells))
            for row in table.rows
        ),
    )


def _marked(said: Said, tag: str) -> Said:
    return replace(said, id=f"{said.id}@{tag}")
