"""Where what is printed comes from: each statement's sources, each number's fact, each decision behind them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple

from leafgen.compose.composition import Composition
from leafgen.content.content import Content
from leafgen.content.facts import Fact
from leafgen.content.model import Contradiction, Core, Indication
from leafgen.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Origin:
    """One statement, question or row of a table: its English text, sources with their citation, where in them,
    the facts its numbers stand for, and the decisions that concern it or its facts."""

    id: str
    text: str
    sources: Mapping[str, str]
    locator: str
    facts: Mapping[str, Fact]
    decisions: tuple[Contradiction, ...]


def origins(content: Content) -> Iterator[Origin]:
    """Every statement, question and table row there is."""
    yield from _of_owner(content, content.core)
    for indication in content.indications.values():
        yield from _of_owner(content, indication)


def origin(content: Content, identity: str) -> Origin:
    """The origin of one id, as `leafgen verify --json` names it. Raises InvalidInput for an id that is not there."""
    wanted = identity.partition("@")[0].partition("#")[0]
    found = {entry.id: entry for entry in origins(content)}
    if wanted in found:
        return found[wanted]
    near = sorted(name for name in found if wanted.rpartition(".")[2] in name) or get_close_matches(wanted, found, n=3)
    advice = f"there is: {', '.join(near[:8])}" if near else "ids are those of: leafgen verify --json"
    raise InvalidInput(f"there is no statement {identity!r}", advice)


class _Entry(NamedTuple):
    """A statement, question or row as it stands in the content: `arguments` name the facts of its text."""

    id: str
    text: str
    source: tuple[str, ...]
    arguments: Mapping[str, str]
    locator: str = ""


def _of_owner(content: Content, owner: Core | Indication) -> Iterator[Origin]:
    for one in owner.statements:
        arguments = {**one.arguments, **(one.label.arguments if one.label else {})}
        yield _origin(content, owner, _Entry(one.id, one.text, one.source, arguments, one.locator))
    for asked in owner.questions:
        text = f"{asked.question} {asked.answer}"
        yield _origin(content, owner, _Entry(asked.id, text, asked.source, asked.arguments))
    for table in owner.tables:
        for row in table.rows:
            cells = enumerate(row.cells)
            arguments = {f"{name} {number}": value for number, cell in cells for name, value in cell.arguments.items()}
            text = " | ".join(cell.text for cell in row.cells)
            yield _origin(content, owner, _Entry(f"{table.id}.{row.id}", text, row.source or table.source, arguments))


def _origin(content: Content, owner: Core | Indication, entry: _Entry) -> Origin:
    facts: dict[str, Fact] = {}
    for reference in entry.arguments.values():
        name = reference.partition(":")[0]
        if name == "printed.dose" and isinstance(owner, Indication) and owner.dose:
            name = owner.dose
        fact = owner.facts.get(name) or content.core.facts.get(name)
        if fact is not None:
            facts[name] = fact
    named = dict.fromkeys((*entry.source, *(fact.source for fact in facts.values())))
    about = {entry.id, *facts}
    decisions = tuple(
        dispute for dispute in content.contradictions.values()
        if any(name in about or entry.id.startswith(f"{name}.") for name in dispute.concerns)
    )  # fmt: skip
    cites = {name: content.sources[name].cite for name in named}
    return Origin(entry.id, entry.text, cites, entry.locator, facts, decisions)


def fact_text(fact: Fact) -> str:
    """A fact in plain words and plain digits, for people who check it."""
    low, high = (f"{Decimal(value).normalize():f}" for value in (fact.low, fact.high))
    amount = low if low == high else f"{low} to {high}"
    words = (amount, fact.unit, f"a {fact.per}" if fact.per else "", f"({fact.basis})" if fact.basis else "")
    return f"{' '.join(word for word in words if word)}, {fact.bound}, {fact.population}"


def record(composition: Composition, content: Content) -> str:
    """What a composition says, as JSON for machines: statements in order with their sources and facts.

    {"indication", "locale", "hash", "revised", "statements": [{"id", "kind", "text", "sources", "facts"}],
    "sources": {id: citation}, "facts": {id: {...}}}. Nothing about the patient is in it.
    """
    facts = content.facts()
    said = [item for item in composition.said() if not item.personal and not item.id.startswith("patient.")]
    used = sorted({name for item in said for name in item.facts if name in facts})
    sources = sorted({name for item in said for name in item.source})
    return json.dumps(
        {
            "indication": composition.indication,
            "locale": composition.locale,
            "hash": composition.content_hash,
            "revised": composition.revised.isoformat() if composition.revised else None,
            "statements": [
                {"id": item.id, "kind": item.kind, "text": item.text, "sources": item.source, "facts": item.facts}
                for item in said
            ],
            "sources": {name: content.sources[name].cite for name in sources},
            "facts": {name: fact_object(facts[name]) for name in used},
        },
        ensure_ascii=False,
        indent=1,
    )


def fact_object(fact: Fact) -> dict[str, str | None]:
    """A fact for machines; numbers as text, so that none is rounded."""
    return {
        "low": str(fact.low),
        "high": str(fact.high),
        "unit": fact.unit,
        "per": fact.per,
        "basis": fact.basis,
        "population": fact.population,
        "bound": fact.bound,
        "source": fact.source,
        "locator": fact.locator,
    }
