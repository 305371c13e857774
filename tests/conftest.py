"""What most tests need: the shipped workspace, loaded once, and a copy of it that a test may break."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from leafgen.content.workspace import FOLDERS, Workspace, packaged_root
from leafgen.pipeline import Leafgen

TODAY = date(2026, 11, 22)

#: What is promised whole: these leaflets in these languages. Others may be there and lack what they lack.
WHOLE = ("about-magnesium", "constipation", "cramps", "migraine-prevention", "sleep")
SPOKEN = ("ar", "de", "en", "fr", "nl", "pl", "tr", "uk")

Edit = Callable[[str, str, str], None]


@pytest.fixture(scope="session", autouse=True)
def _own_memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests neither read nor fill the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def leafgen() -> Leafgen:
    """The shipped content, on a fixed day."""
    return Leafgen(Workspace(packaged_root(), today=lambda: TODAY))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped workspace."""
    root = tmp_path / "workspace"
    for folder in FOLDERS:
        shutil.copytree(packaged_root() / folder, root / folder)
    return root


@pytest.fixture
def edit(copy: Path) -> Edit:
    """Replace a text that must stand in a file of the copy, once."""

    def replace(file: str, old: str, new: str) -> None:
        path = copy / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


@pytest.fixture
def open_copy(copy: Path) -> Callable[[], Leafgen]:
    """leafgen on the copy as it is when called."""
    return lambda: Leafgen(Workspace(copy, today=lambda: TODAY))
