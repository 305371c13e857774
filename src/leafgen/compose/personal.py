"""Whose document it is: a name and two dates, which are all that differs between the patients of one master.

What is read here is read the same way by the Request. Nothing heavy is imported: a document that is known already
must not wait for the content.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: The fields that say whose it is, and the statements that print them.
PERSONAL_FIELDS = {"patient_name": "patient.name", "birth_date": "patient.birth-date", "date": "patient.date"}
#: In characters; a longer name is refused, never cut.
LONGEST_NAME = 60
#: In years; nobody has lived as long, so a birth date before that is a slip of the keyboard.
OLDEST = 130


@dataclass(frozen=True, slots=True)
class Personal:
    """The name as it is printed ("": none), the day of birth, and the day of issue."""

    name: str = ""
    birth_date: date | None = None
    date: date | None = None

    @property
    def given(self) -> tuple[str, ...]:
        """Which of the fields there are."""
        values = (self.name, self.birth_date, self.date)
        return tuple(field for field, value in zip(PERSONAL_FIELDS, values, strict=True) if value)


def as_typed(text: str) -> str:
    """A text in the one form in which it is printed: single spaces, composed letters."""
    return unicodedata.normalize("NFC", " ".join(text.split())) if text else ""


def unprintable(text: str) -> str:
    """The first character of a text that no paper shows, or ""."""
    if text.isprintable():
        return ""
    # Cc control, Cf format (right-to-left marks, zero width), Co private, Cn unassigned, Cs surrogate.
    return next((mark for mark in text if unicodedata.category(mark) in ("Cc", "Cf", "Co", "Cn", "Cs")), "")


def long_ago(birth_date: date, today: date) -> bool:
    """Whether nobody who was born then can be alive."""
    return (today.year - OLDEST, today.month, today.day) > (birth_date.year, birth_date.month, birth_date.day)


def day_of_issue(kind: str, name: str, day: date | None, today: date) -> date | None:
    """The day of issue: a label that bears a name and no day is dated today."""
    return today if kind == "label" and name and day is None else day


def read_personal(fields: Mapping[str, str], today: date) -> Personal | None:
    """The personal fields of a request; None when anything is wrong with one, for the Request to say what."""
    try:
        birth_date, day = (
            date.fromisoformat(text) if (text := fields.get(field, "").strip()) else None
            for field in ("birth_date", "date")
        )
    except ValueError:
        return None
    name = as_typed(fields.get("patient_name", ""))
    if unprintable(name) or len(name) > LONGEST_NAME:
        return None
    if birth_date and (birth_date > today or long_ago(birth_date, today)):
        return None
    return Personal(name, birth_date, day_of_issue(fields.get("kind", ""), name, day, today))
