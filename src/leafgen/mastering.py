"""Making a master: laid out once by the engine with placeholders, which are then stamped, and proven twice in full.

First with the placeholders, as they were laid out; then with the widest texts that can ever be stamped, so that the
room they are given is known to be free. The seal is read out of the file itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from leafgen.compose.composition import Composition
from leafgen.compose.expectation import Expectation
from leafgen.compose.fields import personal_of
from leafgen.compose.imposition import Calibration
from leafgen.compose.personal import PERSONAL_FIELDS
from leafgen.compose.request import Request
from leafgen.content.approvals import Approval, Status
from leafgen.content.locales import Locale
from leafgen.content.workspace import Workspace
from leafgen.masters import Days, Master, seal_like
from leafgen.render.label_pdf import LabelPress
from leafgen.render.rendition import Rendition
from leafgen.render.stamp import CannotStamp, Slot, Stamp, letters_for
from leafgen.render.stamp_label import label_placeholders, name_alone
from leafgen.render.stamp_master import MOST_LETTERS, NotAMasterError, Placeholder, make_stamp
from leafgen.verify.proof import Proof, StatementProof
from leafgen.verify.seal import Seal
from leafgen.verify.sealing import NotSealed, seal
from leafgen.verify.trusted import TrustedFont

#: What stands in a master where a patient's data goes. No letters that are kerned, so that stamping it back gives the
#: very same picture; no day that is printed for any other reason.
NAME, BIRTH_DATE, DATE = "Minimum Hulsink", date(1901, 1, 31), date(2099, 12, 30)
#: The widest texts are made of these: accents on capitals and descenders reach farthest up and down.
_WIDEST = "\u00c5gmw "
#: How much of its room a text leaves free, in px: more than rounding could cost.
_SPARE = 0.5


class House(Protocol):
    """What making a master needs of leafgen."""

    workspace: Workspace

    @property
    def trusted_fonts(self) -> tuple[TrustedFont, ...]: ...

    def compose(self, request: Request) -> Composition: ...

    def render(self, request: Request, composition: Composition) -> Rendition: ...

    def prove(self, pdf: bytes, expectation: Expectation) -> Proof: ...

    def standing(self, indication: str, tag: str) -> tuple[Status, Approval | None]: ...


def make_master(house: House, request: Request, letters: str) -> Master | None:
    """The master for a request's document, whose stamp has at least `letters`; None where there can be none: its
    texts run from right to left, or it is not proven. Raises what composing and rendering raise."""
    given = personal_of(request).given
    last_day = _last_day(house, request)
    placed = with_placeholders(request)
    plain = house.compose(placed)
    composition = name_alone(plain) if given and request.stock else plain
    rendition = house.render(placed, composition)
    if not given:
        proof = house.prove(rendition.pdf, rendition.expectation)
        return Master(rendition.pdf, rendition.pages, _kept(proof), last_day) if proof.proven else None
    days, font = days_of(request.locale), house.workspace.fonts[composition.font]
    if "rtl" in (composition.direction, composition.second_direction) or font.needs_shaping or days is None:
        return None
    needed = letters_for("".join(days.months).replace("{", "").replace("}", ""))
    letters = "wide" if "wide" in (needed, letters) else letters
    texts = Master.texts(personal_of(placed), days)
    placeholders: Sequence[Placeholder] | None
    if request.stock:
        press = LabelPress(request.stock, font, calibration=Calibration.of(request.printer))
        placeholders = label_placeholders(composition, plain, press, request.stock, texts)
    else:
        placeholders = [Placeholder(id, text, rendition.room - _SPARE) for id, text in texts.items()]
    try:
        stamp = placeholders and make_stamp(rendition.pdf, placeholders, font.faces, letters)
        return _proven(house, rendition, stamp, texts, days, last_day) if stamp else None
    except (CannotStamp, NotAMasterError, NotSealed):
        return None


def _proven(
    house: House, rendition: Rendition, stamp: Stamp, texts: Mapping[str, str], days: Days, last_day: date | None
) -> Master | None:
    """The master of a stamp, when it holds with its placeholders and with the widest texts."""
    proof = house.prove(stamp.data, rendition.expectation)
    rooms = {slot.id: (slot.room, slot.anchor) for window in stamp.windows for slot in window.slots}
    places = [(window.start, window.end) for window in stamp.windows]
    if not proof.proven:
        return None
    own = replace(seal(stamp.data, proof, places, texts, rooms, house.trusted_fonts), statements=_kept(proof))
    wide = {slot.id: widest(stamp, slot) for window in stamp.windows for slot in window.slots}
    full = stamp.fill(wide)
    fits = house.prove(full, saying(rendition.expectation, wide)).proven
    if not fits or not own.prove(full, wide, read_back=True).proven or not _alike(own, stamp):
        return None
    return Master(stamp.data, rendition.pages, own.statements, last_day, stamp, days, own)


def _kept(proof: Proof) -> tuple[StatementProof, ...]:
    """What is kept of the verdicts: not where a placeholder stood, as what is stamped there is shorter or longer."""
    personal = set(PERSONAL_FIELDS.values())
    return tuple(
        StatementProof(one.id, one.verdict, one.page, None if one.id in personal else one.box)
        for one in proof.statements
    )


def _alike(own: Seal, stamp: Stamp) -> bool:
    """Whether what was read out of the file is what the stamp says it wrote."""
    said = seal_like(stamp, own.pages, own.statements)
    return (own.windows, own.id_at, own.alphabets) == (said.windows, said.id_at, said.alphabets)


def with_placeholders(request: Request) -> Request:
    """The request with a placeholder for each personal field that it has."""
    birth_date, day = (_longest(request, BIRTH_DATE), _longest(request, DATE)) if request.stock else (BIRTH_DATE, DATE)
    return replace(
        request,
        patient_name=NAME if request.patient_name else "",
        birth_date=birth_date if request.birth_date else None,
        date=day if request.date else None,
    )


def _longest(request: Request, day: date) -> date:
    """A day of the same year in the month whose days take the most room: on a label that decides where it stands."""
    days = [date(day.year, month, 28) for month in range(1, 13)]
    return max(days, key=lambda one: len(request.locale.date(one)))


def widest(stamp: Stamp, slot: Slot) -> str:
    """A text that fills a slot."""
    text = ""
    while len(text) < MOST_LETTERS:
        longer = text + _WIDEST[len(text) % len(_WIDEST)]
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


def _last_day(house: House, request: Request) -> date | None:
    standings = [house.standing(request.indication.id, one.id) for one in (request.locale, request.bilingual) if one]
    return min((approval.valid_until for _, approval in standings if approval), default=None)
