"""`leafgen batch`, called as a script would: what it says, and how it ends."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from leafgen.batch.batch import Progress
from leafgen.cli import batch
from leafgen.cli.main import run
from tests.batch.tables import labels, write


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write(tmp_path / "rows.csv", labels(4))


def test_all_good(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["batch", str(table), "-o", str(tmp_path / "out"), "--workers", "1"]) == 0
    said = capsys.readouterr().out
    assert "4 rows: 4 labels, all proven" in said
    assert "demo-pharmacy dymo-99012 nl: 1 document, 2 pages" in said


def test_some_rejected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = write(tmp_path / "rows.csv", labels(4, bad=(1, 2)))
    assert run(["batch", str(table), "-o", str(tmp_path / "out"), "--workers", "1"]) == 6
    said = capsys.readouterr()
    assert "2 of 4 rows were rejected" in said.err
    assert "rejected.csv" in said.err
    # What is said of a row may end in the log of whatever runs this at night.
    assert "1990-02-31" not in said.out + said.err
    assert not any(row["patient_name"] in said.out + said.err for row in labels(4))


def test_all_rejected(tmp_path: Path) -> None:
    table = write(tmp_path / "rows.csv", labels(2, bad=(0, 1)))
    assert run(["batch", str(table), "-o", str(tmp_path / "out"), "--workers", "1"]) == 6


def test_a_dry_run_names_every_fault_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = labels(3, bad=(1,))
    rows[1]["locale"] = "xx"
    table = write(tmp_path / "rows.csv", rows)
    assert run(["batch", str(table), "--dry-run", "--workers", "1"]) == 6
    said = capsys.readouterr().out
    assert "rows.csv:3: locale: there is no locale 'xx' (there is: ar, " in said
    assert "rows.csv:3: birth_date: is '1990-02-31': not a date (write it as 2026-11-22)" in said
    assert "2 labels would be made, 1 rejected; nothing was written" in said
    assert list(tmp_path.iterdir()) == [table]


def test_a_dry_run_with_nothing_to_say(table: Path, tmp_path: Path) -> None:
    assert run(["batch", str(table), "--dry-run", "-o", str(tmp_path / "out"), "--workers", "1"]) == 0
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("id,kind\np1,label\n", "rows.csv", "locale: the column is missing"),
        ("id,kind,indication,locale,pateint_name\n", "rows.csv", "has no row"),
        ("id,kind,indication,locale,pateint_name\np,,,,\n", "rows.csv", "did you mean 'patient_name'"),
        ("", "rows.csv", "is empty"),
        ("x", "rows.pdf", "its ending"),
        ("{", "rows.jsonl", "rows.jsonl:1: is no JSON object"),
    ],
)
def test_an_input_that_cannot_be_read(
    text: str, name: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert run(["batch", str(tmp_path / name), "-o", str(tmp_path / "out")]) == 3
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["-o", "out", "--layout", "nonsense"],
        ["-o", "out", "--proof", "nonsense"],
        ["-o", "out", "--encoding", "nonsense"],
        ["-o", "out", "--sheet", "one"],
        ["-o", "out", "--workers", "-1"],
    ],
)
def test_words_that_are_off(options: list[str], table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["batch", str(table), *options]) == 2
    assert list(tmp_path.iterdir()) == [table]


def test_an_input_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["batch", str(tmp_path / "none.csv"), "-o", str(tmp_path / "out")]) == 3
    assert "cannot be read" in capsys.readouterr().err


def test_a_map_and_an_encoding(tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_bytes("No;Patiënt;Zaal\n1;Zoë;B2\n".encode("cp1252"))
    names = tmp_path / "map.yaml"
    names.write_text(
        "columns: {No: id, Patiënt: patient_name}\nignore: [Zaal]\n"
        "defaults: {kind: label, indication: cramps, locale: nl, stock: dymo-99012}\n",
        encoding="utf-8",
    )
    words = ["batch", str(table), "-o", str(tmp_path / "out"), "--map", str(names), "--workers", "1"]
    assert run(words) == 3
    assert run([*words, "--encoding", "cp1252"]) == 0
    assert (tmp_path / "out/files/1.label.pdf").is_file()


def test_a_second_batch_is_not_written_over_the_first(table: Path, tmp_path: Path) -> None:
    words = ["batch", str(table), "-o", str(tmp_path / "out"), "--workers", "1"]
    assert [run(words), run(words), run([*words, "--resume"])] == [0, 2, 0]


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere(table: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "leafgen", "batch", str(table), "--workers", "1", "--dry-run"]
    ours, theirs = pty.openpty()
    shown = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    seen = b""
    with suppress(OSError):  # What Linux says of a terminal that nobody writes to any more.
        while piece := os.read(ours, 4096):
            seen += piece
    os.close(ours)
    assert shown.wait() == 0
    assert b"4/4" in seen
    assert b"a second, 0 rejected" in seen


def test_progress_as_plain_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    moments = iter((0.0, 0.0, 1.0, 10.0, 11.0, 20.0))
    monkeypatch.setattr(time, "monotonic", lambda: next(moments))
    lines = batch.Lines()
    for done in (500, 700, 1500, 1600, 2500):
        lines(Progress(done, done // 100, 10_000))
    assert capsys.readouterr().err.splitlines() == [
        "1,500 of 10,000 rows, 100 a second, 85 s left, 15 rejected",
        "2,500 of 10,000 rows, 100 a second, 75 s left, 25 rejected",
    ]


BUNDLES = ("--layout", "run", "--workers", "1")


def test_bundles_and_their_pages_are_known_before_anything_is_printed(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["batch", str(table), *BUNDLES, "--bundle-by", "indication", "--bundle-size", "2"]
    assert run([*words, "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert run([*words, "-o", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert told.splitlines()[:-1] == said.splitlines()[:-1]
    pages = re.search("bundle 1 cramps demo-pharmacy dymo-99012 en: 2 documents, ([0-9]+) pages", said)
    assert pages
    files = sorted(path.name for path in (tmp_path / "out").glob("run-*.pdf"))
    assert f"{files[0]}: {int(pages[1]) + 1} pages, blank ones and separators included" in said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((*BUNDLES, "--bundle-by", "patient_name"), "no bundles by 'patient_name'"),
        (("--bundle-size", "2"), "--layout run"),
        (("--fold-marks",), "--layout run"),
    ],
)
def test_bundles_that_there_cannot_be(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], message: str
) -> None:
    assert run(["batch", str(table), "-o", str(tmp_path / "out"), *words]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
