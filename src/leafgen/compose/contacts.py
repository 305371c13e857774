"""Whom the patient can call: the clinic's numbers by location and department, hours, website, rating."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.compose.composition import Role, Run, Said
from leafgen.compose.request import Request
from leafgen.compose.speech import Speech, Values, plain
from leafgen.content.clinics import Department, Location, local_text
from leafgen.kernel.errors import RefusedByPolicy


def phone_run(request: Request, number: str) -> Run:
    """A number of the clinic as its country writes it."""
    phone = request.clinic.phones[number]
    return Run(request.locale.phone(phone), Role.PHONE, phone.dial)


def questions_number(request: Request) -> str:
    """The number for questions: the location's, else the clinic's."""
    return (request.location.questions if request.location else "") or request.clinic.questions


def emergency_number(request: Request) -> str:
    """The number for emergencies: the department's, else the location's, else the clinic's."""
    if request.department:
        return request.department.emergency
    return (request.location.emergency if request.location else "") or request.clinic.emergency


def ambulance(request: Request) -> dict[str, Run]:
    """The country's ambulance number as the text `clinic.ambulance`, when the clinic's profile gives it."""
    number = request.clinic.ambulance
    return {"clinic.ambulance": phone_run(request, number)} if number else {}


def department_name(request: Request, speech: Speech, department: Department) -> str:
    """A department's name in the reader's language. Raises RefusedByPolicy when the profile lacks it."""
    if not department.name:
        return speech.wording(f"department-{department.id}").text
    name = local_text(department.name, request.locale.id)
    if name is None:
        raise RefusedByPolicy(
            f"clinic {request.clinic.id} gives no name of {department.id} in {request.locale.id}",
            f"add it to leaflets/clinics/{request.clinic.id}.yaml: nothing is printed in another language",
        )
    return name


def head(request: Request, speech: Speech) -> Iterator[Said]:
    """Who hands it out: clinic, department, location, address."""
    clinic, location, department = request.clinic, request.location, request.department
    yield plain("clinic.name", clinic.name)
    if department:
        yield plain("clinic.department", department_name(request, speech, department))
    if location:
        yield plain("clinic.location", location.name)
    yield from address(request)


def leaflet_address(request: Request, content_hash: str) -> str:
    """Where the leaflet is to be read that goes with a label: the clinic's website and the document's hash, which is
    the same on both. In capitals, which an address may be up to its path, for a smaller code."""
    host, slash, path = request.clinic.website.removeprefix("https://").rstrip("/").partition("/")
    return f"HTTPS://{host.upper()}{slash}{path}/{content_hash}"


def address(request: Request) -> Iterator[Said]:
    """The lines of the address: the location's, else the clinic's."""
    lines = (request.location.address if request.location else ()) or request.clinic.address
    for number, line in enumerate(lines, 1):
        yield plain(f"clinic.address.{number}", line)


def contacts(request: Request, speech: Speech) -> Iterator[Said]:
    """Every line of the contact section, the questions number first."""
    clinic = request.clinic
    yield _phone(speech, request, "contact-questions", "clinic.questions", questions_number(request))
    yield from _emergencies(request, speech)
    for number, hours in enumerate(clinic.hours, 1):
        values = {"hours": Run(request.locale.opening(hours), Role.DATE)}
        yield speech.wording("contact-hours", values, identity=f"clinic.hours.{number}")
    if clinic.website:
        yield speech.wording("contact-website", {"website": Run(clinic.website, Role.NAME)}, identity="clinic.website")
    if clinic.rating:
        site = Run(clinic.rating.site, Role.NAME)
        yield speech.wording("rating", {"site": site}, identity="clinic.rating")


def _emergencies(request: Request, speech: Speech) -> Iterator[Said]:
    location, department = request.location, request.department
    own = "contact-emergency"
    if department is None:
        places = [location] if location else list(request.clinic.locations)
        for place in places:
            for ward in place.departments:
                yield _ward(request, speech, place, ward, with_place=location is None)
                own = "contact-emergency-other"
    yield _phone(speech, request, own, "clinic.emergency", emergency_number(request))


def _ward(request: Request, speech: Speech, place: Location, ward: Department, *, with_place: bool) -> Said:
    identity = f"clinic.emergency.{place.id}.{ward.id}"
    name = Run(department_name(request, speech, ward), Role.NAME)
    if with_place:
        values = {"location": Run(place.name, Role.NAME), "department": name}
        return _phone(speech, request, "contact-emergency-location", identity, ward.emergency, values)
    return _phone(speech, request, "contact-emergency-department", identity, ward.emergency, {"department": name})


def _phone(
    speech: Speech, request: Request, wording: str, identity: str, number: str, values: Values | None = None
) -> Said:
    return speech.wording(wording, {**(values or {}), "phone": phone_run(request, number)}, identity=identity)
