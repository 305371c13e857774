"""A batch from its rows to its folder: every row delivered or rejected by name, once, however often it was stopped."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leafgen.batch.executors import Executor, InProcess, Processes, run_results
from leafgen.batch.folder import finish, open_folder
from leafgen.batch.journal import Head, Journal, is_rejected
from leafgen.batch.making import Orders, store
from leafgen.batch.outcome import FILES, Outcome
from leafgen.batch.record import Fault
from leafgen.batch.reports import Tally
from leafgen.batch.rows import Row, rows
from leafgen.batch.run_rows import NO_BUNDLES, Bundling, Halves, runs
from leafgen.batch.tables import Table
from leafgen.batch.turns import worked
from leafgen.content.workspace import Workspace
from leafgen.deliver.manifest import stamp
from leafgen.kernel.errors import EnvironmentLacking, NotWritten
from leafgen.pipeline import Leafgen

#: How documents are put into files: each in its own, or all of a bundle in one.
RUN = "run"
LAYOUTS = (FILES, RUN)


@dataclass(frozen=True, slots=True)
class Options:
    """How a batch is made. `workers`: processes, 0 for one a core; `resume`: go on with what is in the folder;
    `scheduler`: the address of one of dask, whose workers make the rows; `bundling`: how print runs are divided;
    `marked`: whether their leaflets are, for machines that fold and insert."""

    layout: str = "files"
    proof: str = "full"
    workers: int = 0
    resume: bool = False
    scheduler: str = ""
    bundling: Bundling = NO_BUNDLES
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: rows done, of them rejected, and how many there are."""

    done: int
    rejected: int
    rows: int


@dataclass(slots=True)
class Report:
    """What a batch came to. `faults`: of each rejected row, by its line, for a dry run alone."""

    tally: Tally = field(default_factory=Tally)
    faults: dict[int, tuple[Fault, ...]] = field(default_factory=dict)


Watch = Callable[[Progress], None]


def run(leafgen: Leafgen, table: Table, folder: Path, options: Options, watch: Watch) -> Report:
    """Make every row of a table into `folder`.

    Raises CommandError when the folder holds another batch, InvalidInput when what is resumed has changed, and
    EnvironmentLacking when the folder can no longer be written to: the batch can then be resumed.
    """
    today = leafgen.workspace.today()
    head = Head(today, {**table.stamps, **_stamps(leafgen, options)})
    journal, head = open_folder(folder, head, table, resume=options.resume)
    done = False
    try:
        orders = Orders(leafgen.workspace.root, head.day, options.proof, folder, marked=options.marked)
        _make_all(orders, table, options, journal, watch)
        report = Report(finish(folder, head, table, journal, _chosen(options)))
        done = True
    except NotWritten as error:
        advice = "mend that and run the same command with --resume: what is made stays made"
        raise EnvironmentLacking(error.message, advice) from error
    finally:
        journal.close(done=done)
    return report


def dry_run(leafgen: Leafgen, table: Table, options: Options, watch: Watch) -> Report:
    """Make every row and write nothing. What it says of a row is what the batch will say, as both do the same."""
    report = Report()
    orders = Orders(leafgen.workspace.root, leafgen.workspace.today(), options.proof, marked=options.marked)
    counted = Counted(table.source.count, watch)
    counted.add(())
    for outcomes in _made(orders, table, options, {}):
        for outcome in outcomes:
            report.tally.add(outcome)
            if not outcome.made:
                report.faults[outcome.line] = outcome.faults
        counted.add(outcomes)
    return report


@dataclass(slots=True)
class Counted:
    """Counts rows for whoever watches."""

    rows: int
    watch: Watch
    done: int = 0
    rejected: int = 0

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Count, and tell."""
        self.done += len(outcomes)
        self.rejected += sum(not outcome.made for outcome in outcomes)
        self.watch(Progress(self.done, self.rejected, self.rows))


def _make_all(orders: Orders, table: Table, options: Options, journal: Journal, watch: Watch) -> None:
    rejected = sum(map(is_rejected, journal.outcomes.values()))
    counted = Counted(table.source.count, watch, len(journal.outcomes), rejected)
    counted.add(())
    for outcomes in _made(orders, table, options, journal.outcomes):
        new = [outcome for outcome in outcomes if outcome.line not in journal.outcomes]
        journal.add(outcomes)
        counted.add(new)


def _made(orders: Orders, table: Table, options: Options, done: Mapping[int, object]) -> Iterator[Sequence[Outcome]]:
    """What became of the rows that are not `done`, some at a time, in whatever order is quickest."""
    executor = _executor(orders, options)
    todo = rows(table.source, table.columns)
    try:
        if options.layout == FILES:
            works = worked(executor, (row for row in todo if row.line not in done))
            yield from (store(work, orders.folder) for work in works)
        else:
            yield from _printed(executor, todo, orders, options.bundling, done)
    finally:
        executor.close()


def _printed(
    executor: Executor, todo: Iterator[Row], orders: Orders, bundling: Bundling, done: Mapping[int, object]
) -> Iterator[Sequence[Outcome]]:
    """Print runs: a run of which any row is not done is made whole, and the same as before."""
    default = Workspace(orders.root).content
    halves = Halves()
    every = runs(todo, default.default_clinic.id, bundling)
    left = (run for run in every if any(row.line not in done for row in run.rows))
    for run, work in run_results(executor, left):
        yield list(halves.whole(run, store(work, orders.folder)))


def _executor(orders: Orders, options: Options) -> Executor:
    leafgen = Leafgen(Workspace(orders.root, today=lambda: orders.today))
    if options.scheduler:
        return _cluster(leafgen, orders, options.scheduler)
    processes = options.workers or os.cpu_count() or 1
    return InProcess(leafgen, orders) if processes == 1 else Processes(orders, processes)


def _cluster(leafgen: Leafgen, orders: Orders, address: str) -> Executor:
    try:
        # An extra of its own: who prints at one desk needs no cluster.
        from leafgen.batch.cluster import Cluster  # noqa: PLC0415
    except ImportError as error:
        advice = "pip install 'leafgen[cluster]'"
        raise EnvironmentLacking("what it takes to use other machines is not installed", advice) from error
    return Cluster(address, leafgen, orders)


def _stamps(leafgen: Leafgen, options: Options) -> dict[str, str]:
    """Hashes of what else a batch is made from: content, code and engines; and the options."""
    chosen = json.dumps(_chosen(options), sort_keys=True)
    return {"content": stamp(leafgen.workspace), "options": hashlib.sha256(chosen.encode()).hexdigest()}


def _chosen(options: Options) -> dict[str, str]:
    """The options that decide what is made; how many processes make it is not among them."""
    bundled = {"bundle_by": options.bundling.by, "bundle_size": str(options.bundling.size)} if options.bundling else {}
    return {
        "layout": options.layout,
        "proof": options.proof,
        **bundled,
        **({"fold_marks": "yes"} if options.marked else {}),
    }
