"""Executors: everything handed over comes back once, also when processes die."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

import pytest

from leafgen.batch import executors
from leafgen.batch.executors import InProcess, Processes, Task, results, run_results
from leafgen.batch.making import Orders
from leafgen.batch.outcome import Bundle, Made, Outcome, Work
from leafgen.batch.rows import Row
from leafgen.batch.run_rows import RunRows
from leafgen.content.workspace import packaged_root
from leafgen.kernel.errors import EnvironmentLacking, NotWritten
from leafgen.pipeline import Leafgen
from tests.conftest import TODAY

LABEL = {"kind": "label", "indication": "cramps", "locale": "en", "stock": "dymo-99012"}
MADE = (Made("label", "files/x.pdf", 1, "0" * 64, Bundle("c", "", "s", "en")),)


class Died(Exception):
    """What a future raises whose process died."""


class Dying:
    """Makes rows in name only. A chunk that holds a line of `poison` kills its process; `deaths` times any chunk does.
    `slow`: it hands back what it has after that many rows."""

    lost: tuple[type[BaseException], ...] = (Died,)

    def __init__(self, processes: int, poison: frozenset[int] = frozenset(), deaths: int = 0, slow: int = 99) -> None:
        self.processes, self.poison, self.deaths, self.slow = processes, poison, deaths, slow
        self.most = 0
        self.waiting: list[tuple[Sequence[Row], Future[Work]]] = []

    def submit(self, task: Task) -> Future[Work]:
        rows, future = task.rows if isinstance(task, RunRows) else task, _Lazy(self)
        self.waiting.append((rows, future))
        self.most = max(self.most, len(self.waiting))
        return future

    def work(self) -> None:
        """Do what waits, in order."""
        while self.waiting:
            rows, future = self.waiting.pop(0)
            if self.deaths > 0 or any(row.line in self.poison for row in rows):
                self.deaths -= 1
                future.set_exception(Died())
            else:
                future.set_result(Work(tuple(Outcome(row.line, row.id, MADE) for row in rows[: self.slow]), 0.01))

    def result(self, future: Future[Work]) -> Work:
        return future.result()

    def close(self) -> None:
        pass


class _Lazy(Future[Work]):
    def __init__(self, executor: Dying) -> None:
        super().__init__()
        self.executor = executor

    def result(self, timeout: float | None = None) -> Work:
        self.executor.work()
        return super().result(timeout)


def chunks(number: int, size: int = 3) -> Iterator[list[Row]]:
    rows = [Row(line, f"p{line}", LABEL) for line in range(number)]
    return (rows[start : start + size] for start in range(0, number, size))


def outcomes(executor: Dying, number: int) -> list[Outcome]:
    return [outcome for work in results(executor, chunks(number)) for outcome in work.outcomes]


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_all_come_back_in_order(processes: int) -> None:
    executor = Dying(processes)
    assert [outcome.line for outcome in outcomes(executor, 50)] == list(range(50))
    assert executor.most <= 2 * processes


@pytest.mark.parametrize("slow", [1, 2])
def test_rows_that_take_long_are_handed_out_again(slow: int) -> None:
    assert [outcome.line for outcome in outcomes(Dying(2, slow=slow), 50)] == list(range(50))
    found = outcomes(Dying(2, frozenset({4, 20}), slow=slow), 50)
    assert sorted(outcome.line for outcome in found) == list(range(50))


@pytest.mark.parametrize("processes", [1, 2, 5])
@pytest.mark.parametrize("poison", [{0}, {49}, {10, 11, 12}, {3, 20, 30}, set(range(50))])
def test_a_row_that_kills_its_process_is_named_and_the_others_delivered(processes: int, poison: set[int]) -> None:
    found = outcomes(Dying(processes, frozenset(poison)), 50)
    assert sorted(outcome.line for outcome in found) == list(range(50))
    assert {outcome.line for outcome in found if not outcome.made} == poison
    assert all("died" in str(outcome.faults[0]) for outcome in found if not outcome.made)


@pytest.mark.parametrize("processes", [1, 3])
def test_a_process_that_dies_for_another_reason_costs_no_row(processes: int) -> None:
    found = outcomes(Dying(processes, deaths=1), 50)
    assert sorted(outcome.line for outcome in found if outcome.made) == list(range(50))


def print_runs() -> Iterator[RunRows]:
    return (RunRows(number, "label", tuple(chunk)) for number, chunk in enumerate(chunks(9), 1))


@pytest.mark.parametrize("deaths", [0, 1])
def test_runs_come_back_in_order(deaths: int) -> None:
    found = list(run_results(Dying(2, deaths=deaths), print_runs()))
    assert [run.number for run, _ in found] == [1, 2, 3]
    assert [outcome.line for _, work in found for outcome in work.outcomes] == list(range(9))


def test_a_run_that_kills_its_process_each_time_ends_the_batch_behind_those_before_it() -> None:
    done: list[int] = []
    with pytest.raises(EnvironmentLacking, match="print run 2 "):
        done.extend(run.number for run, _ in run_results(Dying(2, frozenset({4})), print_runs()))
    assert done == [1]


def test_processes_make_what_this_one_makes(leafgen: Leafgen, tmp_path: Path) -> None:
    todo = [Row(line, f"p{line}", {**LABEL, "patient_name": f"Patient {line}"}) for line in range(6)]
    found = {}
    for name in ("one", "two"):
        (tmp_path / name / "files").mkdir(parents=True)
        orders = Orders(packaged_root(), TODAY, "full", tmp_path / name)
        executor = InProcess(leafgen, orders) if name == "one" else Processes(orders, 2)
        try:
            works = list(results(executor, iter([todo[:2], todo[2:4], todo[4:]])))
        finally:
            executor.close()
        found[name] = [outcome for work in works for outcome in work.outcomes]
    assert found["one"] == found["two"]
    assert [outcome.line for outcome in found["one"]] == list(range(6))


def test_a_refusal_of_the_disk_comes_through(tmp_path: Path) -> None:
    executor = Processes(Orders(packaged_root(), TODAY, "full", tmp_path / "gone"), 2)
    try:
        with pytest.raises(NotWritten, match="no longer there"):
            list(results(executor, iter([[Row(1, "p1", LABEL)]])))
    finally:
        executor.close()


@pytest.mark.parametrize(("most", "left"), [(10**12, 1), (-1, 0)])
def test_a_process_that_has_grown_is_replaced(monkeypatch: pytest.MonkeyPatch, most: int, left: int) -> None:
    monkeypatch.setattr(executors, "_MOST_GROWN", most)
    before = len(multiprocessing.active_children())
    executor = Processes(Orders(packaged_root(), TODAY), 1)
    try:
        for line in range(2):
            (work,) = results(executor, iter([[Row(line, f"p{line}", LABEL)]]))
            assert work.outcomes[0].made
            assert len(multiprocessing.active_children()) == before + left
    finally:
        executor.close()
    assert len(multiprocessing.active_children()) == before


def test_this_process_lets_another_go_on_once_it_has_grown(leafgen: Leafgen, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> Work:
        raise AssertionError("it was made here")

    monkeypatch.setattr(executors, "do", refused)
    monkeypatch.setattr(executors, "_MOST_GROWN", -1)
    executor = InProcess(leafgen, Orders(packaged_root(), TODAY))
    try:
        works = results(executor, iter([[Row(1, "p1", LABEL)], [Row(2, "p2", LABEL)]]))
        assert [outcome.id for work in works for outcome in work.outcomes if outcome.made] == ["p1", "p2"]
    finally:
        executor.close()
