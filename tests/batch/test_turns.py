"""Whose turn it is: of a new layout one process makes the first rows, and nobody waits for one that is known."""

from __future__ import annotations

import pytest

from leafgen.batch import turns as module
from leafgen.batch.rows import Row


def rows_of(layouts: str) -> list[Row]:
    return [Row(line, f"p{line}", {"indication": layout}) for line, layout in enumerate(layouts)]


def test_the_first_row_of_a_new_layout_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once: what comes behind a layout that is known begins while other rows are still made."""
    monkeypatch.setattr(module, "_WINDOW", 6)
    turns = module._in_turn(iter(rows_of("BABACAAABBAADADBAAAB")), 2)
    stretches = [[row for some in module._until_awaited(turn, turns) for row in some] for turn in turns]
    said = ["".join(row.fields["indication"] for row in some) for some in stretches]
    assert said == ["AB", "AABCAAAABBD", "AAABDAB"]
    assert sorted(row.line for some in stretches for row in some) == list(range(20))


def test_one_process_makes_a_new_layout_s_first_rows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as its share of a window allows, the longest first; what is left of a layout comes behind all of them."""
    monkeypatch.setattr(module, "_FIRSTS", 3)
    first, rest = module._in_turn(iter(rows_of("BABACAAABBCA")), 2)
    said = [["".join(row.fields["indication"] for row in some) for some in turn.rows] for turn in (first, rest)]
    assert said == [["AAAA", "BBBB", "CC"], ["AA"]]
    assert (first.awaited, rest.awaited) == (True, False)


def test_one_process_waits_for_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WINDOW", 4)
    turns = list(module._in_turn(iter(rows_of("BABACA")), 1))
    assert [[row.line for some in turn.rows for row in some] for turn in turns] == [[1, 3, 0, 2], [5, 4]]
    assert not any(turn.awaited for turn in turns)
