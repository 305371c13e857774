"""Print runs of a batch: what they hold, in which order, and that a row is in all of its runs or in none."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from leafgen.batch import run_rows as division
from leafgen.batch.batch import Options, Progress, dry_run, run
from leafgen.batch.making import Orders
from leafgen.batch.rows import rows
from leafgen.batch.run_making import make_run
from leafgen.batch.run_rows import Bundling, runs
from leafgen.batch.tables import read_table
from leafgen.content.workspace import packaged_root
from leafgen.kernel.errors import EnvironmentLacking, InvalidInput, ProofFailed
from leafgen.pipeline import Leafgen
from leafgen.runs import PrintRun
from leafgen.verify.proof import Proof
from tests.batch.tables import LABEL, labels, write
from tests.batch.test_batch import contents, manifest, unwatched
from tests.conftest import TODAY

RUNS = Options(layout="run", workers=1)
CLINIC, LOCATION = "demo-clinic", "dokkum"
AGAIN = replace(RUNS, resume=True)


@pytest.fixture
def small_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(division, "MOST_IN_RUN", 3)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Labels in three languages; r2 has a bad date, r7 a leaflet too, and r8 one whose label is too small."""
    found = labels(11, bad=(2,))
    found[7] |= {"kind": "both"}
    found[8] |= {"kind": "both", "stock": "dymo-11352"}
    return write(tmp_path / "rows.csv", found)


def texts(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]


@pytest.mark.usefixtures("small_runs")
def test_every_document_stands_where_the_manifest_says(leafgen: Leafgen, table: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    report = run(leafgen, read_table(table), folder, RUNS, unwatched)
    entries = manifest(folder)
    assert {path.name for path in folder.iterdir()} == {
        "manifest.jsonl", "rejected.csv", "summary.json", *(entry["file"] for entry in entries),
    }  # fmt: skip
    assert (report.tally.delivered, report.tally.rejected) == (9, 2)
    assert [(entry["id"], entry["kind"]) for entry in entries if entry["id"] in ("r7", "r8")] == [
        ("r7", "leaflet"),
        ("r7", "label"),
    ]
    names = {row["id"]: row["patient_name"] for row in labels(11)}
    for file in {entry["file"] for entry in entries}:
        path, pages = folder / file, texts(folder / file)
        assert path.stat().st_mode & 0o777 == 0o600
        here = [entry for entry in entries if entry["file"] == file]
        assert {entry["sha256"] for entry in here} == {hashlib.sha256(path.read_bytes()).hexdigest()}
        assert [entry["page"] for entry in here] == sorted({entry["page"] for entry in here})
        assert len(pages) == sum(entry["pages"] for entry in here)
        assert pypdf.PdfReader(path).root_object["/Lang"] == here[0]["locale"]
        for entry in here:
            mine = pages[entry["page"] - 1 : entry["page"] - 1 + entry["pages"]]
            assert names[entry["id"]] in " ".join(mine)
            assert not any(name in " ".join(mine) for other, name in names.items() if other != entry["id"])


def test_leaflets_begin_on_a_sheet_and_labels_on_the_next_label(leafgen: Leafgen, tmp_path: Path) -> None:
    row = {**LABEL, "kind": "both", "stock": "zebra-102x76"}
    table = write(tmp_path / "rows.csv", [{"id": f"p{n}", **row, "patient_name": f"Ann {n}"} for n in ("A", "B")])
    run(leafgen, read_table(table), tmp_path / "out", RUNS, unwatched)
    pages = {(entry["id"], entry["kind"]): (entry["page"], entry["pages"]) for entry in manifest(tmp_path / "out")}
    assert pages["pA", "label"] == (1, 1)
    assert pages["pB", "label"] == (2, 1)
    first, second = pages["pA", "leaflet"], pages["pB", "leaflet"]
    assert (first[0], second[0]) == (1, 1 + first[1])
    assert first[1] % 2 == 0


def test_a_dry_run_knows_the_pages_before_anything_is_printed(leafgen: Leafgen, table: Path, tmp_path: Path) -> None:
    told = dry_run(leafgen, read_table(table), RUNS, unwatched)
    report = run(leafgen, read_table(table), tmp_path / "out", RUNS, unwatched)
    assert told.tally.as_json() == report.tally.as_json()
    assert sorted(told.faults) == [4, 10]
    summary = json.loads((tmp_path / "out/summary.json").read_text(encoding="utf-8"))
    assert sum(bundle["pages"] for bundle in summary["bundles"]) == sum(
        len(texts(path)) for path in (tmp_path / "out").glob("run-*.pdf")
    )


@pytest.mark.usefixtures("small_runs")
@pytest.mark.parametrize("when", [1, 4, 8])
def test_a_batch_of_runs_that_was_stopped_ends_with_the_same_files(
    leafgen: Leafgen, table: Path, tmp_path: Path, when: int
) -> None:
    run(leafgen, read_table(table), tmp_path / "whole", RUNS, unwatched)

    def watch(now: Progress) -> None:
        if now.done >= when:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(leafgen, read_table(table), tmp_path / "out", RUNS, watch)
    assert not (tmp_path / "out/summary.json").exists()
    seen: list[Progress] = []
    run(leafgen, read_table(table), tmp_path / "out", AGAIN, seen.append)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert seen[-1].done == 11


@pytest.mark.usefixtures("small_runs")
def test_a_damaged_run_is_made_again(leafgen: Leafgen, table: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    run(leafgen, read_table(table), folder, RUNS, unwatched)
    before = contents(folder)
    damaged = sorted(folder.glob("run-*.pdf"))[0]
    damaged.write_bytes(damaged.read_bytes()[:-1])
    run(leafgen, read_table(table), folder, AGAIN, unwatched)
    assert contents(folder) == before


@pytest.mark.usefixtures("small_runs")
def test_two_processes_make_the_same_runs(leafgen: Leafgen, table: Path, tmp_path: Path) -> None:
    run(leafgen, read_table(table), tmp_path / "one", RUNS, unwatched)
    run(leafgen, read_table(table), tmp_path / "two", replace(RUNS, workers=2), unwatched)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_run_that_is_not_proven_stops_the_batch(
    leafgen: Leafgen, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close: Callable[..., Proof] = PrintRun.close
    monkeypatch.setattr(PrintRun, "close", lambda self, *, proof: replace(close(self, proof=proof), checks=()))
    with pytest.raises(ProofFailed, match=r"print run \d+ is not proven"):
        run(leafgen, read_table(table), tmp_path / "out", RUNS, unwatched)
    assert list((tmp_path / "out").glob("*.pdf")) == []
    assert list((tmp_path / "out").glob(".leafgen-*")) == []


def test_a_disk_that_is_full_leaves_nothing_of_a_run(
    leafgen: Leafgen, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(PrintRun, "close", full)
    with pytest.raises(EnvironmentLacking, match="No space left"):
        run(leafgen, read_table(table), tmp_path / "out", RUNS, unwatched)
    assert list((tmp_path / "out").glob(".leafgen-*")) == []


def test_a_run_comes_back_as_bytes_where_the_folder_is_not_seen(leafgen: Leafgen, table: Path) -> None:
    read = read_table(table)
    *_, last = runs(rows(read.source, read.columns), "demo-pharmacy")
    work = make_run(leafgen, last, Orders(packaged_root(), TODAY, keep=True))
    sent = [made for outcome in work.outcomes for made in outcome.made if made.data]
    assert len(sent) == 1
    assert hashlib.sha256(sent[0].data).hexdigest() == sent[0].sha256


def test_a_run_of_which_nothing_can_be_made_is_no_file(leafgen: Leafgen, tmp_path: Path) -> None:
    table = write(tmp_path / "rows.csv", labels(2, bad=(0, 1)))
    run(leafgen, read_table(table), tmp_path / "out", RUNS, unwatched)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "manifest.jsonl", "rejected.csv", "summary.json",
    ]  # fmt: skip


def test_letters_that_join_are_in_a_run_too(leafgen: Leafgen, tmp_path: Path) -> None:
    found = [
        {"id": f"p{n}", **LABEL, "kind": "leaflet", "stock": "", "locale": "ar", "patient_name": name}
        for n, name in enumerate(("محمد نور", "ليلى حسن"))
    ]
    report = run(leafgen, read_table(write(tmp_path / "rows.csv", found)), tmp_path / "out", RUNS, unwatched)
    assert report.tally.delivered == 2
    assert len({entry["file"] for entry in manifest(tmp_path / "out")}) == 1


def test_a_fault_of_ours_rejects_one_row_of_a_run(
    leafgen: Leafgen, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = PrintRun.prepare

    def failing(self: Any, request: Any, *, proof: str) -> Any:
        if request.patient_name == labels(1)[0]["patient_name"]:
            raise KeyError(request.patient_name)
        return prepare(self, request, proof=proof)

    monkeypatch.setattr(PrintRun, "prepare", failing)
    report = run(leafgen, read_table(table), tmp_path / "out", RUNS, unwatched)
    assert (report.tally.delivered, report.tally.rejected) == (8, 3)
    assert "a fault in leafgen itself: KeyError" in (tmp_path / "out/rejected.csv").read_text(encoding="utf-8")


# Bundles

DEPARTMENTS = ("radiology", "pain-care", "")


def bundled(folder: Path, **more: str) -> Path:
    """Nine leaflets of three departments in turn; p4 has a day that there is none of."""
    found = [
        {
            "id": f"p{n}", **LABEL, "kind": "leaflet", "stock": "", "locale": "nl", "clinic": CLINIC,
            "location": LOCATION, "department": DEPARTMENTS[n % 3], "patient_name": f"Bo {chr(65 + n)}",
            "birth_date": "1990-02-31" if n == 4 else "1961-03-12", **more,
        }
        for n in range(9)
    ]  # fmt: skip
    return write(folder / "rows.csv", found)


@pytest.mark.parametrize("proof", ["full", "sealed"])
def test_bundles_stand_behind_their_separators(leafgen: Leafgen, tmp_path: Path, proof: str) -> None:
    options = replace(RUNS, proof=proof, bundling=Bundling("department"))
    told = dry_run(leafgen, read_table(bundled(tmp_path)), options, unwatched)
    report = run(leafgen, read_table(bundled(tmp_path)), tmp_path / "out", options, unwatched)
    assert told.tally.as_json() == report.tally.as_json()
    entries = manifest(tmp_path / "out")
    (file,) = {entry["file"] for entry in entries}
    pages = texts(tmp_path / "out" / file)
    summary = json.loads((tmp_path / "out/summary.json").read_text(encoding="utf-8"))
    assert summary["runs"] == {file: len(pages)}
    assert summary["bundle_by"] == "department"
    said = [(one["number"], one["of"], one["documents"], one["pages"]) for one in summary["bundles"]]
    assert said == [(1, CLINIC, 3, 6), (2, "pain-care", 2, 4), (3, "radiology", 3, 6)]
    at = 1
    for number, of, documents, count in said:
        assert pages[at - 1] == f"{of} Bundle {number} Documents {documents} Pages {count}"
        assert pages[at] == ""
        mine = sorted(entry["page"] for entry in entries if entry["number"] == number)
        assert mine == list(range(at + 2, at + 2 + count, 2))
        at += 2 + count
    assert at == len(pages) + 1
    ids = [entry["id"] for entry in sorted(entries, key=lambda entry: entry["page"])]
    assert ids == ["p2", "p5", "p8", "p1", "p7", "p0", "p3", "p6"]


def test_separators_are_tagged_and_in_their_own_language(leafgen: Leafgen, tmp_path: Path) -> None:
    options = replace(RUNS, bundling=Bundling(size=4))
    run(leafgen, read_table(bundled(tmp_path)), tmp_path / "out", options, unwatched)
    (path,) = (tmp_path / "out").glob("run-*.pdf")
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert str(pdf.Root.Lang) == "nl"
        languages = [str(top.Lang) for top in pdf.Root.StructTreeRoot.K]
        assert languages == ["en", *["nl"] * 4, "en", *["nl"] * 3, "en", "nl"]
        assert b"pdfaid:part" in pdf.Root.Metadata.read_bytes()


def test_labels_have_separators_of_their_size(leafgen: Leafgen, tmp_path: Path) -> None:
    table = bundled(tmp_path, kind="label", stock="dymo-99012")
    run(leafgen, read_table(table), tmp_path / "out", replace(RUNS, bundling=Bundling("indication", 5)), unwatched)
    (path,) = (tmp_path / "out").glob("run-*.pdf")
    reader = pypdf.PdfReader(path)
    assert len({(round(page.mediabox.width, 2), round(page.mediabox.height, 2)) for page in reader.pages}) == 1
    assert [place for place, page in enumerate(reader.pages) if "Bundle" in page.extract_text()] == [0, 1 + 4 * 2]


@pytest.mark.parametrize("when", [1, 3, 6])
def test_bundles_that_were_stopped_end_with_the_same_files(
    leafgen: Leafgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: int
) -> None:
    monkeypatch.setattr(division, "MOST_IN_RUN", 5)
    options = replace(RUNS, bundling=Bundling("department", 2))
    table = read_table(bundled(tmp_path))
    run(leafgen, table, tmp_path / "whole", options, unwatched)

    def watch(now: Progress) -> None:
        if now.done >= when:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(leafgen, table, tmp_path / "out", options, watch)
    run(leafgen, table, tmp_path / "out", replace(options, resume=True), unwatched)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    with pytest.raises(InvalidInput, match="options"):
        run(leafgen, table, tmp_path / "out", replace(options, resume=True, bundling=Bundling("edition")), unwatched)


def test_a_bundle_of_which_nothing_is_made_has_no_separator(leafgen: Leafgen, tmp_path: Path) -> None:
    options = replace(RUNS, bundling=Bundling(size=1))
    report = run(leafgen, read_table(bundled(tmp_path)), tmp_path / "out", options, unwatched)
    assert sorted(bundle.number for bundle in report.tally.bundles) == [1, 2, 3, 4, 6, 7, 8, 9]


HOSTILE = (
    "(Tj) ET Q",
    "<</Type",
    "100001 0 R",
    "endobj",
    "\u202eAnna",
    "A" * 60,
    "Bundle 7",
    "1234567890",
    "O\u2019Brien",
)


def test_hostile_names_stay_with_their_rows(leafgen: Leafgen, tmp_path: Path) -> None:
    row = {**LABEL, "kind": "leaflet", "stock": "", "locale": "nl"}
    table = write(
        tmp_path / "rows.csv", [{"id": f"p{n}", **row, "patient_name": name} for n, name in enumerate(HOSTILE)]
    )
    options = replace(RUNS, bundling=Bundling(size=2))
    run(leafgen, read_table(table), tmp_path / "out", options, unwatched)
    entries = manifest(tmp_path / "out")
    assert len(entries) >= 5
    for entry in entries:
        pages = texts(tmp_path / "out" / entry["file"])
        here, name = pages[entry["page"] - 1], HOSTILE[int(entry["id"][1:])]
        assert name.replace(" ", "") in here.replace(" ", "")
        others = [other for other in HOSTILE if other != name and len(other) > 9]
        assert not any(other.replace(" ", "") in here.replace(" ", "") for other in others)
