"""The examples of README.md do what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from leafgen.cli.main import run

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def examples() -> list[tuple[str, int]]:
    """Every `$ leafgen ...` line of the console blocks, with the exit code that follows it (0 where none does)."""
    found: list[tuple[str, int]] = []
    for block in re.findall(r"```console\n(.*?)```", README, flags=re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ leafgen "):
                found.append((line.removeprefix("$ leafgen "), 0))
            elif exit_code := re.fullmatch(r"\(exit (\d)\)", line):
                found[-1] = (found[-1][0], int(exit_code[1]))
            else:
                raise AssertionError(f"neither a command nor its exit code: {line!r}")
    return found


def test_every_example_ends_as_the_readme_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LEAFGEN_WORKSPACE", raising=False)
    for name, rows in re.findall(r"\(`(\S+\.csv)`\):\n\n```csv\n(.*?)```", README, flags=re.DOTALL):
        Path(name).write_text(rows, encoding="utf-8")
    assert [(line, run(shlex.split(line))) for line, _ in examples()] == examples()


def test_the_library_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    [code] = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "cramps.pdf").is_file()
