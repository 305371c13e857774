"""Rows: records with their columns known, each with an id that no other row has and that is safe as a file name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from leafgen.batch.columns import Columns
from leafgen.batch.record import KINDS_OF_ROW, Fault, Record, Source
from leafgen.compose.personal import PERSONAL_FIELDS

#: Letters are those of ASCII: others are stored in one of several forms, by the file system's own choice.
_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True, slots=True)
class Row:
    """One patient's row: `fields` by column, without the id. A row with `faults` is rejected; it is looked at further
    only to name the rest of them."""

    line: int
    id: str
    fields: Mapping[str, str]
    faults: tuple[Fault, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of document that it asks for; none where its own kind is unknown."""
        return KINDS_OF_ROW.get(self.fields.get("kind", ""), ())

    @property
    def layout(self) -> tuple[tuple[str, str], ...]:
        """Equal for rows of one layout and one table, whose columns have one order: all fields, and of the patient's
        only which of them there are."""
        return tuple([(name, "" if name in PERSONAL_FIELDS else text) for name, text in self.fields.items()])


def rows(source: Source, columns: Columns) -> Iterator[Row]:
    """Every row, in order. The first row with an id is made; a later one with the same is rejected, whatever the case
    of its letters: some file systems do not tell them apart."""
    seen: dict[str, int] = {}
    for record in source.records():
        yield _row(record, columns, seen)


def _row(record: Record, columns: Columns, seen: dict[str, int]) -> Row:
    if len(record.cells) != len(columns.columns):
        # Nobody knows which cell is which: what else could be said of it might be wrong.
        return Row(record.line, "", {}, record.faults)
    fields = columns.fields(record)
    identity = fields.pop("id", "")
    faults = [*record.faults, *columns.faults(record), *_id_faults(identity)]
    if identity:
        first = seen.setdefault(identity.casefold(), record.line)
        if first != record.line:
            faults.append(Fault("id", f"is {identity!r}, as on line {first} before", "give each row an id of its own"))
    return Row(record.line, identity, fields, tuple(faults))


def _id_faults(identity: str) -> Iterator[Fault]:
    if not identity:
        yield Fault("id", "is missing", "give each row an id of its own")
    elif not _ID.fullmatch(identity):
        advice = "at most 80 letters a to z, digits, dots, dashes and underscores; no dot in front"
        yield Fault("id", f"is {identity!r}: it cannot be the name of a file", advice)
