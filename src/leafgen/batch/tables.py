"""Inputs: a file of rows, read whole once, as what it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from leafgen.batch.columns import Columns, match
from leafgen.batch.delimited import read_delimited
from leafgen.batch.json_lines import read_json_lines
from leafgen.batch.mapping import InputMap, read_map
from leafgen.batch.record import Source
from leafgen.batch.spreadsheet import read_spreadsheet
from leafgen.kernel.errors import CommandError, InvalidInput

_DELIMITED = (".csv", ".tsv", ".txt")
_JSON_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Table:
    """An input whose form is right: its rows can be told apart and every column is known. `stamps`: hashes of what it
    was read from."""

    name: str
    source: Source
    columns: Columns
    stamps: dict[str, str]


def read_table(path: Path, map_file: Path | None = None, *, encoding: str = "", sheet: str = "") -> Table:
    """Read an input and its map. Raises InvalidInput with every fault of their form: then nothing at all is made."""
    data = _bytes(path)
    mapping = _bytes(map_file) if map_file else b""
    names = read_map(_utf8(mapping, map_file.name), map_file.name) if map_file else InputMap()
    source = _source(path, data, encoding, sheet)
    columns = match(source.headers, path.name, names)
    stamps = {"input": hashlib.sha256(data).hexdigest(), "map": hashlib.sha256(mapping).hexdigest()}
    return Table(path.name, source, columns, stamps)


def _source(path: Path, data: bytes, encoding: str, sheet: str) -> Source:
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        return read_spreadsheet(data, path.name, sheet)
    if sheet:
        raise CommandError("--sheet is for spreadsheets only")
    if suffix in _JSON_LINES:
        return read_json_lines(data, path.name, encoding)
    if suffix in _DELIMITED:
        return read_delimited(data, path.name, encoding)
    there = ", ".join((*_DELIMITED, ".xlsx", *_JSON_LINES))
    raise InvalidInput(f"{path.name}: what it holds is told by its ending, which is unknown", f"there is: {there}")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}") from error


def _utf8(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{name} is not UTF-8: {error.reason} at byte {error.start}") from error
