"""The map file: how another system's headers and codes are called here. Nothing is matched by likeness: what stands
in no map is refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from leafgen.batch.record import COLUMNS
from leafgen.content.yaml_tree import Path, Tree, parse
from leafgen.kernel.diagnostics import Diagnostics
from leafgen.kernel.errors import InvalidInput

_SECTIONS = ("columns", "ignore", "defaults", "values", "medications", "reasons", "dosage", "statuses")
#: What a medication or a reason of FHIR can stand for.
_CODE_COLUMNS = ("indication", "product", "kind", "stock")

#: A request that was cancelled, drafted or entered in error is nobody's to print.
_STATUSES = ("active", "on-hold", "completed", "stopped")


@dataclass(frozen=True, slots=True)
class InputMap:
    """What a map file says. `columns`: header -> column. `ignore`: headers that are not for us. `defaults`: what a row
    has where its cell is empty. `values`: column -> what the input says -> what it is called here. For FHIR:
    `medications` and `reasons`: "system|code" -> columns; `dosage`: an instruction, as a rejection names it ->
    locale -> the remark to print; `statuses`: those of the requests that are printed."""

    columns: Mapping[str, str] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()
    defaults: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    medications: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reasons: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dosage: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    statuses: frozenset[str] = frozenset({"active"})


def read_map(text: str, file: str) -> InputMap:
    """Read a map file. Raises InvalidInput with every fault and its line."""
    diagnostics = Diagnostics()
    tree = parse(text, file, diagnostics)
    reader = _Reader(tree, diagnostics)
    made = reader.read() if not diagnostics else InputMap()
    if diagnostics:
        raise InvalidInput(f"the map file {file} is invalid", diagnostics=diagnostics)
    return made


class _Reader:
    def __init__(self, tree: Tree, diagnostics: Diagnostics) -> None:
        self.tree = tree
        self.diagnostics = diagnostics

    def fault(self, path: Path, message: str, advice: str = "") -> None:
        self.diagnostics.add(self.tree.place(path), message, advice)

    def read(self) -> InputMap:
        data = {} if self.tree.data is None else self.tree.data
        if not isinstance(data, dict):
            self.fault((), "is no mapping", f"its sections: {', '.join(_SECTIONS)}")
            return InputMap()
        for name in data:
            self.known((name,), name, _SECTIONS, "section")
        columns = self.texts(("columns",))
        for header, column in columns.items():
            self.known(("columns", header), column, COLUMNS, "column")
        defaults = self.texts(("defaults",))
        for column in defaults:
            self.known(("defaults", column), column, [name for name in COLUMNS if name != "id"], "column")
        values = self.tables(("values",))
        for column in values:
            self.known(("values", column), column, COLUMNS, "column")
        statuses = self.names(("statuses",)) or ["active"]
        for status in statuses:
            self.known(("statuses",), status, _STATUSES, "status that can be printed")
        return InputMap(
            columns=columns, ignore=frozenset(self.names(("ignore",))), defaults=defaults, values=values,
            medications=self.codes("medications"), reasons=self.codes("reasons"), dosage=self.tables(("dosage",)),
            statuses=frozenset(statuses),
        )  # fmt: skip

    def known(self, path: Path, name: str, there: Any, what: str) -> None:
        if name not in there:
            near = get_close_matches(name, there, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            self.fault(path, f"there is no {what} {name!r}", f"{hint}there is: {', '.join(there)}")

    def codes(self, section: str) -> dict[str, dict[str, str]]:
        """Codes with their system, as FHIR writes them in a search: `system|code`."""
        found = self.tables((section,))
        for code, columns in found.items():
            if "|" not in code:
                self.fault((section, code), "is no code with its system", "write it as system|code")
            for column in columns:
                self.known((section, code, column), column, _CODE_COLUMNS, "column of a code")
        return found

    def tables(self, path: Path) -> dict[str, dict[str, str]]:
        found = self.mapping(path)
        return {key: self.texts((*path, key)) for key in found}

    def texts(self, path: Path) -> dict[str, str]:
        found = {}
        for key, value in self.mapping(path).items():
            if isinstance(value, str | int) and not isinstance(value, bool):
                found[key] = str(value).strip()
            elif isinstance(value, bool):
                found[key] = "yes" if value else "no"
            else:
                self.fault((*path, key), "is no text")
        return found

    def names(self, path: Path) -> list[str]:
        found = self.at(path)
        if found is None:
            return []
        if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
            self.fault(path, "is no list of headers")
            return []
        return [name.strip() for name in found]

    def mapping(self, path: Path) -> dict[str, Any]:
        found = self.at(path)
        if found is not None and not isinstance(found, dict):
            self.fault(path, "is no mapping")
        return found if isinstance(found, dict) else {}

    def at(self, path: Path) -> Any:
        found = self.tree.data
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        return found
