"""The folder of a batch: begun, gone on with, and finished; it is never taken for another batch's."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from leafgen.batch.journal import JOURNAL, Head, Journal, from_json, is_rejected, read_head
from leafgen.batch.outcome import FILES, Bundle, Made, Outcome
from leafgen.batch.record import Record
from leafgen.batch.reports import (
    MANIFEST,
    REJECTED,
    SUMMARY,
    Tally,
    delivered_before,
    manifest_line,
    rejected_rows,
)
from leafgen.batch.rows import rows
from leafgen.batch.tables import Table
from leafgen.deliver.writer import PARTIALS, write
from leafgen.kernel.errors import CommandError, InvalidInput, NotWritten

_OWNER_ONLY = 0o700


def open_folder(folder: Path, head: Head, table: Table, *, resume: bool) -> tuple[Journal, Head]:
    """The journal of a folder, and the head it goes by: that of the batch which is resumed, or `head`.

    Raises CommandError when there is a batch and nobody said to resume it, InvalidInput when something has changed
    since it was begun, and NotWritten when the folder cannot be written to.
    """
    _make(folder)
    there = [name for name in (JOURNAL, SUMMARY, MANIFEST, REJECTED, FILES) if (folder / name).exists()]
    there += sorted(path.name for path in folder.glob("run-*.pdf"))[:1]
    if there and not resume:
        advice = "go on with it: --resume; or name another folder"
        raise CommandError(f"{folder} already holds a batch ({', '.join(there)})", advice)
    journal = Journal(folder)
    try:
        stopped = journal.read()
        before = stopped or _finished(folder)
        if before is None:
            journal.begin(head)
        elif changed := head.changed(before):
            names = ", ".join(_NAMES[name] for name in changed)
            advice = "begin the batch anew, in another folder"
            raise InvalidInput(f"this is not the batch that was begun in {folder}: changed since: {names}", advice)
        elif stopped is None:
            journal.begin(before)
            journal.add(_delivered(folder, table))
        _make(folder / FILES)
        _believe_what_stands(folder, journal)
    except BaseException:
        journal.close(done=journal.empty)
        raise
    return journal, before or head


_NAMES = {
    "input": "the input",
    "map": "the map file",
    "content": "the content, leafgen itself or one of its engines",
    "options": "the options",
}


def _make(folder: Path) -> None:
    try:
        for parent in reversed((folder, *folder.parents)):
            if not parent.is_dir():
                parent.mkdir(mode=_OWNER_ONLY, exist_ok=True)
    except OSError as error:
        raise NotWritten(f"{folder} cannot be made: {error.strerror}", "name a folder of your own") from error


def _finished(folder: Path) -> Head | None:
    """The head of a batch that was finished in this folder."""
    try:
        return read_head(json.loads((folder / SUMMARY).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _delivered(folder: Path, table: Table) -> Iterator[Outcome]:
    """What the manifest of a finished batch says was delivered; all other rows are looked at again."""
    delivered = delivered_before(folder)
    for row in rows(table.source, table.columns):
        if not row.faults and (entries := delivered.get(row.id)):
            yield Outcome(row.line, row.id, tuple(map(_made, entries)))


def _made(entry: Mapping[str, Any]) -> Made:
    bundle = Bundle(**{one.name: entry[one.name] for one in fields(Bundle)})
    return Made(entry["kind"], entry["file"], entry["pages"], entry["sha256"], bundle, entry["page"])


def _believe_what_stands(folder: Path, journal: Journal) -> None:
    """Hold each file that the journal names to its SHA-256, and forget a row of which one is not as it was proven."""
    looked_at: dict[tuple[str, str], bool] = {}
    for line, noted in list(journal.outcomes.items()):
        for made in from_json(noted).made:
            found = looked_at.get((made.file, made.sha256))
            if found is None:
                found = looked_at[made.file, made.sha256] = _stands(folder / made.file, made.sha256)
            if not found:
                journal.forget(line)
    _sweep(folder)


def _sweep(folder: Path) -> None:
    """Remove what processes that were killed left half-written: the journal is ours, so nobody else is writing."""
    for partial in (*folder.glob(PARTIALS), *(folder / FILES).glob(PARTIALS)):
        partial.unlink(missing_ok=True)


def _stands(path: Path, sha256: str) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False


def finish(folder: Path, head: Head, table: Table, journal: Journal, options: Mapping[str, str]) -> Tally:
    """Write the manifest, the rejected rows and the summary, in the order of the rows, once all is on disk.

    Raises NotWritten when the folder is no longer the one in which the batch was begun.
    """
    if not journal.still_there():
        raise NotWritten(f"{folder} was removed or replaced while the batch was made")
    _sweep(folder)
    if options["layout"] != FILES:
        (folder / FILES).rmdir()
    tally = Tally()
    # Every file of the batch outlives a loss of power before anything says that it is finished.
    os.sync()
    write(_manifest(table, journal, tally), folder / MANIFEST)
    lines = rejected_rows(table.source.headers, _rejected(table, journal))
    write((line.encode("utf-8", "backslashreplace") for line in lines), folder / REJECTED)
    summary = {**tally.as_json(), **options, **head.as_json()}
    write((json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode(), folder / SUMMARY)
    return tally


def _manifest(table: Table, journal: Journal, tally: Tally) -> Iterator[bytes]:
    """The lines of the manifest, counted into the tally."""
    for record in table.source.records():
        outcome = from_json(journal.outcomes[record.line])
        tally.add(outcome)
        for made in outcome.made:
            yield manifest_line(outcome, made).encode()


def _rejected(table: Table, journal: Journal) -> Iterator[tuple[Record, Outcome]]:
    for record in table.source.records():
        if is_rejected(line := journal.outcomes[record.line]):
            yield record, from_json(line)
