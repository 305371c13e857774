"""Making a master: laid out once by the engine with placeholders, which are then stamped, and proven twice in full.

First with the placeholders, as they were laid out; then with the widest texts that can ever be stamped, so that the
room they are given is known to be free. The seal is read out of the file itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from leafgen.compose.composition import Composition, Role, Run, Said
from leafgen.compose.expectation import Expectation
from leafgen.compose.fields import personal_of
from leafgen.compose.imposition import Calibration
from leafgen.compose.personal import PERSONAL_FIELDS
from leafgen.compose.request import Request
from leafgen.content.content import Content
from leafgen.content.fonts import FontFamily, in_plain_letters
from leafgen.content.locales import Locale
from leafgen.content.workspace import Workspace
from leafgen.kernel.errors import DoesNotFit
from leafgen.masters.master import Days, Master, seal_like, statements_kept
from leafgen.masters.store import Masters
from leafgen.render.label_pdf import LabelPress
from leafgen.render.label_shaping import ShapedFonts
from leafgen.render.label_style import MEDIUM, REGULAR, STRONG
from leafgen.render.rendition import Rendition
from leafgen.render.stamp import CannotStamp, Slot, Stamp, letters_for
from leafgen.render.stamp_label import ShapedPlans, label_placeholders, name_alone
from leafgen.render.stamp_master import MOST_LETTERS, NotAMasterError, Placeholder, make_stamp
from leafgen.verify.prover import NotSealed, Room, Stamped, Unsealed
from leafgen.verify.seal import Seal

#: What stands in a master where a patient's data goes. No letters that are kerned, so that stamping it back gives the
#: very same picture; no day that is printed for any other reason.
NAME, BIRTH_DATE, DATE = "Minimum Hulsink", date(1901, 1, 31), date(2099, 12, 30)
#: The name where letters join ("sample patient"); and what is laid out in the place of a day there, whose numbers and
#: words the engine draws one by one: as wide as any day, in letters that are not kerned.
JOINED_NAME, STAND_INS = (
    "\u0645\u0631\u064a\u0636 \u0646\u0645\u0648\u0630\u062c\u064a",
    {"birth_date": "Hum", "date": "Mil"},
)
#: The widest texts are made of these: accents on capitals and descenders reach farthest up and down.
_WIDEST, _WIDEST_JOINED = "\u00c5gmw ", "\u0623\u063a\u062c\u0639"
#: How much of its room a text leaves free, in px: more than rounding could cost.
_SPARE = 0.5


class House(Protocol):
    """What making a master needs of leafgen."""

    workspace: Workspace

    @property
    def content(self) -> Content: ...

    @property
    def masters(self) -> Masters: ...

    def compose(self, request: Request) -> Composition: ...

    def render(self, request: Request, composition: Composition) -> Rendition: ...

    def seal_master(self, master: Unsealed) -> Seal: ...

    def last_day(self, request: Request) -> date | None: ...


def make_master(house: House, request: Request, letters: str) -> Master | None:
    """The master for a document that bears a name or a day, whose stamp has at least `letters`; None where there can
    be none: its letters join from left to right, it is not proven, or a label is too small for what stands for any
    patient's texts. Raises what else composing and rendering raise."""
    last_day = house.last_day(request)
    placed = with_placeholders(request, letters)
    plain = house.compose(placed)
    days, font, to_the_left = days_of(request.locale), house.workspace.fonts[plain.font], plain.direction == "rtl"
    if days is None or font.needs_shaping != to_the_left or (letters == "arabic" and not to_the_left):
        return None
    texts = Master.texts(personal_of(placed), days)
    laid = _stand_ins(texts, days, font) if to_the_left else texts
    plain = _saying(plain, laid) if to_the_left else plain
    composition = name_alone(plain) if request.stock else plain
    needed = letters_for("".join(days.months).replace("{", "").replace("}", ""))
    letters = "wide" if "wide" in (needed, letters) else letters
    try:
        rendition = house.render(placed, composition)
        placeholders = _placeholders(request, composition, plain, rendition, laid, font)
        if not placeholders:
            return None
        placeholders = [replace(one, said=texts[one.id]) for one in placeholders]
        months = tuple(days.say(date(1987, month, 23)) for month in range(1, 13)) if to_the_left else ()
        stamp = make_stamp(rendition.pdf, placeholders, font, letters, months)
        return _proven(house, rendition, stamp, texts, days, last_day)
    except (DoesNotFit, CannotStamp, NotAMasterError, NotSealed):
        # On a small label the placeholders may not fit where this patient's texts do; if not, these are refused.
        return None


def _placeholders(
    request: Request,
    composition: Composition,
    plain: Composition,
    rendition: Rendition,
    laid: Mapping[str, str],
    font: FontFamily,
) -> Sequence[Placeholder] | None:
    """Where the texts `laid` stand; None when one of them can have no room of its own. Raises DoesNotFit."""
    to_the_left = plain.direction == "rtl"
    if request.stock:
        calibration = Calibration.of(request.printer)
        press = (ShapedPlans if to_the_left else LabelPress)(request.stock, font, calibration=calibration)
        return label_placeholders(composition, plain, press, request.stock, laid)
    return [Placeholder(id, text, rendition.room - _SPARE, at_right=to_the_left) for id, text in laid.items()]


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


def _proven(
    house: House, rendition: Rendition, stamp: Stamp, texts: Mapping[str, str], days: Days, last_day: date | None
) -> Master | None:
    """The master of a stamp, when it holds with its placeholders and with the widest texts."""
    own = sealed(house, stamp, rendition.expectation, texts)
    own = replace(own, statements=statements_kept(own.statements))
    return Master(stamp.data, rendition.pages, own.statements, last_day, stamp, days, own)


def sealed(house: House, stamp: Stamp, expectation: Expectation, texts: Mapping[str, str]) -> Seal:
    """The seal of a stamp's file, in which `texts` stand, as it was read out of it: found to be what the stamp says it
    wrote. Raises NotSealed, also where every check does not pass with the widest texts that its rooms admit."""
    wide = {slot.id: widest(stamp, slot) for window in stamp.windows for slot in window.slots}
    unsealed = Unsealed(
        Stamped(stamp.data, texts, saying(expectation, texts)),
        Stamped(stamp.fill(wide), wide, saying(expectation, wide)),
        [(window.start, window.end) for window in stamp.windows],
        {slot.id: Room(slot.room, slot.anchor) for window in stamp.windows for slot in window.slots},
    )
    own = house.seal_master(unsealed)
    if own != seal_like(stamp, own.pages, own.statements):
        raise NotSealed("what is read out of the file is not what was written")
    return own


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


def widest(stamp: Stamp, slot: Slot) -> str:
    """A text that fills a slot."""
    text, letters = "", _WIDEST if stamp.draws(slot, _WIDEST[0]) else _WIDEST_JOINED
    while len(text) < MOST_LETTERS:
        longer = text + letters[len(text) % len(letters)]
        try:
            stamp.shown(slot, longer)
        except CannotStamp:
            break
        text = longer
    return text.strip()


def saying(expectation: Expectation, texts: Mapping[str, str]) -> Expectation:
    """The promise of the same document with other texts in the places of some statements."""
    flow = tuple(replace(one, cells=(texts[one.id],)) if one.id in texts else one for one in expectation.flow)
    return replace(expectation, flow=flow)


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
