"""The batch page: the verdict on every row before anything is made, then all of it as one archive; how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import HTTP
from io import BytesIO

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from leafgen.batch.record import COLUMNS, REQUIRED
from leafgen.batch.reports import REJECTED
from leafgen.kernel.errors import CommandError
from leafgen.web.batches import MINUTES, Batch, Step
from leafgen.web.forms import Form, read_form
from leafgen.web.house import House
from leafgen.web.pages import page
from leafgen.web.problems import status_of
from leafgen.web.security import SESSION_COOKIE
from leafgen.web.tables import ENDINGS

_PIECE = 1 << 18


def batch_pages(house: House) -> APIRouter:
    """The routes of the batch page."""
    router = APIRouter(include_in_schema=False)

    def find(request: Request, id: str) -> Batch:
        return house.batches.find(id, request.cookies.get(SESSION_COOKIE, ""))

    async def asked(request: Request, id: str) -> Batch:
        """The batch that a form of ours is about."""
        house.from_our_page(request, read_form(await request.body()))
        return find(request, id)

    @router.get("/batch")
    async def start(request: Request) -> Response:
        return _page(request, house, None)

    @router.post("/batch")
    async def check(request: Request) -> Response:
        name, data = await _uploaded(request, house)
        batch = await house.batches.begin(
            request.cookies[SESSION_COOKIE], name, data, house.refusals(request).in_a_line
        )
        return RedirectResponse(f"/batch/{batch.id}", 303)

    @router.get("/batch/{id}")
    async def show(request: Request, id: str) -> Response:
        return _page(request, house, find(request, id))

    @router.get("/batch/{id}/progress")
    async def progress(request: Request, id: str) -> Response:
        batch = find(request, id)
        answer = page(request, house, "progress", batch=batch, left=_clock(batch))
        if not batch.running:
            answer.headers["HX-Refresh"] = "true"
        return answer

    @router.post("/batch/{id}/make")
    async def make(request: Request, id: str) -> Response:
        house.batches.make(await asked(request, id))
        return RedirectResponse(f"/batch/{id}", 303)

    @router.post("/batch/{id}/stop")
    async def stop(request: Request, id: str) -> Response:
        house.batches.forget(await asked(request, id))
        return RedirectResponse("/batch", 303)

    @router.post("/batch/{id}/documents")
    async def documents(request: Request, id: str) -> Response:
        archive = house.batches.take(await asked(request, id))
        return StreamingResponse(_pieces(archive), headers=_named("batch.zip"), media_type="application/zip")

    @router.get(f"/batch/{{id}}/{REJECTED}")
    async def rejected(request: Request, id: str) -> Response:
        return Response(find(request, id).found.rejected(), headers=_named(REJECTED), media_type="text/csv")

    return router


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _pieces(archive: BytesIO) -> Iterator[bytes]:
    """A file in pieces: not the whole of it a second time."""
    while piece := archive.read(_PIECE):
        yield piece


def _page(request: Request, house: House, batch: Batch | None) -> Response:
    refusals = house.refusals(request)
    refusal = refusals.of(batch.error) if batch and batch.error else None
    return page(
        request, house, "batch", status_of(batch.error) if batch and batch.error else 200,
        batch=batch, left=_clock(batch), step=Step, columns=COLUMNS, needed=REQUIRED, endings=ENDINGS,
        minutes=MINUTES, refusal=refusal, fault=refusals.fault,
    )  # fmt: skip


def _clock(batch: Batch | None) -> str:
    """Minutes and seconds that are left; "" when nobody can tell."""
    if batch is None or batch.left is None:
        return ""
    minutes, seconds = divmod(round(batch.left), 60)
    return f"{minutes}:{seconds:02}"


async def _uploaded(request: Request, house: House) -> tuple[str, bytes]:
    """The name and bytes of the table, out of a form that stays in memory. Raises CommandError without one."""
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        raise CommandError("this is not what the page sends")
    head = b"Content-Type: " + kind.encode("latin-1") + b"\r\n\r\n"
    message = BytesParser(policy=HTTP).parsebytes(head + await request.body())
    fields: dict[str, list[str]] = {}
    table: tuple[str, bytes] | None = None
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        data = content if isinstance(content, bytes) else b""
        if name == "table":
            table = part.get_filename() or "", data
        else:
            fields[str(name)] = [data.decode("utf-8", "replace")]
    form: Form = fields
    house.from_our_page(request, form)
    if table is None or not table[1]:
        raise CommandError("no table was chosen", "choose a file")
    return table
