"""Read an --expect file: what a PDF made elsewhere must say.

    {"locale": "en", "statements": [{"id": "warn", "text": "..."}, {"id": "dose1", "text": ["cell", "cell"]}]}

A list is the cells of a table row, in order.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from leafgen.compose.expectation import Expectation, Expected
from leafgen.kernel.diagnostics import Diagnostics, Place
from leafgen.kernel.errors import InvalidInput

SMALLEST_PT = 7.0
"""EC Readability Guideline 2009: the smallest type of any label; a leaflet's is larger."""
SMALLEST_X_HEIGHT_MM = 0.9
"""Regulation 1169/2011 Art. 13(3): the smallest x-height any package may carry."""

_RIGHT_TO_LEFT = frozenset(("ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"))
_KEYS = frozenset(("locale", "statements"))
_STATEMENT_KEYS = frozenset(("id", "text"))
_MOST_BYTES = 8 << 20


def read_expect_file(path: Path, locale: str = "") -> Expectation:
    """The open Expectation of an --expect file; `locale`, where given, must be the file's own.

    Raises InvalidInput with every fault in it.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror or error}") from error
    return parse_expect(data, path.name, locale)


def parse_expect(data: bytes, name: str = "statements", locale: str = "") -> Expectation:
    """The Expectation in the bytes of an --expect file. Raises InvalidInput."""
    if len(data) > _MOST_BYTES:
        raise InvalidInput(f"{name} is larger than {_MOST_BYTES >> 20} MB")
    faults = Diagnostics()
    try:
        content: Any = json.loads(data, object_pairs_hook=lambda pairs: _object(pairs, name, faults))
    except json.JSONDecodeError as error:
        faults.add(Place(name, error.lineno), f"it is no JSON: {error.msg}")
        raise InvalidInput(f"{name} cannot be read", diagnostics=faults) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise InvalidInput(f"{name} cannot be read: it is not UTF-8 JSON of a sane depth") from error
    expectation = _expectation(content, name, locale, faults)
    if faults:
        raise InvalidInput(f"{name} is not valid", "see `leafgen verify --help` for its form", faults)
    return expectation


def _object(pairs: list[tuple[str, Any]], name: str, faults: Diagnostics) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        faults.add(Place(name, path=key), "the key stands twice")
    return dict(pairs)


def _expectation(content: Any, name: str, locale: str, faults: Diagnostics) -> Expectation:
    if not isinstance(content, dict):
        faults.add(Place(name), "an object with locale and statements is expected")
        content = {}
    for key in sorted(set(content) - _KEYS):
        faults.add(Place(name, path=key), "unknown key", "known are: locale, statements")
    given = content.get("locale", locale)
    if not isinstance(given, str) or not given:
        faults.add(Place(name, path="locale"), 'a language tag such as "en" is expected')
        given = "und"
    elif locale and given.partition("-")[0].lower() != locale.partition("-")[0].lower():
        faults.add(Place(name, path="locale"), f"it is {given!r}, but --locale is {locale!r}")
    entries = content.get("statements", [])
    if not isinstance(entries, list) or not entries:
        faults.add(Place(name, path="statements"), "a list of at least one statement is expected")
        entries = []
    flow: list[Expected] = []
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        expected = _statement(entry, f"statements[{number}]", name, faults)
        if expected is not None and expected.id in seen:
            faults.add(Place(name, path=f"statements[{number}].id"), f"the id {expected.id!r} stands twice")
        elif expected is not None:
            seen.add(expected.id)
            flow.append(expected)
    direction = "rtl" if given.replace("_", "-").split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
    return Expectation(
        kind="other",
        locale=given,
        direction=direction,
        flow=tuple(flow),
        closed=False,
        minimum_pt=SMALLEST_PT,
        minimum_x_height_mm=SMALLEST_X_HEIGHT_MM,
    )


def _statement(entry: Any, path: str, name: str, faults: Diagnostics) -> Expected | None:
    if not isinstance(entry, dict):
        faults.add(Place(name, path=path), "an object with id and text is expected")
        return None
    for key in sorted(set(entry) - _STATEMENT_KEYS):
        faults.add(Place(name, path=f"{path}.{key}"), "unknown key", "known are: id, text")
    id, text = entry.get("id"), entry.get("text")
    if not isinstance(id, str) or not id:
        faults.add(Place(name, path=f"{path}.id"), "a name is expected")
        return None
    cells = text if isinstance(text, list) else [text]
    if not cells or not all(isinstance(cell, str) and cell.strip() for cell in cells):
        faults.add(Place(name, path=f"{path}.text"), "a text, or a list of cells with a text each, is expected")
        return None
    return Expected(id, tuple(str(cell) for cell in cells))
