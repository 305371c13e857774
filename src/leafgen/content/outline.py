"""Outlines: the order of a leaflet or label, as the templates folder gives it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leafgen.content.model import Kind


class Form(StrEnum):
    """How a part of a section is set."""

    PARAGRAPHS = "paragraphs"
    BULLETS = "bullets"
    CARDS = "cards"
    TABLE = "table"
    QUESTIONS = "questions"
    TIMETABLE = "timetable"
    CONTACTS = "contacts"
    SOURCES = "sources"


class Look(StrEnum):
    """How a section is set apart."""

    PLAIN = "plain"
    CARDS = "cards"
    DANGER = "danger"
    ALARM = "alarm"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Part:
    """The statements of one kind, in one form."""

    kind: Kind
    form: Form


@dataclass(frozen=True, slots=True)
class SectionOutline:
    """One section; left out when none of its parts has anything to say."""

    id: str
    look: Look
    parts: tuple[Part, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class LeafletOutline:
    """The sections of a leaflet in order."""

    sections: tuple[SectionOutline, ...]


class Fill(StrEnum):
    """Lines of a label that come from the clinic and the request."""

    PHARMACY = "pharmacy"
    PATIENT = "patient"
    PRODUCT = "product"
    DOSE = "dose"
    DOSE_NOTE = "dose-note"
    READ_LEAFLET = "read-leaflet"


@dataclass(frozen=True, slots=True)
class LineOutline:
    """One line of a label: a fill, or the short forms of one kind of statement."""

    look: str
    fill: Fill | None = None
    kind: Kind | None = None
    repeat: bool = False

    def __post_init__(self) -> None:
        if (self.fill is None) == (self.kind is None):
            raise ValueError("a line needs a fill or a kind, and not both")


@dataclass(frozen=True, slots=True)
class LabelOutline:
    """The lines of a label in order."""

    lines: tuple[LineOutline, ...]
