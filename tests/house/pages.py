"""The pages that are written from the code: docs/ (commands, rules, checks, rooms).

`make docs` writes them; `make check` runs this with --check and fails when a page is not what the code says.
"""

from __future__ import annotations

import ast
import difflib
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import typer

from leafgen.cli.main import app
from leafgen.compose.rule_runner import rules
from leafgen.verify.catalogue import all_checks

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "leafgen"
WIDTH = 100


class Entry(Protocol):
    """A rule or a check, as its catalogue lists it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def rationale(self) -> str: ...
    @property
    def source(self) -> str: ...


def commands_page() -> str:
    """The help of every command."""
    command: Any = typer.main.get_command(app)
    intro = "What `leafgen COMMAND --help` prints. Exit codes stand in README.md."
    return _page("Commands", intro, _sections("leafgen", command, None))


def _sections(title: str, command: Any, parent: Any) -> Iterator[str]:
    yield _section(title, command, parent)
    with _context(command, title.rpartition(" ")[2], parent) as context:
        for name, part in sorted(getattr(command, "commands", {}).items()):
            yield from _sections(f"{title} {name}", part, context)


def _context(command: Any, name: str, parent: Any) -> Any:
    return command.context_class(
        command, info_name=name, parent=parent, terminal_width=WIDTH, max_content_width=WIDTH, resilient_parsing=True
    )


def _section(title: str, command: Any, parent: Any) -> str:
    with _context(command, title.rpartition(" ")[2], parent) as context:
        text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return f"## {title}\n\n```text\n{text}\n```\n"


def rules_page() -> str:
    """Every safety rule."""
    intro = (
        "Every document is composed under these rules, and one that breaks any of them is not printed. "
        "One rule is one file in `src/leafgen/compose/rules/`; its id is the file's name."
    )
    return _page("Safety rules", intro, _entries(rules().values()))


def checks_page() -> str:
    """Every verification check."""
    intro = (
        "Every PDF is held to these checks before it gets its final name, and by `leafgen verify`. "
        "One check is one file in `src/leafgen/verify/checks/`; its id is the file's name."
    )
    return _page("Checks of the proof", intro, _entries(all_checks().values()))


def _entries(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        rationale = " ".join(entry.rationale.split())
        yield f"## {entry.id}\n\n{entry.name}.\n\nWhy: {rationale}\n\nSource: {' '.join(entry.source.split())}\n"


def _page(title: str, intro: str, sections: Iterable[str]) -> str:
    note = "<!-- Written by `make docs`: change the code, not this page. -->"
    return "\n".join([f"# {title}\n\n{note}\n\n{intro}\n", *sections])


def rooms_page() -> str:
    """Every source file with the first sentence of its docstring: layer by layer from the ground floor up, as the
    import contract has them, and last the files that stand in no folder."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = [name for layer in contract["contracts"][0]["layers"] for name in layer.split(" | ")]
    folders = [PACKAGE / name for name in reversed(layers) if (PACKAGE / name).is_dir()]
    intro = (
        "Every file of `src/leafgen/` by its first words, from the ground floor up. "
        "ARCHITECTURE.md says how they go together."
    )
    return _page("Rooms", intro, [*map(_floor, folders), _files("the root", PACKAGE, PACKAGE.glob("*.py"))])


def _floor(folder: Path) -> str:
    face = folder / "__init__.py"
    return _files(f"`{folder.name}/`: {_first_sentence(face)}", folder, {*folder.rglob("*.py")} - {face})


def _files(title: str, folder: Path, files: Iterable[Path]) -> str:
    lines = (f"- `{file.relative_to(folder).as_posix()}`: {_first_sentence(file)}" for file in sorted(files))
    return "\n".join([f"## {title}\n", *lines, ""])


def _first_sentence(file: Path) -> str:
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split()).removesuffix(".")


PAGES = {
    "docs/commands.md": commands_page,
    "docs/rules.md": rules_page,
    "docs/checks.md": checks_page,
    "docs/rooms.md": rooms_page,
}


def stale() -> Iterator[str]:
    """What differs between the pages and the code, as unified diffs."""
    for file, page in PAGES.items():
        path = ROOT / file
        there = path.read_text(encoding="utf-8") if path.is_file() else ""
        yield from difflib.unified_diff(
            there.splitlines(), page().splitlines(), f"{file} as it is", f"{file} as the code says", lineterm=""
        )


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check say what is stale."""
    if arguments == ["--check"]:
        differences = list(stale())
        print("\n".join([*differences, "docs: stale; write them with: make docs"] if differences else ["docs: fresh"]))
        return bool(differences)
    for file, page in PAGES.items():
        (ROOT / file).parent.mkdir(exist_ok=True)
        (ROOT / file).write_text(page(), encoding="utf-8")
        print(f"docs: wrote {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
