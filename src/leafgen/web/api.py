"""The same jobs for other programs: JSON with the columns of a batch in, the file or problem+json out."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from leafgen.batch.record import COLUMNS
from leafgen.compose.request import FIELDS
from leafgen.kernel.diagnostics import Diagnostics, Place
from leafgen.kernel.errors import InvalidInput, LeafgenError, ProofFailed, RowsRejected
from leafgen.web.house import House
from leafgen.web.openapi import described
from leafgen.web.problems import problem
from leafgen.web.work import make_rows, verify_pdf

#: The id of a job becomes a file's name: what stands there is safe as one (and the same as in a batch).
_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}")


def api(house: House) -> APIRouter:
    """The routes of the API."""
    router = APIRouter(prefix="/api")

    async def printed(request: Request, kind: str) -> Response:
        try:
            job = _job(await request.body())
            identity, fields = _named(job, house, kind)
            made = await house.workshop.make(fields)
            if not made.proven:
                raise ProofFailed(f"the {kind} is not proven", "\n".join(made.refusals))
        except LeafgenError as error:
            return problem(error)
        headers = {
            "Content-Disposition": f'attachment; filename="{identity}.{kind}.pdf"',
            "Leafgen-Sha256": made.sha256,
            "Leafgen-Statements": str(len(made.told)),
            "Leafgen-Pages": str(made.pages),
        }
        return Response(made.data, headers=headers, media_type="application/pdf")

    @router.post("/leaflet", **described(house, "leaflet"))
    async def leaflet(request: Request) -> Response:
        """One proven leaflet, as a PDF."""
        return await printed(request, "leaflet")

    @router.post("/label", **described(house, "label"))
    async def label(request: Request) -> Response:
        """Proven labels, as a PDF."""
        return await printed(request, "label")

    @router.post("/verify", **described(house, "verify"))
    async def verify(request: Request) -> Response:
        """Hold a PDF to what leafgen would print, or to what `expect` names."""
        try:
            job = _job(await request.body())
            pdf, expect = _pdf(job.pop("pdf", None)), job.pop("expect", None)
            promise = b"" if expect is None else json.dumps(expect).encode()
            fields = _fields(job) if promise else _named(job, house, "")[1]
            found = await house.workshop.do(verify_pdf, pdf, fields, promise)
        except LeafgenError as error:
            return problem(error)
        if found["verdict"] != "proven":
            return problem(ProofFailed("the file is not proven"), proof=found)
        return JSONResponse(found)

    @router.post("/batch", **described(house, "batch"))
    async def batch(request: Request) -> Response:
        """Many rows: an archive like the folder of a batch. Rows that are rejected stand in it with their reasons."""
        try:
            rows = _rows(await request.body())
            found = await house.workshop.do_long(make_rows, [_as_cells(row) for row in rows])
        except LeafgenError as error:
            return problem(error)
        if not found.delivered:
            faults = [
                {"row": one.line, "id": one.id, "faults": [str(fault) for fault in one.faults]}
                for one in found.verdicts
            ]
            return problem(RowsRejected(f"all {found.rejected} rows were rejected"), rows=faults)
        headers = {
            "Content-Disposition": 'attachment; filename="batch.zip"',
            "Leafgen-Delivered": str(found.delivered),
            "Leafgen-Rejected": str(found.rejected),
        }
        return Response(found.archive, headers=headers, media_type="application/zip")

    return router


def _as_cells(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON Lines have it: a list of texts is one cell."""
    return {name: ",".join(map(str, value)) if isinstance(value, list) else value for name, value in row.items()}


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except json.JSONDecodeError as error:
        why = f"{error.msg.partition(':')[0]}, line {error.lineno}, column {error.colno}"
        raise InvalidInput(f"the body is no JSON: {why}") from None
    except (ValueError, RecursionError):
        raise InvalidInput("the body is no JSON") from None


def _job(body: bytes) -> dict[str, Any]:
    job = _json(body)
    if not isinstance(job, dict):
        raise InvalidInput("the body is no JSON object", "send the columns of a batch row by name")
    return job


def _rows(body: bytes) -> list[dict[str, Any]]:
    """The rows of a batch: a list of objects, or an object with that list as `rows` and nothing else."""
    job = _json(body)
    if isinstance(job, dict) and job.keys() == {"rows"}:
        job = job["rows"]
    if not isinstance(job, list) or not all(isinstance(row, dict) for row in job):
        raise InvalidInput("rows is missing, or is no list of objects", 'send {"rows": [{"id": ..., "kind": ...}]}')
    return job


def _named(job: Mapping[str, Any], house: House, kind: str) -> tuple[str, dict[str, str]]:
    """The job's id and its fields. A name is given from what it is when there is none."""
    fields = _fields(job, lambda known: house.leafgen.request({"kind": kind, **known}))
    identity = fields.pop("id", "")
    if identity and not _ID.fullmatch(identity):
        raise InvalidInput(f"id is {identity!r}: it cannot be the name of a file", "letters a to z, digits, . _ -")
    if kind:
        if fields.get("kind", kind) != kind:
            raise InvalidInput(f"kind is {fields['kind']!r}, but this makes a {kind}")
        fields["kind"] = kind
    if fields.get("printer", "") not in ("", *house.leafgen.content.printers):
        raise InvalidInput(f"there is no printer {fields['printer']!r}")
    return identity or f"{_safe(fields.get('indication'))}.{_safe(fields.get('locale'))}", fields


def _safe(text: str | None) -> str:
    return text if text and _ID.fullmatch(text) else "leafgen"


def _fields(job: Mapping[str, Any], request: Callable[[dict[str, str]], object] | None = None) -> dict[str, str]:
    """Values as text, as a batch has them. Raises InvalidInput with every value that is none, every strange name, and
    whatever else is wrong with them as a `request`."""
    known = {*COLUMNS, *FIELDS}
    faults = Diagnostics()
    fields = {}
    for name, value in job.items():
        if name not in known:
            faults.add(Place("request", 0, str(name)[:40]), "there is no such field", f"there is: {', '.join(COLUMNS)}")
        elif isinstance(value, bool):
            fields[name] = "yes" if value else "no"
        elif isinstance(value, str | int):
            fields[name] = str(value)
        elif isinstance(value, list) and all(isinstance(part, str) for part in value):
            fields[name] = ",".join(value)
        elif value is not None:
            faults.add(Place("request", 0, name), "is neither text, a whole number, true, false nor a list of texts")
    fields = {name: text for name, text in fields.items() if text.strip()}
    if not faults:
        return fields
    try:
        if request:
            request({name: text for name, text in fields.items() if name != "id"})
    except InvalidInput as error:
        faults.found += (fault for fault in error.diagnostics if fault.place.path not in job.keys() - fields.keys())
    raise InvalidInput("the request is invalid", diagnostics=faults)


def _pdf(value: Any) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise InvalidInput("pdf is missing, or is no base64", "send the file's bytes in base64") from None
