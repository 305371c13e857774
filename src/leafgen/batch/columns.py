"""The columns of a batch: which header of an input is which, and what a row says under them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from leafgen.batch.mapping import InputMap
from leafgen.batch.record import ADDED, COLUMNS, REQUIRED, Fault, Record
from leafgen.kernel.diagnostics import Diagnostics, Place
from leafgen.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Columns:
    """For each header, in order, its column, or None where it is passed over."""

    columns: tuple[str | None, ...]
    named: tuple[bool, ...]
    defaults: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]

    def fields(self, record: Record) -> dict[str, str]:
        """What a row says, by column; empty cells are left out."""
        found = dict(self.defaults)
        for column, cell in zip(self.columns, record.cells, strict=False):
            if column and (text := cell.strip()):
                found[column] = self.values.get(column, {}).get(text, text)
        return found

    def faults(self, record: Record) -> Iterator[Fault]:
        """Cells that stand under no header, in a row that has as many as there are headers."""
        if len(record.cells) != len(self.columns):
            return
        for number, (named, cell) in enumerate(zip(self.named, record.cells, strict=True), start=1):
            if not named and cell.strip():
                yield Fault("", f"cell {number} stands under no header")


def match(headers: Sequence[str], file: str, names: InputMap) -> Columns:
    """Which header is which column. Raises InvalidInput that names every unknown header with its nearest match, every
    column that two headers are, and every one that is missing."""
    diagnostics = Diagnostics()
    columns: list[str | None] = []
    wanted = [*names.columns, *COLUMNS]
    for header in headers:
        column = names.columns.get(header, header)
        passed_over = not header or header in names.ignore or (header in ADDED and header not in names.columns)
        if not passed_over and column not in COLUMNS:
            near = get_close_matches(header, wanted, n=1) or get_close_matches(header.lower(), wanted, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            advice = f"{hint}name it in a map file: --map FILE, under columns or ignore"
            diagnostics.add(Place(file, 0, header), "there is no such column", advice)
        columns.append(None if passed_over else column)
    for column in COLUMNS:
        if columns.count(column) > 1:
            twice = [header for header, found in zip(headers, columns, strict=True) if found == column]
            diagnostics.add(Place(file, 0, column), f"two headers are this column: {', '.join(twice)}")
    for column in REQUIRED:
        if column not in columns and column not in names.defaults:
            diagnostics.add(Place(file, 0, column), "the column is missing")
    for header in names.columns.keys() - set(headers):
        diagnostics.add(Place(file, 0, header), "the map names this header, but the input does not have it")
    if diagnostics:
        advice = f"there is: {', '.join(COLUMNS)}"
        raise InvalidInput(f"the columns of {file} are off; nothing was made", advice, diagnostics)
    return Columns(tuple(columns), tuple(bool(header) for header in headers), names.defaults, names.values)
