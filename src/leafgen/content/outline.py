"""Outlines: the order of a leaflet or label, as the templates folder gives it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from leafgen.content.model import Kind, ProductClass
from leafgen.kernel.errors import InvalidInput


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
    PHARMACIST = "pharmacist"
    ADDRESS = "address"
    INTAKE = "intake"


@dataclass(frozen=True, slots=True)
class LineOutline:
    """One line of a label: a fill, the short forms of one kind of statement, or one statement (`core.not-more`,
    `wording.label-read-leaflet`), which may stand for another (`instead_of`).

    `look` is also the line's priority: what is pressed first when room is short (render/label_style.py, RUN_ON).
    """

    look: str
    fill: Fill | None = None
    kind: Kind | None = None
    statement: str = ""
    instead_of: str = ""
    repeat: bool = False

    def __post_init__(self) -> None:
        if sum((self.fill is not None, self.kind is not None, bool(self.statement))) != 1:
            raise ValueError("a line needs one of: a fill, a kind, a statement")
        if self.instead_of and not self.statement:
            raise ValueError("only a statement can stand instead of another")


@dataclass(frozen=True, slots=True)
class LabelOutline:
    """A profile: the lines of a label in order, for products of these classes handed out in these countries (ISO
    3166; none named: in every country for which no other profile is)."""

    id: str
    product_classes: tuple[ProductClass, ...]
    lines: tuple[LineOutline, ...]
    countries: tuple[str, ...] = ()

    def holds(self, product_class: ProductClass, country: str) -> bool:
        """Whether this profile is for a product of this class in this country."""
        return product_class in self.product_classes and (not self.countries or country in self.countries)


def profile_of(profiles: Iterable[LabelOutline], product_class: ProductClass, country: str) -> LabelOutline:
    """The profile of a product: one made for the country, else the one for every country."""
    fitting = [profile for profile in profiles if profile.holds(product_class, country)]
    if not fitting:
        raise InvalidInput(f"no label profile is for a {product_class} in {country}", "add one to templates/labels/")
    return max(fitting, key=lambda profile: bool(profile.countries))
