"""`python -m leafgen.verify.child FD`: the process in which files from elsewhere are proven, one after the other.

It reads tasks from the connection FD and answers with proofs, within bounds of memory that it sets itself; it
leaves no file and no core behind, for these would hold what the file says.
"""

from __future__ import annotations

import pickle
import resource
import sys
from multiprocessing.connection import Connection

from leafgen.compose.expectation import Expectation
from leafgen.verify.runner import prove
from leafgen.verify.trust import TrustedFont
from leafgen.verify.wire import to_bytes

MEMORY = 3 << 30
"""Bytes of address space that reading a file may take, all libraries included."""

Task = tuple[bytes, Expectation, tuple[TrustedFont, ...] | None]
"""PDF, what it must say, the trusted fonts (None: those of the task before)."""


def confine() -> None:
    """Bound this process: memory, and no files."""
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))


def serve(connection: Connection) -> None:
    """Answer tasks until the other end is closed."""
    fonts: tuple[TrustedFont, ...] = ()
    while True:
        try:
            task: Task = pickle.loads(connection.recv_bytes())  # noqa: S301 - from the parent, never from a file
        except EOFError:
            return
        pdf, expectation, given = task
        fonts = fonts if given is None else given
        connection.send_bytes(to_bytes(prove(pdf, expectation, fonts)))


def main() -> None:
    """Serve the connection that the command line names."""
    confine()
    with Connection(int(sys.argv[1])) as connection:
        serve(connection)


if __name__ == "__main__":
    main()
