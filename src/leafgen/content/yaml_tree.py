"""YAML with places: plain data, plus the line of every key, and duplicate keys as faults instead of overrides.

ruamel.yaml follows YAML 1.2, so NO stays a text and 012 is no octal number.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from leafgen.kernel.diagnostics import Diagnostics, Place

Path = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"


@dataclass(slots=True)
class Tree:
    """A parsed file: `data` as plain dicts, lists and scalars; `lines` holds the line of each path."""

    file: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """The place of `path`, or of its nearest ancestor that is there."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return Place(self.file, self.lines.get(known, 1), path_text(path))

    def walk(self, value: Any = None, path: Path = ()) -> Iterator[tuple[Path, Any]]:
        """Every node below `path` (the whole file by default), parents first."""
        node = self.data if value is None and not path else value
        yield path, node
        if isinstance(node, Mapping):
            for key, child in node.items():
                yield from self.walk(child, (*path, key))
        elif isinstance(node, list):
            for index, child in enumerate(node):
                yield from self.walk(child, (*path, index))


def path_text(path: Path) -> str:
    """A path as people write it: statements[2].text."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def parse(text: str, file: str, diagnostics: Diagnostics) -> Tree:
    """Parse one document; syntax errors and duplicate keys go to `diagnostics`."""
    tree = Tree(file)
    try:
        root = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        diagnostics.add(Place(file, line), f"not YAML: {error.problem or error.context}")
        return tree
    if root is not None:
        tree.lines[()] = root.start_mark.line + 1
        tree.data = _build(root, (), tree, diagnostics)
    return tree


def _build(node: Node, path: Path, tree: Tree, diagnostics: Diagnostics) -> Any:
    tree.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, ScalarNode):
        return _scalar(node)
    if isinstance(node, SequenceNode):
        return [_build(child, (*path, index), tree, diagnostics) for index, child in enumerate(node.value)]
    if not isinstance(node, MappingNode):
        raise TypeError(f"unknown YAML node {node!r}")
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        where = (*path, key)
        line = key_node.start_mark.line + 1
        if key in found:
            first = tree.lines[where]
            diagnostics.add(Place(tree.file, line, path_text(where)), f"the key stands twice, first on line {first}")
            continue
        tree.lines[where] = line
        found[key] = _build(value_node, where, tree, diagnostics)
    return found


def _scalar(node: ScalarNode) -> str | int | float | bool | None:
    tag, value = str(node.tag), str(node.value)
    if tag in (f"{_TAG}int", f"{_TAG}float"):
        return _number(value, tag)
    if tag == f"{_TAG}bool":
        return value.lower() == "true"
    if tag == f"{_TAG}null":
        return None
    return value


def _number(value: str, tag: str) -> str | int | float:
    """The number that is written, or the text itself where it is none that anything can measure (.nan, .inf)."""
    try:
        if tag == f"{_TAG}int":
            return int(value.replace("_", ""), 0) if value.lower().startswith(("0x", "0o", "0b")) else int(value)
        number = float(value)
    except ValueError:
        return value
    return number if math.isfinite(number) else value
