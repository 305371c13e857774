"""The workshop: documents made and proven in processes of their own, so that the page stays quick and the memory small.

Layout is work for a processor: each process has a Leafgen of its own. What a request says goes there and comes back
through a pipe; nothing of it is written anywhere. As many may wait as are named; one more is told to come back.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from leafgen.compose.personal import PERSONAL_FIELDS
from leafgen.content.workspace import Workspace
from leafgen.kernel.errors import LeafgenError
from leafgen.web.work import Made, make_document, open_process, warmed

#: The processes are replaced after so many jobs: what layout engines leave behind in memory goes with them.
_MOST_JOBS = 1000
#: Longer than any document takes; what takes longer is stopped, and its process with it.
_SECONDS = 60.0
#: Documents without a word about a patient that are kept in memory, and how many bytes they may take together.
_MOST_KEPT, _MOST_KEPT_BYTES = 48, 48_000_000
#: What may be said of a document that is kept: choices from the catalogues, and counts. No text of anybody's own.
_CHOICES = frozenset(
    ("kind", "indication", "locale", "bilingual", "edition", "stock", "start", "copies", "clinic", "location",
     "department", "printer", "code")
)  # fmt: skip

P = ParamSpec("P")
T = TypeVar("T")


class Busy(LeafgenError):
    """More people wait than there is room for: come back in a moment."""


class TooLong(LeafgenError):
    """A job took longer than any should, and was stopped."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many processes work, and how many jobs may wait for one."""

    processes: int = 2
    waiting: int = 64


class Workshop:
    """Processes that make and prove documents. Every method raises what the pipeline raises, and Busy."""

    def __init__(self, workspace: Workspace, size: Size | None = None) -> None:
        self.workspace = workspace
        self.size = size or Size()
        self._pool: ProcessPoolExecutor | None = None
        self._worn: list[ProcessPoolExecutor] = []
        self._jobs = 0
        self._under_way = 0
        self._kept: OrderedDict[tuple[tuple[str, str], ...], Made] = OrderedDict()

    async def make(self, fields: Mapping[str, str], *, pictures: bool = False) -> Made:
        """One document, proven or not: look at `proven` before it is used. `pictures`: of its pages, too."""
        day = self.workspace.today()
        key = (*sorted(fields.items()), ("", day.isoformat()), ("pictures", str(pictures)))
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = await self.do(make_document, dict(fields), pictures)
        if made.proven and fields.keys() <= _CHOICES and not fields.keys() & set(PERSONAL_FIELDS):
            self._keep(key, made)
        return made

    async def do(self, job: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """A function of leafgen.web.work, in one of the processes."""
        if self._under_way >= self.size.processes + self.size.waiting:
            raise Busy("too many ask at once", "try again in a few seconds")
        self._under_way += 1
        try:
            return await self._done(job, *arguments, **named)
        finally:
            self._under_way -= 1

    async def _done(self, job: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        for attempt in range(2):
            pool = self._opened()
            for worn in [worn for worn in self._worn if worn is not pool]:
                self._worn.remove(worn)
                worn.shutdown(wait=False)
            try:
                return await asyncio.wait_for(asyncio.wrap_future(pool.submit(job, *arguments, **named)), self._limit())
            except BrokenProcessPool:
                # A process died, perhaps at the job of somebody else: this one is tried once more in a new pool.
                self._close(pool)
                if attempt:
                    raise LeafgenError("the process that made it died", "try again") from None
            except TimeoutError:
                self._close(pool, kill=True)
                raise TooLong("it took too long and was stopped", "try again with less") from None
        raise AssertionError("unreachable")

    def _limit(self) -> float:
        # Those who wait have the time of those before them, too.
        return _SECONDS * (1 + self._under_way / self.size.processes)

    def _opened(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Spawned, not forked: a fork would copy the server's threads half-way through a lock.
            self._pool = ProcessPoolExecutor(
                self.size.processes,
                get_context("spawn"),
                open_process,
                (self.workspace.root,),
            )
            self._jobs = 0
        pool = self._pool
        self._jobs += 1
        if self._jobs >= _MOST_JOBS:
            # What it has been given it still finishes; the next job opens a new one. (The pool's own way to replace
            # processes, max_tasks_per_child, can hang in Python 3.11.)
            self._pool = None
            self._worn.append(pool)
        return pool

    async def warm(self) -> None:
        """Start the processes, so that the first who asks does not wait for them."""
        await asyncio.gather(*(self.do(warmed) for _ in range(self.size.processes)))

    def close(self) -> None:
        """Let go of the processes."""
        for pool in (*self._worn, *filter(None, (self._pool,))):
            self._close(pool, kill=True)

    def _close(self, pool: ProcessPoolExecutor, *, kill: bool = False) -> None:
        if self._pool is pool:
            self._pool = None
        processes = list((pool._processes or {}).values()) if kill else []
        pool.shutdown(wait=False, cancel_futures=kill)
        for process in processes:
            process.kill()

    def _keep(self, key: tuple[tuple[str, str], ...], made: Made) -> None:
        self._kept[key] = made
        while len(self._kept) > _MOST_KEPT or sum(entry.size for entry in self._kept.values()) > _MOST_KEPT_BYTES:
            self._kept.popitem(last=False)
