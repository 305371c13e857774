"""Whose turn it is: rows in the order in which they are made quickest, in chunks that take about as long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from leafgen.batch.executors import Executor, results
from leafgen.batch.outcome import Work
from leafgen.batch.rows import Row

#: Rows that are put in order of their layouts at a time.
_WINDOW = 4096
#: Of a new layout, the process that lays it out makes this share of a window at once: most layouts have no more rows,
#: and no other process has to load them.
_FIRSTS = 64
#: A chunk is as many rows as take about this long, in seconds: little is made again when a batch is stopped, and
#: handing a chunk over costs nothing beside it.
_CHUNK_SECONDS = 0.25
MOST_IN_CHUNK = 256


def worked(executor: Executor, todo: Iterator[Row]) -> Iterator[Work]:
    """What became of rows, some at a time."""
    pace, turns = Pace(), _in_turn(todo, executor.processes)
    for some in turns:
        # What is waited for is one process's: it is not cut.
        chunks = iter(some.rows) if some.awaited else pace.chunks(_until_awaited(some, turns))
        for work in results(executor, chunks):
            pace.learn(work)
            yield work


@dataclass(frozen=True, slots=True)
class Turn:
    """Rows whose turn it is, in stretches that are cut into chunks; `awaited`: what comes behind them waits until they
    are made."""

    rows: Sequence[Sequence[Row]]
    awaited: bool = False


_LAST = Turn((), awaited=True)


def _until_awaited(turn: Turn, more: Iterator[Turn]) -> Iterator[Sequence[Row]]:
    """The rows of a turn and of those that follow, up to one that is waited for: no process stands idle in between."""
    yield from turn.rows
    while not turn.awaited and (turn := next(more, _LAST)) is not _LAST:
        yield from turn.rows


def _in_turn(todo: Iterator[Row], processes: int) -> Iterator[Turn]:
    """A few thousand rows at a time. First some rows of each new layout that several share, in one process, so that no
    two lay out the same; then all others, those of one layout together."""
    known: set[int] = set()
    while window := list(islice(todo, _WINDOW)):
        layouts = [row.layout for row in window]
        order = sorted(range(len(window)), key=layouts.__getitem__)
        firsts = _firsts(order, list(map(hash, layouts)), known) if processes > 1 else []
        if firsts:
            yield Turn([[window[place] for place in places] for places in firsts], awaited=True)
        taken = set(chain.from_iterable(firsts))
        yield Turn([[window[place] for place in order if place not in taken]])


def _firsts(order: Sequence[int], layouts: Sequence[int], known: set[int]) -> list[list[int]]:
    """The places of some rows of each layout that is not `known` yet and that several share; all are known then."""
    sharing: dict[int, list[int]] = {}
    for place in order:
        sharing.setdefault(layouts[place], []).append(place)
    most = max(1, len(order) // _FIRSTS)
    firsts = [places[:most] for layout, places in sharing.items() if layout not in known and len(places) > 1]
    known.update(sharing)
    # The longest first: no process waits long for the last one.
    return sorted(firsts, key=len, reverse=True)


class Pace:
    """How many rows a chunk should have, learnt from how long they take."""

    def __init__(self) -> None:
        self.rows = 1

    def learn(self, work: Work) -> None:
        """Move towards the number that would have taken as long as a chunk should, at most twofold: a few rows that
        were rejected at once say nothing of the next."""
        if work.outcomes and work.seconds:
            wanted = len(work.outcomes) * _CHUNK_SECONDS / work.seconds
            self.rows = max(1, min(MOST_IN_CHUNK, 2 * self.rows, round((self.rows + wanted) / 2)))

    def chunks(self, some: Iterable[Sequence[Row]]) -> Iterator[Sequence[Row]]:
        """Cut as they are asked for."""
        for rest in some:
            start = 0
            while start < len(rest):
                chunk = rest[start : start + self.rows]
                start += len(chunk)
                yield chunk
