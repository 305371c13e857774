"""The Composition: what a document says, as localised statements in reading order, without any markup.

A statement is a row of runs, so that a renderer can set numbers bold, keep them on one line and isolate them
in right-to-left text without ever looking for them in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from leafgen.compose.expectation import Figure
from leafgen.content.model import Kind


class Role(StrEnum):
    """What a run of text is, so that it can be set and isolated accordingly."""

    TEXT = "text"
    QUANTITY = "quantity"
    PHONE = "phone"
    DATE = "date"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one role. Quantities hold no-break spaces where a line must not end. `dial` is what a
    telephone dials for a phone number; it is not said. `numbers` are those of the fact that a quantity says."""

    text: str
    role: Role = Role.TEXT
    dial: str = field(default="", compare=False)
    numbers: tuple[Decimal, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Said:
    """One localised statement, cell or heading: its id, kind and runs. `facts` names the facts its numbers
    come from, `source` the sources; `personal` says that it holds the patient's own data."""

    id: str
    kind: Kind
    runs: tuple[Run, ...]
    source: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    safety: bool = False
    personal: bool = False

    @property
    def text(self) -> str:
        """The whole text, as it must be read back."""
        return "".join(run.text for run in self.runs)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What its numbers stand for, where that is known by type."""
        return tuple(Figure(run.text, run.numbers, run.dial) for run in self.runs if run.numbers or run.dial)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A statement on its own, after a run-in heading where it has one."""

    said: Said
    heading: Said | None = None


@dataclass(frozen=True, slots=True)
class Bullets:
    """Statements as a list."""

    items: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Cards:
    """Short facts side by side, each under its own small heading."""

    items: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one row, proven in order. The first is the row's heading."""

    id: str
    cells: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table: caption (may be absent where the section's heading says it), column headings, rows."""

    id: str
    kind: Kind
    columns: tuple[Said, ...]
    rows: tuple[TableRow, ...]
    caption: Said | None = None


@dataclass(frozen=True, slots=True)
class QuestionBlock:
    """A question and its answer."""

    id: str
    question: Said
    answer: Said


@dataclass(frozen=True, slots=True)
class Pair:
    """The same thing in two languages, side by side (`stacked`: one below the other). The languages are those of
    the composition: its locale, and its second language."""

    first: SimpleBlock
    second: SimpleBlock
    stacked: bool = False


SimpleBlock = Paragraph | Bullets | Cards | TableBlock | QuestionBlock
Block = SimpleBlock | Pair


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the leaflet. `look` names how the template sets it: plain, cards, danger, alarm, quiet;
    `wide` asks for the full width of the page."""

    id: str
    look: str
    heading: Said | None
    blocks: tuple[Block, ...]
    wide: bool = False
    second_heading: Said | None = None


@dataclass(frozen=True, slots=True)
class LabelLine:
    """One line of a label before it is broken to fit. `look` is head, patient, product, dose, text, warning
    or foot; `repeat` says that every continuation label carries it again; `said` and `end` are what stands
    at the two ends of the line (`end` may be empty). `priority` (1 to 3) says how late it gives way when room is
    short, 1 last; `least_x_height` is the smallest x-height in mm that the law allows it."""

    look: str
    said: tuple[Said, ...]
    end: tuple[Said, ...] = ()
    repeat: bool = False
    priority: int = 2
    least_x_height: float = 1.4


class Symbology(StrEnum):
    """The kinds of code a label can carry."""

    QR = "qr"
    GS1_DATAMATRIX = "gs1-datamatrix"
    GS1_128 = "gs1-128"


@dataclass(frozen=True, slots=True)
class Barcode:
    """What a code says, and of which kind it is: an address, or of a product "(01)" and its GTIN. Never a patient's
    data."""

    symbology: Symbology
    text: str


@dataclass(frozen=True, slots=True)
class Brand:
    """How a clinic looks in print: colours as #rrggbb and a logo (an absolute path, or None)."""

    primary: str
    accent: str
    logo: str | None = None
    logo_alternative: str = ""


@dataclass(frozen=True, slots=True)
class Composition:
    """Everything one leaflet or label says.

    head: who hands it out (first the clinic's name, then lines below it); personal: label and value pairs of
    the personal box; sections: the body of a leaflet; lines: the body of a label; footer: what every page
    carries; `page_of` holds the placeholders {page} and {pages}, filled on each page;
    `part_of` holds {part} and {parts}, for continuation labels; code: that of a label, printed whole or
    the label refused; content_hash: what is said, personal data apart, as eight hexadecimal digits; revised: the day
    of the last revision; record: what is said with its sources and facts, as JSON, for machines (no personal
    data); pictures: what a screen reader says for a pictogram, by its name; second_*: what a bilingual leaflet says
    beside it (see bilingual.py).
    """

    kind: str
    indication: str
    locale: str
    direction: str
    font: str
    edition: str
    title: Said
    brand: Brand
    head: tuple[Said, ...] = ()
    personal: tuple[tuple[Said, Said], ...] = ()
    subtitle: Said | None = None
    sections: tuple[Section, ...] = ()
    lines: tuple[LabelLine, ...] = ()
    footer: tuple[Said, ...] = ()
    page_of: Said | None = None
    part_of: Said | None = None
    code: Barcode | None = None
    stock: str = ""
    start: int = 1
    copies: int = 1
    content_hash: str = ""
    revised: date | None = None
    record: str = ""
    pictures: Mapping[str, str] = field(default_factory=dict)
    second_language: str = ""
    second_direction: str = ""
    second_title: Said | None = None
    second_subtitle: Said | None = None
    second_pictures: Mapping[str, str] = field(default_factory=dict)

    def said(self) -> Iterator[Said]:
        """Every statement of the body in reading order: head, personal box, title, sections; for a label,
        its lines. Footer and page numbers stand apart: they repeat on each page."""
        yield from self.head
        for name, value in self.personal:
            yield name
            yield value
        if self.kind == "leaflet":
            yield self.title
        yield from (said for said in (self.second_title, self.subtitle, self.second_subtitle) if said)
        for section in self.sections:
            yield from _section_said(section)
        for line in self.lines:
            yield from line.said
            yield from line.end


def _section_said(section: Section) -> Iterator[Said]:
    yield from (said for said in (section.heading, section.second_heading) if said)
    for block in section.blocks:
        yield from _block_said(block)


def _block_said(block: Block) -> Iterator[Said]:
    match block:
        case Paragraph():
            yield from _paragraph_said(block)
        case Bullets() | Cards():
            for item in block.items:
                yield from _paragraph_said(item)
        case TableBlock():
            if block.caption:
                yield block.caption
            yield from block.columns
            for row in block.rows:
                yield from row.cells
        case QuestionBlock():
            yield block.question
            yield block.answer
        case Pair():
            yield from _block_said(block.first)
            yield from _block_said(block.second)


def _paragraph_said(paragraph: Paragraph) -> Iterator[Said]:
    if paragraph.heading:
        yield paragraph.heading
    yield paragraph.said
