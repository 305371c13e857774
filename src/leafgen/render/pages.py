"""What goes where: pages of bands, each a section across the page or two columns of sections.

An engine fills columns from the top and leaves holes where a section does not fit; here all heights are known
beforehand, so that the best of all divisions is taken: pages full, columns of one height, sections whole. The
order is kept: down a column, then the next, then the next band, then the next page. Lengths are in CSS px
(1/96 inch), as the engine measures them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, groupby

#: How much a gap between sections may grow, as a share of the gap, so that columns end level.
STRETCH = 0.9
#: What a section parted between two columns costs, and between two pages: as much as columns whose ends lie
#: 11% or 22% of the page's height apart (costs are squares of such shares).
_PARTED = 0.012
_PARTED_BY_PAGE = 0.05
#: How much less an empty foot matters on the last page than on one that another follows.
_LAST_PAGE_WEIGHT = 0.5
#: Lengths are sums of measured ones: this much of a page is left empty, lest rounding push a line to the next.
_SPARE = 2.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit of a section as measured. `before` is the space to the unit above it in its section; `breaks`: a
    column may end before it; `wide`: it runs across the page; `foot`: it belongs at the foot of its page."""

    section: int
    height: float
    before: float = 0.0
    breaks: bool = True
    wide: bool = False
    foot: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """The height of a page, what is left of it on the first, and the gap between sections."""

    page: float
    first: float
    gap: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Units of one section, counted within it from `first` up to `last`, with the space before them."""

    section: int
    first: int
    last: int
    before: float


@dataclass(frozen=True, slots=True)
class Band:
    """Columns side by side (one, for a section across the page), with the space before them."""

    columns: tuple[tuple[Placed, ...], ...]
    before: float
    wide: bool
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Division:
    """Bands in order, and what the division costs: 0 is perfect."""

    bands: tuple[Band, ...]
    cost: float


def divide(pieces: Sequence[Piece], room: Room, maximum_pages: int) -> Division | None:
    """The best division of `pieces` over at most `maximum_pages`, in two columns; None when there is none."""
    return _Divider(pieces, room).divide(maximum_pages)


def fullness(pieces: Sequence[Piece], room: Room, pages: int) -> float:
    """What share of `pages` the pieces take, were every column filled to its end."""
    sections = {piece.section: piece.wide for piece in pieces}
    needed = sum((piece.height + piece.before) * (2 if piece.wide else 1) for piece in pieces)
    gaps = sum(room.gap * (2 if wide else 1) for wide in sections.values())
    return (needed + gaps) / (2 * (room.first + room.page * (pages - 1)))


class _Divider:
    def __init__(self, pieces: Sequence[Piece], room: Room) -> None:
        self.pieces = pieces
        self.room = room
        pairs = zip(pieces, (None, *pieces), strict=False)
        gaps = [room.gap if above is None or above.section != piece.section else piece.before for piece, above in pairs]
        self.gaps = gaps
        self.sums = (0.0, *accumulate(gap + piece.height for gap, piece in zip(gaps, pieces, strict=True)))

    def divide(self, maximum_pages: int) -> Division | None:
        """The cheapest sequence of pages, by looking at every place a page can end."""
        end = len(self.pieces)

        @cache
        def best(start: int, pages: int) -> Division | None:
            found: Division | None = None
            for stop in (*self.cuts(start, end), end):
                rest = best(stop, pages - 1) if stop < end and pages > 1 else None
                if stop < end and rest is None:
                    continue
                page = self.page(start, stop)
                if page is None:
                    continue
                cost = page.cost + (rest.cost + self.parting(stop, _PARTED_BY_PAGE) if rest else 0.0)
                if found is None or cost < found.cost:
                    found = Division((*page.bands, *(rest.bands if rest else ())), cost)
            return found

        return best(0, maximum_pages)

    def cuts(self, start: int, stop: int) -> Iterator[int]:
        """Where a column may end between `start` and `stop`, both excluded."""
        return (cut for cut in range(start + 1, stop) if self.pieces[cut].breaks)

    def parting(self, cut: int, price: float) -> float:
        """What it costs to end a column at `cut`: nothing between sections."""
        return price if self.pieces[cut].section == self.pieces[cut - 1].section else 0.0

    def height(self, start: int, stop: int) -> float:
        """The height of a column of these pieces."""
        return self.sums[stop] - self.sums[start] - self.gaps[start] if stop > start else 0.0

    def page(self, start: int, stop: int) -> Division | None:
        """The pieces from `start` up to `stop` on one page; None when they do not fit."""
        height, gap = (self.room.page if start else self.room.first) - _SPARE, self.room.gap
        runs = list(self.runs(start, stop))
        gaps = len(runs) - (1 if start else 0)
        naturals = [max(self.height(*column) for column in run) for run in runs]
        left = height - sum(naturals) - gap * gaps
        if left < 0:
            return None
        last = stop == len(self.pieces)
        in_columns = sum(len(run) > 1 for run in runs)
        share = left / in_columns if in_columns else 0.0
        cost, used = 0.0, 0.0
        bands: list[Band] = []
        columns: tuple[tuple[Placed, ...], ...]
        for number, (run, natural) in enumerate(zip(runs, naturals, strict=True)):
            before = gap if number or not start else 0.0
            wide = len(run) == 1
            if wide:
                columns, reached, uneven = (tuple(self.placed(*run[0], 0.0)),), natural, 0.0
                if last and number == len(runs) - 1 and self.pieces[stop - 1].foot:
                    before = max(before, height - used - natural)
            else:
                columns, reached, uneven = self.level(run, natural + share)
                cost += self.parting(run[1][0], _PARTED) if run[1][0] < run[1][1] else 0.0
            cost += (uneven / self.room.page) ** 2
            bands.append(Band(columns, before, wide, number == 0 and start > 0))
            used += before + reached
        empty = max(0.0, left if last else height - used)
        return Division(tuple(bands), cost + (empty / self.room.page) ** 2 * (_LAST_PAGE_WEIGHT if last else 1.0))

    def runs(self, start: int, stop: int) -> Iterator[tuple[tuple[int, int], ...]]:
        """The bands as ranges of pieces: each wide section alone, what lies between in two columns of like height."""
        for (wide, _), group in groupby(
            range(start, stop),
            key=lambda piece: (self.pieces[piece].wide, self.pieces[piece].section if self.pieces[piece].wide else -1),
        ):
            numbers = list(group)
            low, high = numbers[0], numbers[-1] + 1
            if wide:
                yield ((low, high),)
                continue

            def cost(cut: int, low: int = low, high: int = high) -> float:
                taller = max(self.height(low, cut), self.height(cut, high))
                parted = self.parting(cut, _PARTED) if cut < high else 0.0
                return (taller / self.room.page) ** 2 + parted

            cut = min((*self.cuts(low, high), high), key=cost)
            yield ((low, cut), (cut, high))

    def level(
        self, run: tuple[tuple[int, int], ...], target: float
    ) -> tuple[tuple[tuple[Placed, ...], ...], float, float]:
        """The columns of a run with the gaps between sections widened towards the height `target`: the columns,
        the height reached and how far apart their ends still are."""
        columns, ends = [], []
        for low, high in run:
            natural = self.height(low, high)
            gaps = len({piece.section for piece in self.pieces[low:high]}) - 1
            wider = min(STRETCH * self.room.gap, (target - natural) / gaps) if gaps > 0 else 0.0
            ends.append(natural + wider * max(gaps, 0))
            columns.append(tuple(self.placed(low, high, self.room.gap + wider)))
        return tuple(columns), max(ends), max(ends) - min(ends)

    def placed(self, low: int, high: int, gap: float) -> Iterator[Placed]:
        """The pieces of a column, those of one section together."""
        for section, group in groupby(range(low, high), key=lambda piece: self.pieces[piece].section):
            numbers = list(group)
            begin = next(piece for piece in range(numbers[0] + 1) if self.pieces[piece].section == section)
            yield Placed(section, numbers[0] - begin, numbers[-1] + 1 - begin, gap if numbers[0] > low else 0.0)
