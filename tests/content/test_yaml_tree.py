"""YAML with places."""

from __future__ import annotations

from leafgen.content.yaml_tree import parse, path_text
from leafgen.kernel.diagnostics import Diagnostics


def test_scalars_follow_yaml_1_2() -> None:
    tree = parse("country: NO\nnumber: 012\nshare: 1.5\nflag: true\nnone: null\nday: 2026-11-22\n", "f", Diagnostics())
    assert tree.data == {
        "country": "NO", "number": 12, "share": 1.5, "flag": True, "none": None, "day": "2026-11-22",
    }  # fmt: skip


def test_every_path_knows_its_line() -> None:
    tree = parse("a:\n  - b: 1\n  - c:\n      d: 2\n", "f", Diagnostics())
    assert tree.place(("a", 1, "c", "d")).line == 4
    assert str(tree.place(("a", 1, "c", "d"))) == "f:4: a[1].c.d"


def test_an_absent_key_takes_the_line_of_its_parent() -> None:
    tree = parse("a:\n  - b: 1\n", "f", Diagnostics())
    assert tree.place(("a", 0, "absent")).line == 2


def test_duplicate_key_is_a_fault_and_the_first_stays() -> None:
    diagnostics = Diagnostics()
    tree = parse("dose: 200\ndose: 400\n", "f", diagnostics)
    assert tree.data == {"dose": 200}
    assert [str(fault) for fault in diagnostics] == ["f:2: dose: the key stands twice, first on line 1"]


def test_syntax_error_has_a_line_and_leaves_nothing() -> None:
    diagnostics = Diagnostics()
    assert parse("a: [1\nb: 2\n", "f", diagnostics).data is None
    assert [fault.place.line for fault in diagnostics] == [2]


def test_path_text() -> None:
    assert path_text(("statements", 2, "text")) == "statements[2].text"
