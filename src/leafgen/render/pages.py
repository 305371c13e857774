"""Which section goes where: pages of bands, each a section across the page or columns of whole sections.

An engine fills columns from the top and leaves holes where a section does not fit; here the heights are known
beforehand, so that the best of all divisions is taken. Sections keep their order: down a column, then the next,
then the next band, then the next page. All lengths are in CSS px (1/96 inch), as the engine measures them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

#: How much a gap between sections may grow, as a share of the gap, so that columns end level.
STRETCH = 1.0
#: How much worse an empty foot is on a page that another follows than on the last one.
_LAST_PAGE_WEIGHT = 0.1
#: Lengths are sums of measured ones: a page is not full for less than this.
_TOLERANCE = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A section as measured: across the page or one column wide; `foot`: it belongs at the foot of its page."""

    wide: bool
    height: float
    foot: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """The height of a page, what is left of it on the first, and the gap between sections."""

    page: float
    first: float
    gap: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A section by number, with the space before it."""

    piece: int
    before: float


@dataclass(frozen=True, slots=True)
class Band:
    """Columns side by side (one, for a section across the page), with the space before them."""

    columns: tuple[tuple[Placed, ...], ...]
    before: float
    wide: bool
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """Pieces that make one band: `parts` holds a half-open range of pieces for each column."""

    parts: tuple[tuple[int, int], ...]
    height: float
    wide: bool


def divide(pieces: Sequence[Piece], room: Room, maximum_pages: int) -> tuple[Band, ...] | None:
    """The best division of `pieces` over at most `maximum_pages`, in two columns; None when there is none."""
    return _Divider(pieces, room).divide(maximum_pages)


class _Divider:
    def __init__(self, pieces: Sequence[Piece], room: Room) -> None:
        self.pieces = pieces
        self.room = room

    def divide(self, maximum_pages: int) -> tuple[Band, ...] | None:
        """The cheapest sequence of pages, by looking at every place a page can end."""
        end = len(self.pieces)

        @lru_cache(maxsize=None)
        def best(start: int, pages: int) -> tuple[float, tuple[Band, ...]] | None:
            found: tuple[float, tuple[Band, ...]] | None = None
            for stop in range(end, start, -1):
                rest = best(stop, pages - 1) if stop < end and pages > 1 else None
                if stop < end and rest is None:
                    continue
                page = self.page(start, stop)
                if page is None:
                    continue
                cost, bands = page[0] + (rest[0] if rest else 0), page[1] + (rest[1] if rest else ())
                if found is None or cost < found[0]:
                    found = cost, bands
            return found

        division = best(0, maximum_pages)
        return division[1] if division else None

    def page(self, start: int, stop: int) -> tuple[float, tuple[Band, ...]] | None:
        """The pieces from `start` up to `stop` on one page: its cost and bands; None when they do not fit."""
        room, gap = (self.room.page if start else self.room.first), self.room.gap
        runs = self.runs(start, stop)
        gaps = len(runs) if start == 0 else len(runs) - 1
        left = room - sum(run.height for run in runs) - gap * gaps
        if left < -_TOLERANCE:
            return None
        last = stop == len(self.pieces)
        in_columns = [run for run in runs if not run.wide]
        share = max(0.0, left) / len(in_columns) if in_columns else 0.0
        cost, bands, used = 0.0, [], 0.0
        for number, run in enumerate(runs):
            first = number == 0
            before = 0.0 if first and start else gap
            if run.wide:
                height, columns = run.height, (tuple(Placed(piece, 0.0) for piece in range(*run.parts[0])),)
                if last and number == len(runs) - 1 and self.pieces[stop - 1].foot:
                    before = max(before, room - used - height - _TOLERANCE)
            else:
                columns, height, uneven = self.level(run, share)
                cost += (uneven / room) ** 2
            bands.append(Band(columns, before, run.wide, first and start > 0))
            used += before + height
        empty = max(0.0, room - used) / room
        return cost + empty**2 * (_LAST_PAGE_WEIGHT if last else 1.0), tuple(bands)

    def runs(self, start: int, stop: int) -> list[_Run]:
        """The pieces as bands: each wide one alone, those between divided into two columns of like height."""
        runs = []
        for wide, group in groupby(range(start, stop), key=lambda piece: self.pieces[piece].wide):
            numbers = list(group)
            if wide:
                runs.extend(_Run(((piece, piece + 1),), self.pieces[piece].height, True) for piece in numbers)
            else:
                low, high = numbers[0], numbers[-1] + 1
                cuts = range(low + 1, high + 1)
                cut = min(cuts, key=lambda cut: (max(self.height(low, cut), self.height(cut, high)), -cut))
                height = max(self.height(low, cut), self.height(cut, high))
                runs.append(_Run(((low, cut), (cut, high)), height, False))
        return runs

    def height(self, start: int, stop: int) -> float:
        """The height of a column of these pieces."""
        if stop <= start:
            return 0.0
        return sum(piece.height for piece in self.pieces[start:stop]) + self.room.gap * (stop - start - 1)

    def level(self, run: _Run, share: float) -> tuple[tuple[tuple[Placed, ...], ...], float, float]:
        """The columns of a run with their gaps widened towards `share` more than the higher one's height: the
        columns, the height reached and how far apart their ends still are."""
        most = STRETCH * self.room.gap
        target = run.height + share
        columns, ends = [], []
        for low, high in run.parts:
            natural, gaps = self.height(low, high), high - low - 1
            wider = min(most, (target - natural) / gaps) if gaps > 0 else 0.0
            ends.append(natural + wider * max(gaps, 0))
            columns.append(
                tuple(Placed(piece, 0.0 if piece == low else self.room.gap + wider) for piece in range(low, high))
            )
        return tuple(columns), max(ends), max(ends) - min(ends)
