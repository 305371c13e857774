"""The workspace: found, made, and refused when it is not whole."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from leafgen.content.workspace import ENVIRONMENT_VARIABLE, Workspace, initialise, packaged_root
from leafgen.kernel.errors import CommandError, EnvironmentLacking, InvalidInput, NotWritten
from tests.conftest import Edit


def test_the_named_workspace_wins_over_the_environment(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = initialise(tmp_path / "other")
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(other))
    assert Workspace.find().root == other
    assert Workspace.find(copy).root == copy
    monkeypatch.delenv(ENVIRONMENT_VARIABLE)
    assert Workspace.find().root == packaged_root()


def test_a_folder_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    with pytest.raises(InvalidInput, match="lacks leaflets, templates"):
        Workspace(tmp_path)


def test_init_makes_a_workspace_that_loads(tmp_path: Path) -> None:
    made = initialise(tmp_path / "clinic")
    assert set(Workspace(made).content.indications) == set(Workspace(packaged_root()).content.indications)
    assert Workspace(made).output == made / "output"


def test_init_never_writes_into_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(CommandError, match="is not empty"):
        initialise(tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == ["mine.txt"]


def test_init_fills_an_empty_folder(tmp_path: Path) -> None:
    target = tmp_path / "empty"
    target.mkdir()
    assert (initialise(target) / "leaflets").is_dir()


def test_a_font_that_is_not_the_pinned_file_is_refused(copy: Path, edit: Edit) -> None:
    text = (copy / "styles/fonts.yaml").read_text(encoding="utf-8")
    digest = text.partition("sha256: ")[2][:64]
    edit("styles/fonts.yaml", digest, "f" * 64)
    with pytest.raises(EnvironmentLacking, match="is not the pinned file"):
        _ = Workspace(copy).fonts


def test_a_font_package_that_is_not_installed_is_named(copy: Path, edit: Edit) -> None:
    edit("styles/fonts.yaml", "package: fontpkg_fira_sans", "package: fontpkg_absent")
    with pytest.raises(EnvironmentLacking, match="fontpkg_absent is not installed"):
        _ = Workspace(copy).fonts


def test_a_file_that_is_not_utf_8_is_refused_by_name(copy: Path) -> None:
    (copy / "leaflets/cramps.yaml").write_bytes("id: cramps # caf\u00e9".encode("latin-1"))
    with pytest.raises(InvalidInput, match=r"leaflets/cramps\.yaml: not UTF-8"):
        _ = Workspace(copy).content


def test_a_workspace_is_made_in_the_folder_one_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert initialise(Path()) == Path()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["leaflets", "output", "styles", "templates"]


def test_a_copy_that_broke_off_is_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    target = tmp_path / "clinic"
    with monkeypatch.context() as broken:
        broken.setattr("shutil.copytree", full)
        with pytest.raises(NotWritten, match="No space left"):
            initialise(target)
    assert list(target.iterdir()) == []
    # Killed half-way: what was copied so far is still there.
    (target / ".leafgen.partial" / "leaflets").mkdir(parents=True)
    assert (initialise(target) / "leaflets" / "cramps.yaml").is_file()
    assert not (target / ".leafgen.partial").exists()


def test_a_file_is_written_whole_or_not_at_all(copy: Path) -> None:
    workspace = Workspace(copy)
    assert workspace.write("leaflets/locales/xx/notes.txt", "one").read_text(encoding="utf-8") == "one"
    with pytest.raises(NotWritten, match="Is a directory"):
        workspace.write("leaflets/locales/xx", "two")
    # A name under which there is a file cannot hold another.
    with pytest.raises(NotWritten, match=r"notes\.txt") as refused:
        workspace.write("leaflets/locales/xx/notes.txt/three", "three")
    assert refused.value.exit_code == 3
    assert "leafgen init DIR" in refused.value.advice
    assert [path.name for path in (copy / "leaflets/locales").glob("xx/*")] == ["notes.txt"]
    assert not list((copy / "leaflets/locales").glob(".*"))
