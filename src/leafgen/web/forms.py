"""Forms: what a page sent, as the fields of a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from leafgen.batch.record import KINDS_OF_ROW
from leafgen.compose.request import FIELDS, LABELS_ONLY, LEAFLETS_ONLY
from leafgen.kernel.errors import CommandError

_MOST_FIELDS = 60
#: How the page writes a clinic with its location and department in one choice.
_PLACE = ("clinic", "location", "department")

Form = Mapping[str, Sequence[str]]


def read_form(body: bytes) -> Form:
    """The fields of a form as sent. Raises CommandError for what is no form."""
    try:
        return parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise CommandError("this is not what the page sends") from None


def value(form: Form, name: str) -> str:
    """The last value of a field, "" when there is none."""
    return form[name][-1].strip() if form.get(name) else ""


def fields_of_form(form: Form) -> dict[str, str]:
    """What was filled in, by the names of a request's fields; `kind` may be "both"."""
    fields = {name: value(form, name) for name in FIELDS if value(form, name)}
    fields |= dict(zip(_PLACE, filter(None, value(form, "place").split("/")), strict=False))
    if times := [time for time in form.get("times", ()) if time]:
        fields["times"] = ",".join(times)
    return fields


def documents(fields: Mapping[str, str]) -> list[dict[str, str]]:
    """The fields of each document that is asked for, without those that are for the other kind.

    Raises CommandError for a kind that is not there."""
    kinds = KINDS_OF_ROW.get(fields.get("kind", ""))
    if kinds is None:
        raise CommandError(f"kind is missing or unknown: {', '.join(KINDS_OF_ROW)}")
    foreign = {"leaflet": LABELS_ONLY, "label": LEAFLETS_ONLY}
    return [
        {**{name: text for name, text in fields.items() if name not in foreign[kind]}, "kind": kind} for kind in kinds
    ]
