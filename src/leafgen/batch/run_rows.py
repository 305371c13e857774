"""Print runs: which rows are printed in which file. A run is some hundred patients of one bundle, in row order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from leafgen.batch.outcome import Outcome
from leafgen.batch.rows import Row

#: Documents of one file, separators included: what a printer takes at a time, and what is made again when a batch is
#: stopped.
MOST_IN_RUN = 500
#: Columns by which a print shop can have bundles: none of them says anything of a patient that the paper does not.
BUNDLE_COLUMNS = ("department", "edition", "indication")


@dataclass(frozen=True, slots=True)
class Bundling:
    """How a run is divided into bundles, each behind a separator: by what a column says, and into at most `size`
    documents (0: as many as there are). Without either there are none."""

    by: str = ""
    size: int = 0

    def __bool__(self) -> bool:
        return bool(self.by or self.size)


NO_BUNDLES = Bundling()


@dataclass(frozen=True, slots=True)
class Stack:
    """A bundle of a run: its number in the batch, what it is a bundle of, and how many of the run's rows it has."""

    number: int
    of: str
    rows: int


@dataclass(frozen=True, slots=True)
class RunRows:
    """The rows of one print run: `kind` is what is printed of them ("" where their own is unknown), `number` counts the
    runs of a batch from 1; `stacks` divides its rows into bundles, where that was asked for. The same rows make the
    same runs, however often the batch is begun."""

    number: int
    kind: str
    rows: tuple[Row, ...]
    stacks: tuple[Stack, ...] = ()


def runs(rows: Iterable[Row], default_clinic: str, bundling: Bundling = NO_BUNDLES) -> Iterator[RunRows]:
    """Divide rows into runs: full ones as they come, then what is left of each bundle, in the order of bundles.

    A row for both a leaflet and a label is in two runs. Rejected rows keep their places, so that mending one
    elsewhere moves no other.
    """
    if bundling:
        yield from _stacked(rows, default_clinic, bundling)
        return
    for number, (key, some) in enumerate(_gathered(rows, default_clinic, "", MOST_IN_RUN), 1):
        yield RunRows(number, key[-1], some)


def _stacked(rows: Iterable[Row], default_clinic: str, bundling: Bundling) -> Iterator[RunRows]:
    """Runs of whole bundles: as many as there is room for."""
    waiting: dict[tuple[str, ...], list[tuple[str, tuple[Row, ...]]]] = {}
    numbers, bundles = count(1), count(1)

    def run(key: tuple[str, ...]) -> RunRows:
        stacks = [(Stack(next(bundles), of, len(some)), some) for of, some in waiting.pop(key)]
        every = tuple(row for _, some in stacks for row in some)
        return RunRows(next(numbers), key[-1], every, tuple(stack for stack, _ in stacks))

    # A separator takes a place in the file as well.
    most = min(bundling.size or MOST_IN_RUN, MOST_IN_RUN - 1)
    for (*rest, of), some in _gathered(rows, default_clinic, bundling.by, most, by=True):
        key = tuple(rest)
        filled = sum(len(before) + 1 for _, before in waiting.get(key, ()))
        if filled + len(some) + 1 > MOST_IN_RUN:
            yield run(key)
        waiting.setdefault(key, []).append((of, some))
    for key in sorted(waiting):
        yield run(key)


def _gathered(
    rows: Iterable[Row], default_clinic: str, column: str, most: int, *, by: bool = False
) -> Iterator[tuple[tuple[str, ...], tuple[Row, ...]]]:
    """Rows that are printed together, at most so many: with what they share, `by` also what a column says."""
    waiting: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        for kind in row.kinds or ("",):
            key = _bundle(row, kind, default_clinic)
            if by:
                key = (*key, row.fields.get(column, ""))
            filling = waiting.setdefault(key, [])
            filling.append(row)
            if len(filling) == most:
                yield key, tuple(waiting.pop(key))
    for key, left in sorted(waiting.items()):
        yield key, tuple(left)


def _bundle(row: Row, kind: str, default_clinic: str) -> tuple[str, ...]:
    """What is printed and sorted together; whether there is such a clinic or paper is for the request to say."""
    fields = row.fields
    stock = fields.get("stock", "") if kind == "label" else ""
    return fields.get("clinic", default_clinic), fields.get("location", ""), stock, fields.get("locale", ""), kind


class Halves:
    """Puts together what became of a row in the runs it is in."""

    def __init__(self) -> None:
        self._waiting: dict[int, Outcome] = {}

    def whole(self, run: RunRows, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The rows of which everything is made now. A fault of either half rejects the row."""
        for row, outcome in zip(run.rows, outcomes, strict=True):
            if len(row.kinds) <= 1:
                yield outcome
            elif (first := self._waiting.pop(row.line, None)) is None:
                self._waiting[row.line] = outcome
            else:
                made = sorted((*first.made, *outcome.made), key=lambda one: one.kind, reverse=True)
                faults = first.faults or outcome.faults
                yield Outcome(row.line, row.id, () if faults else tuple(made), faults)
