"""Print runs: rows divided by what is printed and sorted together, the same way every time."""

from __future__ import annotations

from itertools import islice

import pytest

from leafgen.batch import run_rows as module
from leafgen.batch.outcome import Bundle, Made, Outcome
from leafgen.batch.record import Fault
from leafgen.batch.rows import Row
from leafgen.batch.run_rows import Bundling, Halves, RunRows, runs


def row(line: int, kind: str = "leaflet", **fields: str) -> Row:
    return Row(line, f"p{line}", {"kind": kind, "locale": "nl", **fields})


def divided(*rows: Row) -> list[tuple[int, str, list[int]]]:
    return [(run.number, run.kind, [one.line for one in run.rows]) for run in runs(rows, "ours")]


def test_rows_of_one_bundle_are_one_run_in_their_order() -> None:
    assert divided(row(1), row(2, locale="en"), row(3), row(4, clinic="other"), row(5, clinic="ours")) == [
        (1, "leaflet", [4]),
        (2, "leaflet", [2]),
        (3, "leaflet", [1, 3, 5]),
    ]


def test_papers_and_places_are_bundles_of_their_own() -> None:
    found = divided(row(1, "label", stock="a"), row(2, "label", stock="b"), row(3, location="x"), row(4, stock="a"))
    assert sorted(lines for _, _, lines in found) == [[1], [2], [3], [4]]


def test_a_row_for_both_is_in_two_runs() -> None:
    assert divided(row(1, "both", stock="a"), row(2), row(3, "label", stock="a")) == [
        (1, "leaflet", [1, 2]),
        (2, "label", [1, 3]),
    ]


def test_a_run_that_is_full_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_IN_RUN", 2)
    assert divided(*(row(line) for line in range(5)), row(9, locale="en")) == [
        (1, "leaflet", [0, 1]),
        (2, "leaflet", [2, 3]),
        (3, "leaflet", [9]),
        (4, "leaflet", [4]),
    ]


def test_rows_of_which_nobody_knows_what_they_are_stand_apart() -> None:
    assert divided(row(1, "poster"), row(2), Row(3, "", {}))[0] == (1, "", [3])
    assert len(divided(row(1, "poster"), row(2), Row(3, "", {}))) == 3


BUNDLE = Bundle("ours", "", "", "nl")
LEAFLET = Made("leaflet", "run-1.pdf", 2, "0", BUNDLE)
LABEL = Made("label", "run-2.pdf", 1, "1", BUNDLE)
FAULT = (Fault("stock", "is too small"),)


def test_a_row_is_whole_when_both_of_its_halves_are() -> None:
    both, one = row(1, "both"), row(2)
    halves = Halves()
    first = halves.whole(
        RunRows(1, "leaflet", (both, one)), [Outcome(1, "p1", (LEAFLET,)), Outcome(2, "p2", (LEAFLET,))]
    )
    assert list(first) == [Outcome(2, "p2", (LEAFLET,))]
    second = halves.whole(RunRows(2, "label", (both,)), [Outcome(1, "p1", (LABEL,))])
    assert list(second) == [Outcome(1, "p1", (LEAFLET, LABEL))]


def test_a_fault_of_one_half_rejects_the_row() -> None:
    both, halves = row(1, "both"), Halves()
    assert list(halves.whole(RunRows(1, "leaflet", (both,)), [Outcome(1, "p1", faults=FAULT)])) == []
    found = list(halves.whole(RunRows(2, "label", (both,)), [Outcome(1, "p1", faults=FAULT)]))
    assert found == [Outcome(1, "p1", faults=FAULT)]


def stacked(bundling: Bundling, *rows: Row) -> list[list[tuple[int, str, list[int]]]]:
    found = []
    for run in runs(rows, "ours", bundling):
        lines = iter(one.line for one in run.rows)
        found.append([(stack.number, stack.of, list(islice(lines, stack.rows))) for stack in run.stacks])
        assert list(lines) == []
    return found


def test_bundles_are_by_what_a_column_says_and_keep_the_order_of_rows() -> None:
    rows = [row(line, department=("b", "a", "")[line % 3]) for line in range(7)]
    assert stacked(Bundling("department"), *rows) == [[(1, "", [2, 5]), (2, "a", [1, 4]), (3, "b", [0, 3, 6])]]


def test_bundles_are_no_larger_than_asked_for() -> None:
    rows = [row(line) for line in range(5)]
    assert stacked(Bundling(size=2), *rows) == [[(1, "", [0, 1]), (2, "", [2, 3]), (3, "", [4])]]


def test_bundles_that_do_not_fit_a_run_begin_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """A separator takes a place as well; no bundle is in two files."""
    monkeypatch.setattr(module, "MOST_IN_RUN", 6)
    rows = [row(line) for line in range(9)]
    assert stacked(Bundling(size=2), *rows) == [
        [(1, "", [0, 1]), (2, "", [2, 3])],
        [(3, "", [4, 5]), (4, "", [6, 7])],
        [(5, "", [8])],
    ]
    assert stacked(Bundling("edition"), *rows) == [[(1, "", [0, 1, 2, 3, 4])], [(2, "", [5, 6, 7, 8])]]


def test_what_is_printed_apart_is_bundled_apart() -> None:
    found = stacked(Bundling(size=9), row(1, "both", stock="a"), row(2, locale="en"), row(3))
    assert sorted(lines for stacks in found for _, _, lines in stacks) == [[1], [1, 3], [2]]
    assert [number for stacks in found for number, _, _ in stacks] == [1, 2, 3]
