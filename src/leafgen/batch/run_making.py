"""Making print runs: every row of a run appended to one file, which is proven as a whole before it gets its name."""

from __future__ import annotations

import time
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO

from leafgen.batch.making import (
    RUNS,
    Bundle,
    Made,
    Orders,
    Outcome,
    Work,
    bundle_of,
    faults_of,
    not_proven,
    own_fault,
    requests_of,
    still_there,
)
from leafgen.batch.record import Fault
from leafgen.batch.rows import Row
from leafgen.batch.runs import Run, Stack
from leafgen.compose.imposition import page_size
from leafgen.compose.request import Request
from leafgen.deliver.writer import Partial, refusals
from leafgen.kernel.errors import EnvironmentLacking, LeafgenError, NotWritten, ProofFailed
from leafgen.kernel.geometry import A4
from leafgen.pipeline import Leafgen
from leafgen.runs import Piece
from leafgen.runs import Run as PrintRun


def make_run(leafgen: Leafgen, run: Run, orders: Orders) -> Work:
    """Make a run; a row that cannot be made is rejected, and the others are printed without it.

    Raises ProofFailed when the file as a whole is not proven: then nothing of it is there.
    """
    start = time.perf_counter()
    if orders.folder is None:
        file = BytesIO()
        outcomes, proven = _fill(leafgen, run, orders, file)
        if orders.keep and proven:
            outcomes = _with_data(outcomes, file.getvalue())
        return Work(outcomes, time.perf_counter() - start)
    still_there(orders.folder)
    with Partial(orders.folder) as partial:
        outcomes, proven = _fill(leafgen, run, orders, partial.file)
        if proven:
            name = next(made.file for outcome in outcomes for made in outcome.made)
            partial.becomes(orders.folder / name)
    return Work(outcomes, time.perf_counter() - start)


def _fill(leafgen: Leafgen, run: Run, orders: Orders, file: BinaryIO) -> tuple[tuple[Outcome, ...], bool]:
    """Append what can be made; whether there is anything, and so a proven file, is told besides."""
    # Leaflets begin on a sheet of their own when they are printed on both sides; a roll has no backs.
    leaflets = run.kind == "leaflet"
    printed = PrintRun(leafgen, file, duplex=leaflets, marked=orders.marked and leaflets, number=run.number)
    found = [_prepared(leafgen, row, run.kind, orders, printed) for row in run.rows]
    places, bundles, first = [], [], 0
    for stack in run.stacks or (Stack(0, "", len(found)),):
        ready = [one for one in found[first : first + stack.rows] if not isinstance(one, list)]
        first += stack.rows
        if ready and stack.number:
            request, pages = ready[0][0], sum(piece.count for _, piece in ready)
            paper = page_size(request.stock) if request.stock else A4
            printed.put(printed.separator(paper, stack.of or request.clinic.id, stack.number, len(ready), pages))
        for request, piece in ready:
            places.append(printed.put(piece))
            of = (stack.of or request.clinic.id) if stack.number else ""
            bundles.append(replace(bundle_of(request), number=stack.number, of=of))
    sha256 = ""
    if places:
        proof = printed.close(proof=orders.proof)
        if not proof.proven:
            raise ProofFailed(f"print run {run.number} is not proven; it was not written", "\n".join(refusals(proof)))
        sha256 = proof.sha256
    outcomes, made = [], iter(zip(places, bundles, strict=True))
    for row, one in zip(run.rows, found, strict=True):
        if isinstance(one, list):
            outcomes.append(Outcome(row.line, row.id, faults=tuple(one)))
        else:
            place, bundle = next(made)
            document = Made(run.kind, _name(run, bundle), place.pages, sha256, bundle, place.page)
            outcomes.append(Outcome(row.line, row.id, (document,)))
    return tuple(outcomes), bool(places)


def _prepared(
    leafgen: Leafgen, row: Row, kind: str, orders: Orders, printed: PrintRun
) -> tuple[Request, Piece] | list[Fault]:
    """A row's document of this kind, ready to be appended; or the faults for which nothing of the row is printed, in
    any run."""
    requests, faults = requests_of(leafgen, row)
    wanted: Request | None = None
    for request in requests if not faults else ():
        if request.kind == kind:
            wanted = request
            continue
        try:
            document = leafgen.document(request, proof=orders.proof)
            faults += [] if document.proof.proven else [not_proven(request.kind, document.proof)]
        except (NotWritten, EnvironmentLacking):
            raise
        except LeafgenError as error:
            faults += faults_of(error)
    if wanted is None or faults:
        return faults
    try:
        return wanted, printed.prepare(wanted, proof=orders.proof)
    except (NotWritten, EnvironmentLacking, OSError):
        raise
    except LeafgenError as error:
        return list(faults_of(error))
    except Exception as error:
        return [own_fault(error)]


def _name(run: Run, bundle: Bundle) -> str:
    parts = (f"{run.number:04}", bundle.clinic, bundle.location, bundle.stock or "leaflets", bundle.locale)
    return f"{RUNS}{'-'.join(filter(None, parts))}.pdf"


def _with_data(outcomes: tuple[Outcome, ...], data: bytes) -> tuple[Outcome, ...]:
    """The file's bytes with the first document in it."""
    first = next(number for number, outcome in enumerate(outcomes) if outcome.made)
    made = replace(outcomes[first].made[0], data=data)
    return (*outcomes[:first], replace(outcomes[first], made=(made,)), *outcomes[first + 1 :])
