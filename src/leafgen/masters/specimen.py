"""A specimen: the document that a master is laid out from, with a placeholder for each of the patient's texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from leafgen.compose.composition import Composition, Role, Run, Said
from leafgen.compose.fields import personal_of
from leafgen.compose.personal import PERSONAL_FIELDS
from leafgen.compose.request import Request
from leafgen.content.fonts import FontFamily, in_plain_letters
from leafgen.content.locales import Locale
from leafgen.kernel.catalogue import Catalogue
from leafgen.masters.master import Days
from leafgen.render.label_shaping import ShapedFonts
from leafgen.render.label_style import MEDIUM, REGULAR, STRONG
from leafgen.render.stamp import letters_for

#: What stands in a master where a patient's data goes. No letters that are kerned, so that stamping it back gives the
#: very same picture; no day that is printed for any other reason.
NAME, BIRTH_DATE, DATE = "Minimum Hulsink", date(1901, 1, 31), date(2099, 12, 30)
#: The name where letters join ("sample patient"); and what is laid out in the place of a day there, whose numbers and
#: words the engine draws one by one: as wide as any day, in letters that are not kerned.
JOINED_NAME, STAND_INS = (
    "\u0645\u0631\u064a\u0636 \u0646\u0645\u0648\u0630\u062c\u064a",
    {"birth_date": "Hum", "date": "Mil"},
)


@dataclass(frozen=True, slots=True)
class Specimen:
    """A request with placeholders, what it says, and its font. `texts`: what the master says in the patient's places,
    by statement; `drawn`: what the engine lays out there, which is something else where letters join and run from
    right to left (`runs_left`)."""

    request: Request
    composition: Composition
    font: FontFamily
    days: Days
    texts: Mapping[str, str]
    drawn: Mapping[str, str]

    @property
    def runs_left(self) -> bool:
        """Whether it is read from right to left."""
        return self.composition.direction == "rtl"

    @property
    def months(self) -> tuple[str, ...]:
        """A day of every month, which its stamp must be able to draw where letters join."""
        return tuple(self.days.say(date(1987, month, 23)) for month in range(1, 13)) if self.runs_left else ()

    def letters(self, needed: str) -> str:
        """The letters of its stamp: those that are `needed`, or more of them for the names of its months."""
        for_months = letters_for("".join(self.days.months).replace("{", "").replace("}", ""))
        return "wide" if "wide" in (for_months, needed) else needed


def specimen_of(
    request: Request, letters: str, compose: Callable[[Request], Composition], fonts: Catalogue[FontFamily]
) -> Specimen | None:
    """The specimen of a request, for a stamp with `letters`; None where none can be stamped: its letters join from left
    to right, or it runs in another direction than they, or its locale says days in a way of its own. Raises what
    composing raises."""
    placed = with_placeholders(request, letters)
    composition, days = compose(placed), days_of(request.locale)
    font, runs_left = fonts[composition.font], composition.direction == "rtl"
    if days is None or font.needs_shaping != runs_left or (letters == "arabic" and not runs_left):
        return None
    texts = days.texts(personal_of(placed))
    if not runs_left:
        return Specimen(placed, composition, font, days, texts, texts)
    drawn = _stand_ins(texts, days, font)
    return Specimen(placed, _saying(composition, drawn), font, days, texts, drawn)


def with_placeholders(request: Request, letters: str = "latin") -> Request:
    """The request with a placeholder for each personal field that it has."""
    birth_date, day = (_longest(request, BIRTH_DATE), _longest(request, DATE)) if request.stock else (BIRTH_DATE, DATE)
    return replace(
        request,
        patient_name=(JOINED_NAME if letters == "arabic" else NAME) if request.patient_name else "",
        birth_date=birth_date if request.birth_date else None,
        date=day if request.date else None,
    )


def _longest(request: Request, day: date) -> date:
    """A day of the same year in the month whose days take the most room: on a label that decides where it stands."""
    days = [date(day.year, month, 28) for month in range(1, 13)]
    return max(days, key=lambda one: len(request.locale.date(one)))


def _stand_ins(texts: Mapping[str, str], days: Days, font: FontFamily) -> dict[str, str]:
    """What the engine lays out in the place of texts in letters that join: as wide as the widest day."""
    fonts, laid = ShapedFonts(font), {PERSONAL_FIELDS["patient_name"]: NAME}
    said = [days.say(date(DATE.year, month, DATE.day - 2)) for month in range(1, 13)]
    for field, letters in STAND_INS.items():
        text = letters
        while any(
            fonts.width(text, weight) < max(fonts.width(day, weight) for day in said)
            for weight in (REGULAR, MEDIUM, STRONG)
        ):
            text += letters[len(text) % len(letters)]
        laid[PERSONAL_FIELDS[field]] = text
    return {id: text for id, text in laid.items() if id in texts}


def _saying(composition: Composition, texts: Mapping[str, str]) -> Composition:
    """A composition with other texts in the places of the patient's own."""

    def other(said: Said) -> Said:
        # A name in plain letters has a family of its own, in which nothing is laid out that stands for other letters.
        role = Role.NAME if in_plain_letters(said.text) else Role.TEXT
        return replace(said, runs=(Run(texts[said.id], role),)) if said.id in texts else said

    personal = tuple((name, other(value)) for name, value in composition.personal)
    lines = tuple(
        replace(line, said=tuple(map(other, line.said)), end=tuple(map(other, line.end))) for line in composition.lines
    )
    return replace(composition, personal=personal, lines=lines)


def days_of(locale: Locale) -> Days | None:
    """How a locale says days, found by asking it; None where it says them in another way than by a day's and a
    year's number in its month's words."""
    months = []
    for month in range(1, 13):
        said = locale.date(date(1987, month, 23))
        if said.count("23") != 1 or said.count("1987") != 1 or "{" in said:
            return None
        months.append(said.replace("23", "{day}").replace("1987", "{year}"))
    days = Days(tuple(months))
    year = [date(2024, 1, 1) + timedelta(number) for number in range(366)]
    tried: Sequence[date] = (*year, date(1900, 2, 28), date(1999, 12, 31), date(2101, 6, 5))
    return days if all(days.say(day) == locale.date(day) for day in tried) else None
