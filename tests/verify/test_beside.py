"""A proof from the process beside is the proof of this one; a process that ends, or answers wrongly, proves nothing."""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from leafgen.verify.beside import Beside, Pipes, ProverEnded
from leafgen.verify.proof import Proof
from leafgen.verify.prover import NotSealed, Stamped, Unsealed
from leafgen.verify.reading.readers import pypdf_text
from leafgen.verify.runner import prove
from leafgen.verify.seal import Seal
from tests.verify.mutants.bads import BADS
from tests.verify.mutants.material import trusted, usual
from tests.verify.mutants.real import make


def answering(answer: Callable[[], bytes]) -> Callable[[Pipes], None]:
    """What a process does that hears a task and then does something else."""

    def serve(pipes: Pipes) -> None:
        pipes.recv_bytes()
        pipes.send_bytes(answer())

    return serve


def ending(how: Callable[[], object]) -> Callable[[Pipes], None]:
    """What a process does that hears a task and then ends."""

    def serve(pipes: Pipes) -> None:
        pipes.recv_bytes()
        how()

    return serve


def crash() -> None:
    """End as a reader does that a file brings down."""
    faulthandler.disable()
    os.kill(os.getpid(), signal.SIGSEGV)


@pytest.mark.parametrize("maker", [usual, BADS["white"], BADS["digit-changed"]])
def test_the_process_beside_finds_what_this_one_finds(maker: Callable[[], object]) -> None:
    specimen = maker()
    here = prove(specimen.pdf, specimen.expectation, trusted())  # type: ignore[attr-defined]
    with Beside() as beside:
        for _ in range(2):
            there = beside.prove(specimen.pdf, specimen.expectation, trusted())  # type: ignore[attr-defined]
            assert (there.sha256, there.statements, there.unexplained) == (
                here.sha256,
                here.statements,
                here.unexplained,
            )
            assert [(check.id, check.refusals) for check in there.checks] == [(c.id, c.refusals) for c in here.checks]


def test_the_pages_of_a_booklet_are_read_where_it_is_taken_apart() -> None:
    fields = {"kind": "leaflet", "indication": "cramps", "locale": "en", "edition": "booklet"}
    original = make(fields)
    assert original.expectation.folded
    with Beside() as beside:
        assert beside.prove(original.pdf, original.expectation, original.fonts).proven


def test_a_font_that_is_trusted_for_one_file_is_not_for_the_next() -> None:
    specimen = usual()
    with Beside() as beside:
        assert beside.prove(specimen.pdf, specimen.expectation, trusted()).proven
        assert not beside.prove(specimen.pdf, specimen.expectation, ()).proven


@pytest.mark.parametrize(
    ("serve", "word"),
    [
        (ending(crash), "SIGSEGV"),
        (ending(lambda: os.kill(os.getpid(), signal.SIGKILL)), "SIGKILL"),
        (ending(lambda: os._exit(3)), "without an answer"),
        (ending(lambda: sys.exit("a word")), "without an answer"),
        (lambda _: None, "without an answer"),
        (answering(lambda: b"nonsense"), "without an answer"),
        (answering(lambda: b"{}"), "without an answer"),
        (lambda pipes: os.write(pipes._target.fileno(), b"\0\0\0"), "without an answer"),
        (lambda pipes: os.write(pipes._target.fileno(), b"\0" * 6 + b"\1\0half"), "without an answer"),
    ],
    ids=range(9),
)
def test_a_process_that_gives_no_proof_is_a_refusal(
    serve: Callable[[Pipes], None], word: str, capfd: pytest.CaptureFixture[str]
) -> None:
    specimen = usual()
    with Beside(serve) as beside, pytest.raises(ProverEnded, match=word) as refused:
        beside.prove(specimen.pdf, specimen.expectation, trusted())
    assert refused.value.exit_code == 4
    assert capfd.readouterr() == ("", "")


def test_a_proof_of_another_file_is_none_of_this_one() -> None:
    specimen = usual()
    proof: Proof = prove(specimen.pdf, specimen.expectation, trusted())
    assert proof.proven
    other = replace(proof, sha256="0" * 64)
    for given, taken in ((proof, True), (other, False)):
        with Beside(answering(lambda given=given: pickle.dumps(given))) as beside:  # type: ignore[misc]
            if taken:
                assert beside.prove(specimen.pdf, specimen.expectation, trusted()).proven
            else:
                with pytest.raises(ProverEnded, match="another file"):
                    beside.prove(specimen.pdf, specimen.expectation, trusted())


def test_what_cannot_be_sealed_is_told_and_the_next_is_proven_all_the_same() -> None:
    specimen = usual()
    stamped = Stamped(specimen.pdf, {"patient.name": "nobody"}, specimen.expectation)
    with Beside() as beside:
        with pytest.raises(NotSealed, match="every text"):
            beside.seal_master(Unsealed(stamped, stamped, [], {}), trusted())
        assert beside.prove(specimen.pdf, specimen.expectation, trusted()).proven


def test_what_is_no_seal_of_this_file_is_none() -> None:
    specimen = usual()
    other = Seal(b"another", (), 0, (), (), ())
    stamped = Stamped(specimen.pdf, {}, specimen.expectation)
    for answer in (other, "nonsense"):
        with (
            Beside(answering(lambda answer=answer: pickle.dumps(answer))) as beside,  # type: ignore[misc]
            pytest.raises(ProverEnded, match="another file"),
        ):
            beside.seal_master(Unsealed(stamped, stamped, [], {}), trusted())


@pytest.mark.parametrize("found", [None, [], ["nothing of it"]])
def test_what_pypdf_does_not_find_here_it_is_asked_for_there(
    found: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    specimen = usual()
    monkeypatch.setattr("leafgen.verify.beside._read", lambda _: found)
    with Beside() as beside:
        assert beside.prove(specimen.pdf, specimen.expectation, trusted()).proven


def test_what_pypdf_reads_here_is_what_the_proof_goes_by(monkeypatch: pytest.MonkeyPatch) -> None:
    specimen = usual()
    said = pypdf_text(specimen.pdf, letters_alone=True)
    monkeypatch.setattr("leafgen.verify.beside._read", {specimen.pdf: said}.__getitem__)
    # Whoever proves cannot read it so itself.
    monkeypatch.setattr("leafgen.verify.reading.by_pypdf.pypdf_text", lambda *_: [])
    with Beside() as beside:
        assert beside.prove(specimen.pdf, specimen.expectation, trusted()).proven


def test_a_file_that_is_not_even_read_is_refused_and_the_next_is_proven() -> None:
    specimen = usual()
    with Beside() as beside:
        for _ in range(2):
            assert not beside.prove(b"no file of this kind", specimen.expectation, trusted()).proven
            assert beside.prove(specimen.pdf, specimen.expectation, trusted()).proven


def test_it_leaves_no_process_behind() -> None:
    with Beside() as beside:
        child = beside._process
        os.kill(child, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert beside.close() == 0


def test_it_ends_with_the_one_that_began_it() -> None:
    report, said = os.pipe()
    parent = os.fork()
    if not parent:
        Beside(waiting)
        os.write(said, b"begun")
        os.kill(os.getpid(), signal.SIGKILL)
    os.close(said)
    os.waitpid(parent, 0)
    with os.fdopen(report, "rb") as file:
        # Both had the other end of this: it closes with the last of them.
        assert file.read() == b"begun"


def waiting(pipes: Pipes) -> None:
    """What a process does that is never asked."""
    pipes.recv_bytes()
