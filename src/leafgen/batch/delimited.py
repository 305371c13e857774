"""CSV: UTF-8 or UTF-16, separated by comma, semicolon or tab; any other encoding only when it is named.

An encoding is never guessed: a wrong guess prints another name and says nothing.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator

from leafgen.batch.record import Record, Source, form_faults, named, require_rows
from leafgen.kernel.diagnostics import Diagnostics, Place
from leafgen.kernel.errors import CommandError, InvalidInput

_SEPARATORS = (",", ";", "\t")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NUL = "\0"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def read_delimited(data: bytes, name: str, encoding: str = "") -> Source:
    """The rows of a CSV file. Raises InvalidInput, with the line, for what makes it uncertain where a row ends or
    what it says: another encoding, a NUL, an open quotation mark; and CommandError for an encoding there is none of.
    """
    text = decoded(data, name, encoding)
    separator = _separator(text)
    headers: tuple[str, ...] = ()
    count, diagnostics = 0, Diagnostics()
    try:
        for line, cells in _lines(text, separator):
            if headers:
                count += 1
            else:
                headers = named(cells, Place(name, line), diagnostics)
    except _Broken as broken:
        diagnostics.add(Place(name, broken.line), broken.problem, "look for a quotation mark that is not closed")
    require_rows(count, headers, name, diagnostics)
    return Source(headers, count, lambda: _records(text, separator, len(headers)))


def decoded(data: bytes, name: str, encoding: str) -> str:
    """The text of a file. Raises InvalidInput with every line that is not in its encoding, or holds a NUL."""
    codec = _codec(data, encoding)
    diagnostics = Diagnostics()
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(codec, errors="replace").count("\n") + 1
        advice = "save it as UTF-8, or name its encoding: --encoding cp1252" if not encoding else "name another one"
        diagnostics.add(Place(name, line), f"is not {codec.removesuffix('-sig').upper()}: {error.reason}", advice)
        text = ""
    for line, content in enumerate(text.split("\n"), start=1) if _NUL in text else ():
        if _NUL in content:
            diagnostics.add(Place(name, line), "holds a NUL byte", "export the file anew; UTF-16 needs its mark")
    if diagnostics:
        raise InvalidInput(f"{name} cannot be read; nothing was made", diagnostics=diagnostics)
    return text


def _codec(data: bytes, encoding: str) -> str:
    if not encoding:
        return next((codec for mark, codec in _MARKS if data.startswith(mark)), "utf-8")
    try:
        codec = codecs.lookup(encoding)
    except LookupError:
        raise CommandError(f"there is no encoding {encoding!r}", "for instance: cp1252, iso-8859-2, utf-16") from None
    if not codec._is_text_encoding:
        raise CommandError(f"{encoding} is no encoding of text")
    return "utf-8-sig" if codec.name == "utf-8" else codec.name


def _separator(text: str) -> str:
    """What separates most cells of the first line that is not blank."""
    first = next((line for line in _physical(text) if line.strip()), "")
    counts = {separator: len(next(csv.reader([first], delimiter=separator), [])) for separator in _SEPARATORS}
    return max(counts, key=lambda separator: counts[separator])


def _physical(text: str) -> Iterator[str]:
    """The lines of a text, however they end, one at a time: a copy of them all would take four bytes a letter."""
    return (found.group() for found in _LINE.finditer(text))


class _Broken(Exception):
    """Where rows can no longer be told apart."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line, self.problem = line, problem


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, with the line on which it begins."""
    reader = csv.reader(_physical(text), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _Broken(line, f"its quotation marks are broken: {error}") from error
        if any(cell.strip() for cell in cells):
            yield line, cells


def _records(text: str, separator: str, width: int) -> Iterator[Record]:
    rows = _lines(text, separator)
    next(rows)
    for line, cells in rows:
        yield Record(line, tuple(cells), tuple(form_faults(cells, width)))
