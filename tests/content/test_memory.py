"""What is remembered between processes: used while it holds, and never when it is stale, damaged or not ours."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from leafgen.content import memory
from leafgen.content.memory import made_once, remembered, stamp
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from tests.conftest import Edit

KEY = b"k" * 32


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of memories, for this test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "leafgen"


def recall(root: Path, value: object, key: bytes = KEY, current: bytes | None = None) -> object:
    return remembered(root, "thing", key, lambda: value, lambda: key if current is None else current)


def test_what_was_made_is_remembered_for_the_same_key_only(cache: Path, tmp_path: Path) -> None:
    assert recall(tmp_path, "first") == "first"
    assert recall(tmp_path, "second") == "first"
    assert recall(tmp_path / "elsewhere", "third") == "third"
    assert recall(tmp_path, "second", b"n" * 32) == "second"
    (first, second) = sorted(cache.iterdir())
    assert first.stat().st_mode & 0o777 == second.stat().st_mode & 0o777 == 0o600
    assert cache.stat().st_mode & 0o777 == 0o700


def test_what_is_made_of_pinned_files_is_made_once_by_the_same_engines(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert made_once("font", "face 1", lambda: "first") == "first"
    assert made_once("font", "face 1", lambda: "again") == "first"
    assert made_once("font", "face 2", lambda: "other") == "other"
    monkeypatch.setattr(memory, "made_by", lambda *_: b"an engine that was upgraded")
    assert made_once("font", "face 1", lambda: "anew") == "anew"
    (file,) = (path for path in cache.iterdir() if b"anew" in path.read_bytes())
    file.write_bytes(file.read_bytes().replace(b"anew", b"ruin"))
    assert made_once("font", "face 1", lambda: "mended") == "mended"


def test_what_was_made_while_a_file_changed_is_not_remembered(cache: Path, tmp_path: Path) -> None:
    assert recall(tmp_path, "first", current=b"n" * 32) == "first"
    assert not cache.exists()


@pytest.mark.parametrize("damage", ["cut", "changed", "open to others", "folder open to others", "link"])
def test_a_memory_that_cannot_be_trusted_is_made_anew(cache: Path, tmp_path: Path, damage: str) -> None:
    recall(tmp_path, "250 mg")
    (path,) = cache.iterdir()
    data = path.read_bytes()
    if damage == "cut":
        path.write_bytes(data[:-4])
    elif damage == "changed":
        path.write_bytes(data.replace(b"250", b"350"))
    elif damage == "open to others":
        path.chmod(0o666)
    elif damage == "folder open to others":
        cache.chmod(0o777)
    else:
        path.rename(tmp_path / "other")
        path.symlink_to(tmp_path / "other")
    assert recall(tmp_path, "made anew") == "made anew"


def test_a_place_that_cannot_be_written_to_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert recall(tmp_path, "first") == "first"
    assert recall(tmp_path, "second") == "second"


def test_a_failure_half_way_leaves_nothing(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    assert recall(tmp_path, "first") == "first"
    assert list(cache.iterdir()) == []


def test_every_change_of_a_file_changes_the_stamp(copy: Path, tmp_path: Path) -> None:
    files = ["styles/fonts.yaml", "templates/labels/food-supplement.yaml"]
    before = stamp(copy, files)
    assert stamp(copy, files) == before
    assert stamp(copy, files[:1]) != before
    (copy / files[0]).write_text((copy / files[0]).read_text() + "\n")
    assert stamp(copy, files) != before


def test_content_that_changed_is_read_again(cache: Path, edit: Edit, open_copy: Callable[[], Leafgen]) -> None:
    first = open_copy().content
    assert open_copy().content == first
    edit("styles/stocks/dymo.yaml", "width: 89, height: 36", "width: 89, height: 37")
    assert open_copy().content.stocks["dymo-99012"].height == 37
    edit("styles/stocks/dymo.yaml", "width: 89, height: 37", "width: 89, height: wide")
    for _ in range(2):  # a fault is not remembered, and not forgotten either
        with pytest.raises(InvalidInput):
            open_copy().content  # noqa: B018


def test_the_second_process_reads_no_yaml(
    cache: Path, open_copy: Callable[[], Leafgen], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert memory.__doc__
    open_copy().content  # noqa: B018
    monkeypatch.setattr("leafgen.content.loader.load", lambda *_: pytest.fail("read again"))
    assert "cramps" in open_copy().content.indications
