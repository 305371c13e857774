"""Whom the patient can call: the clinic's numbers by location and department, hours, website, rating."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

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


def department_name(speech: Speech, department: Department) -> str:
    """A department's name in the reader's language. Raises RefusedByPolicy when the profile lacks it."""
    request = speech.request
    if not department.name:
        return speech.wording(f"department-{department.id}").text
    name = local_text(department.name, request.locale.id)
    if name is None:
        raise RefusedByPolicy(
            f"clinic {request.clinic.id} gives no name of {department.id} in {request.locale.id}",
            f"add it to leaflets/clinics/{request.clinic.id}.yaml: nothing is printed in another language",
        )
    return name


def head(speech: Speech) -> Iterator[Said]:
    """Who hands it out: clinic, department, location, address."""
    request = speech.request
    clinic, location, department = request.clinic, request.location, request.department
    yield plain("clinic.name", clinic.name)
    if department:
        yield plain("clinic.department", department_name(speech, department))
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


def contacts(speech: Speech) -> Iterator[Said]:
    """Every line of the contact section, the questions number first."""
    request, clinic = speech.request, speech.request.clinic
    yield _phone(speech, "contact-questions", "clinic.questions", questions_number(request))
    yield from _emergencies(speech)
    for number, hours in enumerate(clinic.hours, 1):
        values = {"hours": Run(request.locale.opening(hours), Role.DATE)}
        yield speech.wording("contact-hours", values, identity=f"clinic.hours.{number}")
    if clinic.website:
        yield speech.wording("contact-website", {"website": Run(clinic.website, Role.NAME)}, identity="clinic.website")
    if clinic.rating:
        site = Run(clinic.rating.site, Role.NAME)
        yield speech.wording("rating", {"site": site}, identity="clinic.rating")


def _emergencies(speech: Speech) -> Iterator[Said]:
    request, own = speech.request, "contact-emergency"
    if request.department is None:
        for place in [request.location] if request.location else request.clinic.locations:
            for ward in place.departments:
                yield _ward(speech, place, ward)
                own = "contact-emergency-other"
    yield _phone(speech, own, "clinic.emergency", emergency_number(request))


def _ward(speech: Speech, place: Location, ward: Department) -> Said:
    """A department's number; with the name of its location where the paper is of none."""
    wording, values = "contact-emergency-department", {"department": Run(department_name(speech, ward), Role.NAME)}
    if speech.request.location is None:
        wording, values = "contact-emergency-location", {"location": Run(place.name, Role.NAME), **values}
    return _phone(speech, wording, f"clinic.emergency.{place.id}.{ward.id}", ward.emergency, values)


def _phone(speech: Speech, wording: str, identity: str, number: str, values: Values = MappingProxyType({})) -> Said:
    return speech.wording(wording, {**values, "phone": phone_run(speech.request, number)}, identity=identity)
