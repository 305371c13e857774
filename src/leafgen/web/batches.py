"""Batches under way: rows tried, then made, in memory alone, for whoever brought them and for nobody else.

A batch goes when it is fetched or stopped, when nobody has looked at it for a while, and with the server. Its name
cannot be guessed, and opens only in the browser that it was given to.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO

from leafgen.batch.faults import own_fault
from leafgen.batch.outcome import Outcome
from leafgen.batch.record import Fault
from leafgen.batch.rows import Row
from leafgen.kernel.errors import InvalidInput, LeafgenError
from leafgen.web.security import tell
from leafgen.web.tables import Collected, Rows
from leafgen.web.work import make_some, read_table
from leafgen.web.workshop import Busy, Workshop

#: After so long without a look, a batch is gone.
MINUTES = 15
#: Batches at a time, of all who use the server; and bytes of documents that one of them may hold.
_MOST, _MOST_BYTES = 4, 200_000_000
#: Rows handed to a process at a time: it gives back what it has made in about a second.
_ROWS = 25
#: Before the workshop is asked again when too many wait for it.
_SECONDS_BUSY = 1.0


class Step(StrEnum):
    """How far a batch is. `checked` waits for whoever brought it."""

    CHECKING = "checking"
    CHECKED = "checked"
    MAKING = "making"
    DONE = "done"
    FAILED = "failed"


#: Steps in which a batch makes room for the next one of the same browser.
_LEFT = (Step.CHECKED, Step.FAILED)


class NotHere(InvalidInput):
    """A batch that was fetched or stopped, whose time is over, or that is somebody else's."""


@dataclass(slots=True)
class Batch:
    """One table: its rows, what came of those that are done, and when that step began (seconds of a clock)."""

    id: str
    session: str
    table: Rows
    step: Step
    found: Collected
    begun: float = 0.0
    error: LeafgenError | None = None
    archive: BytesIO | None = None
    task: asyncio.Task[None] | None = None
    ends: list[asyncio.TimerHandle] = field(default_factory=list)

    def anew(self, *, keep: bool = False) -> None:
        """Begin to collect what comes of its rows, in the words in which it was begun."""
        self.found = Collected(self.table.headers, keep=keep, said=self.found.said)

    @property
    def count(self) -> int:
        """Rows of the table."""
        return len(self.table.rows)

    @property
    def done(self) -> int:
        """Rows whose verdict is known in this step."""
        return len(self.found.verdicts)

    @property
    def running(self) -> bool:
        """Whether rows are being tried or made."""
        return self.step in (Step.CHECKING, Step.MAKING)

    @property
    def left(self) -> float | None:
        """Seconds until this step ends, as far as its pace tells; None before the first row."""
        passed = time.monotonic() - self.begun
        return passed / self.done * (self.count - self.done) if self.done else None


class Batches:
    """Every batch of the server."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self._all: dict[str, Batch] = {}
        self._coming = 0

    async def begin(self, session: str, name: str, data: bytes, said: Callable[[Fault], str] = str) -> Batch:
        """Read a table and begin to try its rows; `said`: a fault in words. Raises InvalidInput with every fault of its
        form, Busy when there are too many already."""
        for earlier in [one for one in self._all.values() if one.session == session and one.step in _LEFT]:
            self.forget(earlier)
        if len(self._all) + self._coming >= _MOST:
            raise Busy("too many batches are under way")
        self._coming += 1
        try:
            table = await self.workshop.do_long(read_table, name, data)
        finally:
            self._coming -= 1
        found = Collected(table.headers, keep=False, said=said)
        batch = Batch(secrets.token_urlsafe(18), session, table, Step.CHECKING, found)
        self._all[batch.id] = batch
        self._start(batch, Step.CHECKING)
        return batch

    def find(self, id: str, session: str) -> Batch:
        """A batch of this session; looked at, it stays. Raises NotHere."""
        batch = self._all.get(id)
        if batch is None or not hmac.compare_digest(batch.session.encode(), session.encode()):
            raise NotHere("this batch is no longer here")
        self._stays(batch)
        return batch

    def make(self, batch: Batch) -> None:
        """Make what was tried. Does nothing in any other step."""
        if batch.step is Step.CHECKED and batch.found.tally.delivered:
            batch.anew(keep=True)
            self._start(batch, Step.MAKING)

    def take(self, batch: Batch) -> BytesIO:
        """The archive of what was made; the batch is gone. Raises NotHere when there is none (yet)."""
        if batch.archive is None:
            raise NotHere("this batch is no longer here")
        self.forget(batch)
        return batch.archive

    def forget(self, batch: Batch) -> None:
        """Stop a batch; nothing of it is kept."""
        self._all.pop(batch.id, None)
        for handle in batch.ends:
            handle.cancel()
        if batch.task:
            batch.task.cancel()

    def close(self) -> None:
        """Forget them all."""
        for batch in list(self._all.values()):
            self.forget(batch)

    def _stays(self, batch: Batch) -> None:
        for handle in batch.ends:
            handle.cancel()
        batch.ends[:] = [asyncio.get_running_loop().call_later(60 * MINUTES, self.forget, batch)]

    def _start(self, batch: Batch, step: Step) -> None:
        batch.step, batch.begun = step, time.monotonic()
        self._stays(batch)
        batch.task = asyncio.get_running_loop().create_task(self._goes(batch))

    async def _goes(self, batch: Batch) -> None:
        keep = batch.step is Step.MAKING
        try:
            while batch.done < batch.count:
                at = batch.done
                outcomes = await self._some(batch.table.rows[at : at + _ROWS], keep=keep)
                self._add(batch, outcomes)
                if batch.found.size > _MOST_BYTES:
                    raise InvalidInput("the documents are more than this page can hold", "use: leafgen batch")
            if keep:
                batch.archive = batch.found.archive()
            batch.step = Step.DONE if keep else Step.CHECKED
        except LeafgenError as error:
            batch.step, batch.error = Step.FAILED, error
        except Exception as error:  # what it says may hold a patient's data
            tell(error)
            batch.step, batch.error = Step.FAILED, LeafgenError(own_fault(error).message)
        if batch.step is Step.FAILED:
            batch.anew()

    @staticmethod
    def _add(batch: Batch, outcomes: Iterable[Outcome]) -> None:
        records = batch.table.records[batch.done :]
        for record, outcome in zip(records, outcomes, strict=False):
            batch.found.add(record, outcome)

    async def _some(self, rows: tuple[Row, ...], *, keep: bool) -> tuple[Outcome, ...]:
        """What comes of the first of some rows: at least one. A row that brings its process down is rejected alone."""
        while True:
            try:
                return await self.workshop.do_long(make_some, rows, keep=keep)
            except Busy:
                await asyncio.sleep(_SECONDS_BUSY)
            except LeafgenError as error:
                if error.exit_code != 1:
                    raise
                if len(rows) == 1:
                    return (Outcome(rows[0].line, rows[0].id, faults=(Fault("", error.message, error.advice),)),)
                rows = rows[:1]
