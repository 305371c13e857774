"""Outcomes: what became of a row, and how every room of a batch tells another of it."""

from __future__ import annotations

from dataclasses import dataclass

from leafgen.batch.record import Fault

#: Where a batch's folder has its files.
FILES = "files"
#: What the name of a print run begins with.
RUNS = "run-"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is printed and sorted together: documents of one clinic, location, paper ("" for leaflets) and locale; in a
    run with separators also its `number` in the batch, and `of` what it is one."""

    clinic: str
    location: str
    stock: str
    locale: str
    number: int = 0
    of: str = ""

    def as_json(self) -> dict[str, str | int]:
        """The bundle as every record of a batch holds it."""
        return {
            "clinic": self.clinic, "location": self.location, "stock": self.stock, "locale": self.locale,
            "number": self.number, "of": self.of,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """One proven document: its file, as the batch's folder names it, where in the file it begins (`page`, from 1), the
    SHA-256 of the file, and the file's bytes where they were to be kept."""

    kind: str
    file: str
    pages: int
    sha256: str
    bundle: Bundle
    page: int = 1
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: all its documents, or the faults for which none of them was made."""

    line: int
    id: str
    made: tuple[Made, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """What became of some rows, from the first one on, and the seconds they took. Where rows take long it ends before
    the last: the others are handed out again."""

    outcomes: tuple[Outcome, ...]
    seconds: float
