"""The fields that ask for a request, in one form: what a document depends on, as text."""

from __future__ import annotations

from leafgen.compose.personal import Personal
from leafgen.compose.request import Request
from leafgen.content.clinics import Clinic


def fields_of(request: Request, default_clinic: Clinic) -> dict[str, str]:
    """The fewest fields that are read as `request`, but for the personal ones: those that differ from what is taken
    when they are not given."""
    clinic = "" if request.clinic.id == default_clinic.id else request.clinic.id
    given = {
        "kind": request.kind,
        "indication": request.indication.id,
        "locale": request.locale.id,
        "bilingual": request.bilingual.id if request.bilingual else "",
        "edition": "" if request.edition == "standard" else request.edition,
        "stock": request.stock.id if request.stock else "",
        "start": "" if request.start == 1 else str(request.start),
        "copies": "" if request.copies == 1 else str(request.copies),
        "clinic": clinic,
        "location": request.location.id if request.location else "",
        "department": request.department.id if request.department else "",
        "dose": "" if request.dose is None else f"{request.dose:f}",
        "times": ",".join(request.times),
        "prescribed": "yes" if request.prescribed else "",
        "dose_note": request.dose_note,
        "product": request.product,
        "quantity": request.quantity,
        "printer": request.printer.id if request.printer else "",
        "code": "" if request.code == "none" else request.code,
    }
    return {name: text for name, text in given.items() if text}


def typed_freely(request: Request) -> bool:
    """Whether a request holds words of the user's own: what they say of whom is nobody's business, so that no
    document with them is kept."""
    product = request.product and request.catalogue_product is None
    return bool(request.dose_note or product or (request.quantity and not request.quantity.isdecimal()))


def personal_of(request: Request) -> Personal:
    """Whose document a request asks for."""
    return Personal(request.patient_name, request.birth_date, request.date)
