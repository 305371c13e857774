"""Right-to-left lines: from the order in which glyphs stand on the page to the order in which they are read.

The reverse of UAX #9 for what print needs: the line runs from right to left, and inside it a stretch of digits
or of left-to-right letters runs from left to right *as one*. A number, range or telephone number that was not
isolated stands in another order on the page, and therefore reads differently here; that is intended.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_LEFT_TO_RIGHT = frozenset(("L", "EN", "AN"))
_RIGHT_TO_LEFT = frozenset(("R", "AL"))
MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def _direction(text: str) -> str:
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in _LEFT_TO_RIGHT:
            return "L"
        if kind in _RIGHT_TO_LEFT:
            return "R"
    return "N"


def _kinds(units: Sequence[tuple[str, T]]) -> list[str]:
    """Directions, where signs that terminate a number (%, degrees, currency) go with the number beside them."""
    kinds = [_direction(text) for text, _ in units]
    for order in (range(len(units)), range(len(units) - 1, -1, -1)):
        for at in order:
            text = units[at][0]
            if kinds[at] == "N" and text and all(unicodedata.bidirectional(char) == "ET" for char in text):
                beside = kinds[max(0, at - 1) : at] + kinds[at + 1 : at + 2]
                kinds[at] = "L" if "L" in beside else "N"
    return kinds


def logical_order(units: Sequence[tuple[str, T]]) -> list[tuple[str, T]]:
    """Units of text in the order of the page, left to right, put into reading order."""
    kinds = _kinds(units)
    turned: list[tuple[str, T]] = []
    at = len(units) - 1
    while at >= 0:
        if kinds[at] != "L":
            turned.append(units[at])
            at -= 1
            continue
        first = at
        probe = at - 1
        while probe >= 0 and kinds[probe] != "R":
            if kinds[probe] == "L":
                first = probe
            probe -= 1
        signed = first > 0 and units[first - 1][0] in {"+", "-", "−", "<", ">", "≥", "≤", "~"} and _tight(units, first)
        first -= signed
        turned.extend(units[first : at + 1])
        at = first - 1
    return turned


def _tight(units: Sequence[tuple[str, T]], first: int) -> bool:
    """Whether the sign before a number belongs to it: nothing but the start or a space stands before the sign."""
    return first < 2 or units[first - 2][0].strip() == ""
