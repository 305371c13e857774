"""Folding: what counts as the same, and what must not."""

from __future__ import annotations

import unicodedata

import pytest

from leafgen.verify.folding import fold, folded_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("eﬃcient", "efficient"),
        ("ﬁne", "fine"),
        ("a\u00a0b", "a b"),
        ("5 µg", "5 μg"),
        ("caf\u00e9", "cafe\u0301"),
        ("ﻻ", "لا"),
        ("a\u200eb", "ab"),
        ("\u206612\u2069", "12"),
        ("co\u2011op", "co-op"),
    ],
)
def test_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1½", "11⁄2"), ("m²", "m2"), ("10³", "103"), ("a", "а"), ("5 mg", "5 Mg"), ("–", "-"), ("−5", "5"), ("①", "1")],
)
def test_not_the_same(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_spaces_are_one() -> None:
    assert folded_words("  a \u00a0 b\n") == "a b"


def test_folding_is_stable() -> None:
    text = "Élan µ ﬁ ﻻ"
    assert fold(fold(text)) == fold(text) == unicodedata.normalize("NFD", fold(text))
