"""What a command says and to whom: streams that can say anything, and readers that may leave before the end."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import IO


def ready() -> None:
    """Make both streams take whatever is said: a terminal that has no letter for it shows its number (`\\u0639`), and a
    stream that was closed before we began swallows it. What is done must not hang on who can read of it."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, io.TextIOWrapper(io.FileIO(os.devnull, "w"), encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def deafen(stream: IO[str]) -> None:
    """Let a stream whose reader has left (`| head`) swallow the rest: the work goes on, to its own exit status."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def write_line(text: str) -> None:
    """Write a line to standard output at once. It says what was done, which stays done if nobody hears of it."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except OSError:
        deafen(sys.stdout)


def write_out(data: bytes) -> None:
    """Write bytes to standard output, as they are and at once."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        deafen(sys.stdout)
