"""The workshop: documents made and proven in processes of their own, so that the page stays quick and the memory small.

Layout is work for a processor: each process has a Leafgen of its own. What a request says goes there and comes back
through a pipe; nothing of it is written anywhere. As many may wait as are named; one more is told to come back.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from leafgen.compose.personal import PERSONAL_FIELDS
from leafgen.content.workspace import Workspace
from leafgen.kernel.errors import LeafgenError
from leafgen.web.security import tell
from leafgen.web.work import Made, known_or_drawn, make_document, open_process, prepare, warmed

#: The processes are replaced after so many jobs: what layout engines leave behind in memory goes with them.
_MOST_JOBS = 1000
#: Longer than any document takes; what takes longer is stopped, and its process with it.
_SECONDS = 60.0
#: The same for a table of rows, each of which may need a layout of its own.
_SECONDS_LONG = 1800.0
#: Nobody asks for anything when nobody did for so long; and how often that is looked at.
_SECONDS_IDLE, _SECONDS_A_LOOK = 5.0, 0.5
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
        self._long = asyncio.Semaphore(max(1, self.size.processes - 1))
        self._jobs = 0
        self._under_way = 0
        self._asked = 0.0
        self._foreseen: asyncio.Task[None] | None = None
        self._kept: OrderedDict[tuple[tuple[str, str], ...], Made] = OrderedDict()

    async def look(self, fields: Mapping[str, str]) -> Made:
        """One document with the pictures of its pages; of a leaflet that is new, those alone: `proving` says so."""
        return await self._made(fields, True, partial(known_or_drawn, dict(fields)))

    async def make(self, fields: Mapping[str, str], *, pictures: bool = False) -> Made:
        """One document, proven or not: look at `proven` before it is used. `pictures`: of its pages, too."""
        return await self._made(fields, pictures, partial(make_document, dict(fields), pictures))

    async def _made(self, fields: Mapping[str, str], pictures: bool, job: Callable[[], Made]) -> Made:
        self._asked = time.monotonic()
        day = self.workspace.today()
        key = (*sorted(fields.items()), ("", day.isoformat()), ("pictures", str(pictures)))
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = await self._counted(job, _SECONDS)
        if made.proven and fields.keys() <= _CHOICES and not fields.keys() & set(PERSONAL_FIELDS):
            self._keep(key, made)
        return made

    async def do(self, job: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """A function of leafgen.web.work, in one of the processes."""
        return await self._counted(partial(job, *arguments, **named), _SECONDS)

    async def do_long(self, job: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """The same for what takes minutes: a process is always left for those at the counter."""
        async with self._long:
            return await self._counted(partial(job, *arguments, **named), _SECONDS_LONG)

    async def _counted(self, job: Callable[[], T], seconds: float) -> T:
        if self._under_way >= self.size.processes + self.size.waiting:
            raise Busy("too many ask at once", "try again in a few seconds")
        self._under_way += 1
        # Those who wait have the time of those before them, too.
        seconds *= 1 + self._under_way / self.size.processes
        try:
            return await self._done(job, seconds)
        finally:
            self._under_way -= 1

    async def _done(self, job: Callable[[], T], seconds: float) -> T:
        for attempt in range(2):
            pool, future = self._submitted(job)
            try:
                return await asyncio.wait_for(asyncio.wrap_future(future), seconds)
            except BrokenProcessPool:
                # A process died, perhaps at the job of somebody else: this one is tried once more in a new pool.
                self._close(pool)
                if attempt:
                    raise LeafgenError("the process that made it died", "try again") from None
            except TimeoutError:
                self._close(pool, kill=True)
                raise TooLong("it took too long and was stopped", "try again with less") from None
        raise AssertionError("unreachable")

    def _submitted(self, job: Callable[[], T]) -> tuple[ProcessPoolExecutor, Future[T]]:
        """The job in the pool, which is opened where there is none and retired when it has done its share."""
        if self._pool is None:
            # Spawned, not forked: a fork would copy the server's threads half-way through a lock.
            start = (self.workspace.root,)
            self._pool = ProcessPoolExecutor(self.size.processes, get_context("spawn"), open_process, start)
            self._jobs = 0
        pool = self._pool
        future = pool.submit(job)
        self._jobs += 1
        if self._jobs >= _MOST_JOBS:
            # It finishes what it was given; the next job opens another. (The pool's own way to replace processes,
            # max_tasks_per_child, can hang in Python 3.11.)
            self._close(pool)
        return pool, future

    async def warm(self, ahead: Iterable[Mapping[str, str]] = ()) -> None:
        """Start the processes, so that the first who asks does not wait for them; then, while nobody asks for
        anything, make ready what is `ahead`."""
        await asyncio.gather(*(self._quietly(warmed) for _ in range(self.size.processes)))
        for fields in ahead:
            while self._under_way or time.monotonic() - self._asked < _SECONDS_IDLE:
                await asyncio.sleep(_SECONDS_A_LOOK)
            await self._quietly(prepare, dict(fields))

    def foresee(self, fields: Mapping[str, str]) -> None:
        """Make ready what is likely to be asked for next, unless there is something else to do: a document of choices
        alone, but for a name in place of the patient's."""
        busy = self._under_way or (self._foreseen and not self._foreseen.done())
        if not busy and fields.keys() <= _CHOICES | {"patient_name"}:
            self._foreseen = asyncio.get_running_loop().create_task(self._quietly(prepare, dict(fields)))

    async def _quietly(self, job: Callable[P, object], *arguments: P.args, **named: P.kwargs) -> None:
        """A job that nobody waits for: what it refuses is refused to whoever asks for it."""
        try:
            await self.do(job, *arguments, **named)
        except LeafgenError:
            pass
        except Exception as fault:  # asyncio would print what it says
            tell(fault)

    def close(self) -> None:
        """Let go of the processes."""
        if self._foreseen:
            self._foreseen.cancel()
        if pool := self._pool:
            self._close(pool, kill=True)
            pool.shutdown(wait=True)

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
