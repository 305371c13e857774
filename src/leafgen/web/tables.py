"""Tables of rows, in memory from the upload to the archive: nothing of them is written to a disk."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from leafgen.batch.columns import match
from leafgen.batch.delimited import read_delimited
from leafgen.batch.json_lines import read_json_lines
from leafgen.batch.making import Orders, make
from leafgen.batch.mapping import InputMap
from leafgen.batch.outcome import Outcome
from leafgen.batch.record import Fault, Record, Source
from leafgen.batch.reports import MANIFEST, REJECTED, SUMMARY, Tally, manifest_line, rejected_rows
from leafgen.batch.rows import Row, rows
from leafgen.batch.spreadsheet import read_spreadsheet
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen

#: Rows that one request to the API may hold, and one table of the page; more are for `leafgen batch`, which writes them
#: to a folder and can go on.
MOST_ROWS, MOST_ROWS_OF_PAGE = 500, 2000
_READERS = {".csv": read_delimited, ".tsv": read_delimited, ".txt": read_delimited, ".jsonl": read_json_lines}
_SPREADSHEETS = (".xlsx", ".xlsm")
ENDINGS = (*_READERS, *_SPREADSHEETS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a row: its line, its id, the documents that are made of it, or why there are none."""

    line: int
    id: str
    documents: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of a table. `archive`: the batch's folder as a ZIP, as bytes."""

    verdicts: tuple[Verdict, ...]
    delivered: int
    rejected: int
    archive: bytes


@dataclass(frozen=True, slots=True)
class Rows:
    """A table that was read: its headers, each record as it came, and what it asks for."""

    headers: tuple[str, ...]
    records: tuple[Record, ...]
    rows: tuple[Row, ...]


class Collected:
    """What comes of rows, one after the other; with `keep`, their files go into an archive at once. `said`: a fault in
    the words of whoever reads rejected.csv."""

    def __init__(self, headers: tuple[str, ...], *, keep: bool, said: Callable[[Fault], str] = str) -> None:
        self.headers = headers
        self.said = said
        self.verdicts: list[Verdict] = []
        self.tally = Tally()
        self._rejected: list[tuple[Record, Outcome]] = []
        self._manifest: list[str] = []
        self._bytes = io.BytesIO()
        self._archive = zipfile.ZipFile(self._bytes, "w", zipfile.ZIP_STORED) if keep else None

    def add(self, record: Record, outcome: Outcome) -> None:
        """One row, whose turn it is."""
        self.tally.add(outcome)
        kinds = tuple(made.kind for made in outcome.made)
        self.verdicts.append(Verdict(outcome.line, outcome.id, kinds, outcome.faults))
        if not outcome.made:
            self._rejected.append((record, outcome))
        for made in outcome.made if self._archive else ():
            self._manifest.append(manifest_line(outcome, made))
            self._put(made.file, made.data)

    @property
    def size(self) -> int:
        """Bytes of the archive so far."""
        return self._bytes.tell()

    def rejected(self) -> bytes:
        """The rejected rows as they came, each with its reason, as CSV."""
        return "".join(rejected_rows(self.headers, self._rejected, self.said)).encode("utf-8", "backslashreplace")

    def archive(self) -> io.BytesIO:
        """The archive, with its manifest, its rejected rows and its summary: nothing can be added any more."""
        self._put(MANIFEST, "".join(self._manifest).encode())
        self._put(REJECTED, self.rejected())
        self._put(SUMMARY, (json.dumps(self.tally.as_json(), ensure_ascii=False, indent=1) + "\n").encode())
        if self._archive:
            self._archive.close()
        self._bytes.seek(0)
        return self._bytes

    def _put(self, name: str, data: bytes) -> None:
        # The day of a ZIP's beginning of time: the same rows give the same archive.
        entry = zipfile.ZipInfo(name)
        entry.external_attr = 0o600 << 16
        if self._archive:
            self._archive.writestr(entry, data)


def read_upload(name: str, data: bytes) -> Rows:
    """A table as uploaded; its name tells only what it is. Raises InvalidInput with every fault of its form."""
    ending = "." + name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        raise InvalidInput(
            "what a table holds is told by its ending, which is unknown", f"there is: {' '.join(ENDINGS)}"
        )
    called = f"table{ending}"
    source = read_spreadsheet(data, called) if ending in _SPREADSHEETS else _READERS[ending](data, called)
    return _rows(called, source, MOST_ROWS_OF_PAGE)


def read_objects(objects: Sequence[Mapping[str, object]]) -> Rows:
    """Rows as objects of JSON. Raises InvalidInput as for a file of JSON Lines."""
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in objects).encode("utf-8", "backslashreplace")
    return _rows("rows", read_json_lines(data, "rows"), MOST_ROWS)


def _rows(name: str, source: Source, most: int) -> Rows:
    if source.count > most:
        raise InvalidInput(f"there are {source.count} rows: at most {most} at a time here", "use: leafgen batch")
    columns = match(source.headers, name, InputMap())
    return Rows(source.headers, tuple(source.records()), tuple(rows(source, columns)))


def deliver(leafgen: Leafgen, table: Rows) -> Delivery:
    """Make and prove every row, one after the other, and keep the files."""
    orders = Orders(leafgen.workspace.root, leafgen.workspace.today(), keep=True)
    found = Collected(table.headers, keep=True)
    for record, row in zip(table.records, table.rows, strict=True):
        found.add(record, make(leafgen, (row,), orders).outcomes[0])
    archive = found.archive().getvalue()
    return Delivery(tuple(found.verdicts), found.tally.delivered, found.tally.rejected, archive)
