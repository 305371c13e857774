"""Making print runs: every row of a run appended to one file, which is proven as a whole before it gets its name."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from leafgen.batch.faults import blamed_on_row, not_proven
from leafgen.batch.layouts import Layouts
from leafgen.batch.making import Orders, asked_of, bundle_of, still_there
from leafgen.batch.outcome import RUNS, Bundle, Made, Outcome, Work
from leafgen.batch.record import Fault
from leafgen.batch.rows import Row
from leafgen.batch.run_rows import RunRows, Stack
from leafgen.compose.imposition import page_size
from leafgen.compose.request import Request
from leafgen.deliver.writer import Partial, refusals
from leafgen.kernel.errors import ProofFailed
from leafgen.kernel.geometry import A4
from leafgen.pipeline import Leafgen
from leafgen.runs import Piece, PrintRun


def make_run(leafgen: Leafgen, rows: RunRows, orders: Orders) -> Work:
    """Make a run; a row that cannot be made is rejected, and the others are printed without it.

    Raises ProofFailed when the file as a whole is not proven: then nothing of it is there.
    """
    start = time.perf_counter()
    if orders.folder is None:
        file = BytesIO()
        outcomes = _Making(leafgen, rows, orders, file).outcomes()
        if orders.keep:
            outcomes = _with_data(outcomes, file.getvalue())
        return Work(outcomes, time.perf_counter() - start)
    still_there(orders.folder)
    with Partial(orders.folder) as partial:
        outcomes = _Making(leafgen, rows, orders, partial.file).outcomes()
        if name := next((made.file for outcome in outcomes for made in outcome.made), None):
            partial.becomes(orders.folder / name)
    return Work(outcomes, time.perf_counter() - start)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A row's document of the run, ready to be appended; or the faults for which nothing of the row is printed."""

    row: Row
    document: tuple[Request, Piece] | None = None
    faults: Sequence[Fault] = ()


class _Making:
    """One run in the making."""

    def __init__(self, leafgen: Leafgen, rows: RunRows, orders: Orders, file: BinaryIO) -> None:
        self.leafgen, self.rows, self.orders = leafgen, rows, orders
        self.layouts = Layouts(leafgen)
        # Leaflets begin on a sheet of their own when they are printed on both sides; a roll has no backs.
        leaflets = rows.kind == "leaflet"
        self.run = PrintRun(leafgen, file, duplex=leaflets, marked=orders.marked and leaflets, number=rows.number)

    def outcomes(self) -> tuple[Outcome, ...]:
        """Append what can be made, and say what became of each row. Where anything was made, all of it is proven."""
        prepared = [self.prepared(row) for row in self.rows.rows]
        waiting = iter(prepared)
        made: dict[int, Made] = {}
        for stack in self.rows.stacks or (Stack(0, "", len(prepared)),):
            made.update(self.put(stack, list(islice(waiting, stack.rows))))
        sha256 = self.proven() if made else ""
        return tuple(
            Outcome(one.row.line, one.row.id, (replace(made[one.row.line], sha256=sha256),))
            if one.document
            else Outcome(one.row.line, one.row.id, faults=tuple(one.faults))
            for one in prepared
        )

    def prepared(self, row: Row) -> _Prepared:
        """A row's document of this run. What else the row asks for is made as well, as it is printed whole or not at
        all."""
        wanted: Request | None = None
        asked, faults = asked_of(self.layouts, row)
        for request in [one.request for one in asked] if not faults else ():
            if request.kind == self.rows.kind:
                wanted = request
                continue
            try:
                document = self.leafgen.document(request, proof=self.orders.proof)
                faults += [] if document.proof.proven else [not_proven(request.kind, document.proof)]
            except Exception as error:
                faults += blamed_on_row(error)
        if wanted is None or faults:
            return _Prepared(row, faults=faults)
        try:
            return _Prepared(row, (wanted, self.run.prepare(wanted, proof=self.orders.proof)))
        except Exception as error:
            return _Prepared(row, faults=blamed_on_row(error))

    def put(self, stack: Stack, prepared: Sequence[_Prepared]) -> Iterator[tuple[int, Made]]:
        """Append what there is of a bundle, behind its separator where it has one: each document by its row's line."""
        ready = [(one.row.line, *one.document) for one in prepared if one.document]
        of = ""
        if stack.number and ready:
            _, request, _ = ready[0]
            of, paper = stack.of or request.clinic.id, page_size(request.stock) if request.stock else A4
            pages = sum(piece.count for *_, piece in ready)
            self.run.put(self.run.separator(paper, of, stack.number, len(ready), pages))
        for line, request, piece in ready:
            place, bundle = self.run.put(piece), replace(bundle_of(request), number=stack.number, of=of)
            yield line, Made(self.rows.kind, self.name(bundle), place.pages, "", bundle, place.page)

    def name(self, bundle: Bundle) -> str:
        parts = (f"{self.rows.number:04}", bundle.clinic, bundle.location, bundle.stock or "leaflets", bundle.locale)
        return f"{RUNS}{'-'.join(filter(None, parts))}.pdf"

    def proven(self) -> str:
        """Finish the file and prove it; its SHA-256. Raises ProofFailed."""
        proof = self.run.close(proof=self.orders.proof)
        if not proof.proven:
            why = "\n".join(refusals(proof))
            raise ProofFailed(f"print run {self.rows.number} is not proven; it was not written", why)
        return proof.sha256


def _with_data(outcomes: tuple[Outcome, ...], data: bytes) -> tuple[Outcome, ...]:
    """The file's bytes with the first document in it, where there is one."""
    first = next((number for number, outcome in enumerate(outcomes) if outcome.made), None)
    if first is None:
        return outcomes
    made = replace(outcomes[first].made[0], data=data)
    return (*outcomes[:first], replace(outcomes[first], made=(made,)), *outcomes[first + 1 :])
