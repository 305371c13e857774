"""Pages: templates filled with what the views found. Everything is escaped; the only importer of jinja2 here."""

from __future__ import annotations

import re
from base64 import b64encode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from leafgen.compose.composition import Run
from leafgen.render.html import stretches
from leafgen.web.house import House
from leafgen.web.security import SESSION_COOKIE
from leafgen.web.static_files import HTMX


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("leafgen.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["stretches"] = _stretches
    environment.filters["base64"] = lambda data: b64encode(data).decode("ascii")
    return environment


def _stretches(text: str, direction: str) -> list[tuple[str, str]]:
    """A text in stretches, each with the direction in which it is to be isolated, or none: on a screen as on paper,
    200 to 400 in a right-to-left sentence must not read 400 to 200. A placeholder stands for such a number."""
    if direction != "rtl":
        return [(text, "")]
    return [
        found
        for piece in _PLACEHOLDER.split(text)
        for found in ([(piece, "ltr")] if _PLACEHOLDER.fullmatch(piece) else stretches(Run(piece), isolate=True))
    ]


_PLACEHOLDER = re.compile(r"(\{\w+\})")
_ENVIRONMENT = _environment()


def page(request: Request, house: House, template: str, status: int = 200, /, **values: object) -> Response:
    """A page (or a part of one) as an answer, in the language of whoever asks, with a session of its own."""
    session = request.cookies.get(SESSION_COOKIE) or house.new_session()
    text = _ENVIRONMENT.get_template(f"{template}.html.j2").render(
        say=house.interface(request),
        interfaces=house.interfaces.values(),
        files=house.files,
        htmx=house.files.get(HTMX),
        csrf=house.gate.mark("csrf", session),
        here=request.url.path,
        **values,
    )
    answer = HTMLResponse(text, status)
    answer.set_cookie(SESSION_COOKIE, session, httponly=True, samesite="strict", path="/")
    return answer
