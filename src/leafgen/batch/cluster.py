"""Rows made on other machines, over dask.distributed: `leafgen[cluster]` on each of them, and nothing else.

The content goes there once, whole, under its hash; what is made comes back with the answer, or is written in place
where a worker sees the batch's own folder. When a worker is lost its chunks are made by another.
"""

from __future__ import annotations

import io
import secrets
import tempfile
import threading
import zipfile
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from distributed import Client, KilledWorker, Worker, WorkerPlugin

from leafgen.batch.executors import Task, do
from leafgen.batch.making import Orders
from leafgen.batch.outcome import Work
from leafgen.content.workspace import Workspace
from leafgen.deliver.manifest import stamp
from leafgen.deliver.writer import PARTIALS, write
from leafgen.kernel.errors import EnvironmentLacking
from leafgen.pipeline import Leafgen

#: How long to wait for a scheduler that does not answer, and for workers when none is left, in seconds.
_PATIENCE, _WITHOUT_WORKERS = 15, 60
_ASK_EVERY = 5
#: The package has types, but not for this.
_connect: Any = Client
_PREFIX, _SUFFIX = PARTIALS.split("*")


@dataclass(frozen=True, slots=True)
class Shipment:
    """A workspace as bytes, and the hash of it, of leafgen's code and its engines, to which a worker holds itself."""

    stamp: str
    data: bytes

    @classmethod
    def of(cls, workspace: Workspace) -> Shipment:
        """Pack a workspace."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for file in workspace.files:
                packed.writestr(file, (workspace.root / file).read_bytes())
        return cls(stamp(workspace), out.getvalue())

    def unpack(self, folder: Path) -> Workspace:
        """The workspace, in a folder of its own. Raises EnvironmentLacking when this machine would make something
        else of it."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as packed:
            packed.extractall(folder)
        workspace = Workspace(folder)
        if stamp(workspace) != self.stamp:
            problem = "a worker has another leafgen, or other engines"
            raise EnvironmentLacking(problem, "install the same version, with the pinned packages, on every machine")
        return workspace


class _Delivery(WorkerPlugin):
    """Brings the shipment to every worker, also to those that come later."""

    def __init__(self, shipment: Shipment) -> None:
        self.name = f"leafgen-{shipment.stamp}"
        self.shipment = shipment

    def setup(self, worker: Worker) -> None:  # noqa: ARG002
        _shipments[self.shipment.stamp] = self.shipment


_shipments: dict[str, Shipment] = {}
_opened: dict[tuple[str, Orders], tuple[Leafgen, tempfile.TemporaryDirectory[str]]] = {}
#: A worker may have several threads; the engines may not.
_one_at_a_time = threading.Lock()


def do_there(task: Task, orders: Orders, stamp: str, token: str) -> Work:
    """Do a task on a worker; its files come back unless the batch's folder is seen from here."""
    with _one_at_a_time:
        if (stamp, orders) not in _opened:
            folder = tempfile.TemporaryDirectory(prefix="leafgen-")
            root = _shipments[stamp].unpack(Path(folder.name)).root
            _opened[stamp, orders] = Leafgen(Workspace(root, today=lambda: orders.today)), folder
        leafgen, _ = _opened[stamp, orders]
        seen = orders.folder is not None and (orders.folder / token).is_file()
        return do(leafgen, task, orders if seen else replace(orders, folder=None, keep=orders.folder is not None))


class Cluster:
    """The workers of a scheduler."""

    lost: tuple[type[BaseException], ...] = (KilledWorker,)

    def __init__(self, address: str, leafgen: Leafgen, orders: Orders) -> None:
        self.address, self.orders = address, orders
        shipment = Shipment.of(leafgen.workspace)
        self.stamp = shipment.stamp
        try:
            self._client = _connect(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            advice = "start one: dask scheduler, and on each machine: dask worker ADDRESS --nthreads 1"
            raise EnvironmentLacking(f"no scheduler answers at {address}", advice) from error
        # By this file, whose name nobody can guess, a worker knows that it sees the batch's own folder.
        self.token = f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
        if orders.folder is not None:
            write(b"", orders.folder / self.token, durable=False)
        self._client.register_plugin(_Delivery(shipment))
        self._pool = self._client.get_executor(pure=False)

    @property
    def processes(self) -> int:
        """How many workers there are now."""
        return max(2, self._workers())

    def _workers(self) -> int:
        """How many there are. Raises EnvironmentLacking when nobody can say: a client that has given up reaching its
        scheduler forgets all about it."""
        known = self._client.scheduler_info(n_workers=-1)
        if not known:
            raise EnvironmentLacking(f"the scheduler at {self.address} is gone")
        return len(known["workers"])

    def submit(self, task: Task) -> Future[Work]:
        future: Future[Work] = self._pool.submit(do_there, task, self.orders, self.stamp, self.token)
        return future

    def result(self, future: Future[Work]) -> Work:
        """What became of a chunk. Raises EnvironmentLacking when nobody is left to make it."""
        waited = 0
        while True:
            try:
                return future.result(timeout=_ASK_EVERY)
            except CancelledError:
                raise EnvironmentLacking(f"the scheduler at {self.address} is gone") from None
            except TimeoutError:
                if future.done():
                    raise
                waited = 0 if self._workers() else waited + _ASK_EVERY
                if waited >= _WITHOUT_WORKERS:
                    raise EnvironmentLacking(f"the scheduler at {self.address} has no worker left") from None

    def close(self) -> None:
        """Take back what nobody has begun, and leave."""
        self._pool.shutdown(wait=False)
        self._client.close()
        if self.orders.folder is not None:
            (self.orders.folder / self.token).unlink(missing_ok=True)
