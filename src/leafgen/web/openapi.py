"""What the API says of itself (OpenAPI): its fields are those of a request, its choices those of the catalogues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from leafgen.batch.record import COLUMNS, KINDS_OF_ROW, REQUIRED
from leafgen.compose.request import CODES, EDITIONS, FIELDS, LABELS_ONLY, LEAFLETS_ONLY, TEXT_LIMITS
from leafgen.content.locales import TIMES_OF_DAY
from leafgen.web.english import TEXTS
from leafgen.web.house import House
from leafgen.web.problems import MEDIA_TYPE, STATUS, TITLES
from leafgen.web.tables import MOST_ROWS

_PDF = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
_ZIP = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}
_NEEDED = {"leaflet": ["indication", "locale"], "label": ["indication", "locale", "stock"]}


def described(house: House, job: str) -> dict[str, Any]:
    """What FastAPI is to say of a route: the body it takes and what it may answer."""
    body = {"content": {"application/json": {"schema": _schema(house, job), "example": _example(house, job)}}}
    done: dict[str, Any] = {"description": "Proven."}
    if job != "verify":
        done["content"] = _ZIP if job == "batch" else _PDF
    answers = {200: done, **{status: _refusal(codes) for status, codes in _by_status().items()}}
    return {"openapi_extra": {"requestBody": {"required": True, **body}}, "responses": answers, "response_model": None}


def _by_status() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for code, status in STATUS.items():
        found.setdefault(status, []).append(code)
    return found


def _refusal(codes: Iterable[int]) -> dict[str, Any]:
    text = {"type": "string"}
    fault = {"type": "object", "properties": {"at": text, "message": text, "advice": text}}
    schema = {
        "type": "object",
        "required": ["type", "title", "status", "detail", "exit"],
        "properties": {
            "type": text, "title": text, "detail": text, "advice": text,
            "status": {"type": "integer"},
            "exit": {"type": "integer", "enum": list(codes)},
            "faults": {"type": "array", "items": fault},
        },
    }  # fmt: skip
    said = "; ".join(f"exit {code}: {TITLES[code]}" for code in codes)
    return {"description": said, "content": {MEDIA_TYPE: {"schema": schema}}}


def _schema(house: House, job: str) -> dict[str, Any]:
    if job == "batch":
        columns = {name: _field(house, name) if name in FIELDS else {"type": "string"} for name in COLUMNS}
        columns["kind"] = {"type": "string", "enum": list(KINDS_OF_ROW)}
        row = {"type": "object", "required": list(REQUIRED), "properties": columns, "additionalProperties": False}
        rows = {"type": "array", "items": row, "minItems": 1, "maxItems": MOST_ROWS}
        return {"type": "object", "required": ["rows"], "properties": {"rows": rows}}
    foreign = {"leaflet": LABELS_ONLY, "label": LEAFLETS_ONLY}.get(job, ())
    properties = {name: _field(house, name) for name in FIELDS if name not in foreign}
    if job == "verify":
        properties["pdf"] = {"type": "string", "contentEncoding": "base64", "description": "The file."}
        properties["expect"] = {
            "type": "object",
            "description": "What any PDF must hold; then no other field is given.",
        }
        return {"type": "object", "required": ["pdf"], "properties": properties}
    properties["id"] = {"type": "string", "description": "Becomes the name of the file."}
    return {"type": "object", "required": _NEEDED[job], "properties": properties, "additionalProperties": False}


def _field(house: House, name: str) -> dict[str, Any]:
    content = house.leafgen.content
    catalogues: dict[str, Iterable[str]] = {
        "indication": content.indications, "locale": content.locales, "bilingual": content.locales,
        "stock": content.stocks, "clinic": content.clinics, "printer": content.printers,
        "edition": EDITIONS, "code": CODES,
    }  # fmt: skip
    choices = catalogues.get(name)
    found: dict[str, Any] = {"type": "string", "description": TEXTS.get(name, name)}
    if choices is not None:
        found["enum"] = list(choices)
    if name in TEXT_LIMITS:
        found["maxLength"] = TEXT_LIMITS[name]
    if name in ("birth_date", "date"):
        found["format"] = "date"
    if name in ("start", "copies", "dose"):
        found |= {"type": "integer", "minimum": 1}
    if name == "prescribed":
        found["type"] = "boolean"
    if name == "times":
        found |= {"type": "array", "items": {"type": "string", "enum": list(TIMES_OF_DAY)}}
    return found


def _example(house: House, job: str) -> dict[str, Any]:
    content = house.leafgen.content
    indication = next(entry for entry in content.indications.values() if entry.label)
    locale = next(iter(content.locales))
    example: dict[str, Any] = {"id": "r-17", "indication": indication.id, "locale": locale}
    if job == "label":
        example |= {"stock": next(iter(content.stocks)), "patient_name": "A. Voorbeeld"}
    if job == "batch":
        example = {"rows": [{**example, "kind": "leaflet", "patient_name": "A. Voorbeeld"}]}
    if job == "verify":
        example = {"pdf": "JVBERi0=", "kind": "leaflet", "indication": indication.id, "locale": locale}
    return example
