"""The batch page: every row's verdict before anything is made, then all of it as one archive."""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import HTTP

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from leafgen.batch.record import COLUMNS, REQUIRED
from leafgen.kernel.errors import CommandError, RowsRejected
from leafgen.web.forms import Form
from leafgen.web.house import House
from leafgen.web.pages import page
from leafgen.web.tables import ENDINGS, Delivery
from leafgen.web.work import make_upload


def batch_pages(house: House) -> APIRouter:
    """The routes of the batch page."""
    router = APIRouter(include_in_schema=False)

    @router.get("/batch")
    async def start(request: Request) -> Response:
        return _page(request, house, None)

    @router.post("/batch")
    async def check(request: Request) -> Response:
        name, data = await _uploaded(request, house)
        found = await house.workshop.do_long(make_upload, name, data, keep=False)
        return _page(request, house, found)

    @router.post("/batch/make")
    async def make(request: Request) -> Response:
        name, data = await _uploaded(request, house)
        found = await house.workshop.do_long(make_upload, name, data, keep=True)
        if not found.delivered:
            raise RowsRejected(f"all {found.rejected} rows were rejected", "check them first: each has its reason")
        return archive(found)

    return router


def archive(found: Delivery) -> Response:
    """The archive as an answer."""
    headers = {
        "Content-Disposition": 'attachment; filename="batch.zip"',
        "Leafgen-Delivered": str(found.delivered),
        "Leafgen-Rejected": str(found.rejected),
    }
    return Response(found.archive, headers=headers, media_type="application/zip")


def _page(request: Request, house: House, found: Delivery | None) -> Response:
    return page(request, house, "batch", found=found, columns=COLUMNS, needed=REQUIRED, endings=ENDINGS)


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
