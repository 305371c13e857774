"""Listening: the server on an address, without a log of what it is asked."""

from __future__ import annotations

import signal
import sys

import uvicorn

from leafgen.pipeline import Leafgen
from leafgen.web.app import make_app
from leafgen.web.security import Gate
from leafgen.web.workshop import Size

#: Connections at a time; more are told to come back.
_MOST_CONNECTIONS = 256


def listen(
    leafgen: Leafgen,
    host: str,
    port: int,
    *,
    names: frozenset[str] = frozenset(("localhost",)),
    token: str = "",
    queues: tuple[str, ...] = (),
    workers: int = 2,
) -> None:
    """Serve until stopped. Raises InvalidInput when the content is invalid."""
    app = make_app(leafgen, gate=Gate(names, token), queues=queues, size=Size(workers), ahead=True)
    # What stops services is asked for once more after the server has stopped: it ends then as a command ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # No access log: nothing of a request is written down. Its addresses name no patient either.
    uvicorn.run(
        app,
        host=host,
        port=port,
        access_log=False,
        log_level="error",
        limit_concurrency=_MOST_CONNECTIONS,
        server_header=False,
        timeout_keep_alive=15,
        proxy_headers=False,
    )
