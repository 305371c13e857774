"""FHIR for tests: one made-up patient and one request, to be changed as a test needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RX = "http://www.nlm.nih.gov/research/umls/rxnorm"
SNOMED = "http://snomed.info/sct"
MAP = f"""
defaults: {{kind: label, stock: dymo-99012}}
medications:
  "{RX}|6574": {{indication: cramps, product: magnesium-citrate-150}}
  "{RX}|1": {{product: magnesium-citrate-150}}
  "{RX}|2": {{indication: sleep}}
reasons:
  "{SNOMED}|37796009": {{indication: migraine-prevention}}
dosage:
  as needed: {{en: Only when needed., nl: Alleen als het nodig is.}}
  "1 tablet, 2 x / 1 d": {{nl: Tweemaal per dag een tablet.}}
"""


def coded(code: str, system: str = RX, **more: Any) -> dict[str, Any]:
    """A coded concept."""
    return {"coding": [{"system": system, "code": code}], **more}


def patient(identity: str = "pat", language: str = "nl-NL", **changes: Any) -> dict[str, Any]:
    """A patient who speaks one language."""
    return _without_none({
        "resourceType": "Patient", "id": identity, "birthDate": "1961-03-12",
        "name": [{"use": "maiden", "family": "Old"}, {"use": "official", "given": ["Zoë", "M."], "family": "Tak"}],
        "communication": [{"language": coded(language, "urn:ietf:bcp:47")}], **changes,
    })  # fmt: skip


def request(identity: str = "req", subject: str = "Patient/pat", **changes: Any) -> dict[str, Any]:
    """A request for magnesium."""
    return _without_none({
        "resourceType": "MedicationRequest", "id": identity, "status": "active", "intent": "order",
        "subject": {"reference": subject}, "medicationCodeableConcept": coded("6574", text="Magnesium"), **changes,
    })  # fmt: skip


def bundle(*resources: Mapping[str, Any]) -> dict[str, Any]:
    """A bundle whose entries are known by their ids as UUIDs too."""
    entries = [{"fullUrl": f"urn:uuid:{one.get('id')}", "resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def saved(path: Path, *resources: Mapping[str, Any]) -> Path:
    """A file: one bundle (.json), or a resource a line."""
    if path.suffix == ".json":
        path.write_text(json.dumps(bundle(*resources), ensure_ascii=False, indent=1), encoding="utf-8")
    else:
        path.write_text("".join(json.dumps(one) + "\n" for one in resources), encoding="utf-8")
    return path


def _without_none(resource: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in resource.items() if value is not None}
