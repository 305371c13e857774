"""Outlines: the order of a leaflet or label, as the templates folder gives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


#: Nothing on a label is smaller, whatever a law allows (Regulation 1169/2011 Art. 13: 1.2 mm, 0.9 on small packs): at
#: 203 dpi it is nine dots of a print head.
LEAST_X_HEIGHT_MM = 1.2


@dataclass(frozen=True, slots=True)
class LegalSize:
    """The smallest x-height in mm, and the law or guideline that asks for it."""

    x_height: float
    law: str

    def __post_init__(self) -> None:
        if self.x_height < LEAST_X_HEIGHT_MM:
            raise ValueError(f"an x-height of {self.x_height} mm cannot be read: at least {LEAST_X_HEIGHT_MM} mm")


@dataclass(frozen=True, slots=True)
class LineOutline:
    """One line of a label: a fill, the short forms of one kind of statement, or one statement (`core.not-more`,
    `wording.label-read-leaflet`), which may stand for another (`instead_of`).

    `priority` says how late the line gives way when room is short: 3 runs on with its neighbours and then shrinks to
    its own legal minimum; 2 runs on; 1 (every warning and dose) keeps its own line the longest. `least` names that
    minimum, among those of the profile.
    """

    look: str
    priority: int
    least: str
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
        if self.priority not in (1, 2, 3):
            raise ValueError(f"priority is {self.priority}: 1 gives way last, 3 first")
        if self.look in ("warning", "dose") and self.priority != 1:
            raise ValueError(f"a {self.look} gives way last: its priority is 1")


@dataclass(frozen=True, slots=True)
class LabelOutline:
    """A profile: the lines of a label in order, and by name the legal sizes of their type; for products of these
    classes handed out in these countries (ISO 3166; none named: in every country for which no other profile is)."""

    id: str
    product_classes: tuple[ProductClass, ...]
    minimums: Mapping[str, LegalSize]
    lines: tuple[LineOutline, ...]
    countries: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if unknown := sorted({line.least for line in self.lines} - set(self.minimums)):
            raise ValueError(f"minimums has no {', '.join(unknown)}")

    def holds(self, product_class: ProductClass, country: str) -> bool:
        """Whether this profile is for a product of this class in this country."""
        return product_class in self.product_classes and (not self.countries or country in self.countries)


def profile_of(profiles: Iterable[LabelOutline], product_class: ProductClass, country: str) -> LabelOutline:
    """The profile of a product: one made for the country, else the one for every country."""
    fitting = [profile for profile in profiles if profile.holds(product_class, country)]
    if not fitting:
        raise InvalidInput(f"no label profile is for a {product_class} in {country}", "add one to templates/labels/")
    return max(fitting, key=lambda profile: bool(profile.countries))
