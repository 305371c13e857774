"""Who may ask, from where, and how much: checked before anything else sees a request.

The page is for the people of one workplace. It answers on the loopback address alone unless a token guards it; it
answers to its own names only (a foreign page cannot rename itself into it), to its own pages only, and says nothing
of what went wrong inside. Sources: OWASP cheat sheets on CSRF, HTTP headers and DNS rebinding; W3C Fetch Metadata.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
import secrets
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SESSION_COOKIE, ENTERED_COOKIE = "leafgen-session", "leafgen-entered"
#: Bytes of a body: enough for a form, for a table of rows, and for a PDF in base64.
MOST_BYTES = 64_000
LARGER: Mapping[str, int] = {"/api/verify": 28_000_000, "/api/batch": 4_000_000, "/batch": 4_000_000}
#: Seconds within which a body must have come.
_SECONDS = 20.0
_SAFE = ("GET", "HEAD")
#: What anybody may ask for: the way in, and what it looks like.
_WAY_IN = "/enter"
_OPEN = (_WAY_IN, "/static/")

#: Own scripts and styles only, none inside the page; pictures and the PDF as what the page itself holds.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": browsers then call the origin of a form null, as that of a foreign page.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Refused(Exception):
    """A request that is not answered: the HTTP status and, for people, the key of the text that says why; `to`: where a
    browser is sent instead."""

    def __init__(self, status: int, why: str, to: str = "") -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.to = to


#: How a refusal is said to whoever asked: in their language, as a page, a text or a problem.
Say = Callable[[Scope, Refused], ASGIApp]


@dataclass(frozen=True, slots=True)
class Gate:
    """What the guard knows. `names`: host names it answers to besides addresses; `token`: what those who come from
    elsewhere must show ("" on the loopback address); `secret`: of this run of the server."""

    names: frozenset[str] = frozenset(("localhost",))
    token: str = ""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def mark(self, purpose: str, session: str) -> str:
        """What only this server can have written for a session."""
        return hmac.new(self.secret, f"{purpose}\0{session}".encode(), hashlib.sha256).hexdigest()

    def holds(self, purpose: str, session: str, mark: str) -> bool:
        """Whether a mark is this server's, for this session."""
        return bool(session) and hmac.compare_digest(self.mark(purpose, session).encode(), mark.encode())

    def opens(self, token: str) -> bool:
        """Whether this is the workplace's token."""
        return bool(self.token) and hmac.compare_digest(self.token.encode(), token.encode())

    def answers_to(self, host: str) -> bool:
        """Whether a Host header names this server: one of its names, or a plain address, as only names can be made
        to lead here by others."""
        name = (urlsplit(f"//{host}").hostname or "").lower()
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return name in self.names
        return bool(self.token) or address.is_loopback


class Guard:
    """The outermost layer: every request passes it, every answer gets its headers, no fault gets past it."""

    def __init__(self, app: ASGIApp, gate: Gate, say: Say) -> None:
        self.app = app
        self.gate = gate
        self.say = say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = _with_headers(message["headers"])
            await send(message)

        try:
            body = await self._checked(scope, receive)
            await self.app(scope, body, answer)
        except Refused as refused:
            await self.say(scope, refused)(scope, receive, answer)
        except Exception as fault:  # whatever it is, its text may hold what was asked for
            tell(fault)
            if not begun:
                await self.say(scope, Refused(500, "refusal.fault-of-ours"))(scope, receive, answer)

    async def _checked(self, scope: Scope, receive: Receive) -> Receive:
        headers = Headers(scope=scope)
        if len(headers.getlist("host")) != 1 or not self._own_name(headers["host"]):
            raise Refused(421, "gate.name")
        if scope["method"] not in _SAFE:
            if scope["method"] != "POST":
                raise Refused(405, "refusal.form")
            _same_origin(headers)
        if self.gate.token and not scope["path"].startswith(_OPEN):
            self._entered(headers)
        return await _body(scope, headers, receive)

    def _own_name(self, host: str) -> bool:
        try:
            return self.gate.answers_to(host)
        except ValueError:
            return False

    def _entered(self, headers: Headers) -> None:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.gate.opens(token.strip()):
            return
        cookies = read_cookies(headers)
        if self.gate.holds("entered", cookies.get(SESSION_COOKIE, ""), cookies.get(ENTERED_COOKIE, "")):
            return
        if headers.get("sec-fetch-mode") == "navigate":
            raise Refused(303, "enter.lead", _WAY_IN)
        raise Refused(401, "enter.lead")


def read_cookies(headers: Headers) -> dict[str, str]:
    """The cookies of a request; none when they cannot be read."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def _same_origin(headers: Headers) -> None:
    """Browsers say where a request comes from; other programs say nothing, and cannot be misled into asking."""
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise Refused(403, "gate.origin")
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers["host"]:
        raise Refused(403, "gate.origin")


async def _body(scope: Scope, headers: Headers, receive: Receive) -> Receive:
    """The whole body, no larger and no slower than allowed, to be read once more."""
    most = next((limit for path, limit in LARGER.items() if scope["path"].startswith(path)), MOST_BYTES)
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdecimal() or int(length) > most:
        raise Refused(413, "gate.large")
    chunks: list[bytes] = []
    size, more = 0, True
    try:
        async with asyncio.timeout(_SECONDS):
            while more:
                message = await receive()
                if message["type"] != "http.request":
                    raise Refused(400, "refusal.form")
                chunks.append(message.get("body", b""))
                size, more = size + len(chunks[-1]), message.get("more_body", False)
                if size > most:
                    raise Refused(413, "gate.large")
    except TimeoutError:
        raise Refused(408, "gate.slow") from None
    whole: list[Message] = [{"type": "http.request", "body": b"".join(chunks), "more_body": False}]

    async def again() -> Message:
        return whole.pop() if whole else await receive()

    return again


def _with_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    there = {name.lower() for name, _ in headers}
    ours = ((name.lower().encode(), value.encode()) for name, value in HEADERS.items())
    return [*headers, *(pair for pair in ours if pair[0] not in there)]


def tell(fault: BaseException) -> None:
    """The kind and place of a fault, never its words: they may hold a patient's data."""
    frames = traceback.extract_tb(fault.__traceback__)[-4:]
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames)]
    print(f"leafgen serve: {type(fault).__name__} at {' < '.join(places)}", file=sys.stderr, flush=True)
