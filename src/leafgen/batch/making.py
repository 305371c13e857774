"""Making rows: the documents of a row, proven, and written when all of them are; or every fault of the row."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from leafgen.batch.layouts import Asked, Layouts
from leafgen.batch.record import COLUMNS, Fault
from leafgen.batch.rows import Row
from leafgen.compose.request import KINDS, Request
from leafgen.content.workspace import Workspace
from leafgen.deliver.manifest import stamp
from leafgen.deliver.writer import refusals, write, write_proven
from leafgen.kernel.errors import DoesNotFit, EnvironmentLacking, LeafgenError, NotWritten
from leafgen.pipeline import Document, Leafgen
from leafgen.verify.proof import Proof

#: Where a batch's folder has its files.
FILES = "files"
#: What the name of a print run begins with.
RUNS = "run-"
#: The documents that each kind of row asks for.
KINDS_OF_ROW = {**{kind: (kind,) for kind in KINDS}, "both": KINDS}

#: How statements and rules that come of a row's own cells are called.
_NAMED = re.compile(r"\b(?:patient\.|rule personal-)([a-z-]+)")
_MOST_DETAILS = 3
#: How long a process keeps what it has made to itself: so much is made again, at most, when it is stopped.
_SECONDS = 1.0
#: Documents that are proven before the first of them is written: making one is quicker while the one before is fresh in
#: the processor's memory, which writing a file clears.
_TOGETHER = 16


@dataclass(frozen=True, slots=True)
class Orders:
    """What every process that makes rows is told once: the workspace, the day, the proof, and the folder to write the
    files to (None: nothing is written; the bytes come back where `keep` is set); and whether leaflets of print runs are
    `marked` for machines that fold and insert."""

    root: Path
    today: date
    proof: str = "full"
    folder: Path | None = None
    keep: bool = False
    marked: bool = False


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


def stamp_of(workspace: Workspace) -> str:
    """A hash of all that rows are made from besides themselves: content, leafgen's code and its engines."""
    return stamp(workspace.root, workspace.files, Path(__file__).resolve().parents[1])


def make(leafgen: Leafgen, rows: Sequence[Row], orders: Orders) -> Work:
    """Make rows, one after the other, for about a second: at least one, and all of them where they are quick.

    Raises NotWritten and EnvironmentLacking, for which no row is to blame.
    """
    start = time.perf_counter()
    layouts = Layouts(leafgen)
    outcomes: list[Outcome] = []
    ready: list[_Ready] = []
    for row in rows:
        ready.append(_ready(layouts, row, orders))
        late = time.perf_counter() - start > _SECONDS
        if late or len(ready) == _TOGETHER:
            outcomes += [_delivered(one, orders) for one in ready]
            ready.clear()
        if late:
            break
    outcomes += [_delivered(one, orders) for one in ready]
    return Work(tuple(outcomes), time.perf_counter() - start)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A row's documents, all of them proven, or its faults."""

    row: Row
    documents: Sequence[tuple[Asked, Document]] = ()
    faults: tuple[Fault, ...] = ()


def _ready(layouts: Layouts, row: Row, orders: Orders) -> _Ready:
    try:
        return _documents_of(layouts, row, orders)
    except (NotWritten, EnvironmentLacking):
        raise
    except LeafgenError as error:
        return _Ready(row, faults=tuple(faults_of(error)))
    except Exception as error:
        return _Ready(row, faults=(own_fault(error),))


def _documents_of(layouts: Layouts, row: Row, orders: Orders) -> _Ready:
    """All documents of a row, proven; or every fault of the row."""
    wanted, faults = asked_of(layouts, row)
    if faults or not wanted:
        return _Ready(row, faults=tuple(sorted(faults, key=_by_column)))
    documents: list[tuple[Asked, Document]] = []
    for asked in wanted:
        try:
            documents.append((asked, layouts.document(asked, orders.proof)))
        except (NotWritten, EnvironmentLacking):
            raise
        except LeafgenError as error:
            faults += [fault for fault in faults_of(error) if fault not in faults]
    faults += [
        not_proven(asked.order.request.kind, document.proof)
        for asked, document in documents
        if not document.proof.proven
    ]
    return _Ready(row, faults=tuple(faults)) if faults else _Ready(row, documents)


def requests_of(leafgen: Leafgen, row: Row) -> tuple[list[Request], list[Fault]]:
    """A request for each document of the row, or every fault of the row, each once."""
    wanted, faults = asked_of(Layouts(leafgen), row)
    return [asked.request for asked in wanted], faults


def asked_of(layouts: Layouts, row: Row) -> tuple[list[Asked], list[Fault]]:
    """What is asked for by each document of the row, or every fault of the row, each once."""
    faults = list(row.faults)
    if not row.fields:
        return [], faults
    wanted = row.fields.get("kind", "")
    kinds = KINDS_OF_ROW.get(wanted)
    if kinds is None:
        faults.append(Fault("kind", f"is {wanted!r}: {', '.join(KINDS_OF_ROW)}"))
    asked = []
    for kind in kinds or ("leaflet",):
        try:
            asked.append(layouts.ask(row.fields, kind))
        except LeafgenError as error:
            told = {fault.column for fault in row.faults if fault.column}
            faults += [fault for fault in faults_of(error) if fault not in faults and fault.column not in told]
    return asked, faults


def faults_of(error: LeafgenError) -> Iterator[Fault]:
    """A refusal as faults of the row: by column where the request, or what could not be printed, says which."""
    ours = [found for found in error.diagnostics if found.place.file == "request"]
    for diagnostic in ours:
        yield Fault(diagnostic.place.path, diagnostic.message, diagnostic.advice)
    if not ours:
        details = [found.message for found in error.diagnostics[:_MOST_DETAILS]]
        more = len(error.diagnostics) - len(details)
        message = ": ".join(filter(None, (error.message, "; ".join(details)))) + (f"; and {more} more" if more else "")
        places = " ".join((message, *(found.place.file for found in error.diagnostics)))
        yield Fault(_column(places) or ("stock" if isinstance(error, DoesNotFit) else ""), message, error.advice)


def _by_column(fault: Fault) -> int:
    return COLUMNS.index(fault.column) if fault.column in COLUMNS else -1


def _column(text: str) -> str:
    """The column that a refusal speaks of: patient.name is patient_name, the rule personal-dose is about the dose."""
    found = _NAMED.search(text)
    name = found[1].replace("-", "_") if found else ""
    return next((column for column in (f"patient_{name}", name) if column in COLUMNS), "")


def own_fault(error: Exception) -> Fault:
    """A fault of ours in one row is no reason to leave the others unprinted. What the error says may hold a name."""
    return Fault("", f"a fault in leafgen itself: {type(error).__name__}", "make this row alone, and report it")


def not_proven(kind: str, proof: Proof) -> Fault:
    """A document that is not proven, as a fault of its row."""
    why = refusals(proof)
    more = f"; and {len(why) - _MOST_DETAILS} more" if len(why) > _MOST_DETAILS else ""
    return Fault(_column(why[0]), f"the {kind} is not proven: {'; '.join(why[:_MOST_DETAILS])}{more}")


def _delivered(ready: _Ready, orders: Orders) -> Outcome:
    made = tuple([_deliver(ready.row, *document, orders) for document in ready.documents])
    return Outcome(ready.row.line, ready.row.id, made, ready.faults)


def _deliver(row: Row, asked: Asked, document: Document, orders: Orders) -> Made:
    request = asked.order.request
    file = f"{FILES}/{row.id}.{request.kind}.pdf"
    if orders.folder is not None:
        try:
            write_proven(document.pieces, document.proof, f"{orders.folder}/{file}", durable=False)
        except NotWritten:
            still_there(orders.folder)
            raise
    data = document.data if orders.keep else b""
    return Made(request.kind, file, document.pages, document.proof.sha256, bundle_of(request), data=data)


def bundle_of(request: Request) -> Bundle:
    """What a document is printed and sorted with."""
    return Bundle(
        request.clinic.id,
        request.location.id if request.location else "",
        request.stock.id if request.stock else "",
        request.locale.id,
    )


def store(work: Work, folder: Path | None) -> tuple[Outcome, ...]:
    """Write what came back as bytes, after its proof where it was made, and let go of them."""
    return tuple([_stored(outcome, folder) for outcome in work.outcomes])


def _stored(outcome: Outcome, folder: Path | None) -> Outcome:
    if not any(made.data for made in outcome.made):
        return outcome
    for made in outcome.made:
        if made.data and folder is not None:
            if hashlib.sha256(made.data).hexdigest() != made.sha256:
                raise LeafgenError(f"{made.file} is not what was proven")
            still_there(folder)
            write(made.data, folder / made.file, durable=False)
    return replace(outcome, made=tuple(replace(made, data=b"") for made in outcome.made))


def still_there(folder: Path) -> None:
    """Raises NotWritten, in words that say what happened, where a batch's folder was removed from under it."""
    if not (folder / FILES).is_dir():
        raise NotWritten(f"{folder} is no longer there")
