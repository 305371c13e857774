"""The server: its pages, its API, its files, behind one guard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Scope

from leafgen.kernel.errors import LeafgenError
from leafgen.pipeline import Leafgen
from leafgen.web.api import api
from leafgen.web.batch_pages import batch_pages
from leafgen.web.batches import Batches
from leafgen.web.choices import likely
from leafgen.web.content_pages import content_pages
from leafgen.web.counter import counter_pages
from leafgen.web.english import TEXTS
from leafgen.web.forms import read_form, value
from leafgen.web.house import House
from leafgen.web.pages import page
from leafgen.web.problems import problem, status_of, unanswered
from leafgen.web.refusals import Refusal
from leafgen.web.security import ENTERED_COOKIE, SESSION_COOKIE, Gate, Guard, Refused
from leafgen.web.static_files import static_files
from leafgen.web.texts import interfaces
from leafgen.web.workshop import Size, Workshop

#: A wrong token is answered slowly: guessing takes longer than a workplace lasts.
_SECONDS_PER_GUESS = 1.0
_NOT_FOUND = 404
#: Whoever has no token, or comes by another name or from another page, is shown no page.
_STRANGERS = (401, 403, 421)
_A_YEAR = "public, max-age=31536000, immutable"


def make_app(
    leafgen: Leafgen,
    *,
    gate: Gate | None = None,
    queues: tuple[str, ...] = (),
    size: Size | None = None,
    ahead: bool = False,
) -> ASGIApp:
    """The server as an ASGI application; `ahead`: it makes leaflets ready while nobody asks for any.

    Raises InvalidInput when the content is invalid."""
    gate = gate or Gate()
    known = (*leafgen.content.printers, *queues)
    workshop = Workshop(leafgen.workspace, size)
    batches, queues = Batches(workshop), tuple(dict.fromkeys(known))
    house = House(leafgen, workshop, batches, interfaces(leafgen.workspace), static_files(), gate, queues)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.create_task(workshop.warm(likely(leafgen) if ahead else ()))
        yield
        warming.cancel()
        batches.close()
        workshop.close()

    app = FastAPI(
        title="leafgen",
        version="1",
        description="Leaflets and labels, proven; for programs of the same workplace.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.include_router(api(house))
    for pages in (counter_pages, batch_pages, content_pages):
        app.include_router(pages(house))
    _doors(app, house)
    app.add_exception_handler(LeafgenError, _refusals(house))
    app.add_exception_handler(HTTPException, _lost(house))
    return Guard(app, gate, _unanswered(house))


def _doors(app: FastAPI, house: House) -> None:
    """The way in, the choice of a language, and the files of the pages."""

    @app.get("/static/{name}", include_in_schema=False)
    async def static(name: str) -> Response:
        if name not in house.files:
            raise HTTPException(404)
        file = house.files[name]
        return Response(file.data, media_type=file.media_type, headers={"Cache-Control": _A_YEAR})

    @app.get("/language/{tag}", include_in_schema=False)
    async def language(tag: str) -> Response:
        answer = RedirectResponse("/", 303)
        if tag in house.interfaces:
            answer.set_cookie("leafgen-language", tag, max_age=31_536_000, httponly=True, samesite="strict")
        return answer

    @app.get("/enter", include_in_schema=False)
    async def door(request: Request) -> Response:
        return page(request, house, "enter", wrong=False)

    @app.post("/enter", include_in_schema=False)
    async def enter(request: Request) -> Response:
        form = read_form(await request.body())
        house.from_our_page(request, form)
        if not house.gate.opens(value(form, "token")):
            await asyncio.sleep(_SECONDS_PER_GUESS)
            return page(request, house, "enter", 401, wrong=True)
        answer = RedirectResponse("/", 303)
        session = request.cookies[SESSION_COOKIE]
        answer.set_cookie(ENTERED_COOKIE, house.gate.mark("entered", session), httponly=True, samesite="strict")
        return answer


def _refusals(house: House) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, LeafgenError)  # noqa: S101
        if _is_api(request):
            return problem(error)
        part = "refusal" if request.headers.get("hx-request") else "error"
        return page(request, house, part, status_of(error), refusal=house.refusals(request).of(error))

    return answer


def _lost(house: House) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if _is_api(request):
            return unanswered(status, TEXTS["lost" if status == _NOT_FOUND else "refusal.form"])
        refusal = Refusal(house.interface(request)("lost"), detail=str(status))
        return page(request, house, "error", status, refusal=refusal)

    return answer


def _unanswered(house: House) -> Callable[[Scope, Refused], ASGIApp]:
    """What the guard refuses: a problem for programs, a page for people; to strangers, a line and nothing else."""

    def say(scope: Scope, refused: Refused) -> ASGIApp:
        request = Request(scope)
        if refused.to:
            return RedirectResponse(refused.to, refused.status, {"Connection": "close"})
        if _is_api(request):
            answer = unanswered(refused.status, TEXTS[refused.why])
        elif refused.status in _STRANGERS:
            answer = PlainTextResponse(f"{house.interface(request)(refused.why)}\n", refused.status)
        else:
            part = "refusal" if request.headers.get("hx-request") else "error"
            refusal = Refusal(house.interface(request)(refused.why))
            answer = page(request, house, part, refused.status, refusal=refusal)
        # What was not read of the request must not be taken for the next one.
        answer.headers["Connection"] = "close"
        return answer

    return say


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")
