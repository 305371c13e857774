"""Making rows: all documents of a row or none, every fault of it at once, and no fault of one in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from leafgen.batch import making
from leafgen.batch.making import Orders, make
from leafgen.batch.outcome import Bundle, Outcome
from leafgen.batch.record import Fault
from leafgen.batch.rows import Row
from leafgen.content.workspace import packaged_root
from leafgen.kernel.errors import EnvironmentLacking, NotWritten
from leafgen.masters.store import Masters
from leafgen.pipeline import Document, Leafgen
from tests.conftest import TODAY

LABEL = {"kind": "label", "indication": "cramps", "locale": "en", "stock": "dymo-99012"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    return tmp_path


def orders(folder: Path | None) -> Orders:
    return Orders(packaged_root(), TODAY, "full", folder)


def made(leafgen: Leafgen, folder: Path | None, fields: Mapping[str, str], *faults: Fault) -> Outcome:
    [outcome] = make(leafgen, [Row(2, "p1", fields, faults)], orders(folder)).outcomes
    return outcome


def columns(outcome: Outcome) -> list[str]:
    assert outcome.made == ()
    return [fault.column for fault in outcome.faults]


def test_a_row_for_both_has_both_files(leafgen: Leafgen, folder: Path) -> None:
    fields = {**LABEL, "kind": "both", "patient_name": "Ann de Vries", "copies": "2", "quantity": "30 tablets"}
    outcome = made(leafgen, folder, fields)
    assert outcome.faults == ()
    assert [(one.kind, one.file) for one in outcome.made] == [
        ("leaflet", "files/p1.leaflet.pdf"),
        ("label", "files/p1.label.pdf"),
    ]
    assert [one.bundle.stock for one in outcome.made] == ["", "dymo-99012"]
    for one in outcome.made:
        path = folder / one.file
        assert path.stat().st_mode & 0o777 == 0o600
        pages = pypdf.PdfReader(path).pages
        assert len(pages) == one.pages
        assert "Ann de Vries" in pages[0].extract_text()


def test_a_row_of_which_one_document_cannot_be_made_has_none(leafgen: Leafgen, folder: Path) -> None:
    outcome = made(leafgen, folder, {**LABEL, "kind": "both", "locale": "nl", "stock": "dymo-11352"})
    assert columns(outcome) == ["stock"]
    assert list((folder / "files").iterdir()) == []


def test_nothing_is_written_where_no_folder_is_named(leafgen: Leafgen) -> None:
    outcome = made(leafgen, None, LABEL)
    assert [one.data for one in outcome.made] == [b""]
    assert outcome.made[0].bundle == Bundle("demo-pharmacy", "", "dymo-99012", "en")


def test_bytes_come_back_where_they_are_to_be_kept(leafgen: Leafgen) -> None:
    [outcome] = make(leafgen, [Row(2, "p1", LABEL)], replace(orders(None), keep=True)).outcomes
    assert outcome.made[0].data.startswith(b"%PDF")


def test_a_leaflet_may_stand_in_a_table_that_names_a_stock(leafgen: Leafgen) -> None:
    outcome = made(leafgen, None, {**LABEL, "kind": "leaflet"})
    assert [one.kind for one in outcome.made] == ["leaflet"]


@pytest.mark.parametrize(
    ("fields", "column", "says"),
    [
        ({"kind": "poster"}, "kind", "leaflet, label, both"),
        ({"kind": ""}, "kind", "leaflet, label, both"),
        ({"indication": "cramp"}, "indication", "did you mean 'cramps'?"),
        ({"locale": "xx"}, "locale", "there is: ar, de"),
        ({"stock": ""}, "stock", "is missing"),
        ({"birth_date": "1990-02-31"}, "birth_date", "not a date"),
        ({"birth_date": "2190-02-01"}, "birth_date", "future"),
        ({"patient_name": "a" * 61}, "patient_name", "at most 60"),
        ({"patient_name": "李明"}, "patient_name", "U+674E"),
        ({"patient_name": "W" * 60}, "patient_name", "wider than"),
        ({"dose_note": "☃"}, "dose_note", "U+2603"),
        ({"stock": "dymo-11352", "locale": "nl"}, "stock", "dymo-11352"),
        ({"dose": "2000"}, "dose", "outside the sourced range"),
        ({"copies": "0"}, "copies", "from 1 to"),
        ({"kind": "leaflet", "copies": "2"}, "copies", "labels only"),
    ],
)
def test_faults_are_named_by_column(leafgen: Leafgen, fields: dict[str, str], column: str, says: str) -> None:
    outcome = made(leafgen, None, {name: text for name, text in {**LABEL, **fields}.items() if text})
    assert columns(outcome) == [column]
    assert says in str(outcome.faults[0])


def test_every_fault_of_a_row_is_named_once(leafgen: Leafgen) -> None:
    fields = {**LABEL, "kind": "both", "locale": "xx", "birth_date": "never"}
    outcome = made(leafgen, None, fields, Fault("id", "is not good"))
    assert columns(outcome) == ["id", "locale", "birth_date"]


def test_a_leaflet_that_is_not_proven_is_not_delivered(leafgen: Leafgen, folder: Path) -> None:
    class Doubting:
        masters = Masters(b"none")

        def __getattr__(self, name: str) -> Any:
            return getattr(leafgen, name)

        def document(self, request: Any, *, proof: str) -> Document:
            document = leafgen.document(request, proof=proof)
            return replace(document, proof=replace(document.proof, checks=()))

    [outcome] = make(Doubting(), [Row(2, "p1", LABEL)], orders(folder)).outcomes  # type: ignore[arg-type]
    assert "not proven" in outcome.faults[0].message
    assert list((folder / "files").iterdir()) == []


class Failing:
    """leafgen, failing with `error` at one patient's row."""

    def __init__(self, leafgen: Leafgen, error: Exception) -> None:
        self.leafgen, self.error, self.masters = leafgen, error, Masters(b"none")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.leafgen, name)

    def document(self, request: Any, *, proof: str) -> Document:
        if request.patient_name == "Eve":
            raise self.error
        return self.leafgen.document(request, proof=proof)


def test_a_fault_of_ours_rejects_one_row_and_tells_no_name(leafgen: Leafgen) -> None:
    todo = [Row(2, "p1", {**LABEL, "patient_name": "Eve"}), Row(3, "p2", LABEL)]
    failing: Any = Failing(leafgen, KeyError("Eve"))
    first, second = make(failing, todo, orders(None)).outcomes
    assert "KeyError" in str(first.faults[0])
    assert "Eve" not in str(first.faults[0])
    assert second.made


@pytest.mark.parametrize("error", [NotWritten("full"), EnvironmentLacking("no font")])
def test_what_is_no_rows_fault_stops_all(leafgen: Leafgen, error: Exception) -> None:
    failing: Any = Failing(leafgen, error)
    with pytest.raises(type(error)):
        make(failing, [Row(2, "p1", {**LABEL, "patient_name": "Eve"})], orders(None))


def test_a_folder_that_vanished_is_not_made_anew(leafgen: Leafgen, tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="no longer there"):
        made(leafgen, tmp_path / "gone", LABEL)
    assert not (tmp_path / "gone").exists()


def test_what_takes_long_is_handed_back_before_the_end(leafgen: Leafgen, monkeypatch: pytest.MonkeyPatch) -> None:
    todo = [Row(line, f"p{line}", LABEL) for line in range(3)]
    assert len(make(leafgen, todo, orders(None)).outcomes) == 3
    monkeypatch.setattr(making, "_SECONDS", 0.0)
    [outcome] = make(leafgen, todo, orders(None)).outcomes
    assert outcome.line == 0
