"""Printing through a real CUPS: what comes out of the queue is what was proven."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from leafgen.cli.main import run
from leafgen.deliver.printing import print_proven
from leafgen.deliver.zpl import zpl
from leafgen.kernel.errors import CommandError, EnvironmentLacking, LeafgenError, ProofFailed
from leafgen.pipeline import Leafgen
from leafgen.render.rendition import Rendition
from tests.deliver.cups import LACKING, PrintServer, print_server

LABEL = {"kind": "label", "indication": "cramps", "locale": "en", "stock": "dymo-99012"}
OPTIONS = [word for name, value in LABEL.items() for word in (f"--{name}", value)]

needs_cups = pytest.mark.skipif(bool(LACKING), reason=LACKING)


@pytest.fixture(scope="module")
def made(leafgen: Leafgen) -> Rendition:
    return leafgen.make(LABEL)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintServer]:
    with print_server() as started:
        monkeypatch.setenv("CUPS_SERVER", started.address)
        yield started


@needs_cups
def test_what_is_printed_is_what_was_proven(
    server: PrintServer, made: Rendition, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "label.pdf"
    file.write_bytes(made.pdf)
    assert run(["print", str(file), "--printer", server.queue, *OPTIONS]) == 0
    said = capsys.readouterr().out
    received = server.received(len(made.pdf))
    assert received == made.pdf
    assert hashlib.sha256(received).hexdigest() in said
    assert f"{server.queue}-1" in said


@needs_cups
def test_a_label_printer_is_sent_the_dots_of_that_file(server: PrintServer, leafgen: Leafgen, made: Rendition) -> None:
    proof = leafgen.prove(made.pdf, made.expectation)
    printed = print_proven(made.pdf, proof, server.queue, zpl_dpi=300)
    dots = zpl(made.pdf, 300)
    assert server.received(len(dots)) == dots
    assert printed.sha256 == hashlib.sha256(dots).hexdigest()


@needs_cups
def test_a_queue_that_is_not_there_is_named(server: PrintServer, leafgen: Leafgen, made: Rendition) -> None:
    proof = leafgen.prove(made.pdf, made.expectation)
    with pytest.raises(EnvironmentLacking, match="back-office"):
        print_proven(made.pdf, proof, "back-office")
    assert server.received(0) == b""


def test_what_is_not_proven_is_not_printed(leafgen: Leafgen, made: Rendition, tmp_path: Path) -> None:
    other = leafgen.make({**LABEL, "dose": "200", "times": "evening"})
    with pytest.raises(ProofFailed, match="not printed"):
        print_proven(made.pdf, leafgen.prove(made.pdf, other.expectation), "front-desk")
    with pytest.raises(LeafgenError, match="another file"):
        print_proven(other.pdf, leafgen.prove(made.pdf, made.expectation), "front-desk")
    file = tmp_path / "label.pdf"
    file.write_bytes(other.pdf)
    assert run(["print", str(file), "--printer", "front-desk", *OPTIONS]) == 4


@pytest.mark.parametrize("queue", ["-o raw", "a b", "a/b", "'", ""])
def test_a_name_that_is_no_queue_is_refused(leafgen: Leafgen, made: Rendition, queue: str) -> None:
    with pytest.raises(CommandError):
        print_proven(made.pdf, leafgen.prove(made.pdf, made.expectation), queue)


def test_without_a_client_it_says_how_to_get_one(
    leafgen: Leafgen, made: Rendition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EnvironmentLacking) as refusal:
        print_proven(made.pdf, leafgen.prove(made.pdf, made.expectation), "front-desk")
    assert "apt install cups-client" in refusal.value.advice


@pytest.mark.parametrize(
    "words", [[], ["--printer", "a", "--zpl", "-o", "x.zpl"], ["-o", "x.pdf"], ["--zpl", "--dpi", "72", "-o", "x.zpl"]]
)
def test_a_printer_or_a_file_is_named(words: list[str], made: Rendition, tmp_path: Path) -> None:
    file = tmp_path / "label.pdf"
    file.write_bytes(made.pdf)
    assert run(["print", str(file), *OPTIONS, *words]) == (3 if "72" in words else 2)
    assert [path.name for path in tmp_path.iterdir()] == ["label.pdf"]


def test_zpl_goes_to_a_file_of_its_owner_alone(made: Rendition, tmp_path: Path) -> None:
    file, dots = tmp_path / "label.pdf", tmp_path / "label.zpl"
    file.write_bytes(made.pdf)
    assert run(["print", str(file), *OPTIONS, "--zpl", "-o", str(dots)]) == 0
    assert dots.read_bytes() == zpl(made.pdf, 203)
    assert dots.stat().st_mode & 0o777 == 0o600
