"""Proof of files from elsewhere, in a process apart: one that crashes a reader, hangs or devours memory is refused.

What leafgen has just written itself needs no such care and pays nothing for it.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from threading import Lock, Timer
from time import perf_counter
from types import TracebackType
from typing import Any

from leafgen.compose.expectation import Expectation
from leafgen.verify.proof import Proof
from leafgen.verify.runner import unreadable
from leafgen.verify.trust import TrustedFont
from leafgen.verify.web_page import prove_web_page
from leafgen.verify.wire import from_bytes

SECONDS = 45.0
"""How long the proof of one file may take, by the clock on the wall."""

_LAST_BREATH = 5.0

Starter = Callable[[int], "subprocess.Popen[bytes]"]


def start_child(fd: int) -> subprocess.Popen[bytes]:
    """Start the process that proves, at the other end of the connection `fd`."""
    # -P: nothing is imported from the folder the user happens to be in. One thread: each takes address space.
    command = [sys.executable, "-P", "-m", "leafgen.verify.child", str(fd)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    nothing = subprocess.DEVNULL
    return subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
        command, pass_fds=[fd], env=environment, stdin=nothing, stdout=nothing, stderr=nothing
    )


class Guard:
    """A child process that proves one file after another, and its successor when a file brings it down.

    It starts at once, so that its imports overlap with other work. Use it as a context manager; safe in threads.
    """

    def __init__(
        self, fonts: Sequence[TrustedFont] = (), seconds: float = SECONDS, start: Starter = start_child
    ) -> None:
        self.fonts, self.seconds = tuple(fonts), seconds
        self._start = start
        self._lock = Lock()
        self._child: tuple[subprocess.Popen[bytes], Connection[Any, Any]] | None = None
        self._told: tuple[TrustedFont, ...] | None = None
        self._begin()

    def prove(self, pdf: bytes, expectation: Expectation, trusted: Sequence[TrustedFont] = ()) -> Proof:
        """Hold a file to its expectation; `trusted`: fonts besides the guard's own. Never raises for a bad file."""
        if expectation.web:
            return prove_web_page(pdf, expectation)
        started = perf_counter()
        with self._lock:
            answer = self._ask(pdf, expectation, (*self.fonts, *trusted))
        if isinstance(answer, bytes):
            try:
                return from_bytes(answer)
            except ValueError:
                answer = "the process that read it gave no proper answer"
        return unreadable(pdf, expectation, answer, (perf_counter() - started) * 1000)

    def _ask(self, pdf: bytes, expectation: Expectation, fonts: tuple[TrustedFont, ...]) -> bytes | str:
        """The child's answer, or in words why there is none."""
        process, connection = self._child or self._begin()
        new = None if fonts == self._told else fonts
        late: list[bool] = []

        def stop() -> None:
            late.append(True)
            process.kill()

        watch = Timer(self.seconds, stop)
        watch.daemon = True
        watch.start()
        try:
            connection.send_bytes(pickle.dumps((pdf, expectation, new)))
            answer = connection.recv_bytes()
        except (EOFError, OSError):
            self._end(_LAST_BREATH)
            return _why(process.returncode, self.seconds if late else None)
        finally:
            watch.cancel()
        if late:  # it answered, and was ended all the same
            self._end()
            return _why(None, self.seconds)
        self._told = fonts
        return answer

    def _begin(self) -> tuple[subprocess.Popen[bytes], Connection[Any, Any]]:
        ours, theirs = Pipe()
        with theirs:
            self._child = (self._start(theirs.fileno()), ours)
        self._told = None
        return self._child

    def _end(self, patience: float = 0.0) -> None:
        """End the child, after so many seconds in which it may end by itself and so say why."""
        if self._child is not None:
            process, connection = self._child
            connection.close()
            with suppress(subprocess.TimeoutExpired):
                process.wait(patience)
            process.kill()
            process.wait()
            self._child = None

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def __enter__(self) -> Guard:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _why(status: int | None, seconds: float | None) -> str:
    """Why a child gave no answer, by its exit status; `seconds`: it was stopped after so long."""
    if seconds is not None:
        return f"reading it takes longer than {seconds:g} seconds"
    if status is not None and status < 0:
        try:
            name = signal.Signals(-status).name
        except ValueError:
            name = f"signal {-status}"
        return f"a program that reads it crashed over it ({name}): it is damaged, or made to do harm"
    return "the process that read it ended without an answer"
