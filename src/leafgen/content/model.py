"""Frozen types of the content: statements, tables, questions, indications and the shared core.

Every text here is English, the source language, and holds no digit: numbers stand as {placeholders} that
`arguments` ties to facts ("dose", "core.upper-limit") or to the request ("clinic.questions", "patient.dose").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from leafgen.content.facts import Fact


class Kind(StrEnum):
    """What a statement is about. The outline of a template says where each kind is printed."""

    IN_SHORT = "in-short"
    USE = "use"
    CLAIM = "claim"
    EVIDENCE = "evidence"
    DOSE = "dose"
    LIMIT = "limit"
    HOW_TO_TAKE = "how-to-take"
    DURATION = "duration"
    ONSET = "onset"
    CONTRAINDICATION = "contraindication"
    CAUTION = "caution"
    INTERACTION = "interaction"
    SIDE_EFFECT = "side-effect"
    SERIOUS_SIDE_EFFECT = "serious-side-effect"
    OVERDOSE = "overdose"
    MISSED_DOSE = "missed-dose"
    PREGNANCY = "pregnancy"
    CHILDREN = "children"
    STORAGE = "storage"
    SEEK_HELP = "seek-help"
    EMERGENCY = "emergency"
    CONTACT = "contact"
    DISCLAIMER = "disclaimer"
    QUESTION = "question"
    FORM = "form"
    CHOOSER = "chooser"
    FOOD = "food"
    DAILY_NEED = "daily-need"
    SHORTAGE = "shortage"
    RISK_GROUP = "risk-group"
    ELEMENTAL = "elemental"
    WORDING = "wording"


#: Kinds a patient must never miss: they live in the core, and a module can add to them but not drop them.
SAFETY_KINDS = frozenset(
    {
        Kind.LIMIT,
        Kind.CONTRAINDICATION,
        Kind.CAUTION,
        Kind.INTERACTION,
        Kind.SIDE_EFFECT,
        Kind.SERIOUS_SIDE_EFFECT,
        Kind.OVERDOSE,
        Kind.MISSED_DOSE,
        Kind.PREGNANCY,
        Kind.CHILDREN,
        Kind.SEEK_HELP,
        Kind.EMERGENCY,
        Kind.DISCLAIMER,
    }
)


class ProductClass(StrEnum):
    """The legal class, which gates what may be printed."""

    FOOD_SUPPLEMENT = "food-supplement"
    OVER_THE_COUNTER = "over-the-counter"
    PRESCRIBED = "prescribed"


@dataclass(frozen=True, slots=True)
class Message:
    """One translatable text: gettext msgctxt and msgid, with a note for the translator."""

    context: str
    text: str
    note: str = ""
    safety: bool = False


@dataclass(frozen=True, slots=True)
class ShortForm:
    """The form a label carries; `limit` is its length in characters, in every language."""

    text: str
    limit: int
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the print says. `source` names entries of sources.yaml; `heading` is a run-in or card heading;
    `when` names a condition under which alone it is printed (see compose/rules)."""

    id: str
    kind: Kind
    text: str
    source: tuple[str, ...]
    locator: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    heading: str = ""
    label: ShortForm | None = None
    note: str = ""
    when: str = ""

    def messages(self) -> Iterator[Message]:
        """Every text of this statement, by context."""
        safety = self.kind in SAFETY_KINDS
        yield Message(self.id, self.text, self.note, safety)
        if self.heading:
            yield Message(f"{self.id}#heading", self.heading, self.note, safety)
        if self.label:
            note = f"label: at most {self.label.limit} characters. {self.note}".strip()
            yield Message(f"{self.id}#label", self.label.text, note, safety)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: a text, and the facts its placeholders stand for."""

    text: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; its first cell names what the row is about."""

    id: str
    cells: tuple[Cell, ...]
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one kind: a caption, column headings, and rows with as many cells as there are columns."""

    id: str
    kind: Kind
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    source: tuple[str, ...]
    note: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"row {row.id!r} has {len(row.cells)} cells for {len(self.columns)} columns")

    def messages(self) -> Iterator[Message]:
        """Caption, column headings and cells, by context."""
        safety = self.kind in SAFETY_KINDS
        yield Message(f"{self.id}#caption", self.caption, self.note, safety)
        for number, column in enumerate(self.columns, 1):
            yield Message(f"{self.id}#column-{number}", column, self.note, safety)
        for row in self.rows:
            for number, cell in enumerate(row.cells, 1):
                yield Message(f"{self.id}.{row.id}#{number}", cell.text, self.note, safety)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as a patient asks it, and the answer."""

    id: str
    question: str
    answer: str
    source: tuple[str, ...]
    arguments: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def messages(self) -> Iterator[Message]:
        """Question and answer, by context."""
        yield Message(f"{self.id}#question", self.question, self.note)
        yield Message(f"{self.id}#answer", self.answer, self.note)


def _messages(*entries: Statement | Table | Question) -> Iterator[Message]:
    for entry in entries:
        yield from entry.messages()


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts were read. `cite` is printed as it stands, in every language."""

    id: str
    cite: str
    year: int | None = None
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says on a disputed point."""

    source: str
    says: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A point on which sources differ, with the decision taken and why. Undecided, it stops the build."""

    id: str
    question: str
    sides: tuple[Side, ...]
    decision: str = ""
    because: str = ""
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indication:
    """One leaflet's own content. `dose` names the fact that is its daily dose (None: it gives none);
    `label` says whether a pharmacy label exists for it; ids inside are prefixed with the indication's own."""

    id: str
    name: str
    title: str
    subtitle: str
    product: str
    product_class: ProductClass
    revised: date
    source: tuple[str, ...]
    dose: str | None = None
    label: bool = True
    facts: Mapping[str, Fact] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    tables: tuple[Table, ...] = ()
    questions: tuple[Question, ...] = ()

    def messages(self) -> Iterator[Message]:
        """Every translatable text of this leaflet and label."""
        yield Message(f"{self.id}#name", self.name, "the indication, in a list of choices")
        yield Message(f"{self.id}#title", self.title, "title of the leaflet")
        yield Message(f"{self.id}#subtitle", self.subtitle, "line below the title")
        yield Message(f"{self.id}#product", self.product, "the product, as the label names it")
        yield from _messages(*self.statements, *self.tables, *self.questions)


@dataclass(frozen=True, slots=True)
class Core:
    """What every leaflet shares: the safety statements, and the wording of headings and furniture."""

    facts: Mapping[str, Fact] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    tables: tuple[Table, ...] = ()
    questions: tuple[Question, ...] = ()
    wording: Mapping[str, Statement] = field(default_factory=dict)

    def messages(self) -> Iterator[Message]:
        """Every translatable text of the core."""
        yield from _messages(*self.statements, *self.tables, *self.questions, *self.wording.values())
