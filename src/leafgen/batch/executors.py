"""Executors: where rows are made. In this process, or in several; a process that dies takes no row with it."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from multiprocessing import connection, get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

from leafgen.batch.making import Orders, make
from leafgen.batch.outcome import Outcome, Work
from leafgen.batch.record import Fault
from leafgen.batch.rows import Row
from leafgen.batch.run_rows import RunRows
from leafgen.content.workspace import Workspace
from leafgen.kernel.errors import EnvironmentLacking
from leafgen.pipeline import Leafgen

#: What a process is given to do at a time: rows, each with files of its own, or a run.
Task = Sequence[Row] | RunRows
T = TypeVar("T", Sequence[Row], RunRows)
#: How often a row is made alone, after the process in which it was made with others had died; and a run at all.
_TRIES = 2
#: By how many bytes a process may grow: the page engine and its libraries keep something of each document that they
#: lay out (some 3 MB of a leaflet). What a batch needs otherwise is less than half of this.
_MOST_GROWN = 165_000_000


class ProcessDied(Exception):
    """The process that was to do a task ended before it was done."""


def do(leafgen: Leafgen, task: Task, orders: Orders) -> Work:
    """Do a task. Raises NotWritten and EnvironmentLacking, for which no row is to blame."""
    if not isinstance(task, RunRows):
        return make(leafgen, task, orders)
    # Whoever makes files does not wait for what puts them together.
    from leafgen.batch.run_making import make_run  # noqa: PLC0415

    return make_run(leafgen, task, orders)


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

    def close(self) -> None:
        """End every process; what was not begun is not made."""


class InProcess:
    """This very process, one row after the other; and once it has grown, one of its own."""

    processes = 1
    lost: tuple[type[BaseException], ...] = (ProcessDied,)

    def __init__(self, leafgen: Leafgen, orders: Orders) -> None:
        self.leafgen, self.orders = leafgen, orders
        self._growth = Growth(_MOST_GROWN)
        self._other: Processes | None = None

    def submit(self, task: Task) -> Future[Work]:
        if self._other is None and self._growth.too_much:
            self._other = Processes(self.orders, 1)
        if self._other:
            return self._other.submit(task)
        future: Future[Work] = Future()
        future.set_result(do(self.leafgen, task, self.orders))
        return future

    def result(self, future: Future[Work]) -> Work:
        return future.result()

    def close(self) -> None:
        """End the other process, where there is one."""
        if self._other:
            self._other.close()


class Processes:
    """Processes of this machine, each with the content loaded once. One that has grown is replaced between two tasks;
    one that dies takes only its own task along."""

    lost: tuple[type[BaseException], ...] = (ProcessDied,)

    def __init__(self, orders: Orders, processes: int) -> None:
        self.processes = processes
        self._hands = [_Hand(orders) for _ in range(processes)]
        self._free: SimpleQueue[_Hand] = SimpleQueue()
        for hand in self._hands:
            self._free.put(hand)
        # A terminal sends Ctrl-C to all of its processes. Those begun by these threads inherit that it is held back:
        # only this process hears it, and ends them. What Python begins with the first of them lets it through again.
        resource_tracker.ensure_running()
        hold_back = (signal.SIG_BLOCK, {signal.SIGINT})
        self._threads = ThreadPoolExecutor(processes, initializer=signal.pthread_sigmask, initargs=hold_back)

    def submit(self, task: Task) -> Future[Work]:
        return self._threads.submit(self._do, task)

    def _do(self, task: Task) -> Work:
        hand = self._free.get()
        try:
            return hand.do(task)
        finally:
            self._free.put(hand)

    def result(self, future: Future[Work]) -> Work:
        return future.result()

    def close(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        for hand in self._hands:
            hand.end()


class _Hand:
    """A process that does one task after the other, and its successors; each is begun when there is something to do."""

    #: Spawned, not forked: a fork would copy the progress bar's thread half-way through a lock.
    _context = get_context("spawn")
    #: Processes are counted as they begin and end, by code that is not made for several threads.
    _one_at_a_time = threading.Lock()

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._begun: tuple[BaseProcess, Connection[Any, Any]] | None = None

    def do(self, task: Task) -> Work:
        """Have a task done. Raises ProcessDied, and what the task itself raises."""
        _, pipe = self._begun or self._begin()
        try:
            pipe.send(task)
            answer, grown = pipe.recv()
        except (EOFError, OSError) as gone:
            self.end()
            raise ProcessDied from gone
        if grown:
            self.end()
        if isinstance(answer, Exception):
            raise answer
        work: Work = answer
        return work

    def _begin(self) -> tuple[BaseProcess, Connection[Any, Any]]:
        ours, theirs = self._context.Pipe()
        with self._one_at_a_time, theirs:
            process = self._context.Process(target=serve, args=(theirs, self._orders, _MOST_GROWN), daemon=True)
            process.start()
        self._begun = process, ours
        return self._begun

    def end(self) -> None:
        """End the process, which has nothing to do."""
        if self._begun:
            process, pipe = self._begun
            pipe.close()
            with self._one_at_a_time:
                process.join()
            self._begun = None


def serve(pipe: Connection[Any, Any], orders: Orders, most: int) -> None:
    """What such a process does: each task that comes through the pipe, until that is closed. It answers with the work,
    or with what was raised; and whether it has grown by so many bytes that it should be replaced."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    growth = Growth(most)
    leafgen = Leafgen(Workspace(orders.root, today=lambda: orders.today))
    with suppress(EOFError):
        while True:
            task: Task = pipe.recv()
            try:
                answer: Work | Exception = do(leafgen, task, orders)
            except Exception as error:
                answer = error
            pipe.send((answer, growth.too_much))


def _end_with_parent() -> None:
    # A process whose parent was killed could write where the batch is resumed.
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


class Growth:
    """Whether this process has grown by more than so many bytes, from now on."""

    def __init__(self, most: int) -> None:
        self._limit = _held() + most

    @property
    def too_much(self) -> bool:
        """Whether another should go on."""
        return _held() > self._limit


def _held() -> int:
    """How many bytes of memory this process has for itself (Linux: proc(5), statm); 0 where that is not told."""
    try:
        _, resident, shared, *_ = map(int, Path("/proc/self/statm").read_text().split())
    except OSError:
        return 0
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")


def results(executor: Executor, chunks: Iterator[Sequence[Row]]) -> Iterator[Work]:
    """What became of each chunk, in their order.

    When a process dies, nobody knows at which row. The chunk is made again row by row, alone; a row whose process dies
    each time is rejected, and all others are delivered.
    """

    def again(chunk: Sequence[Row]) -> Work:
        made = [_alone(executor, row) for row in chunk]
        return Work(tuple(outcome for work in made for outcome in work.outcomes), sum(work.seconds for work in made))

    def left(chunk: Sequence[Row], work: Work) -> Sequence[Row]:
        return chunk[len(work.outcomes) :]

    return (work for _, work in _done(executor, chunks, again, left))


def _alone(executor: Executor, row: Row) -> Work:
    for _ in range(_TRIES):
        with suppress(*executor.lost):
            return executor.result(executor.submit([row]))
    fault = Fault("", f"the process that made it died {_TRIES} times", "make this row alone, and report it")
    return Work((Outcome(row.line, row.id, faults=(fault,)),), 0.0)


def run_results(executor: Executor, runs: Iterator[RunRows]) -> Iterator[tuple[RunRows, Work]]:
    """What became of each print run, in their order. Raises EnvironmentLacking when a run's process dies each time: the
    runs before it stand, and the batch can be resumed."""

    def again(run: RunRows) -> Work:
        for _ in range(_TRIES - 1):
            with suppress(*executor.lost):
                return executor.result(executor.submit(run))
        lines = f"lines {run.rows[0].line} to {run.rows[-1].line}"
        raise EnvironmentLacking(f"the process that made print run {run.number} ({lines}) died {_TRIES} times")

    return _done(executor, runs, again, lambda *_: None)


def _done(
    executor: Executor, tasks: Iterator[T], again: Callable[[T], Work], left: Callable[[T, Work], T | None]
) -> Iterator[tuple[T, Work]]:
    """Each task, in order, with what became of it. Tasks are taken as processes become free, so that a hundred thousand
    rows never wait in memory; what is `left` of one goes on first, and one whose process died is done `again`."""
    waiting: deque[tuple[T, Future[Work]]] = deque()
    most = 1 if executor.processes == 1 else 2 * executor.processes
    while True:
        for task in islice(tasks, max(0, most - len(waiting))):
            waiting.append((task, executor.submit(task)))
        if not waiting:
            return
        task, future = waiting.popleft()
        try:
            work = executor.result(future)
        except executor.lost:
            work = again(task)
        if rest := left(task, work):
            waiting.appendleft((rest, executor.submit(rest)))
        yield task, work
