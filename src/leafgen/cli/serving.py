"""`leafgen serve`: the web page for the counter, and its API."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import Annotated

import typer

from leafgen.cli.console import say
from leafgen.kernel.errors import CommandError, EnvironmentLacking

TOKEN_VARIABLE = "LEAFGEN_TOKEN"  # noqa: S105 - the name of a variable, no token
_SHORTEST_TOKEN = 16


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    printer: Annotated[
        list[str] | None, typer.Option(help="A CUPS queue that the counter may print on.", show_default=False)
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option(help="A host name it is reached by, besides addresses.", show_default=False)
    ] = None,
    workers: Annotated[int, typer.Option(help="Processes that make documents.", min=1, max=64)] = 2,
) -> None:
    """Serve the web page for the counter, and its API, on this machine."""
    token = os.environ.get(TOKEN_VARIABLE, "")
    if not _is_loopback(host) and len(token) < _SHORTEST_TOKEN:
        raise CommandError(
            f"{host} can be reached from elsewhere: that needs a token of at least {_SHORTEST_TOKEN} characters",
            f"set {TOKEN_VARIABLE}, or serve on 127.0.0.1; and put a proxy that speaks TLS before it",
        )
    # A web framework is loaded by nobody who prints from a terminal.
    from leafgen.web.serving import listen  # noqa: PLC0415

    names = frozenset(("localhost", *(one.lower() for one in name or ())))
    if not _free(host, port):
        raise EnvironmentLacking(f"{host}, port {port}, cannot be listened on", "choose another: --port")
    say(f"leafgen is at http://{f'[{host}]' if ':' in host else host}:{port}/ (stop it with Ctrl-C)")
    listen(context.obj.leafgen, host, port, names=names, token=token, queues=tuple(printer or ()), workers=workers)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError:
        return False
    return True
