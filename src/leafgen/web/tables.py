"""Tables of rows, in memory from the upload to the archive: nothing of them is written to a disk."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from leafgen.batch.columns import match
from leafgen.batch.delimited import read_delimited
from leafgen.batch.json_lines import read_json_lines
from leafgen.batch.making import Orders, Outcome, make
from leafgen.batch.mapping import InputMap
from leafgen.batch.record import Record, Source
from leafgen.batch.reports import MANIFEST, REJECTED, SUMMARY, Tally, manifest_line, rejected_rows
from leafgen.batch.rows import rows
from leafgen.batch.spreadsheet import read_spreadsheet
from leafgen.batch.tables import Table
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen

#: Rows that one request may hold; more are for `leafgen batch`, which writes them to a folder and can go on.
MOST_ROWS = 500
_READERS = {".csv": read_delimited, ".tsv": read_delimited, ".txt": read_delimited, ".jsonl": read_json_lines}
_SPREADSHEETS = (".xlsx", ".xlsm")
ENDINGS = (*_READERS, *_SPREADSHEETS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a row: its line, its id, the documents that are made of it, or why there are none."""

    line: int
    id: str
    documents: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of a table. `archive`: the batch's folder as a ZIP, as bytes; empty when only its rows were tried."""

    verdicts: tuple[Verdict, ...]
    delivered: int
    rejected: int
    archive: bytes = b""


def read_upload(name: str, data: bytes) -> Table:
    """A table as uploaded; its name tells only what it is. Raises InvalidInput with every fault of its form."""
    ending = "." + name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        raise InvalidInput(
            "what a table holds is told by its ending, which is unknown", f"there is: {' '.join(ENDINGS)}"
        )
    called = f"table{ending}"
    source = read_spreadsheet(data, called) if ending in _SPREADSHEETS else _READERS[ending](data, called)
    return _table(called, source, data)


def read_objects(objects: Sequence[Mapping[str, object]]) -> Table:
    """Rows as objects of JSON. Raises InvalidInput as for a file of JSON Lines."""
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in objects).encode("utf-8", "backslashreplace")
    return _table("rows", read_json_lines(data, "rows"), data)


def _table(name: str, source: Source, data: bytes) -> Table:
    if source.count > MOST_ROWS:
        raise InvalidInput(f"there are {source.count} rows: at most {MOST_ROWS} at a time here", "use: leafgen batch")
    stamps = {"input": hashlib.sha256(data).hexdigest()}
    return Table(name, source, match(source.headers, name, InputMap()), stamps)


def deliver(leafgen: Leafgen, table: Table, *, keep: bool) -> Delivery:
    """Make and prove every row, one after the other."""
    orders = Orders(leafgen.workspace.root, leafgen.workspace.today(), keep=keep)
    tally = Tally()
    verdicts, manifest, files = [], [], []
    rejected: list[tuple[Record, Outcome]] = []
    for record, outcome in zip(table.source.records(), _outcomes(leafgen, table, orders), strict=True):
        tally.add(outcome)
        manifest += [manifest_line(outcome, made) for made in outcome.made]
        files += [(made.file, made.data) for made in outcome.made]
        if not outcome.made:
            rejected.append((record, outcome))
        kinds = tuple(made.kind for made in outcome.made)
        verdicts.append(Verdict(outcome.line, outcome.id, kinds, tuple(map(str, outcome.faults))))
    archive = b""
    if keep:
        files += [
            (MANIFEST, "".join(manifest).encode()),
            (REJECTED, "".join(rejected_rows(table.source.headers, rejected)).encode("utf-8", "backslashreplace")),
            (SUMMARY, (json.dumps(tally.as_json(), ensure_ascii=False, indent=1) + "\n").encode()),
        ]
        archive = _zipped(files)
    return Delivery(tuple(verdicts), tally.delivered, tally.rejected, archive)


def _outcomes(leafgen: Leafgen, table: Table, orders: Orders) -> Iterator[Outcome]:
    for row in rows(table.source, table.columns):
        yield from make(leafgen, (row,), orders).outcomes


def _zipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            # The day of a ZIP's beginning of time: the same rows give the same archive.
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
    return out.getvalue()
