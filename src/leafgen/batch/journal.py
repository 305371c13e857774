"""The journal: what became of each row so far, so that a batch that was stopped goes on where it was.

A line is appended when all files of a row stand under their final names. Nothing is flushed to disk before the end: a
process that is killed loses nothing by that, and after a loss of power each file the journal names is held to its
SHA-256 before it is believed.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from leafgen.batch.outcome import Bundle, Made, Outcome
from leafgen.batch.record import Fault
from leafgen.deliver.writer import OWNER_ONLY
from leafgen.kernel.errors import CommandError, NotWritten

JOURNAL = ".journal.jsonl"
_ENCODER = json.JSONEncoder(separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Head:
    """What a batch is made from: the day it was begun, and a hash of each thing that must not change in between."""

    day: date
    stamps: Mapping[str, str]

    def changed(self, before: Head) -> list[str]:
        """The names of what is no longer as it was."""
        return [name for name, stamp in self.stamps.items() if before.stamps.get(name) != stamp]

    def as_json(self) -> dict[str, Any]:
        """The head as a JSON object."""
        return {"day": self.day.isoformat(), "stamps": dict(self.stamps)}


def read_head(data: Mapping[str, Any]) -> Head:
    """The head in a journal's first line, or in a summary. Raises KeyError, TypeError or ValueError otherwise."""
    return Head(date.fromisoformat(data["day"]), {str(name): str(stamp) for name, stamp in data["stamps"].items()})


class Journal:
    """An open journal; only one process at a time has it. `outcomes`: a line of JSON for each row done, by line;
    `empty`: nothing was noted yet."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / JOURNAL
        self.outcomes: dict[int, bytes] = {}
        self.empty = True
        try:
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
        except OSError as error:
            raise NotWritten(f"{folder} cannot be written to: {error.strerror}", "name a folder of your own") from error
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._handle)
            raise CommandError(f"another batch is writing to {folder}", "wait for it, or name another folder") from None

    def begin(self, head: Head) -> None:
        """Begin anew."""
        self.outcomes.clear()
        os.ftruncate(self._handle, 0)
        self._write(_line(head.as_json()))

    def read(self) -> Head | None:
        """Read what an earlier run left; None when there is nothing. A last line that is torn is cut off."""
        with open(self.path, "rb") as file:
            text = file.read()
        self.empty = not text
        whole = text[: text.rfind(b"\n") + 1]
        os.ftruncate(self._handle, len(whole))
        head, *lines = whole.splitlines() or [b""]
        try:
            found = read_head(json.loads(head))
            for line in lines:
                self.outcomes[int(json.loads(line)["line"])] = line
        except (ValueError, KeyError, TypeError):
            return None
        return found

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Note what became of rows. Raises NotWritten when the disk is full."""
        lines = [(outcome.line, _line(as_json(outcome))) for outcome in outcomes]
        self._write(b"".join(line for _, line in lines))
        self.outcomes.update(lines)

    def _write(self, data: bytes) -> None:
        try:
            if os.write(self._handle, data) != len(data):
                raise NotWritten(f"{self.path} cannot be written: the disk is full")
        except OSError as error:
            raise NotWritten(f"{self.path} cannot be written: {error.strerror}") from error
        self.empty = False

    def forget(self, line: int) -> None:
        """Make a row again."""
        self.outcomes.pop(line, None)

    def still_there(self) -> bool:
        """Whether the journal stands where it was opened: not when its folder was removed or replaced."""
        try:
            return os.path.samestat(os.stat(self.path), os.fstat(self._handle))
        except OSError:
            return False

    def close(self, *, done: bool) -> None:
        """Leave it for another run, or (`done`) remove it."""
        if done:
            self.path.unlink(missing_ok=True)
        os.close(self._handle)


def _line(data: Any) -> bytes:
    return _ENCODER.encode(data).encode() + b"\n"


def is_rejected(line: bytes) -> bool:
    """Whether a line tells of a row that was rejected: within a text no quotation mark stands as it does here."""
    return b'"made":[]' in line


def as_json(outcome: Outcome) -> dict[str, Any]:
    """An outcome as a line of the journal holds it."""
    made = [
        {
            "kind": one.kind, "file": one.file, "pages": one.pages, "sha256": one.sha256,
            "bundle": one.bundle.as_json(), "page": one.page,
        }
        for one in outcome.made
    ]  # fmt: skip
    faults = [[fault.column, fault.message, fault.advice] for fault in outcome.faults]
    return {"line": outcome.line, "id": outcome.id, "made": made, "faults": faults}


def from_json(line: bytes) -> Outcome:
    """The outcome in a line of the journal."""
    data = json.loads(line)
    made = (Made(**{**one, "bundle": Bundle(**one["bundle"])}) for one in data["made"])
    return Outcome(data["line"], data["id"], tuple(made), tuple(Fault(*fault) for fault in data["faults"]))


def outcomes(journal: Journal) -> Iterator[Outcome]:
    """Every outcome so far."""
    return map(from_json, journal.outcomes.values())
