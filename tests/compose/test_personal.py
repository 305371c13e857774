"""Whose document it is: what is read quickly is what the Request would take, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from leafgen.compose.personal import long_ago, read_personal

TODAY = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("born", "read"),
    [
        (date(1898, 2, 28), False),
        (date(1898, 3, 1), True),
        (TODAY, True),
        (date(2028, 3, 1), False),
        (date(1, 1, 1), False),
    ],
)
def test_nobody_is_born_tomorrow_or_older_than_anybody_was(born: date, read: bool) -> None:
    found = read_personal({"birth_date": born.isoformat()}, TODAY)
    assert (found is not None) is read
    assert long_ago(born, TODAY) is (born < date(1898, 3, 1))
