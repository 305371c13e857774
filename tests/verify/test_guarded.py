"""A file that brings its reader down is refused in words, and the next one is proven all the same."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leafgen.verify.guarded import Guard, Starter, start_child
from leafgen.verify.proof import Proof
from leafgen.verify.runner import READABLE, prove
from leafgen.verify.wire import from_bytes, to_bytes
from tests.verify.mutants.bads import BADS
from tests.verify.mutants.engine import refusing
from tests.verify.mutants.material import promise, trusted, usual
from tests.verify.test_hostile import FILES

CHILD = """
    import os, resource, sys, time
    from multiprocessing.connection import Connection
    connection = Connection(int(sys.argv[1]))
    connection.recv_bytes()
    {fault}
"""


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    """The real child, with the specimens' fonts."""
    with Guard(trusted(), seconds=8) as guard:
        yield guard


def once(fault: str) -> Starter:
    """Starts a child that does some harm at its first task; the next one is as it should be."""
    started: list[int] = []

    def start(fd: int) -> subprocess.Popen[bytes]:
        started.append(fd)
        if len(started) > 1:
            return start_child(fd)
        code = textwrap.dedent(CHILD).format(fault=fault)
        return subprocess.Popen([sys.executable, "-c", code, str(fd)], pass_fds=[fd], stderr=subprocess.DEVNULL)

    return start


def why(proof: Proof) -> str:
    """The one reason for which a file could not be read."""
    (check,) = proof.checks
    (refusal,) = check.refusals
    assert check.id == READABLE
    assert not proof.proven
    assert {statement.detail for statement in proof.statements} == {refusal.message}
    return refusal.message


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ("os.abort()", "SIGABRT"),
        ("os.kill(os.getpid(), 11)", "SIGSEGV"),
        ("time.sleep(600)", "longer than 3 seconds"),
        ("while True: pass", "longer than 3 seconds"),
        ("resource.setrlimit(resource.RLIMIT_AS, (1 << 28, 1 << 28)); bytearray(1 << 30)", "without an answer"),
        ("sys.exit(0)", "without an answer"),
        ("connection.send_bytes(b'nonsense')", "no proper answer"),
        ("connection.send_bytes(b'{}')", "no proper answer"),
        ("connection.send_bytes(b'[1, 2]')", "no proper answer"),
    ],
)
def test_a_child_that_fails_is_a_refusal_and_not_the_end(fault: str, word: str) -> None:
    specimen = usual()
    with Guard(trusted(), seconds=3, start=once(fault)) as guard:
        assert word in why(guard.prove(specimen.pdf, specimen.expectation))
        guard.seconds = 40
        if "nonsense" not in fault and "{}" not in fault and "[1, 2]" not in fault:
            assert guard.prove(specimen.pdf, specimen.expectation).proven


def test_a_file_made_to_bring_readers_down_is_refused(guard: Guard) -> None:
    for name, make in FILES.items():
        proof = guard.prove(make(), promise())
        assert not proof.proven, name
        assert all(refusal.message for check in proof.checks for refusal in check.refusals), name
    specimen = usual()
    assert not refusing(guard.prove(specimen.pdf, specimen.expectation))


@pytest.mark.parametrize("make", [usual, BADS["white"], BADS["digit-changed"], BADS["contradicting-dose"]])
def test_the_child_finds_what_this_process_finds(guard: Guard, make: Callable[[], object]) -> None:
    specimen = make()
    here = prove(specimen.pdf, specimen.expectation, trusted())  # type: ignore[attr-defined]
    there = guard.prove(specimen.pdf, specimen.expectation)  # type: ignore[attr-defined]
    assert there.statements == here.statements
    assert there.unexplained == here.unexplained
    assert [(check.id, check.refusals) for check in there.checks] == [(c.id, c.refusals) for c in here.checks]
    assert from_bytes(to_bytes(here)) == here


def test_a_font_that_is_trusted_for_one_file_is_not_for_the_next() -> None:
    specimen = usual()
    with Guard(seconds=40) as guard:
        assert guard.prove(specimen.pdf, specimen.expectation, trusted()).proven
        assert not guard.prove(specimen.pdf, specimen.expectation).proven
        assert guard.prove(specimen.pdf, specimen.expectation, trusted()).proven


def test_a_closed_guard_leaves_no_process() -> None:
    made: list[subprocess.Popen[bytes]] = []

    def start(fd: int) -> subprocess.Popen[bytes]:
        made.append(start_child(fd))
        return made[-1]

    with Guard(start=start):
        assert made[0].poll() is None
    assert made[0].returncode is not None


def test_the_child_writes_no_file(tmp_path: Path) -> None:
    code = "from leafgen.verify.child import confine; confine(); f = open('x', 'w'); f.write('a name'); f.flush()"
    ended = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False)
    assert b"File too large" in ended.stderr
    assert (tmp_path / "x").read_bytes() == b""
