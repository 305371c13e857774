"""Making rows: the documents of a row, proven, and written when all of them are; or every fault of the row."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from leafgen.batch.faults import blamed_on_row, faults_of, not_proven
from leafgen.batch.layouts import Asked, Layouts
from leafgen.batch.outcome import FILES, Bundle, Made, Outcome, Work
from leafgen.batch.record import COLUMNS, KINDS_OF_ROW, Fault
from leafgen.batch.rows import Row
from leafgen.compose.request import Request
from leafgen.deliver.writer import write, write_proven
from leafgen.kernel.errors import LeafgenError, NotWritten
from leafgen.pipeline import Document, Leafgen

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
        wanted, faults = asked_of(layouts, row)
    except Exception as error:
        return _Ready(row, faults=tuple(blamed_on_row(error)))
    if faults or not wanted:
        return _Ready(row, faults=tuple(sorted(faults, key=_by_column)))
    documents: list[tuple[Asked, Document]] = []
    for asked in wanted:
        try:
            documents.append((asked, layouts.document(asked, orders.proof)))
        except Exception as error:
            faults += [fault for fault in blamed_on_row(error) if fault not in faults]
    faults += [
        not_proven(asked.order.request.kind, document.proof)
        for asked, document in documents
        if not document.proof.proven
    ]
    return _Ready(row, faults=tuple(faults)) if faults else _Ready(row, documents)


def asked_of(layouts: Layouts, row: Row) -> tuple[list[Asked], list[Fault]]:
    """What is asked for by each document of the row, or every fault of the row, each once."""
    faults = list(row.faults)
    if not row.fields:
        return [], faults
    if not row.kinds:
        faults.append(Fault("kind", f"is {row.fields.get('kind', '')!r}: {', '.join(KINDS_OF_ROW)}"))
    asked = []
    for kind in row.kinds or ("leaflet",):
        try:
            asked.append(layouts.ask(row.fields, kind))
        except LeafgenError as error:
            told = {fault.column for fault in row.faults if fault.column}
            faults += [fault for fault in faults_of(error) if fault not in faults and fault.column not in told]
    return asked, faults


def _by_column(fault: Fault) -> int:
    return COLUMNS.index(fault.column) if fault.column in COLUMNS else -1


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
