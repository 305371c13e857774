"""Print runs: which rows are printed in which file. A run is some hundred patients of one bundle, in row order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leafgen.batch.making import KINDS_OF_ROW, Outcome
from leafgen.batch.rows import Row

#: Patients of one file: what a printer takes at a time, and what is made again when a batch is stopped.
MOST_IN_RUN = 500


@dataclass(frozen=True, slots=True)
class Run:
    """The rows of one file: `kind` is what is printed of them ("" where their own is unknown), `number` counts the
    runs of a batch from 1. The same rows make the same runs, however often the batch is begun."""

    number: int
    kind: str
    rows: tuple[Row, ...]


def runs(rows: Iterable[Row], default_clinic: str) -> Iterator[Run]:
    """Divide rows into runs: full ones as they come, then what is left of each bundle, in the order of bundles.

    A row for both a leaflet and a label is in two runs. Rejected rows keep their places, so that mending one
    elsewhere moves no other.
    """
    waiting: dict[tuple[str, ...], list[Row]] = {}
    number = 0
    for row in rows:
        for kind in KINDS_OF_ROW.get(row.fields.get("kind", ""), ("",)):
            bundle = _bundle(row, kind, default_clinic)
            filling = waiting.setdefault(bundle, [])
            filling.append(row)
            if len(filling) == MOST_IN_RUN:
                number += 1
                yield Run(number, kind, tuple(waiting.pop(bundle)))
    for (*_, kind), left in sorted(waiting.items()):
        number += 1
        yield Run(number, kind, tuple(left))


def _bundle(row: Row, kind: str, default_clinic: str) -> tuple[str, ...]:
    """What is printed and sorted together; whether there is such a clinic or paper is for the request to say."""
    fields = row.fields
    stock = fields.get("stock", "") if kind == "label" else ""
    return fields.get("clinic", default_clinic), fields.get("location", ""), stock, fields.get("locale", ""), kind


class Halves:
    """Puts together what became of a row in the runs it is in."""

    def __init__(self) -> None:
        self._waiting: dict[int, Outcome] = {}

    def whole(self, run: Run, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The rows of which everything is made now. A fault of either half rejects the row."""
        for row, outcome in zip(run.rows, outcomes, strict=True):
            if len(KINDS_OF_ROW.get(row.fields.get("kind", ""), ("",))) == 1:
                yield outcome
            elif (first := self._waiting.pop(row.line, None)) is None:
                self._waiting[row.line] = outcome
            else:
                made = sorted((*first.made, *outcome.made), key=lambda one: one.kind, reverse=True)
                faults = first.faults or outcome.faults
                yield Outcome(row.line, row.id, () if faults else tuple(made), faults)
