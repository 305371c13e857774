"""The quick start: a known document is written with hardly an import, one that is not yet with the engines alone, the
same bytes; all else goes the whole way."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from leafgen.cli.start import plain_fields, quick
from leafgen.content.workspace import Workspace, packaged_root
from leafgen.masters.known import known_document
from leafgen.pipeline import Leafgen
from tests.conftest import TODAY

FIELDS = {"kind": "leaflet", "indication": "cramps", "locale": "nl", "patient_name": "Anna de Vries"}
WORDS = ["leaflet", "cramps", "--locale", "nl", "--patient-name", "Anna de Vries", "-o"]
#: What takes long to import, and is not needed for what is known.
HEAVY = (
    "pydantic",
    "typer",
    "rich",
    "numpy",
    "pikepdf",
    "pypdf",
    "fontTools",
    "uharfbuzz",
    "babel",
    "weasyprint",
    "reportlab",
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_known_leaflet_is_written_without_the_house(cache: Path, tmp_path: Path) -> None:
    leafgen, slow, fast = Leafgen(Workspace(packaged_root())), tmp_path / "slow.pdf", tmp_path / "fast.pdf"
    released = leafgen.release({**FIELDS, "patient_name": "Bo Wu"}, slow)
    program = f"""
import sys
from leafgen.cli.start import quick
assert quick({[*WORDS, str(fast)]!r})
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    said, heavy = done.stdout.splitlines()
    assert heavy == "[]"
    leafgen.release(FIELDS, slow)
    assert fast.read_bytes() == slow.read_bytes()
    assert said.startswith(f"{fast}: proven, {released.statements} statements on {released.pages} pages, sha256 ")
    assert fast.stat().st_mode & 0o777 == 0o600


def test_a_known_label_of_nobody_is_the_proven_bytes(cache: Path, tmp_path: Path) -> None:
    words = ["label", "cramps", "--locale", "nl", "--stock", "zebra-102x76", "--output", str(tmp_path / "label.pdf")]
    fields = {"kind": "label", "indication": "cramps", "locale": "nl", "stock": "zebra-102x76"}
    released = Leafgen(Workspace(packaged_root())).release(fields, tmp_path / "slow.pdf")
    assert quick(words)
    assert (tmp_path / "label.pdf").read_bytes() == released.path.read_bytes()


@pytest.mark.parametrize("beside", [False, True])
def test_a_first_label_waits_for_no_other_command(beside: bool, cache: Path, tmp_path: Path) -> None:
    words = ["label", "cramps", "--locale", "nl", "--stock", "zebra-102x76", "-o", str(tmp_path / "label.pdf")]
    heavy = ("typer", "rich", "pydantic", "ruamel.yaml", "weasyprint", "multiprocessing", "fontTools.subset")
    readers = ("numpy", "pikepdf", "pypdfium2", "leafgen.verify.runner")
    program = f"""
import sys
from leafgen.cli.start import quick
assert quick({words!r}, beside={beside})
print([name for name in {heavy!r} + {readers!r} * {beside} if name in sys.modules])
"""
    leafgen = Leafgen(Workspace(packaged_root()))
    assert leafgen.translations("nl").texts
    assert leafgen.trusted_fonts
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines()[1:] == ["[]"]
    first = (tmp_path / "label.pdf").read_bytes()
    fields = {"kind": "label", "indication": "cramps", "locale": "nl", "stock": "zebra-102x76"}
    known = known_document(packaged_root(), fields, TODAY)
    assert known is not None
    assert known.data == first


def test_without_a_proof_from_beside_nothing_is_written(cache: Path, tmp_path: Path) -> None:
    words = ["label", "cramps", "--locale", "nl", "--stock", "zebra-102x76", "-o", str(tmp_path / "label.pdf")]
    program = f"""
import sys
from leafgen.cli import start
from leafgen.verify.beside import Beside
sys.argv[1:] = {words!r}
start._cores = lambda: 2
start.Beside = lambda: Beside(lambda pipes: None)
start.main()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (4, "")
    assert "not proven, and not written" in done.stderr
    assert list(tmp_path.glob("*.pdf")) == []


@pytest.mark.parametrize(
    "words",
    [
        ["leaflet", "cramps", "--locale", "xx"],
        ["label", "cramps", "--locale", "nl", "--stock", "none"],
        ["label", "cramps", "--locale", "nl"],
        ["label", "cramps", "--locale", "nl", "--stock", "dymo-99012", "--dose", "9000"],
    ],
    ids=lambda words: words[-1],
)
def test_what_is_refused_is_not_written_and_left_to_the_house(words: list[str], cache: Path, tmp_path: Path) -> None:
    assert plain_fields([*words, "-o", "x.pdf"]) is not None
    assert not quick([*words, "-o", str(tmp_path / "x.pdf")])
    assert not (tmp_path / "x.pdf").exists()


def test_what_is_at_fault_is_left_to_the_house(cache: Path, tmp_path: Path) -> None:
    leafgen = Leafgen(Workspace(packaged_root(), today=lambda: TODAY))
    leafgen.document(leafgen.request({**FIELDS, "birth_date": "1961-03-12"}))
    root, good = packaged_root(), {**FIELDS, "birth_date": "1961-03-12"}
    assert known_document(root, good, TODAY) is not None
    for wrong in (
        {"birth_date": "2026-11-23"}, {"birth_date": "12-03-1961"}, {"patient_name": "A\u202eB"},
        {"patient_name": "x" * 61},
        {"patient_name": "W" * 60}, {"patient_name": "\u5f20"}, {"locale": "xx"}, {"date": "2026-11-22"},
        {"dose": "200"},
        {"nonsense": "1"}, {"stock": "avery-l7160"},
    ):  # fmt: skip
        assert known_document(root, {**good, **wrong}, TODAY) is None, wrong
    assert known_document(root, FIELDS, TODAY) is None


@pytest.mark.parametrize(
    "words",
    [
        [], ["list", "locales"], ["leaflet"], ["leaflet", "--help"], WORDS[:-1], [*WORDS, "page.html"], [*WORDS],
        ["leaflet", "cramps", "--locale=nl", "-o", "x.pdf"], ["leaflet", "cramps", "-ox.pdf"],
        ["leaflet", "cramps", "--prescribed", "--locale", "nl", "-o", "x.pdf"],
        ["leaflet", "cramps", "--patient_name", "Bo", "-o", "x.pdf"],
        ["leaflet", "cramps", "sleep", "-o", "x.pdf"], ["leaflet", "cramps", "-o", "x.pdf", "-o", "y.pdf"],
        ["leaflet", "cramps", "--patient-name", "-o", "x.pdf"], ["leaflet", "cramps", "--dose", "", "-o", "x.pdf"],
        ["label", "cramps", "--edition", "large", "-o", "x.pdf"], ["leaflet", "cramps", "--stock", "a", "-o", "x.pdf"],
        ["leaflet", "cramps", "--prescribed", "yes", "-o", "x.pdf"], ["label", "cramps", "--kind", "x", "-o", "x.pdf"],
        ["leaflet", "cramps", "--nonsense", "a", "-o", "x.pdf"],
        ["--workspace", "w", "leaflet", "cramps", "-o", "x.pdf"], ["leaflet", "-o", "x.pdf"],
    ],
    ids=str,
)  # fmt: skip
def test_any_other_call_goes_the_whole_way(words: list[str]) -> None:
    assert plain_fields(words) is None
    assert not quick(words, lambda: date(2026, 11, 22))


def test_the_words_of_a_call_are_its_fields() -> None:
    assert plain_fields([*WORDS, "x.PDF"]) == {**FIELDS, "output": "x.PDF"}


def test_a_place_that_cannot_be_written_to_is_left_to_the_house(cache: Path, tmp_path: Path) -> None:
    Leafgen(Workspace(packaged_root())).release(FIELDS, tmp_path / "there.pdf")
    (tmp_path / "file").write_text("no folder")
    assert not quick([*WORDS, str(tmp_path / "file" / "x.pdf")])


def test_the_whole_command_starts_here(cache: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    command = [sys.executable, "-m", "leafgen", *WORDS, str(tmp_path / "x.pdf")]
    first, again = (subprocess.run(command, capture_output=True, text=True, check=False, env=environment) for _ in "ab")
    assert first.returncode == again.returncode == 0
    assert first.stdout == again.stdout != ""
    wrong = subprocess.run([*command[:3], "leaflet", "nothing"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
