"""Other machines: a real scheduler and two real workers on loopback, which may die, or not see the batch's folder."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace

import pytest

from leafgen.batch import cluster
from leafgen.batch.batch import Options, Progress, run
from leafgen.batch.cluster import Cluster, Shipment
from leafgen.batch.making import Orders
from leafgen.batch.outcome import Work
from leafgen.batch.tables import read_table
from leafgen.kernel.errors import EnvironmentLacking
from leafgen.pipeline import Leafgen
from tests.batch.conftest import ROWS, same_day
from tests.batch.test_batch import contents, unwatched
from tests.batch.test_faults import PATIENCE, wait_for


class Machines:
    """A scheduler and the workers that were started for it, each a process without a nanny: what dies stays dead."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler, self.address = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")

    def _start(self, what: str, *words: str) -> tuple[subprocess.Popen[bytes], str]:
        log = self.place / f"{what}{len(self.workers)}.log"
        command = [sys.executable, "-m", "distributed.cli.dask_" + what, *words, "--no-dashboard"]
        with log.open("wb") as file:
            process = subprocess.Popen(command, stdout=file, stderr=file)
        wait_for(lambda: process.poll() is not None or bool(_ADDRESS.search(log.read_text())))
        found = _ADDRESS.search(log.read_text())
        assert found, log.read_text()
        return process, found.group()

    def work(self, number: int) -> None:
        for _ in range(number):
            process, _ = self._start("worker", self.address, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
            self.workers.append(process)

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait(PATIENCE)


_ADDRESS = re.compile(r"tcp://127\.0\.0\.1:\d+")


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    monkeypatch.setattr(cluster, "_ASK_EVERY", 1)
    started = Machines(tmp_path)
    yield started
    started.stop()


def test_a_worker_that_dies_in_the_middle_costs_no_row(
    table: Path, leafgen: Leafgen, undisturbed: dict[str, bytes], tmp_path: Path, machines: Machines
) -> None:
    machines.work(2)

    def watch(now: Progress) -> None:
        if now.done >= 8 and machines.workers[0].poll() is None:
            machines.workers[0].kill()

    report = run(leafgen, read_table(table), tmp_path / "out", Options(scheduler=machines.address), watch)
    assert machines.workers[0].poll() is not None
    assert (report.tally.delivered, report.tally.rejected) == (ROWS - 2, 2)
    assert same_day(contents(tmp_path / "out")) == undisturbed


def test_files_come_back_from_a_machine_that_does_not_see_the_folder(
    table: Path,
    leafgen: Leafgen,
    undisturbed: dict[str, bytes],
    tmp_path: Path,
    machines: Machines,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machines.work(1)
    came: list[bool] = []

    class Elsewhere(Cluster):
        def __init__(self, address: str, leafgen: Leafgen, orders: Orders) -> None:
            super().__init__(address, leafgen, orders)
            assert orders.folder
            (orders.folder / self.token).unlink()

        def result(self, future: object) -> Work:
            work = super().result(future)  # type: ignore[arg-type]
            came.extend(bool(made.data) for outcome in work.outcomes for made in outcome.made)
            return work

    monkeypatch.setattr(cluster, "Cluster", Elsewhere)
    run(leafgen, read_table(table), tmp_path / "out", Options(scheduler=machines.address), unwatched)
    assert came == [True] * (ROWS - 2)
    assert same_day(contents(tmp_path / "out")) == undisturbed


def test_when_no_worker_is_left_the_batch_can_be_resumed(
    table: Path,
    leafgen: Leafgen,
    undisturbed: dict[str, bytes],
    tmp_path: Path,
    machines: Machines,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "_WITHOUT_WORKERS", 2)
    machines.work(1)

    def watch(now: Progress) -> None:
        if now.done >= 8:
            machines.workers[0].kill()

    with pytest.raises(EnvironmentLacking, match="no worker left"):
        run(leafgen, read_table(table), tmp_path / "out", Options(scheduler=machines.address), watch)
    assert not (tmp_path / "out/summary.json").exists()
    run(leafgen, read_table(table), tmp_path / "out", Options(workers=1, resume=True), unwatched)
    assert same_day(contents(tmp_path / "out")) == undisturbed


def test_when_the_scheduler_is_gone_nothing_hangs(
    table: Path, leafgen: Leafgen, tmp_path: Path, machines: Machines
) -> None:
    machines.work(1)

    def watch(now: Progress) -> None:
        if now.done >= 8:
            machines.scheduler.kill()

    with pytest.raises(EnvironmentLacking, match=r"is gone|no scheduler"):
        run(leafgen, read_table(table), tmp_path / "out", Options(scheduler=machines.address), watch)


def test_a_client_that_has_given_its_scheduler_up_says_that_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a client knows no workers, nor that there might be any."""
    monkeypatch.setattr(cluster, "_ASK_EVERY", 0.01)
    alone = object.__new__(Cluster)
    alone.address = "tcp://127.0.0.1:1"
    alone._client = SimpleNamespace(scheduler_info=lambda **_: {})
    with pytest.raises(EnvironmentLacking, match="is gone"):
        alone.result(Future())


def test_a_scheduler_that_does_not_answer(
    table: Path, leafgen: Leafgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with pytest.raises(EnvironmentLacking, match="no scheduler answers") as refusal:
        run(leafgen, read_table(table), tmp_path / "out", Options(scheduler="tcp://127.0.0.1:1"), unwatched)
    assert "dask scheduler" in refusal.value.advice


def test_the_content_arrives_whole_or_not_at_all(leafgen: Leafgen, tmp_path: Path) -> None:
    shipment = Shipment.of(leafgen.workspace)
    unpacked = shipment.unpack(tmp_path / "good")
    assert unpacked.files == leafgen.workspace.files
    with pytest.raises(EnvironmentLacking, match="another leafgen"):
        Shipment("0" * 64, shipment.data).unpack(tmp_path / "other")
