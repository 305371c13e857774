"""What can happen to a batch: killed at any moment, a full disk, a folder that vanishes, processes that die. Nothing is
lost, nothing is there twice, and going on ends where an undisturbed batch does."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from leafgen.batch import executors
from leafgen.batch.batch import Options, Progress, run
from leafgen.batch.journal import JOURNAL
from leafgen.batch.tables import read_table
from leafgen.kernel.errors import EnvironmentLacking
from leafgen.pipeline import Leafgen
from tests.batch.conftest import ROWS, same_day
from tests.batch.test_batch import contents, manifest, unwatched

#: How long to wait for another process before a test fails, in seconds; only a hang takes that long.
PATIENCE = 120.0


def command(table: Path, folder: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "leafgen", "batch", str(table), "-o", str(folder), *options]


def noted(folder: Path) -> int:
    """How many rows the journal has."""
    try:
        return (folder / JOURNAL).read_bytes().count(b"\n") - 1
    except OSError:
        return -1


def wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.002)


def children(pid: int) -> list[int]:
    """Those that any of its threads began."""
    texts = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for text in texts for child in text.split()]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_killed_at_random_moments_and_resumed(
    table: Path, undisturbed: dict[str, bytes], tmp_path: Path, workers: str
) -> None:
    chance, folder = random.Random(int(workers)), tmp_path / "out"
    for target in (0, chance.randint(1, 12), chance.randint(14, ROWS // 2)):
        process = subprocess.Popen(command(table, folder, "--resume", "--workers", workers), stderr=subprocess.DEVNULL)
        wait_for(lambda least=target, one=process: noted(folder) >= least or one.poll() is not None)  # type: ignore[misc]
        time.sleep(chance.random() / 40)
        family = children(process.pid)
        process.kill()
        process.wait()
        wait_for(lambda gone=tuple(family): not any(alive(pid) for pid in gone))  # type: ignore[misc]
        assert not (folder / "summary.json").exists()
    done = subprocess.run(command(table, folder, "--resume", "--workers", workers), capture_output=True, check=False)
    assert done.returncode == 6, done.stderr
    assert same_day(contents(folder)) == undisturbed


def test_runs_with_bundles_that_were_killed_are_resumed(table: Path, tmp_path: Path) -> None:
    options = ("--layout", "run", "--bundle-size", "3", "--workers", "1")
    whole = subprocess.run(command(table, tmp_path / "whole", *options), capture_output=True, check=False)
    assert whole.returncode == 6, whole.stderr
    chance, folder = random.Random(3), tmp_path / "out"
    for least in (0, 1, 14):
        process = subprocess.Popen(command(table, folder, *options, "--resume"), stderr=subprocess.DEVNULL)
        wait_for(lambda least=least, one=process: noted(folder) >= least or one.poll() is not None)  # type: ignore[misc]
        time.sleep(chance.random() / 40)
        process.kill()
        process.wait()
    done = subprocess.run(command(table, folder, *options, "--resume"), capture_output=True, check=False)
    assert done.returncode == 6, done.stderr
    assert contents(folder) == contents(tmp_path / "whole")


def alive(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


@pytest.fixture
def heeding_control_c() -> Iterator[None]:
    """What a shell starts in the background, these tests too, is deaf to it, and hands that on to its children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeding_control_c")
def test_control_c_ends_cleanly_and_resumably(table: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    folder = tmp_path / "out"
    words = command(table, folder, "--workers", "2")
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, start_new_session=True)
    wait_for(lambda: noted(folder) >= 4)
    # As a terminal does: to every process at once.
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, said
    assert "--resume" in said
    assert "Traceback" not in said
    assert not list((folder / "files").glob(".*"))
    assert 4 <= noted(folder) < ROWS
    done = subprocess.run(command(table, folder, "--resume"), capture_output=True, check=False)
    assert done.returncode == 6
    assert same_day(contents(folder)) == undisturbed


def test_a_disk_that_takes_no_more(table: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    folder = tmp_path / "out"
    words = command(table, folder, "--workers", "1")
    full = subprocess.run(words, preexec_fn=small_files, capture_output=True, text=True, check=False)
    assert full.returncode == 7, full.stderr
    assert "--resume" in full.stderr
    assert "Traceback" not in full.stderr
    assert list((folder / "files").iterdir()) == []
    done = subprocess.run([*words, "--resume"], capture_output=True, check=False)
    assert done.returncode == 6
    assert same_day(contents(folder)) == undisturbed


@pytest.fixture
def small_disk(tmp_path: Path) -> Any:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_really_full(table: Path, leafgen: Leafgen, small_disk: Path) -> None:
    folder = small_disk / "out"
    with pytest.raises(EnvironmentLacking, match="No space left") as refusal:
        run(leafgen, read_table(table), folder, Options(workers=1), unwatched)
    assert "--resume" in refusal.value.advice
    there = sorted(path.name for path in (folder / "files").iterdir())
    assert there
    assert not any(name.startswith(".") for name in there)


@pytest.mark.parametrize("problem", [errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_folder_that_can_no_longer_be_written_to(
    table: Path, leafgen: Leafgen, tmp_path: Path, problem: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"

    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError(problem, os.strerror(problem))

    def watch(now: Progress) -> None:
        if now.done >= 5:
            monkeypatch.setattr("leafgen.deliver.writer._begun", refuse)

    with pytest.raises(EnvironmentLacking, match=os.strerror(problem)):
        run(leafgen, read_table(table), folder, Options(workers=1), watch)
    monkeypatch.undo()
    # Each file that is there is whole and noted, and each that is noted is there.
    assert len(list((folder / "files").iterdir())) == noted(folder) - 1
    assert not (folder / "summary.json").exists()


def test_a_folder_that_vanishes_is_not_made_anew(table: Path, leafgen: Leafgen, tmp_path: Path) -> None:
    folder = tmp_path / "out"

    def watch(now: Progress) -> None:
        if now.done >= 5:
            shutil.rmtree(folder, ignore_errors=True)

    with pytest.raises(EnvironmentLacking, match="no longer there"):
        run(leafgen, read_table(table), folder, Options(workers=1), watch)
    assert not folder.exists()


def test_a_folder_that_is_replaced_is_not_finished(table: Path, leafgen: Leafgen, tmp_path: Path) -> None:
    folder = tmp_path / "out"

    def watch(now: Progress) -> None:
        if now.done >= 5 and not (tmp_path / "moved").exists():
            folder.rename(tmp_path / "moved")
            (folder / "files").mkdir(parents=True)

    with pytest.raises(EnvironmentLacking, match="removed or replaced"):
        run(leafgen, read_table(table), folder, Options(workers=1), watch)
    assert not (folder / "summary.json").exists()


@pytest.mark.parametrize("replaced", [False, True], ids=["kept", "replaced after each task"])
def test_a_process_that_is_killed_costs_no_row(
    table: Path,
    leafgen: Leafgen,
    undisturbed: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    replaced: bool,
) -> None:
    folder = tmp_path / "out"
    if replaced:
        monkeypatch.setattr(executors, "_MOST_GROWN", -1)
    killed: list[int] = []

    def watch(now: Progress) -> None:
        if now.done >= 6 and not killed:
            (folder / "files/.leafgen-half.partial").write_bytes(b"what a process leaves that is killed as it writes")
            wait_for(lambda: bool(multiprocessing.active_children()))
            [victim, *_] = multiprocessing.active_children()
            assert victim.pid
            killed.append(victim.pid)
            os.kill(victim.pid, signal.SIGKILL)

    report = run(leafgen, read_table(table), folder, Options(workers=2), watch)
    assert killed
    assert (report.tally.delivered, report.tally.rejected) == (ROWS - 2, 2)
    assert same_day(contents(folder)) == undisturbed
    assert len({entry["file"] for entry in manifest(folder)}) == ROWS - 2
