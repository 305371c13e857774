"""Spreadsheets: one sheet of an XLSX file, each value as the text that a table in CSV would hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from leafgen.batch.record import Record, Source, form_faults, named, require_rows
from leafgen.kernel.diagnostics import Diagnostics, Place
from leafgen.kernel.errors import InvalidInput


def read_spreadsheet(data: bytes, name: str, sheet: str = "") -> Source:
    """The rows of one sheet. Raises InvalidInput for what is no spreadsheet, and for one with several sheets of which
    none is named: what stands on the others would be lost without a word."""
    rows = _rows(data, name, sheet)
    filled = [(line, cells) for line, cells in enumerate(rows, start=1) if any(cell.strip() for cell in cells)]
    diagnostics = Diagnostics()
    headers: tuple[str, ...] = ()
    if filled:
        line, cells = filled[0]
        headers = named(cells, Place(name, line), diagnostics)
    require_rows(len(filled) - 1, headers, name, diagnostics)
    return Source(headers, len(filled) - 1, lambda: _records(filled[1:], len(headers)))


def _records(rows: list[tuple[int, list[str]]], width: int) -> Iterator[Record]:
    for line, cells in rows:
        yield Record(line, tuple(cells), tuple(form_faults(cells, width)))


def _rows(data: bytes, name: str, sheet: str) -> list[list[str]]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            names = [sheet] if sheet else _filled(book)
            if sheet and sheet not in book.sheet_names:
                raise InvalidInput(f"{name} has no sheet {sheet!r}", f"there is: {', '.join(book.sheet_names)}")
            if len(names) > 1:
                raise InvalidInput(
                    f"{name} has {len(names)} sheets with rows: {', '.join(names)}",
                    "name the one to print: --sheet NAME",
                )
            found = book.get_sheet_by_name(names[0]).to_python(skip_empty_area=False) if names else []
            return [[_cell(value) for value in row] for row in found]
    except PasswordError as error:
        raise InvalidInput(f"{name} is locked with a password", "save it without one") from error
    except CalamineError as error:
        raise InvalidInput(f"{name} is no spreadsheet that can be read: {error}", "save it as .xlsx") from error


def _filled(book: CalamineWorkbook) -> list[str]:
    return [name for name in book.sheet_names if book.get_sheet_by_name(name).total_height]


def _cell(value: Any) -> str:
    """200.0 as 200, a date as ISO 8601 has it, a text as it is, with its leading zeros."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
