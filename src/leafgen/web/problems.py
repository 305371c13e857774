"""Refusals over HTTP: problem+json (RFC 9457) whose `exit` is the command's exit code, and each exit code's status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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


def status_of(error: LeafgenError) -> int:
    """The HTTP status of a refusal."""
    if isinstance(error, Busy | TooLong):
        return 503
    return STATUS.get(error.exit_code, 500)


def problem(error: LeafgenError, **more: object) -> Response:
    """A refusal as problem+json: every fault with its field, message and advice."""
    body: dict[str, Any] = {
        "type": f"urn:leafgen:exit:{error.exit_code}",
        "title": TITLES.get(error.exit_code, TITLES[1]),
        "status": status_of(error),
        "detail": error.message,
        "exit": error.exit_code,
        "advice": error.advice,
        "faults": [
            {"at": fault.place.path or str(fault.place), "message": fault.message, "advice": fault.advice}
            for fault in error.diagnostics
        ],
        **more,
    }
    headers = {"Retry-After": "3"} if isinstance(error, Busy) else None
    return JSONResponse(body, body["status"], headers, media_type=MEDIA_TYPE)
