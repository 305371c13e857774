"""A table of labels with two rows at fault, and what becomes of it when nothing happens to its batch."""

from __future__ import annotations

from pathlib import Path

import pytest

from leafgen.batch.batch import Options, run
from leafgen.batch.tables import read_table
from leafgen.pipeline import Leafgen
from tests.batch.tables import labels, write
from tests.batch.test_batch import contents, unwatched

ROWS = 80


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("table") / "rows.csv", labels(ROWS, bad=(3, 17)))


@pytest.fixture(scope="module")
def undisturbed(table: Path, leafgen: Leafgen, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    run(leafgen, read_table(table), folder, Options(workers=1), unwatched)
    return same_day(contents(folder))


def same_day(folder: dict[str, bytes]) -> dict[str, bytes]:
    """The day on which a batch was begun is the clock's own in another process."""
    return {name: data for name, data in folder.items() if name != "summary.json"}
