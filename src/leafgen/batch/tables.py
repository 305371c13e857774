"""Inputs: a file of rows, read whole once, as what it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from leafgen.batch.columns import Columns, match
from leafgen.batch.delimited import read_delimited
from leafgen.batch.json_lines import read_json_lines
from leafgen.batch.mapping import InputMap, read_map
from leafgen.batch.record import AS_IT_IS, Reading, Source
from leafgen.batch.spreadsheet import read_spreadsheet
from leafgen.kernel.errors import CommandError, InvalidInput

_DELIMITED = (".csv", ".tsv", ".txt")
_SPREADSHEETS = (".xlsx", ".xlsm")
_JSON_LINES = (".jsonl", ".ndjson")
_BUNDLES = (".json",)


@dataclass(frozen=True, slots=True)
class Table:
    """An input whose form is right: its rows can be told apart and every column is known. `stamps`: hashes of what it
    was read from."""

    name: str
    source: Source
    columns: Columns
    stamps: dict[str, str]


def read_table(path: Path, map_file: Path | None = None, how: Reading = AS_IT_IS) -> Table:
    """Read an input and its map. Raises InvalidInput with every fault of their form: then nothing at all is made."""
    files = _files(path)
    mapping = _bytes(map_file) if map_file else b""
    names = read_map(_utf8(mapping, map_file.name), map_file.name) if map_file else InputMap()
    source = _source(path, files, names, how)
    columns = match(source.headers, path.name, names)
    stamps = {"input": _stamp(files), "map": hashlib.sha256(mapping).hexdigest()}
    return Table(path.name, source, columns, stamps)


def _source(path: Path, files: Sequence[tuple[str, bytes]], names: InputMap, how: Reading) -> Source:
    suffix = path.suffix.lower()
    data = files[0][1] if files else b""
    if suffix in _SPREADSHEETS and not path.is_dir():
        return read_spreadsheet(data, path.name, how.sheet)
    if how.sheet:
        raise CommandError("--sheet is for spreadsheets only")
    if suffix in _JSON_LINES and not path.is_dir() and not is_fhir(data):
        return read_json_lines(data, path.name, how.encoding)
    if path.is_dir() or suffix in (*_BUNDLES, *_JSON_LINES):
        # The classes of FHIR take a quarter of a second to load; no table needs them.
        from leafgen.batch.fhir import read_fhir  # noqa: PLC0415

        return read_fhir(files, path.name, names, how)
    if suffix in _DELIMITED:
        return read_delimited(data, path.name, how.encoding)
    there = ", ".join((*_DELIMITED, *_SPREADSHEETS, *_JSON_LINES, *_BUNDLES))
    raise InvalidInput(f"{path.name}: what it holds is told by its ending, which is unknown", f"there is: {there}")


def is_fhir(data: bytes) -> bool:
    """Whether the first of some JSON objects, one a line, is a resource of FHIR."""
    first = next((line for line in data.split(b"\n") if line.strip()), b"")
    try:
        return "resourceType" in json.loads(first)
    except (ValueError, TypeError):
        return False


def _files(path: Path) -> list[tuple[str, bytes]]:
    """The input's name and bytes; of a folder, those of each file of FHIR in it, in order of name."""
    if not path.is_dir():
        return [(path.name, _bytes(path))]
    endings = (*_BUNDLES, *_JSON_LINES)
    return [(file.name, _bytes(file)) for file in sorted(path.iterdir()) if file.suffix.lower() in endings]


def _stamp(files: Sequence[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, data in files if len(files) > 1 else ():
        digest.update(f"{name}\0{len(data)}\0".encode())
    for _, data in files:
        digest.update(data)
    return digest.hexdigest()


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
