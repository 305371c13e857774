"""What leafgen runs on is declared in pyproject.toml and pinned in requirements.txt, all of it and nothing else."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
#: What leafgen runs on, and what each extra needs besides: the file with its pins, and what is declared.
PARTS = {"requirements.txt": [Requirement(text) for text in PROJECT["project"]["dependencies"]]} | {
    f"requirements-{extra}.txt": [Requirement(text) for text in texts]
    for extra, texts in PROJECT["project"]["optional-dependencies"].items()
}
DECLARED = [wanted for part in PARTS.values() for wanted in part]


def pins(file: str) -> dict[str, str]:
    """Name -> version of every pin in `file`; any other kind of line is a fault."""
    found: dict[str, str] = {}
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "-r requirements")):
            continue
        match = re.fullmatch(r"([A-Za-z0-9._-]+)==([0-9][0-9a-z.]*)", line)
        assert match, f"{file}: not a pin: {line!r}"
        found[canonicalize_name(match[1])] = match[2]
    return found


@pytest.mark.parametrize("file", PARTS)
def test_every_declared_dependency_is_pinned_within_its_bounds(file: str) -> None:
    pinned = pins(file)
    names = {wanted: pinned.get(canonicalize_name(wanted.name)) for wanted in PARTS[file]}
    assert [str(wanted) for wanted, version in names.items() if not version or version not in wanted.specifier] == []


def test_every_declared_dependency_has_an_upper_bound() -> None:
    bounds = {wanted.name: {part.operator for part in wanted.specifier} for wanted in DECLARED}
    assert [name for name, operators in bounds.items() if not operators & {"<", "=="}] == []


@pytest.mark.parametrize("file", PARTS)
def test_the_pins_are_all_that_the_declared_dependencies_need(file: str) -> None:
    needed: set[str] = set()
    waiting = list(PARTS[file])
    while waiting:
        wanted = waiting.pop()
        key = canonicalize_name(wanted.name), tuple(sorted(wanted.extras))
        if f"{key}" in needed:
            continue
        needed.add(f"{key}")
        extras = ["", *wanted.extras]
        for text in distribution(wanted.name).requires or []:
            part = Requirement(text)
            if part.marker is None or any(part.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(part)
    names = {text.split("'")[1] for text in needed}
    below = set() if file == "requirements.txt" else set(pins("requirements.txt"))
    assert set(pins(file)) == names - below


def test_what_is_installed_is_what_is_pinned() -> None:
    wanted = pins("requirements-dev.txt")
    for file in PARTS:
        wanted |= pins(file)
    there = {name: distribution(name).version for name in wanted}
    assert there == wanted


def test_the_build_backend_is_pinned_alike() -> None:
    [backend] = (Requirement(text) for text in PROJECT["build-system"]["requires"])
    assert str(backend.specifier) == f"=={pins('requirements-dev.txt')[backend.name]}"


def imports(folder: str) -> set[str]:
    """Top-level names of every package that files below `folder` import, the standard library's and our own apart."""
    names: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names |= {node.module or ""} if isinstance(node, ast.ImportFrom) else set()
            names |= {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"leafgen", "tests"}


def owners(names: set[str]) -> set[str]:
    """The distributions that these packages come in."""
    known = packages_distributions()
    return {canonicalize_name(known.get(name, [name])[0]) for name in names}


def test_what_the_source_imports_is_declared_and_what_is_declared_is_used() -> None:
    fonts = YAML(typ="safe").load(ROOT / "styles" / "fonts.yaml")
    used = owners(imports("src") | {family["package"] for family in fonts["families"]})
    assert used == {canonicalize_name(wanted.name) for wanted in DECLARED}


def test_what_the_tests_import_is_pinned() -> None:
    assert owners(imports("tests")) - set(pins("requirements.txt")) - set(pins("requirements-dev.txt")) == set()
