"""Tasks of proof, answered one after the other: what a process apart does for whoever has begun it."""

from __future__ import annotations

import pickle
from typing import Protocol

from leafgen.compose.expectation import Expectation
from leafgen.verify.reading.readers import READERS
from leafgen.verify.runner import prove
from leafgen.verify.trust import TrustedFont
from leafgen.verify.wire import to_bytes

Task = tuple[bytes, Expectation, tuple[TrustedFont, ...] | None, tuple[str, ...] | None]
"""PDF, what it must say, the trusted fonts (None: those of the task before), the second readers (None: every one)."""


class Messages(Protocol):
    """Whole messages, to and fro. EOFError: the other end is closed."""

    def recv_bytes(self) -> bytes: ...

    def send_bytes(self, data: bytes, /) -> None: ...


def serve(messages: Messages) -> None:
    """Answer tasks until the other end is closed."""
    fonts: tuple[TrustedFont, ...] = ()
    while True:
        try:
            task: Task = pickle.loads(messages.recv_bytes())  # noqa: S301 - from the parent, never from a file
        except EOFError:
            return
        pdf, expectation, given, readers = task
        fonts = fonts if given is None else given
        messages.send_bytes(to_bytes(prove(pdf, expectation, fonts, READERS if readers is None else readers)))
