"""A batch from its rows to its folder: every row delivered or rejected by name, once, however often it was stopped."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from leafgen.batch.executors import Executor, InProcess, Processes, results, run_results
from leafgen.batch.folder import finish, open_folder
from leafgen.batch.journal import Head, Journal, is_rejected
from leafgen.batch.making import FILES, Orders, Outcome, Work, stamp_of, store
from leafgen.batch.record import Fault
from leafgen.batch.reports import Tally
from leafgen.batch.rows import Row, rows
from leafgen.batch.runs import NO_BUNDLES, Bundling, Halves, runs
from leafgen.batch.tables import Table
from leafgen.content.workspace import Workspace
from leafgen.kernel.errors import EnvironmentLacking, NotWritten
from leafgen.pipeline import Leafgen

#: How documents are put into files: each in its own, or all of a bundle in one.
RUN = "run"
LAYOUTS = (FILES, RUN)
#: Rows that are put in order of their layouts at a time.
_WINDOW = 4096
#: Of a new layout, the process that lays it out makes this share of a window at once: most layouts have no more rows,
#: and no other process has to load them.
_FIRSTS = 64
#: A chunk is as many rows as take about this long, in seconds: little is made again when a batch is stopped, and
#: handing a chunk over costs nothing beside it.
_CHUNK_SECONDS = 0.25
MOST_IN_CHUNK = 256


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
            works = _worked(executor, (row for row in todo if row.line not in done))
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


def _worked(executor: Executor, todo: Iterator[Row]) -> Iterator[Work]:
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


def _until_awaited(turn: Turn, more: Iterator[Turn]) -> Iterator[Sequence[Row]]:
    """The rows of a turn and of those that follow, up to one that is waited for: no process stands idle in between."""
    yield from turn.rows
    while not turn.awaited and (turn := next(more, _LAST)) is not _LAST:
        yield from turn.rows


_LAST = Turn((), awaited=True)


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


def _in_turn(todo: Iterator[Row], processes: int) -> Iterator[Turn]:
    """A few thousand rows at a time. First some rows of each new layout that several share, in one process, so that no
    two lay out the same; then all others, those of one layout together."""
    known: set[int] = set()
    while window := list(islice(todo, _WINDOW)):
        layouts = [row.layout for row in window]
        order = sorted(range(len(window)), key=layouts.__getitem__)
        if processes > 1:
            sharing: dict[int, list[int]] = {}
            for place in order:
                sharing.setdefault(hash(layouts[place]), []).append(place)
            most = max(1, len(window) // _FIRSTS)
            firsts = [places[:most] for key, places in sharing.items() if key not in known and len(places) > 1]
            known |= sharing.keys()
            if firsts:
                # The longest first: no process waits long for the last one.
                firsts.sort(key=len, reverse=True)
                yield Turn([[window[place] for place in places] for places in firsts], awaited=True)
                taken = set(chain.from_iterable(firsts))
                order = [place for place in order if place not in taken]
        yield Turn([[window[place] for place in order]])


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


def _stamps(leafgen: Leafgen, options: Options) -> dict[str, str]:
    """Hashes of what else a batch is made from: content, code and engines; and the options."""
    chosen = json.dumps(_chosen(options), sort_keys=True)
    return {"content": stamp_of(leafgen.workspace), "options": hashlib.sha256(chosen.encode()).hexdigest()}


def _chosen(options: Options) -> dict[str, str]:
    """The options that decide what is made; how many processes make it is not among them."""
    bundled = {"bundle_by": options.bundling.by, "bundle_size": str(options.bundling.size)} if options.bundling else {}
    return {
        "layout": options.layout,
        "proof": options.proof,
        **bundled,
        **({"fold_marks": "yes"} if options.marked else {}),
    }
