"""JSON Lines: an object a line, its keys the columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from leafgen.batch.delimited import decoded
from leafgen.batch.record import Fault, Record, Source, require_rows
from leafgen.kernel.diagnostics import Diagnostics, Place

#: Beyond this a number is no count of anything that is printed, and is not written out.
_MOST_WHOLE = 10**15


def read_json_lines(data: bytes, name: str, encoding: str = "") -> Source:
    """The rows of a JSON Lines file. Raises InvalidInput with every line that is no object, or names a key twice."""
    text = decoded(data, name, encoding)
    diagnostics = Diagnostics()
    headers: dict[str, None] = {}
    count = 0
    for line, content in _lines(text):
        try:
            row = _object(content)
        except ValueError as error:
            diagnostics.add(Place(name, line), f"is no JSON object: {error}")
            continue
        headers |= dict.fromkeys(row)
        count += 1
    require_rows(count, tuple(headers), name, diagnostics)
    return Source(tuple(headers), count, lambda: _records(text, tuple(headers)))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for line, content in enumerate(text.split("\n"), start=1):
        if content.strip():
            yield line, content


def _object(content: str) -> dict[str, Any]:
    row = json.loads(content, object_pairs_hook=_unique, parse_constant=_no_number, parse_float=_number)
    if not isinstance(row, dict):
        raise ValueError("an object is wanted: {...}")
    return row


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _number(text: str) -> str:
    """200.0 as 200; whatever is no whole number as it is written."""
    number = Decimal(text)
    return str(int(number)) if number == number.to_integral_value() and abs(number) < _MOST_WHOLE else text


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")


def _records(text: str, headers: tuple[str, ...]) -> Iterator[Record]:
    for line, content in _lines(text):
        row = _object(content)
        faults = tuple(Fault(key, "holds more than one value") for key, value in row.items() if not _is_cell(value))
        yield Record(line, tuple(_cell(row.get(header)) for header in headers), faults)


def _is_cell(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(part, str) for part in value)
    return not isinstance(value, dict)


def _cell(value: Any) -> str:
    """A value as a cell of a table would have it: times of day may be a list, 200.0 is 200."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and _is_cell(value):
        return ",".join(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
