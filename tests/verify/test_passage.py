"""Matching: what a promise allows a typesetter, and what not."""

from __future__ import annotations

import pytest

from leafgen.verify.passage import BLOCK, Passage, fits, promise_of, skeleton_of


def passage(text: str) -> Passage:
    """A passage of a text in which a line ends at a newline."""
    skeleton, gaps = skeleton_of(text)
    return Passage(skeleton, gaps)


@pytest.mark.parametrize(
    ("promised", "printed"),
    [
        ("magnesium citrate", "magnesium citrate"),
        ("magnesium citrate", "magnesium\ncitrate"),
        ("magnesium citrate", "magne-\nsium citrate"),
        ("magnesium citrate", "magnesium " + BLOCK + "citrate"),
        ("well-known", "well-known"),
        ("well-known", "well-\nknown"),
        ("multi- and mono", "multi-\nand mono"),
        ("350\u00a0mg", "350 mg"),
        ("10–20 mg", "10–\n20 mg"),
        ("and/or", "and/\nor"),
        ("www.example.org", "www.\nexample.org"),
        ("ไทยดี", "ไทย\nดี"),
        ("soft\u00adhyphen", "soft-\nhyphen"),
    ],
)
def test_a_typesetter_may(promised: str, printed: str) -> None:
    promise = promise_of([promised])
    found = passage(printed)
    assert found.skeleton == promise.skeleton
    assert fits(found, 0, promise) == ""


@pytest.mark.parametrize(
    ("promised", "printed", "word"),
    [
        ("1 1/2", "11/2", "space"),
        ("350", "3 50", "space"),
        ("350", "3\n50", "space"),
        ("3-5", "35", None),
        ("35", "3-5", None),
        ("take two", "taketwo", "space"),
        ("magnesium", "mag nesium", "space"),
        ("magnesium", "mag-nesium", "hyphen"),
        ("magnesium", "mag\nnesium", "space"),
        ("well-known", "wellknown", "hyphen"),
        ("well-known", "well known", "hyphen"),
        ("well known", "well-known", "space"),
        ("0.5", "0.\n5", "space"),
        ("not", "n\not", "space"),
    ],
)
def test_a_typesetter_may_not(promised: str, printed: str, word: str | None) -> None:
    promise = promise_of([promised])
    found = passage(printed)
    if word is None:
        assert found.skeleton != promise.skeleton
    else:
        assert found.skeleton == promise.skeleton
        assert word in fits(found, 0, promise)


def test_cells_begin_where_they_begin() -> None:
    promise = promise_of(["Adults", "300 mg", "daily"])
    assert promise.cells == (6, 11)
    assert promise.skeleton == "Adults300mgdaily"
