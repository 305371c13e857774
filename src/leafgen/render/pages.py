"""What goes where: pages of bands, each a section across the page or two columns of sections.

An engine fills columns from the top and leaves holes where a section does not fit; here all heights are known
beforehand, so that the best of all divisions is taken: pages full, columns of one height, sections whole. The
order is kept: down a column, then the next, then the next band, then the next page. Lengths are in CSS px
(1/96 inch), as the engine measures them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, groupby, product

#: How much a gap between sections may grow, as a share of the gap, so that columns end level; how far it may shrink
#: where a section would else be parted, and what that costs.
STRETCH = 0.9
_TIGHTENED, _TIGHTENING = 0.75, 0.006
#: What a section parted between two columns costs, and between two pages: as much as columns whose ends lie
#: 20% or 26% of the page's height apart (costs are squares of such shares).
_PARTED = 0.04
_PARTED_BY_PAGE = 0.07
#: How much less an empty foot matters on the last page than on one that another follows, and there a second column
#: that ends before the first, as every text does.
_LAST_PAGE_WEIGHT = 0.35
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


def pages_of(bands: Sequence[Band]) -> int:
    """How many pages these bands begin."""
    return 1 + sum(band.new_page for band in bands)


@dataclass(frozen=True, slots=True)
class _Run:
    """Pieces of one band: across the page, or in two columns parted at `cut`."""

    low: int
    high: int
    cut: int | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as chosen: its runs, the gap between its sections, and what it costs, with all pages after it."""

    start: int
    stop: int
    runs: tuple[_Run, ...]
    gap: float
    cost: float
    after: _Page | None = None


class _Divider:
    def __init__(self, pieces: Sequence[Piece], room: Room) -> None:
        self.pieces = pieces
        self.room = room
        self.widest = room.gap * (1 + STRETCH)
        inner = [above is not None and above.section == piece.section for piece, above in _with_above(pieces)]
        self.before = [piece.before if inside else 0.0 for piece, inside in zip(pieces, inner, strict=True)]
        self.solid = (0.0, *accumulate(gap + one.height for gap, one in zip(self.before, pieces, strict=True)))
        #: Which section from the top each piece belongs to.
        self.rank = tuple(accumulate(0 if inside else 1 for inside in inner))
        self.cheapest = cache(self._cheapest)

    def divide(self, maximum_pages: int) -> Division | None:
        """The cheapest sequence of pages."""
        first = page = self.cheapest(0, maximum_pages)
        bands: list[Band] = []
        while page:
            bands.extend(self.bands(page))
            page = page.after
        return Division(tuple(bands), first.cost) if first else None

    def _cheapest(self, start: int, pages: int) -> _Page | None:
        """The best pages from `start` on, by looking at every place a page can end."""
        end = len(self.pieces)
        found: _Page | None = None
        for stop in (*(self.cuts(start, end) if pages > 1 else ()), end):
            page = self.page(start, stop)
            if page is None or (found and page.cost >= found.cost):
                continue
            if stop < end:
                after = self.cheapest(stop, pages - 1)
                if after is None:
                    continue
                page = replace(page, cost=page.cost + after.cost + self.parting(stop, _PARTED_BY_PAGE), after=after)
            if found is None or page.cost < found.cost:
                found = page
        return found

    def cuts(self, start: int, stop: int) -> Iterator[int]:
        """Where a column may end between `start` and `stop`, both excluded."""
        return (cut for cut in range(start + 1, stop) if self.pieces[cut].breaks)

    def parting(self, cut: int, price: float) -> float:
        """What it costs to end a column at `cut`: nothing between sections."""
        return price if cut < len(self.pieces) and self.rank[cut] == self.rank[cut - 1] else 0.0

    def gaps(self, low: int, high: int) -> int:
        """How many gaps between sections a column of these pieces has."""
        return self.rank[high - 1] - self.rank[low] if high > low else 0

    def height(self, low: int, high: int, gap: float) -> float:
        """The height of a column of these pieces, with `gap` between sections."""
        if high == low:
            return 0.0
        return self.solid[high] - self.solid[low] - self.before[low] + gap * self.gaps(low, high)

    def page(self, start: int, stop: int) -> _Page | None:
        """The pieces from `start` up to `stop` on one page, at its best; None when they do not fit."""
        ranges = list(self.ranges(start, stop))
        tight = self.room.gap * _TIGHTENED
        pages = [
            _Page(start, stop, runs, gap, cost + price)
            for gap, price in ((self.room.gap, 0.0), (tight, _TIGHTENING))
            for runs in product(*(self.choices(*one, gap, last=stop == len(self.pieces)) for one in ranges))
            if (cost := self.cost(start, stop, runs, gap)) is not None
        ]
        return min(pages, key=lambda page: page.cost, default=None)

    def ranges(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """The bands as ranges of pieces: each wide section alone, and what lies between."""
        kinds = ((piece.wide, piece.section if piece.wide else -1) for piece in self.pieces[start:stop])
        for _, group in groupby(enumerate(kinds, start), key=lambda numbered: numbered[1]):
            numbers = [number for number, _ in group]
            yield numbers[0], numbers[-1] + 1

    def choices(self, low: int, high: int, gap: float, *, last: bool) -> list[_Run]:
        """The ways to part these pieces into two columns: the shortest, and each that is better and taller."""
        if self.pieces[low].wide:
            return [_Run(low, high)]
        runs = []
        for cut in (*self.cuts(low, high), high):
            run = _Run(low, high, cut)
            taller = max(self.height(low, cut, gap), self.height(cut, high, gap))
            runs.append((taller, self.unevenness(run, gap, taller, last=last), run))
        runs.sort(key=lambda entry: entry[:2])
        least = accumulate((cost for _, cost, _ in runs), min, initial=math.inf)
        return [run for (_, cost, run), before in zip(runs, least, strict=False) if cost < before]

    def cost(self, start: int, stop: int, runs: Sequence[_Run], gap: float) -> float | None:
        """What a page of these runs costs by itself; None when it does not fit."""
        last = stop == len(self.pieces)
        left, share = self.left(start, runs, gap)
        if left < 0:
            return None
        cost, stretched = 0.0, 0.0
        for run in runs:
            if run.cut is not None:
                natural = self.natural(run, gap)
                cost += self.unevenness(run, gap, natural + share, last=last)
                stretched += max(self.ends(run, gap, natural + share)) - natural
        empty = left if last else left - stretched
        return cost + (empty / self.room.page) ** 2 * (_LAST_PAGE_WEIGHT if last else 1.0)

    def left(self, start: int, runs: Sequence[_Run], gap: float) -> tuple[float, float]:
        """What is left of a page's height, and for each band of columns."""
        height = (self.room.page if start else self.room.first) - _SPARE
        gaps = len(runs) - (1 if start else 0)
        left = height - gap * gaps - sum(self.natural(run, gap) for run in runs)
        return left, left / max(1, sum(run.cut is not None for run in runs))

    def natural(self, run: _Run, gap: float) -> float:
        """The height of a run before its gaps grow."""
        return max(self.height(low, high, gap) for low, high in _columns(run))

    def ends(self, run: _Run, gap: float, target: float) -> list[float]:
        """How far each column reaches with its gaps grown towards the height `target`."""
        heights = ((self.height(*column, gap), self.gaps(*column)) for column in _columns(run))
        return [natural + min(gaps * (self.widest - gap), target - natural) for natural, gaps in heights]

    def unevenness(self, run: _Run, gap: float, target: float, *, last: bool = False) -> float:
        """What it costs that the columns of a run end apart, and that a section is parted between them."""
        first, second = self.ends(run, gap, target)
        apart = ((first - second) / self.room.page) ** 2 * (_LAST_PAGE_WEIGHT if last and first > second else 1.0)
        return apart + (self.parting(run.cut, _PARTED) if run.cut is not None and run.cut < run.high else 0.0)

    def bands(self, page: _Page) -> Iterator[Band]:
        """The bands of a page, with every space on it."""
        left, share = self.left(page.start, page.runs, page.gap)
        for number, run in enumerate(page.runs):
            before = page.gap if number or not page.start else 0.0
            new_page = number == 0 and page.start > 0
            if run.cut is None:
                if run.high == len(self.pieces) and self.pieces[run.high - 1].foot:
                    before += max(0.0, left)
                yield Band((tuple(self.placed(run.low, run.high, 0.0)),), before, wide=True, new_page=new_page)
                continue
            natural = self.natural(run, page.gap)
            ends = self.ends(run, page.gap, natural + share)
            columns = []
            for (low, high), end in zip(_columns(run), ends, strict=True):
                wider = (end - self.height(low, high, page.gap)) / max(1, self.gaps(low, high))
                columns.append(tuple(self.placed(low, high, page.gap + wider)))
            left -= max(ends) - natural
            yield Band(tuple(columns), before, wide=False, new_page=new_page)

    def placed(self, low: int, high: int, gap: float) -> Iterator[Placed]:
        """The pieces of a column, those of one section together."""
        for section, group in groupby(range(low, high), key=lambda piece: self.pieces[piece].section):
            numbers = list(group)
            begin = self.rank.index(self.rank[numbers[0]])
            yield Placed(section, numbers[0] - begin, numbers[-1] + 1 - begin, gap if numbers[0] > low else 0.0)


def _columns(run: _Run) -> tuple[tuple[int, int], ...]:
    return ((run.low, run.high),) if run.cut is None else ((run.low, run.cut), (run.cut, run.high))


def _with_above(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Piece | None]]:
    return zip(pieces, (None, *pieces), strict=False)
