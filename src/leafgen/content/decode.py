"""From a parsed YAML tree to frozen types: strict, and every fault at its own line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from leafgen.content import clinics, facts, locales, model, outline, products, stocks
from leafgen.content.texts import has_digit, placeholders
from leafgen.content.yaml_tree import Path, Tree
from leafgen.kernel import geometry
from leafgen.kernel.diagnostics import Diagnostics

T = TypeVar("T")

#: Keys whose text is printed and translated: no digit may stand in them.
MESSAGE_KEYS = frozenset(
    {"text", "heading", "caption", "columns", "question", "answer", "title", "subtitle", "name", "product"}
)

_STRICT = ConfigDict(extra="forbid", strict=True)
_DECODED = (
    facts.Fact,
    model.Source, model.Side, model.Contradiction, model.ShortForm, model.Statement, model.Cell, model.Row,
    model.Table, model.Question, model.Indication,
    clinics.Hours, clinics.Colours, clinics.Rating, clinics.Department, clinics.Location, clinics.Clinic,
    products.PackNumber, products.Product,
    locales.Portions, locales.Locale,
    outline.Part, outline.SectionOutline, outline.LeafletOutline, outline.LegalSize, outline.LineOutline,
    outline.LabelOutline,
    stocks.Stock, geometry.Size,
)  # fmt: skip

for _type in _DECODED:
    with_config(_STRICT)(_type)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(with_config(_STRICT)(kind))


def decode(kind: type[T], value: Any, tree: Tree, path: Path, diagnostics: Diagnostics) -> T | None:
    """The value at `path` as a `kind`, or None after its faults went to `diagnostics`."""
    try:
        # By way of JSON, whose strictness takes lists for tuples and ISO dates for dates, but no text for a number.
        adapter: TypeAdapter[T] = _adapter(kind)  # type: ignore[arg-type]
        decoded = adapter.validate_json(json.dumps(value))
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_context=False):
            where = (*path, *(part for part in fault["loc"] if part != "[key]" and _is_key(part, fault["loc"])))
            diagnostics.add(tree.place(where), _message(fault["type"], fault["msg"], fault.get("input")))
        return None
    return decoded


def _is_key(part: int | str, location: tuple[int | str, ...]) -> bool:
    # pydantic puts the tag of a union member into the path ("tuple[decimal,decimal]"): that is no key of the file.
    return isinstance(part, int) or not (part is location[-1] and ("[" in part or part in ("decimal", "str")))


#: What a type of JSON is called by who writes YAML.
_PLAIN = {
    "a valid array": "a list",
    "a valid string": "a text (within quotation marks)",
    "a valid dictionary": "a mapping of keys",
    "an object": "a mapping of keys",
}


def _message(kind: str, message: str, value: Any) -> str:
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return "unknown key"
    if kind in ("missing", "missing_argument"):
        return "this key is missing"
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    message = message.removeprefix("Input should be ")
    message = _PLAIN.get(message, message)
    shown = "" if isinstance(value, (dict, list)) else f", not {value!r}"
    return f"should be {message}{shown}" if not message[:1].islower() or kind.endswith("_type") else message + shown


def check_messages(tree: Tree, diagnostics: Diagnostics) -> None:
    """No digit in any message, and none empty; placeholders and arguments name the same things."""
    for path, node in tree.walk():
        if isinstance(node, Mapping):
            _check_placeholders(node, path, tree, diagnostics)
        elif isinstance(node, str) and _is_message(path) and not node.strip():
            diagnostics.add(tree.place(path), "an empty text", "write it, or leave the key out where it is not needed")
        elif isinstance(node, str) and _is_message(path) and has_digit(node):
            diagnostics.add(
                tree.place(path), "a digit in a message", "put the number in a fact and a {placeholder} in the text"
            )


def _is_message(path: Path) -> bool:
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    return key in MESSAGE_KEYS


def _check_placeholders(node: Mapping[str, Any], path: Path, tree: Tree, diagnostics: Diagnostics) -> None:
    texts = [node[key] for key in ("text", "question", "answer") if isinstance(node.get(key), str)]
    if not texts:
        return
    arguments = node.get("arguments") or {}
    named: set[str] = set()
    for text in texts:
        try:
            named |= placeholders(text)
        except ValueError as error:
            diagnostics.add(tree.place((*path, "text")), f"broken placeholder: {error}")
            return
    if not isinstance(arguments, Mapping) or node.get("kind") == model.Kind.WORDING:
        return
    for name in sorted(named - set(arguments)):
        diagnostics.add(tree.place((*path, "text")), f"the placeholder {{{name}}} has no argument")
    for name in sorted(set(arguments) - named):
        diagnostics.add(tree.place((*path, "arguments", name)), f"the argument {name!r} is not used in the text")
