"""A batch as a whole: what the folder holds, what may go on and what may not, and what a dry run foretells."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from leafgen.batch.batch import Options, Progress, Report, dry_run, run
from leafgen.batch.tables import read_table
from leafgen.content.workspace import Workspace, packaged_root
from leafgen.kernel.errors import CommandError, InvalidInput
from leafgen.pipeline import Leafgen
from tests.batch.tables import LABEL, labels, write
from tests.conftest import TODAY, Edit

ALONE = Options(workers=1)
AGAIN = Options(workers=1, resume=True)


def unwatched(_now: Progress) -> None:
    pass


def batch(leafgen: Leafgen, table: Path, folder: Path, options: Options = ALONE) -> Report:
    return run(leafgen, read_table(table), folder, options, unwatched)


def manifest(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write(tmp_path / "rows.csv", labels(9, bad=(2, 5)))


def test_what_the_folder_holds(leafgen: Leafgen, table: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "out"
    report = batch(leafgen, table, folder)
    assert sorted(path.name for path in folder.iterdir()) == ["files", "manifest.jsonl", "rejected.csv", "summary.json"]
    assert all(path.stat().st_mode & 0o77 == 0 for path in (folder.parent, folder, *folder.rglob("*")))
    entries = manifest(folder)
    good = [f"r{n}" for n in range(9) if n not in (2, 5)]
    assert [entry["id"] for entry in entries] == good
    assert {"id", "kind", "file", "page", "sha256", "verdict"} <= set(entries[0])
    for entry in entries:
        assert entry["file"] == f"files/{entry['id']}.label.pdf"
        assert hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
        assert (entry["page"], entry["verdict"]) == (1, "proven")
    assert sorted(path.name for path in (folder / "files").iterdir()) == [f"{identity}.label.pdf" for identity in good]
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert (summary["rows"], summary["delivered"], summary["rejected"]) == (9, 7, 2)
    assert summary["documents"] == {"label": 7}
    assert summary["locales"] == {"en": 3, "fr": 1, "nl": 3}
    assert sum(bundle["pages"] for bundle in summary["bundles"]) == sum(entry["pages"] for entry in entries)
    assert (report.tally.delivered, report.tally.rejected) == (7, 2)


def test_every_file_says_what_its_row_says(leafgen: Leafgen, tmp_path: Path) -> None:
    rows = labels(12, seed=7)
    batch(leafgen, write(tmp_path / "rows.csv", rows), tmp_path / "out")
    for row in rows:
        path = tmp_path / "out" / "files" / f"{row['id']}.label.pdf"
        read = pypdf.PdfReader(path).pages[0].extract_text()
        seen = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_bounded()
        others = {other["patient_name"] for other in rows} - {row["patient_name"]}
        for text in (" ".join(read.split()), " ".join(seen.split())):
            assert row["patient_name"] in text
            assert not any(other in text for other in others)


def test_rejected_rows_stand_as_they_came_and_can_be_fed_back(leafgen: Leafgen, table: Path, tmp_path: Path) -> None:
    batch(leafgen, table, tmp_path / "out")
    rejected = tmp_path / "out" / "rejected.csv"
    with rejected.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [(row["id"], row["line"]) for row in found] == [("r2", "4"), ("r5", "7")]
    assert all("birth_date: is '1990-02-31'" in row["reason"] for row in found)
    came = {row["id"]: row for row in labels(9, bad=(2, 5))}
    for row in found:
        assert {name: text for name, text in row.items() if name not in ("line", "reason")} == came[row["id"]]
    # Still wrong: rejected again, with the new line and one reason; then mended.
    batch(leafgen, rejected, tmp_path / "again")
    assert "3,birth_date" in (tmp_path / "again/rejected.csv").read_text(encoding="utf-8")
    mended = tmp_path / "mended.csv"
    rows = (tmp_path / "again/rejected.csv").read_text(encoding="utf-8")
    mended.write_text(rows.replace(",1990-02-31", ",1990-02-28"), encoding="utf-8")
    assert batch(leafgen, mended, tmp_path / "mended").tally.delivered == 2


def test_a_row_of_the_wrong_width_stays_as_it_came(leafgen: Leafgen, tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_text("id,kind,indication,locale,stock\np1,label,cramps\np2,label,cramps,en,dymo-99012,Ann,de Wit\n")
    batch(leafgen, table, tmp_path / "out")
    batch(leafgen, tmp_path / "out/rejected.csv", tmp_path / "again")
    for name in ("out", "again"):
        with (tmp_path / name / "rejected.csv").open(newline="") as file:
            _, first, second = csv.reader(file)
        assert first[2:] == ["p1", "label", "cramps"]
        assert second[2:] == ["p2", "label", "cramps", "en", "dymo-99012", "Ann", "de Wit"]


def test_no_name_of_a_patient_is_in_a_name_or_report_but_the_rejected_rows(
    leafgen: Leafgen, table: Path, tmp_path: Path
) -> None:
    batch(leafgen, table, tmp_path / "out")
    names = {row["patient_name"] for row in labels(9, bad=(2, 5))}
    for report in ("manifest.jsonl", "summary.json"):
        text = (tmp_path / "out" / report).read_text(encoding="utf-8")
        assert not any(name in text for name in names)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_same_rows_make_the_same_folder(leafgen: Leafgen, table: Path, tmp_path: Path, workers: int) -> None:
    batch(leafgen, table, tmp_path / "a")
    batch(leafgen, table, tmp_path / "b", Options(workers=workers))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_folder_with_a_batch_is_not_taken_for_another(leafgen: Leafgen, table: Path, tmp_path: Path) -> None:
    batch(leafgen, table, tmp_path / "out")
    before = contents(tmp_path / "out")
    with pytest.raises(CommandError, match="already holds a batch") as refusal:
        batch(leafgen, table, tmp_path / "out")
    assert "--resume" in refusal.value.advice
    assert contents(tmp_path / "out") == before


def test_other_files_of_a_folder_are_left_alone(leafgen: Leafgen, table: Path, tmp_path: Path) -> None:
    batch(leafgen, table, tmp_path)
    assert table.is_file()
    assert len(manifest(tmp_path)) == 7


def test_resuming_nothing_begins(leafgen: Leafgen, table: Path, tmp_path: Path) -> None:
    batch(leafgen, table, tmp_path / "out", AGAIN)
    assert len(manifest(tmp_path / "out")) == 7


def test_a_finished_batch_is_looked_over_and_what_is_damaged_made_again(
    leafgen: Leafgen, table: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    batch(leafgen, table, folder)
    before = contents(folder)
    (folder / "files/r0.label.pdf").unlink()
    damaged = folder / "files/r1.label.pdf"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    (folder / "files/.leafgen-x.partial").write_bytes(b"half")
    changed: list[Progress] = []
    run(leafgen, read_table(table), folder, AGAIN, changed.append)
    assert contents(folder) == before
    # Five stood; the two damaged and the two rejected were looked at again.
    assert (changed[0].done, changed[-1].done) == (5, 9)


@pytest.mark.parametrize("what", ["the input", "the options", "the content", "the map file"])
def test_what_has_changed_is_not_resumed(
    open_copy: Callable[[], Leafgen], edit: Edit, table: Path, tmp_path: Path, what: str
) -> None:
    folder, options, names = tmp_path / "out", AGAIN, None
    run(open_copy(), read_table(table), folder, ALONE, unwatched)
    before = contents(folder)
    if what == "the input":
        write(table, labels(9, bad=(2,)))
    elif what == "the options":
        options = Options(proof="sealed", workers=1, resume=True)
    elif what == "the content":
        edit("styles/leaflet.css", "{", " {")
    else:
        names = tmp_path / "map.yaml"
        names.write_text("defaults: {edition: large}")
    with pytest.raises(InvalidInput, match=f"changed since: {what}"):
        run(open_copy(), read_table(table, names), folder, options, unwatched)
    assert contents(folder) == before


def test_a_batch_that_is_resumed_keeps_its_day(table: Path, tmp_path: Path) -> None:
    rows = [{key: text for key, text in row.items() if key != "date"} for row in labels(2)]
    write(table, rows)
    first = Leafgen(Workspace(packaged_root(), today=lambda: TODAY))
    later = Leafgen(Workspace(packaged_root(), today=lambda: TODAY.replace(year=2027)))
    batch(first, table, tmp_path / "out")
    before = contents(tmp_path / "out")
    (tmp_path / "out/files/r1.label.pdf").unlink()
    batch(later, table, tmp_path / "out", AGAIN)
    assert contents(tmp_path / "out") == before


def test_a_dry_run_foretells_and_writes_nothing(leafgen: Leafgen, table: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    before = contents(tmp_path)
    told = dry_run(leafgen, read_table(table), ALONE, seen.append)
    assert contents(tmp_path) == before
    assert sorted(told.faults) == [4, 7]
    assert seen[-1] == Progress(9, 2, 9)
    report = batch(leafgen, table, tmp_path / "out")
    assert told.tally.as_json() == report.tally.as_json()


def test_both_and_leaflets_are_counted_by_bundle(leafgen: Leafgen, tmp_path: Path) -> None:
    table = write(tmp_path / "rows.csv", [{"id": "p1", **LABEL, "kind": "both", "patient_name": "Ann"}])
    report = batch(leafgen, table, tmp_path / "out")
    assert report.tally.as_json()["documents"] == {"label": 1, "leaflet": 1}
    assert [(entry["kind"], entry["stock"]) for entry in manifest(tmp_path / "out")] == [
        ("leaflet", ""),
        ("label", "dymo-99012"),
    ]
