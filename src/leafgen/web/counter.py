"""The counter: three choices, a live preview beside its proof, and the print."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from leafgen.compose.personal import PERSONAL_FIELDS
from leafgen.deliver.printing import Printed
from leafgen.kernel.errors import CommandError, LeafgenError, ProofFailed
from leafgen.web.choices import Choices, choices
from leafgen.web.forms import documents, fields_of_form, read_form, value
from leafgen.web.house import House
from leafgen.web.pages import page
from leafgen.web.problems import status_of
from leafgen.web.refusals import Refusal, Refusals
from leafgen.web.sheet import Sheet, sheet_of
from leafgen.web.work import Made, print_document

Ask = Callable[[Mapping[str, str]], Awaitable[Made]]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one document: made, or refused."""

    kind: str
    made: Made | None = None
    refusal: Refusal | None = None
    printed: Printed | None = None
    file: str = ""


def counter_pages(house: House) -> APIRouter:
    """The routes of the counter."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def start(request: Request) -> Response:
        return _page(request, house, {}, ())

    @router.post("/")
    async def preview(request: Request) -> Response:
        form = read_form(await request.body())
        house.from_our_page(request, form)
        fields, queue = fields_of_form(form), value(form, "queue")
        # A script asks once more for the proof of what it was shown without; a form asks for all of it at once.
        part = bool(request.headers.get("hx-request"))
        ask = house.workshop.look if part and not queue and value(form, "proof") != "whole" else _whole(house)
        results = await _results(house, house.refusals(request), fields, queue, ask)
        if part:
            return page(request, house, "result", results=results, chosen=fields, queues=house.queues)
        return _page(request, house, fields, results)

    @router.get("/sheet")
    async def sheet(request: Request, stock: str = "", start: int = 1) -> Response:
        return page(request, house, "sheet", sheet=_sheet(house, stock), start=start)

    @router.post("/document")
    async def document(request: Request) -> Response:
        form = read_form(await request.body())
        house.from_our_page(request, form)
        fields = {**fields_of_form(form), **({"bilingual": staff} if (staff := value(form, "staff")) else {})}
        made = await house.workshop.make(documents({**fields, "kind": "leaflet"})[0])
        if not made.proven:
            raise ProofFailed("the leaflet is not proven", "\n".join(made.refusals))
        name = f'inline; filename="{_file_name(fields, "leaflet")}"'
        return Response(made.data, media_type="application/pdf", headers={"Content-Disposition": name})

    return router


def _page(request: Request, house: House, fields: Mapping[str, str], results: tuple[Result, ...]) -> Response:
    offered: Choices = choices(house.leafgen, house.interface(request))
    chosen = dict(fields)
    place = "/".join(filter(None, (chosen.get(name, "") for name in ("clinic", "location", "department"))))
    stock = chosen.get("stock", "")
    return page(
        request, house, "counter", offered=offered, chosen=chosen, results=results, queues=house.queues,
        place=place or house.leafgen.content.default_clinic.id, sheet=_sheet(house, stock),
        start=int(start) if (start := chosen.get("start", "1")).isdecimal() and start.isascii() else 1,
    )  # fmt: skip


def _sheet(house: House, stock: str) -> Sheet | None:
    stocks = house.leafgen.content.stocks
    return sheet_of(stocks[stock]) if stock in stocks else None


def _whole(house: House) -> Ask:
    return partial(house.workshop.make, pictures=True)


async def _results(
    house: House, refusals: Refusals, fields: Mapping[str, str], queue: str, ask: Ask
) -> tuple[Result, ...]:
    if not fields.get("indication") or not fields.get("locale"):
        return ()
    if queue and queue not in house.queues:
        raise CommandError(f"there is no printer {queue!r} at this counter")
    return tuple([await _result(house, refusals, wanted, queue, ask) for wanted in documents(fields)])


async def _result(house: House, refusals: Refusals, wanted: Mapping[str, str], queue: str, ask: Ask) -> Result:
    kind = wanted["kind"]
    try:
        made = await ask(wanted)
        printed = await house.workshop.do(print_document, dict(wanted), queue) if queue else None
    except LeafgenError as error:
        if status_of(error) >= 500 and error.exit_code == 1:
            raise
        return Result(kind, refusal=refusals.of(error))
    if made.proven and not wanted.keys() & PERSONAL_FIELDS.keys():
        # A name is what comes next.
        house.workshop.foresee({**wanted, "patient_name": "A"})
    return Result(kind, made, printed=printed, file=_file_name(wanted, kind))


def _file_name(fields: Mapping[str, str], kind: str) -> str:
    """Names what it is, never for whom. Both parts are ids of catalogues."""
    return f"{fields['indication']}.{fields['locale']}.{kind}.pdf"
