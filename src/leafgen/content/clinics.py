"""Clinic profiles: who hands the print out, and whom the patient can call, by location and department."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from leafgen.kernel.catalogue import Catalogue

#: A proper name as it is in every language, or one name for each locale tag.
LocalText = str | Mapping[str, str]

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Day(StrEnum):
    """Days of the week in the order of ISO 8601."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours that hold on `days`; times as HH:MM."""

    days: tuple[Day, ...]
    opens: str
    closes: str

    def __post_init__(self) -> None:
        for time in (self.opens, self.closes):
            if not _CLOCK.fullmatch(time):
                raise ValueError(f"{time!r} is not a time of day such as 08:30")
        if not self.days or len(set(self.days)) < len(self.days):
            raise ValueError("days must name at least one day, and none twice")
        if self.opens >= self.closes:
            raise ValueError(f"it closes at {self.closes} before it opens at {self.opens}")


@dataclass(frozen=True, slots=True)
class Colours:
    """Brand colours as #rrggbb. `primary` sets headings on white and needs a contrast of at least 4.5."""

    primary: str
    accent: str

    def __post_init__(self) -> None:
        for colour in (self.primary, self.accent):
            if not _COLOUR.fullmatch(colour):
                raise ValueError(f"{colour!r} is not a colour such as #0f5f61")
        if contrast_with_white(self.primary) < 4.5:
            raise ValueError(f"{self.primary} is too pale for text on white: contrast below 4.5 (WCAG 1.4.3)")


def contrast_with_white(colour: str) -> float:
    """Contrast ratio of #rrggbb with white, by WCAG 2.2 (1 to 21)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


@dataclass(frozen=True, slots=True)
class Rating:
    """An invitation to rate the clinic: the name of the review site and its address."""

    name: str
    site: str


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number: as its country groups it, what a telephone anywhere dials for it, and whether it is one that
    its country keeps for emergencies."""

    said: str
    dial: str
    emergency: bool


@dataclass(frozen=True, slots=True)
class Department:
    """A department of a location, with its own emergency number. Without a name of its own it is called what
    leafgen calls departments of its id in every language (`department-<id>` in core/wording.yaml)."""

    id: str
    emergency: str
    name: LocalText = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A place of the clinic. Numbers it does not set are the clinic's own."""

    id: str
    name: str
    address: tuple[str, ...] = ()
    questions: str = ""
    emergency: str = ""
    departments: tuple[Department, ...] = ()

    @property
    def department_catalogue(self) -> Catalogue[Department]:
        return Catalogue(f"department of {self.name}", self.departments)


@dataclass(frozen=True, slots=True)
class Clinic:
    """A pharmacy or clinic. `country` (ISO 3166) says how its numbers are read and written; the one with
    `default` is printed when a request names none; `ambulance` is the number that saves a life in that country,
    for readers who come from another; `logo` is a file beside the profile;
    `pharmacist` is who answers for what is dispensed, as medicine labels name them;
    `phones`: every number of the profile that can be printed, as it stands there, and how it is printed."""

    id: str
    name: str
    kind: str
    country: str
    questions: str
    emergency: str
    colours: Colours
    ambulance: str = ""
    default: bool = False
    address: tuple[str, ...] = ()
    website: str = ""
    pharmacist: str = ""
    hours: tuple[Hours, ...] = ()
    logo: str = ""
    rating: Rating | None = None
    locations: tuple[Location, ...] = field(default_factory=tuple)
    phones: Mapping[str, Phone] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked of the countries' numbering plans when a profile is read, and remembered with the content.
        from leafgen.content.phone_numbers import is_ambulance, phone_problem, written  # noqa: PLC0415

        country = self.country
        numbers = dict.fromkeys([*self.numbers().values(), *filter(None, [self.ambulance])])
        phones = {
            number: Phone(*written(number, country), is_ambulance(number, country))
            for number in numbers
            if not phone_problem(number, country)
        }
        object.__setattr__(self, "phones", phones)

    @property
    def location_catalogue(self) -> Catalogue[Location]:
        return Catalogue(f"location of {self.name}", self.locations)

    @property
    def logo_file(self) -> str:
        """The logo's file, relative to the workspace; "" when there is none."""
        return f"leaflets/clinics/{self.logo}" if self.logo else ""

    def departments(self) -> Iterator[tuple[tuple[str | int, ...], Department]]:
        """Every department, by its path in the file."""
        for at, location in enumerate(self.locations):
            for of, department in enumerate(location.departments):
                yield ("locations", at, "departments", of), department

    def numbers(self) -> dict[tuple[str | int, ...], str]:
        """Every phone number of the profile, by its path in the file."""
        found: dict[tuple[str | int, ...], str] = {("questions",): self.questions, ("emergency",): self.emergency}
        for at, location in enumerate(self.locations):
            for key in ("questions", "emergency"):
                if number := getattr(location, key):
                    found["locations", at, key] = number
        found.update({(*path, "emergency"): department.emergency for path, department in self.departments()})
        return found


def local_text(text: LocalText, tag: str) -> str | None:
    """The name in the language `tag`, or None when the profile has none for it."""
    return text if isinstance(text, str) else text.get(tag)
