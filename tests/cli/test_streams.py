"""Terminals that lack letters, readers that leave before the end, and outputs that are closed or full."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from leafgen.cli.main import run

LEAFGEN = [sys.executable, "-m", "leafgen"]
LABEL = ["label", "cramps", "--locale", "en", "--stock", "dymo-99012"]


@pytest.fixture
def label(tmp_path: Path) -> Path:
    made = tmp_path / "label.pdf"
    assert run([*LABEL, "-o", str(made)]) == 0
    return made


def test_a_terminal_without_the_letters_shows_their_numbers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    listed = subprocess.run([*LEAFGEN, "list", "locales"], capture_output=True, check=False)
    assert (listed.returncode, listed.stderr) == (0, b"")
    assert rb"\u0639" in listed.stdout
    made = subprocess.run([*LEAFGEN, *LABEL, "-o", str(tmp_path / "ł.pdf")], capture_output=True, check=False)
    assert (made.returncode, made.stderr) == (0, b"")
    assert rb"\u0142.pdf: proven" in made.stdout


def test_json_is_utf_8_on_any_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    listed = subprocess.run([*LEAFGEN, "list", "locales", "--json"], capture_output=True, check=True)
    assert {"العربية", "Türkçe"} <= {row["name"] for row in json.loads(listed.stdout.decode())}


@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_a_reader_that_leaves_changes_no_verdict(label: Path, extra: list[str]) -> None:
    verify = [*LEAFGEN, "verify", *[str(label)] * 40, "--kind", "label", "--locale", "en", "--stock", "dymo-99012"]
    for indication, status in (("sleep", 4), ("cramps", 0)):
        command = [*verify, "--indication", indication, *extra]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.read(10)
            process.stdout.close()
            complaint = process.stderr.read()
            assert process.wait() == status
        assert b"Traceback" not in complaint
        assert b"BrokenPipe" not in complaint


def test_closed_streams_change_no_verdict(tmp_path: Path) -> None:
    made = tmp_path / "label.pdf"
    for words, status in (([*LABEL, "-o", str(made)], 0), (["list", "forms"], 0), (["list", "nonsense"], 2)):
        shell = ["sh", "-c", '"$@" >&- 2>&-', "sh", *LEAFGEN, *words]
        assert subprocess.run(shell, check=False).returncode == status
    assert made.is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the machine has no disk that is always full")
def test_a_full_disk_behind_standard_output_is_named() -> None:
    with open("/dev/full", "wb") as full:
        for extra in ([], ["--json"]):
            listed = subprocess.run(
                [*LEAFGEN, "list", "forms", *extra], stdout=full, stderr=subprocess.PIPE, check=False
            )
            assert listed.returncode == 7
            assert listed.stderr == b"what was to be said cannot be written: No space left on device\n"
