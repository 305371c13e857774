"""Refusals over HTTP: problem+json (RFC 9457) whose `exit` is the command's exit code, and each exit code's status."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

from leafgen.kernel.errors import LeafgenError
from leafgen.web.workshop import Busy, TooLong

#: The status of each exit code of the contract.
STATUS: Mapping[int, int] = {1: 500, 2: 400, 3: 422, 4: 409, 5: 403, 6: 422, 7: 503}
TITLES: Mapping[int, str] = {
    1: "A fault in leafgen itself",
    2: "The request's words are off",
    3: "The input is invalid",
    4: "A proof failed: nothing was released",
    5: "Refused by policy",
    6: "Every row was rejected",
    7: "The environment lacks something",
}
MEDIA_TYPE = "application/problem+json"


#: The exit code of what the server refuses before it knows what is asked, or where nothing is.
EXITS: Mapping[int, int] = {400: 2, 401: 5, 403: 5, 404: 2, 405: 2, 408: 2, 413: 3, 421: 5}
_ADVICE: Mapping[int, str] = {
    401: "send the token as Authorization: Bearer",
    404: "see docs/api.md",
    405: "see docs/api.md",
}


def status_of(error: LeafgenError) -> int:
    """The HTTP status of a refusal."""
    if isinstance(error, Busy | TooLong):
        return 503
    return STATUS.get(error.exit_code, 500)


def problem(error: LeafgenError, **more: object) -> Response:
    """A refusal as problem+json: every fault with its field, message and advice."""
    faults = [
        {"at": fault.place.path or str(fault.place), "message": fault.message, "advice": fault.advice}
        for fault in error.diagnostics
    ]
    headers = {"Retry-After": "3"} if isinstance(error, Busy) else None
    return _answer(status_of(error), error.exit_code, error.message, error.advice, headers, faults=faults, **more)


def unanswered(status: int, why: str) -> Response:
    """What is refused before it is a job, as problem+json too: by whom it comes, where it goes, how large it is."""
    return _answer(status, EXITS.get(status, 1), why, _ADVICE.get(status, ""), None, faults=[])


def _answer(
    status: int, exit: int, detail: str, advice: str, headers: Mapping[str, str] | None, **more: object
) -> Response:
    body = {
        "type": f"urn:leafgen:exit:{exit}",
        "title": TITLES.get(exit, TITLES[1]),
        "status": status,
        "detail": detail,
        "exit": exit,
        "advice": advice,
        **more,
    }
    return JSONResponse(body, status, headers, media_type=MEDIA_TYPE)
