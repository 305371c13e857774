"""Echoes: text painted again nearly where it stands, to look bold (double strike), outlined, or with a shadow.

To the eye both are one text. Which of them it is: the one on top, or the one that is filled where the other only draws
edges in the same colour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import floor, hypot

from leafgen.verify.reading.graphics import Shown

_FARTHEST = 0.1
"""In em: no stroke of a letter is thinner, so none can be seen beside itself."""
_SAME = 1e-3
_FILLED, _EDGES = (0, 2), 1
_MOST, _CROWD = 3, 16
"""So many times a text may be repeated, and so many texts of the same letters may begin in one place."""

_Place = tuple[int, tuple[int, ...], int, int]


def echoes(shown: Sequence[Shown]) -> set[int]:
    """The numbers of those texts of a page that only repeat another one beneath or upon it."""
    places: dict[_Place, list[int]] = defaultdict(list)
    repeats: dict[int, list[int]] = {}  # of those that are no echo
    for number, one in enumerate(shown):
        main = number
        near = (other for place in _places(one) for other in places.get(place, ()) if other in repeats)
        for other in near:
            group = [*repeats[other], other]
            if len(group) <= _MOST and all(_together(shown[own], one) for own in group):
                main = other if _outlines(one, shown[other]) else number
                del repeats[other]
                repeats[main] = [own for own in (*group, number) if own != main]
                break
        repeats.setdefault(main, [])
        if main == number and len(crowd := places[_place(one)]) < _CROWD:
            crowd.append(number)
    return {echo for group in repeats.values() for echo in group}


def _place(one: Shown, x: float = 0.0, y: float = 0.0) -> _Place:
    cell = 2 * _FARTHEST * max(one.size, 1e-6)
    place = floor((one.matrix[4] + x * cell) / cell), floor((one.matrix[5] + y * cell) / cell)
    return id(one.typeface), tuple(one.codes), *place


def _places(one: Shown) -> set[_Place]:
    """The cells in which a text near enough may begin."""
    return {_place(one, x, y) for x in (-0.5, 0.5) for y in (-0.5, 0.5)}


def _together(below: Shown, above: Shown) -> bool:
    """Whether two texts of the same letters stand in the same place, size and direction."""
    if any(abs(one - two) > _SAME * below.size for one, two in zip(below.matrix[:4], above.matrix[:4], strict=True)):
        return False
    x, y = (above.matrix[at] - below.matrix[at] for at in (4, 5))
    if hypot(x, y) > _FARTHEST * below.size:
        return False
    return all(abs(one - two) < _SAME for one, two in zip(below.xs, above.xs, strict=True))


def _outlines(above: Shown, below: Shown) -> bool:
    """Whether the upper one draws the edges of the lower one in its colour."""
    return above.mode == _EDGES and below.mode in _FILLED and above.colour == below.colour
