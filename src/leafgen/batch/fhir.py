"""FHIR R4: a row for each MedicationRequest of a bundle, of newline-delimited resources, or of a folder of both.

Only Patient and MedicationRequest are held to the standard (through R4B, which is the same for them); whatever else a
bundle holds is looked up and otherwise passed over.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from fhir.resources.R4B.medicationrequest import MedicationRequest
from fhir.resources.R4B.patient import Patient
from pydantic import ValidationError

from leafgen.batch.delimited import decoded
from leafgen.batch.dosage import dosage
from leafgen.batch.mapping import InputMap
from leafgen.batch.record import COLUMNS, Fault, Reading, Record, Source, require_rows
from leafgen.content.products import Product
from leafgen.kernel.diagnostics import Diagnostics, Place

Resource = Mapping[str, Any]

_TYPES: Mapping[str, Any] = {"Patient": Patient, "MedicationRequest": MedicationRequest}
#: What a request points to.
_KEPT = ("Patient", "Medication", "Condition", "Observation")
#: Wishes and plans are no orders.
_ORDERS = ("order", "original-order", "reflex-order", "filler-order", "instance-order")
_LATEST_NAMES = ("official", "usual", None, "temp")


@dataclass(slots=True)
class Found:
    """What an input holds: its requests, each with its place in the input, and what they point to, by reference."""

    requests: list[tuple[int, Resource]] = field(default_factory=list)
    others: dict[str, Resource] = field(default_factory=dict)
    seen: int = 0

    def add(self, resource: Resource, url: str = "") -> None:
        """Take note of a resource; a bundle's are counted one by one."""
        if resource.get("resourceType") == "Bundle":
            for entry in resource.get("entry") or ():
                if isinstance(entry, dict) and isinstance(entry.get("resource"), dict):
                    self.add(entry["resource"], str(entry.get("fullUrl", "")))
            return
        self.seen += 1
        kind = resource.get("resourceType")
        if kind == "MedicationRequest":
            self.requests.append((self.seen, resource))
        elif kind in _KEPT:
            for reference in filter(None, (url, f"{kind}/{resource.get('id')}")):
                self.others[reference] = resource


def read_fhir(files: Sequence[tuple[str, bytes]], name: str, names: InputMap, how: Reading) -> Source:
    """The requests of FHIR files (name and bytes). Raises InvalidInput with every file and line that is no resource."""
    diagnostics, found = Diagnostics(), Found()
    for file, data in files:
        text = decoded(data, file, how.encoding)
        for line, resource in _resources(file, text, diagnostics):
            if "resourceType" not in resource:
                diagnostics.add(Place(file, line), "is no FHIR resource: it has no resourceType")
            found.add(resource)
    headers = COLUMNS
    if not diagnostics and not found.requests:
        diagnostics.add(Place(name), "has no MedicationRequest", "a batch has a row for each of them")
    require_rows(len(found.requests), headers, name, diagnostics)
    reader = _Reader(found, names, how.locales, how.products)
    return Source(headers, len(found.requests), partial(_records, reader))


def _resources(file: str, text: str, diagnostics: Diagnostics) -> Iterator[tuple[int, Resource]]:
    """A whole file that is one object, or an object a line."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if file.lower().endswith(".json"):
        lines = [(1, text)]
    for number, line in lines:
        try:
            resource = json.loads(line, parse_float=Decimal)
        except ValueError as error:
            place = number if len(lines) > 1 else getattr(error, "lineno", 1)
            diagnostics.add(Place(file, place), f"is no JSON: {getattr(error, 'msg', error)}")
            continue
        if isinstance(resource, dict):
            yield number, resource
        else:
            diagnostics.add(Place(file, number), "is no FHIR resource: an object is wanted")


def _records(reader: _Reader) -> Iterator[Record]:
    for line, request in reader.found.requests:
        fields, faults = reader.row(request)
        # Fed back as a table, the row would no longer say that it was stopped, or which dosage nobody understood.
        mend = "indication" if faults else ""
        yield Record(line, tuple(fields.get(column, "") for column in COLUMNS), tuple(faults), mend)


@dataclass(slots=True)
class _Reader:
    found: Found
    names: InputMap
    locales: Collection[str]
    products: Mapping[str, Product]

    def row(self, request: Resource) -> tuple[dict[str, str], list[Fault]]:
        """The columns of a request, and every fault of it that its form, its patient and the map show."""
        fields = {"id": str(request.get("id", ""))}
        faults = list(_validity(request))
        if faults:
            return fields, faults
        faults += self.may_be_printed(request)
        patient = self.at(request["subject"], request)
        if patient is None or patient.get("resourceType") != "Patient":
            faults.append(Fault("patient_name", "the patient of the request is not in the input"))
        elif wrong := list(_validity(patient)):
            faults += wrong
        else:
            told, more = self.patient(patient)
            fields |= told
            faults += more
        told, more = self.codes(request)
        fields |= told
        faults += more
        if told:
            locale = fields.get("locale") or self.names.defaults.get("locale", "")
            product = self.products.get(fields.get("product") or self.names.defaults.get("product", ""))
            said, more = dosage(request.get("dosageInstruction", []), locale, self.names, product)
            fields |= said
            faults += more
        return fields, faults

    def may_be_printed(self, request: Resource) -> Iterator[Fault]:
        if request["status"] not in self.names.statuses:
            advice = f"what is printed is {', '.join(sorted(self.names.statuses))}; the map file may name others"
            yield Fault("", f"the request is {request['status']}", advice)
        if request["intent"] not in _ORDERS:
            yield Fault("", f"the request is no order but a {request['intent']}")
        if request.get("doNotPerform"):
            yield Fault("", "the request asks not to give the medication")

    def patient(self, patient: Resource) -> tuple[dict[str, str], list[Fault]]:
        name, (locale, faults) = _name(patient), self.language(patient)
        if not name:
            faults.append(Fault("patient_name", "the patient has no name"))
        return {"patient_name": name, "birth_date": str(patient.get("birthDate", "")), "locale": locale}, faults

    def language(self, patient: Resource) -> tuple[str, list[Fault]]:
        """The language to speak to the patient in: the preferred one, or the only one."""
        spoken = patient.get("communication", [])
        preferred = [item for item in spoken if item.get("preferred")] or spoken
        tags = {tag for item in preferred if (tag := self.tag(item.get("language", {})))}
        if len(tags) == 1:
            return tags.pop(), []
        if tags:
            problem = f"the patient has several languages, none of them preferred: {', '.join(sorted(tags))}"
            return "", [Fault("locale", problem)]
        if spoken:
            return "", [Fault("locale", "the patient's language has no code")]
        if "locale" in self.names.defaults:
            return "", []
        return "", [Fault("locale", "the patient's language is not known", "name it in Patient.communication")]

    def tag(self, language: Mapping[str, Any]) -> str:
        """The locale of a language: as it stands, or without its region where we have no other for that."""
        codes = [str(coding["code"]) for coding in language.get("coding", []) if coding.get("code")]
        for code in codes:
            without_region = "-".join(part for part in code.split("-") if not (len(part) == 2 and part.isupper()))
            for tag in (self.names.values.get("locale", {}).get(code, code), without_region):
                if tag in self.locales:
                    return tag
        return codes[0] if codes else ""

    def codes(self, request: Resource) -> tuple[dict[str, str], list[Fault]]:
        """What the map makes of the medication and of the reason it is given for."""
        medication = request.get("medicationCodeableConcept")
        if medication is None:
            medication = (self.at(request.get("medicationReference", {}), request) or {}).get("code", {})
        reasons = list(request.get("reasonCode", []))
        reasons += [(self.at(item, request) or {}).get("code", {}) for item in request.get("reasonReference", [])]
        fields, faults = _looked_up([medication], self.names.medications, "the medication")
        if not fields and not faults:
            advice = "enter it in the map file under medications, if it is for us"
            return {}, [Fault("indication", f"no map has the medication {_called(medication)}", advice)]
        by_reason, more = _looked_up(reasons, self.names.reasons, "the reason")
        faults += more
        for column, value in by_reason.items():
            if fields.setdefault(column, value) != value:
                problem = f"the medication asks for {fields[column]}, the reason for {value}"
                faults.append(Fault(column, problem, "mend the map file, or the request"))
        if "indication" not in fields and "indication" not in self.names.defaults and not faults:
            named = ", ".join(map(_called, reasons)) or "none is given"
            advice = "enter it in the map file under reasons"
            faults.append(Fault("indication", f"no map has the reason: {named}", advice))
        return fields, faults

    def at(self, reference: Mapping[str, Any], request: Resource) -> Resource | None:
        """What a reference points to: a resource inside the request, or of the input."""
        target = str(reference.get("reference", ""))
        if target.startswith("#"):
            inside = (item for item in request.get("contained", []) if item.get("id") == target[1:])
            return next(inside, None)
        known = self.found.others
        return known.get(target) or known.get("/".join(target.split("/_history/", maxsplit=1)[0].split("/")[-2:]))


def _validity(resource: Resource) -> Iterator[Fault]:
    """What FHIR itself holds against a resource; where, but not what stands there."""
    kind = resource["resourceType"]
    try:
        _TYPES[kind].model_validate(resource)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False, include_context=False):
            yield Fault("", f"{'.'.join(map(str, (kind, *fault['loc'])))}: {fault['msg']}")


def _looked_up(
    concepts: Sequence[Mapping[str, Any]], known: Mapping[str, Mapping[str, str]], what: str
) -> tuple[dict[str, str], list[Fault]]:
    """What the map has for some concepts; codes that ask for different things are a fault."""
    fields: dict[str, str] = {}
    faults = []
    for concept in concepts:
        for coding in concept.get("coding", []):
            for column, value in known.get(f"{coding.get('system', '')}|{coding.get('code', '')}", {}).items():
                if fields.setdefault(column, value) != value:
                    problem = f"the codes of {what} ask for {fields[column]} and for {value}"
                    faults.append(Fault(column, problem, "mend the map file, or the request"))
    return fields, faults


def _called(concept: Mapping[str, Any]) -> str:
    """A concept with its codes, as a map file would have them."""
    codings = concept.get("coding", [])
    codes = ", ".join(f"{coding.get('system', '')}|{coding.get('code', '')}" for coding in codings)
    words = concept.get("text") or next((coding["display"] for coding in codings if coding.get("display")), "")
    return f"{words!r} ({codes or 'without a code'})"


def _name(patient: Resource) -> str:
    """The patient's name as it is used now: the official one first, old and maiden names never."""
    names = patient.get("name", [])
    for use in _LATEST_NAMES:
        for name in names:
            if name.get("use") == use:
                parts = (*name.get("given", []), name.get("family"), *name.get("suffix", []))
                return str(name.get("text") or " ".join(filter(None, parts)))
    return ""
