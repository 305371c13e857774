"""The journal: what it was told it tells again, a torn line costs one row, and only one process has it."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from leafgen.batch.journal import JOURNAL, Head, Journal, is_rejected, outcomes
from leafgen.batch.outcome import Bundle, Made, Outcome
from leafgen.batch.record import Fault
from leafgen.kernel.errors import CommandError, NotWritten

HEAD = Head(date(2026, 11, 22), {"input": "a", "options": "b"})
BUNDLE = Bundle("clinic", "", "dymo-99012", "nl")
ONE = Outcome(2, "p1", (Made("label", "files/p1.label.pdf", 1, "0" * 64, BUNDLE),))
RUN = Bundle("clinic", "ward", "dymo-99012", "nl", number=7, of="ward")
THREE = Outcome(4, "p3", (Made("label", "run-0001-clinic-nl.pdf", 2, "1" * 64, RUN, page=9),))
TWO = Outcome(3, "p2", faults=(Fault("birth_date", "is '\u00e9\ud800'", "mend it"), Fault("", "no")))


def begun(folder: Path) -> Journal:
    journal = Journal(folder)
    journal.begin(HEAD)
    journal.add([ONE, TWO, THREE])
    return journal


def test_what_was_noted_is_read_again(tmp_path: Path) -> None:
    begun(tmp_path).close(done=False)
    assert (tmp_path / JOURNAL).stat().st_mode & 0o777 == 0o600
    journal = Journal(tmp_path)
    assert journal.read() == HEAD
    assert list(outcomes(journal)) == [ONE, TWO, THREE]
    assert [is_rejected(line) for line in journal.outcomes.values()] == [False, True, False]
    journal.close(done=True)
    assert list(tmp_path.iterdir()) == []


def test_no_text_of_a_row_makes_it_rejected(tmp_path: Path) -> None:
    journal = begun(tmp_path)
    journal.add([Outcome(5, '","made":[],"', (Made("label", '"made":[]', 1, "", BUNDLE),))])
    assert not is_rejected(journal.outcomes[5])
    journal.close(done=True)


@pytest.mark.parametrize("cut", [1, 5, 40])
def test_a_torn_last_line_costs_that_row_alone(tmp_path: Path, cut: int) -> None:
    begun(tmp_path).close(done=False)
    path = tmp_path / JOURNAL
    path.write_bytes(path.read_bytes()[:-cut])
    journal = Journal(tmp_path)
    assert journal.read() == HEAD
    assert list(outcomes(journal)) == [ONE, TWO]
    journal.add([THREE])
    journal.close(done=False)
    again = Journal(tmp_path)
    again.read()
    assert list(outcomes(again)) == [ONE, TWO, THREE]
    again.close(done=True)


@pytest.mark.parametrize("text", [b"", b"{", b"nonsense\n", b'{"day": "x", "stamps": {}}\n', b"[]\n"])
def test_what_is_no_journal_is_none(tmp_path: Path, text: bytes) -> None:
    (tmp_path / JOURNAL).write_bytes(text)
    journal = Journal(tmp_path)
    assert journal.read() is None
    journal.close(done=True)


def test_what_has_changed_is_named() -> None:
    assert HEAD.changed(HEAD) == []
    assert Head(HEAD.day, {"input": "c", "options": "b"}).changed(HEAD) == ["input"]
    assert Head(HEAD.day, {"input": "c", "options": "d"}).changed(HEAD) == ["input", "options"]


def test_only_one_has_it(tmp_path: Path) -> None:
    first = begun(tmp_path)
    with pytest.raises(CommandError, match="another batch"):
        Journal(tmp_path)
    first.close(done=False)
    Journal(tmp_path).close(done=True)


def test_it_knows_when_its_folder_was_taken_away(tmp_path: Path) -> None:
    journal = begun(tmp_path)
    assert journal.still_there()
    (tmp_path / JOURNAL).rename(tmp_path / "elsewhere")
    assert not journal.still_there()
    (tmp_path / JOURNAL).write_bytes(b"")
    assert not journal.still_there()
    journal.close(done=False)


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = begun(tmp_path)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(NotWritten, match="No space left"):
        journal.add([ONE])
    monkeypatch.setattr(os, "write", lambda _handle, _data: 3)
    with pytest.raises(NotWritten, match="disk is full"):
        journal.add([ONE])
    monkeypatch.undo()
    journal.close(done=False)


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).mkdir()
    with pytest.raises(NotWritten, match="cannot be written to"):
        Journal(tmp_path)
