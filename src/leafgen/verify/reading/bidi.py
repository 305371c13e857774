"""Right-to-left lines: from the order in which glyphs stand on the page to the order in which they are read.

The reverse of UAX #9 for what print needs: the line runs from right to left, and inside it a stretch of digits
or of left-to-right letters runs from left to right *as one*. A number, range or telephone number that was not
isolated stands in another order on the page, and therefore reads differently here; that is intended.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

_LEFT_TO_RIGHT = frozenset(("L", "EN", "AN"))
_RIGHT_TO_LEFT = frozenset(("R", "AL"))
MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
"""Brackets and their mirror images, as which a right-to-left line draws them (UAX #9, L4)."""
_MARKS = frozenset(".,;:!?")
_ARABIC_MARKS = frozenset("،؛؟")
_BEHIND_ONLY = frozenset("%‰٪°")


@lru_cache(maxsize=4096)
def _direction(text: str) -> str:
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in _LEFT_TO_RIGHT:
            return "L"
        if kind in _RIGHT_TO_LEFT:
            return "R"
    return "N"


def _kinds(units: Sequence[tuple[str, T]]) -> list[str]:
    """Directions, where signs beside a number go with it: a currency sign on either side, a percentage or degree
    sign only behind European digits (before them, the line has put it there from right to left)."""
    kinds = [_direction(text) for text, _ in units]
    for at, (text, _) in enumerate(units):
        if kinds[at] != "N" or not text or any(unicodedata.bidirectional(char) != "ET" for char in text):
            continue
        behind = at > 0 and kinds[at - 1] == "L" and unicodedata.bidirectional(units[at - 1][0][-1:] or " ") == "EN"
        before = text not in _BEHIND_ONLY and at + 1 < len(units) and kinds[at + 1] == "L"
        if behind or before:
            kinds[at] = "L"
    return kinds


def logical_order(units: Sequence[tuple[str, T]]) -> list[tuple[str, T]]:
    """Units of text in the order of the page, left to right, put into reading order."""
    kinds = _kinds(units)
    for at in range(len(units) - 1, 0, -1):
        # At the end of a line inside a longer left-to-right stretch, a mark stays behind its word.
        apart = at + 1 == len(units) or units[at + 1][0] == " "
        if apart and units[at][0] in _MARKS and kinds[at - 1] == "L":
            kinds[at] = "L"
    turned: list[tuple[str, T]] = []
    at = len(units) - 1
    while at >= 0:
        if kinds[at] != "L":
            turned.append(units[at])
            at -= 1
            continue
        first = at
        probe = at - 1
        while probe >= 0 and kinds[probe] != "R" and not _between_brackets(units, probe) and not _listed(units, probe):
            if kinds[probe] == "L":
                first = probe
            probe -= 1
        signed = first > 0 and units[first - 1][0] in {"+", "-", "−", "<", ">", "≥", "≤", "~"} and _tight(units, first)
        first -= signed
        turned.extend(units[first : at + 1])
        at = first - 1
    return turned


def _between_brackets(units: Sequence[tuple[str, T]], at: int) -> bool:
    """Whether one bracket ends here and another begins, as they can only from right to left: "( )" on the page."""
    if units[at][0] != "(":
        return False
    behind = next((text for text, _ in units[at + 1 :] if text != " "), "")
    return behind == ")"


def _listed(units: Sequence[tuple[str, T]], at: int) -> bool:
    """Whether a mark here closes the number at its right and a space parts it from the next: "2 ,1" on the page, as
    numbers of a list stand from right to left only. (From left to right it is "1, 2".)"""
    around = [units[place][0] if 0 <= place < len(units) else "" for place in (at - 1, at, at + 1)]
    return around[0] == " " and around[1] in _MARKS | _ARABIC_MARKS and around[2].isdigit()


def embedded_order(units: Sequence[tuple[str, T]]) -> list[tuple[str, T]]:
    """Units of a line that runs from left to right, each stretch of right-to-left words in it (a name) put into
    reading order."""
    ordered: list[tuple[str, T]] = []
    stretch: list[tuple[str, T]] = []  # begins with a right-to-left unit
    last = 0  # how much of it is right-to-left: what follows the last such unit belongs to the line
    for unit in units:
        kind = _direction(unit[0])
        if kind == "R" or (stretch and kind == "N"):
            stretch.append(unit)
            last = len(stretch) if kind == "R" else last
            continue
        ordered += [*stretch[:last][::-1], *stretch[last:], unit]
        stretch, last = [], 0
    return [*ordered, *stretch[:last][::-1], *stretch[last:]]


def marks_last(units: Sequence[tuple[str, T]]) -> list[tuple[str, T]]:
    """A line of left-to-right letters alone, in a right-to-left paragraph: the mark that closes it stands at its
    left."""
    at = 0
    while at < len(units) and units[at][0] in _MARKS | _ARABIC_MARKS:
        at += 1
    if not 0 < at < len(units) or units[at][0] == " ":
        return list(units)
    return [*units[at:], *units[:at]]


def _tight(units: Sequence[tuple[str, T]], first: int) -> bool:
    """Whether the sign before a number belongs to it: nothing but the start or a space stands before the sign."""
    return first < 2 or units[first - 2][0].strip() == ""
