"""The house keeps its own rules: sizes, imports, plain text, choices that come from the catalogues, fresh pages."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from ruamel.yaml import YAML

from leafgen.cli.main import app, run
from leafgen.content.memory import ENGINES, READERS
from leafgen.kernel.errors import LeafgenError
from tests.house import pages

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "leafgen"
MOST_LINES = 400

#: Imports below the top of a file: each keeps a heavy engine out of a cold start, and ARCHITECTURE.md says so.
LATE_IMPORTS = {
    ("batch/executors.py", "leafgen.batch.run_making"),
    ("batch/batch.py", "leafgen.batch.cluster"),
    ("batch/tables.py", "leafgen.batch.fhir"),
    ("content/clinics.py", "leafgen.content.phone_numbers"),
    ("content/workspace.py", "leafgen.content.loader"),
    ("cli/start.py", "leafgen.content.workspace"),
    ("cli/start.py", "leafgen.pipeline"),
    ("masters/packing.py", "leafgen.render.stamp_shaping"),
    ("masters/master.py", "leafgen.verify.joined"),
    ("pipeline.py", "leafgen.masters.making"),
    ("pipeline.py", "leafgen.render.label_html"),
    ("pipeline.py", "leafgen.render.leaflet_pdf"),
    ("pipeline.py", "leafgen.render.leaflet_web"),
    ("pipeline.py", "leafgen.verify.guarded"),
    ("pipeline.py", "leafgen.verify"),
    ("pipeline.py", "leafgen.verify.trusted"),
    ("pipeline.py", "leafgen.verify.web_page"),
    ("cli/locale.py", "leafgen.translate.formulas"),
    ("cli/locale.py", "leafgen.translate.frequency"),
    ("cli/serving.py", "leafgen.web.serving"),
    ("cli/show.py", "leafgen.render.stamp_master"),
    ("cli/show.py", "weasyprint"),
    ("runs.py", "leafgen.masters.separators"),
    ("render/stamp_master.py", "leafgen.render.stamp_cutting"),
    ("verify/beside.py", "leafgen.verify.catalogue"),
    ("verify/beside.py", "leafgen.verify.reading"),
    ("verify/beside.py", "leafgen.verify"),
    ("verify/checks/codes_read_back.py", "zxingcpp"),
    ("verify/reading/programs.py", "leafgen.verify.reading.cff"),
    ("verify/reading/programs.py", "leafgen.verify.reading.type1"),
    ("verify/reading/readers.py", "leafgen.verify.reading"),
    ("verify/seal.py", "leafgen.verify.reading.pdfium"),
}

#: Paths of a machine and hosts of a registry have no place in the project. In halves, so that this file is clean.
FOREIGN = [
    "".join(halves)
    for halves in (
        ("/wo", "rk/"), ("/ho", "me/"), ("/ro", "ot/"), ("/Us", "ers/"), ("/op", "t/"),
        ("pypi", ".org"), ("python", "hosted"), ("registry", ".npmjs"), ("deb.", "debian"),
    )
]  # fmt: skip


def source_files() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def imported(tree: ast.AST) -> set[str]:
    """Every module an import statement inside `tree` names."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git repository")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_source_file_is_too_long() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in source_files()}
    assert {str(path.relative_to(SOURCE)): count for path, count in lines.items() if count > MOST_LINES} == {}


def test_imports_stand_at_the_top_but_for_the_named_ones() -> None:
    late = set()
    for path in source_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                late |= {(path.relative_to(SOURCE).as_posix(), module) for module in imported(node)}
    assert late == LATE_IMPORTS


def test_architecture_names_every_late_import() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert [name for pair in LATE_IMPORTS for name in pair if f"`{name}`" not in text] == []


def test_what_is_remembered_depends_on_every_package_that_made_it() -> None:
    """A package that draws or proves and is upgraded must not leave what the older one made in memory."""
    layers = ("kernel", "content", "translate", "compose", "render", "verify", "masters")
    files = [path for layer in layers for path in (SOURCE / layer).rglob("*.py")] + list(SOURCE.glob("*.py"))
    used = {name.split(".")[0] for path in files for name in imported(ast.parse(path.read_text()))}
    # An extra for a report on words, which nothing that is remembered is made with.
    foreign = {name for name in used if name not in sys.stdlib_module_names} - {"leafgen", "textstat", "wordfreq"}
    assert foreign == {name.split(".")[0] for name in (*READERS, *ENGINES)}


def test_the_kernel_needs_the_standard_library_only() -> None:
    modules = {name for path in (SOURCE / "kernel").glob("*.py") for name in imported(ast.parse(path.read_text()))}
    foreign = {name for name in modules if name.split(".")[0] not in sys.stdlib_module_names}
    assert {name for name in foreign if not name.startswith("leafgen.kernel")} == set()


def test_tracked_files_name_no_machine_and_no_registry() -> None:
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FOREIGN if word in text]
    assert found == []


def test_every_page_that_a_file_names_is_here() -> None:
    """A reference such as ARCHITECTURE.md leads to a page of this repository."""
    here = {path.name for path in tracked_files()}
    found = []
    for path in tracked_files():
        if path.suffix in (".py", ".yaml", ".md", ".toml", ".sh", ".j2", ".css"):
            names = set(re.findall(r"\b[A-Z]{3,}\.md\b", path.read_text(encoding="utf-8")))
            found += [f"{path.relative_to(ROOT)}: {name}" for name in sorted(names - here)]
    assert found == []


def test_written_pages_are_fresh() -> None:
    assert list(pages.stale()) == []


@pytest.mark.parametrize(
    ("what", "there"),
    [
        ("indications", [path.stem for path in (ROOT / "leaflets").glob("*.yaml")]),
        ("locales", [path.parent.name for path in (ROOT / "leaflets" / "locales").glob("*/locale.yaml")]),
        ("clinics", [path.stem for path in (ROOT / "leaflets" / "clinics").glob("*.yaml")]),
        ("rules", [p.stem.replace("_", "-") for p in (SOURCE / "compose" / "rules").glob("[!_]*.py")]),
        ("checks", [p.stem.replace("_", "-") for p in (SOURCE / "verify" / "checks").glob("[!_]*.py")]),
    ],
)
def test_the_command_lists_what_the_folders_hold(
    what: str, there: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert listed(what, capsys) == sorted(there)


def test_the_command_lists_every_stock(capsys: pytest.CaptureFixture[str]) -> None:
    yaml = YAML(typ="safe")
    vendors = [yaml.load(path) for path in (ROOT / "styles" / "stocks").glob("*.yaml")]
    assert listed("stocks", capsys) == sorted(stock["id"] for vendor in vendors for stock in vendor["stocks"])


def test_the_ids_that_others_rely_on_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    indications = {"migraine-prevention", "cramps", "sleep", "constipation", "about-magnesium"}
    assert indications <= set(listed("indications", capsys))
    assert {"avery-l7160", "dymo-99012", "roll-70x35"} <= set(listed("stocks", capsys))


def listed(what: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert run(["list", what, "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert all(entry["id"] and entry["name"] for entry in entries)
    return sorted(entry["id"] for entry in entries)


def test_readme_tells_every_exit_code() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    codes = {0, 1} | {error.exit_code for error in LeafgenError.__subclasses__()}
    assert [code for code in sorted(codes) if f"| {code} |" not in text] == []


def test_architecture_tells_which_commands_are_there_and_which_are_not() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    there, not_yet = text.partition("There today:")[2].split("Agreed and not there yet:")
    commands: Any = typer.main.get_command(app)
    assert set(re.findall(r"^    leafgen (\S+)", there, flags=re.MULTILINE)) == set(commands.commands)
    not_yet = not_yet.partition("| exit |")[0]
    assert not set(re.findall(r"^    leafgen (\S+)", not_yet, flags=re.MULTILINE)) & set(commands.commands)
