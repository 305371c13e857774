"""Executors: where rows are made. In this process, or in several; a process that dies takes no row with it."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from typing import Protocol

from leafgen.batch.making import Orders, Outcome, Work
from leafgen.batch.record import Fault
from leafgen.batch.rows import Row
from leafgen.batch.run_making import Task, do
from leafgen.batch.runs import Run
from leafgen.content.workspace import Workspace
from leafgen.kernel.errors import EnvironmentLacking
from leafgen.pipeline import Leafgen

#: How often a row is made alone, after the process in which it was made with others had died.
_TRIES = 2


class Executor(Protocol):
    """Makes rows. `processes`: how many at once; `lost`: what a future raises when its process died."""

    @property
    def processes(self) -> int: ...

    @property
    def lost(self) -> tuple[type[BaseException], ...]: ...

    def submit(self, task: Task) -> Future[Work]:
        """Do a task, as soon as a process is free."""

    def result(self, future: Future[Work]) -> Work:
        """Wait for what became of rows."""

    def restart(self) -> None:
        """Make ready again after a process died."""

    def close(self) -> None:
        """End every process; what was not begun is not made."""


class InProcess:
    """This very process, one row after the other."""

    processes = 1
    lost: tuple[type[BaseException], ...] = ()

    def __init__(self, leafgen: Leafgen, orders: Orders) -> None:
        self.leafgen, self.orders = leafgen, orders

    def submit(self, task: Task) -> Future[Work]:
        future: Future[Work] = Future()
        future.set_result(do(self.leafgen, task, self.orders))
        return future

    def result(self, future: Future[Work]) -> Work:
        return future.result()

    def restart(self) -> None:
        """Nothing to do: had this process died, nobody would ask."""

    def close(self) -> None:
        """Nothing to end."""


class Processes:
    """Processes of this machine, each with the content loaded once."""

    lost: tuple[type[BaseException], ...] = (BrokenProcessPool,)

    def __init__(self, orders: Orders, processes: int) -> None:
        self.orders, self.processes = orders, processes
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        # Spawned, not forked: a fork would copy the progress bar's thread half-way through a lock.
        return ProcessPoolExecutor(self.processes, get_context("spawn"), open_process, (self.orders,))

    def submit(self, task: Task) -> Future[Work]:
        # A terminal sends Ctrl-C to all of its processes. Those begun here inherit that it is held back: only this one
        # hears it, and ends them.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return self._pool.submit(do_here, task)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    def result(self, future: Future[Work]) -> Work:
        return future.result()

    def restart(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._start()

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


_opened: list[tuple[Leafgen, Orders]] = []


def open_process(orders: Orders) -> None:
    """Once a process: load the content, and end when the parent does."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _opened.append((Leafgen(Workspace(orders.root, today=lambda: orders.today)), orders))


def _end_with_parent() -> None:
    # A process whose parent was killed would wait for work for ever, and could write where the batch is resumed.
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def do_here(task: Task) -> Work:
    """Do a task in a process that was opened."""
    leafgen, orders = _opened[0]
    return do(leafgen, task, orders)


def results(executor: Executor, chunks: Iterator[Sequence[Row]]) -> Iterator[Work]:
    """What became of each chunk, in their order. Chunks are taken as processes become free, so that a hundred thousand
    rows never wait in memory.

    When a process dies, nobody knows at which row. The chunk is made again row by row, alone; a row whose process dies
    each time is rejected, and all others are delivered.
    """
    waiting: deque[tuple[Sequence[Row], Future[Work]]] = deque()
    most = 1 if executor.processes == 1 else 2 * executor.processes
    for chunk in chunks:
        waiting.append((chunk, executor.submit(chunk)))
        while len(waiting) >= most:
            yield _first(executor, waiting)
    while waiting:
        yield _first(executor, waiting)


def _first(executor: Executor, waiting: deque[tuple[Sequence[Row], Future[Work]]]) -> Work:
    chunk, future = waiting.popleft()
    try:
        work = executor.result(future)
        if left := chunk[len(work.outcomes) :]:
            waiting.appendleft((left, executor.submit(left)))
        return work
    except executor.lost:
        rest = [(rows, None if _failed(late) else late) for rows, late in waiting]
        executor.restart()
        made = [_alone(executor, row) for row in chunk]
        waiting.clear()
        waiting.extend((rows, late or executor.submit(rows)) for rows, late in rest)
        return Work(tuple(outcome for work in made for outcome in work.outcomes), sum(work.seconds for work in made))


def _failed(future: Future[Work]) -> bool:
    """Whether a future must be made anew: it is not done, or was lost as well."""
    return not future.done() or future.cancelled() or future.exception() is not None


def _alone(executor: Executor, row: Row) -> Work:
    for _ in range(_TRIES):
        try:
            return executor.result(executor.submit([row]))
        except executor.lost:
            executor.restart()
    fault = Fault("", f"the process that made it died {_TRIES} times", "make this row alone, and report it")
    return Work((Outcome(row.line, row.id, faults=(fault,)),), 0.0)


def run_results(executor: Executor, runs: Iterator[Run]) -> Iterator[tuple[Run, Work]]:
    """What became of each print run, in their order. Raises EnvironmentLacking when a run's process dies each time: the
    runs before it stand, and the batch can be resumed."""
    waiting: deque[tuple[Run, Future[Work]]] = deque()
    most = 1 if executor.processes == 1 else 2 * executor.processes
    for run in runs:
        waiting.append((run, executor.submit(run)))
        while len(waiting) >= most:
            yield _first_run(executor, waiting)
    while waiting:
        yield _first_run(executor, waiting)


def _first_run(executor: Executor, waiting: deque[tuple[Run, Future[Work]]]) -> tuple[Run, Work]:
    run, future = waiting.popleft()
    for _ in range(_TRIES):
        try:
            return run, executor.result(future)
        except executor.lost:
            executor.restart()
            rest = [(late, executor.submit(late)) for late, _ in waiting]
            waiting.clear()
            future = executor.submit(run)
            waiting.extend(rest)
    lines = f"lines {run.rows[0].line} to {run.rows[-1].line}"
    raise EnvironmentLacking(f"the process that made print run {run.number} ({lines}) died {_TRIES} times")
