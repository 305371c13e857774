"""`leafgen explain`: where a printed statement, and each number in it, comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from leafgen.cli.console import say, tell
from leafgen.cli.proof_options import contents
from leafgen.compose.provenance import Origin, fact_object, fact_text, origin
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import WEB_PAGES, Leafgen
from leafgen.verify.attached import attached_statements

#: What the name of a file that might be explained ends in; no id of a statement does.
_FILES = (".pdf", *WEB_PAGES)


def explain(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="FILE|STATEMENT-ID", help="A leafgen PDF, or core.kidneys.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a statement and line.")] = False,
) -> None:
    """Say where each printed statement and number comes from: source, place in it, decision."""
    leafgen: Leafgen = context.obj.leafgen
    for entry in _origins(leafgen, what):
        if as_json:
            tell(_object(entry))
        else:
            _print(entry)


def _origins(leafgen: Leafgen, what: str) -> list[Origin]:
    path = Path(what)
    if not path.is_file() and path.suffix.lower() not in _FILES and path.name == what:
        return [origin(leafgen.content, what)]
    statements = attached_statements(contents(path))
    if not statements:
        raise InvalidInput(
            f"{path} does not carry its statements: it is no leaflet of leafgen's", "give a statement's id"
        )
    found = []
    for identity in dict.fromkeys(name.partition("@")[0].partition("#")[0] for name in statements):
        if not identity.startswith(("wording.", "clinic.", "patient.")):
            found += _known(leafgen, identity)
    return found


def _known(leafgen: Leafgen, identity: str) -> list[Origin]:
    try:
        return [origin(leafgen.content, identity)]
    except InvalidInput:
        # Titles and captions: what a page is called comes from no source.
        return []


def _print(entry: Origin) -> None:
    say(entry.id, style="bold")
    say(f"  {entry.text}")
    for name, cite in entry.sources.items():
        say(f"  source {name}: {cite}")
    if entry.locator:
        say(f"  where: {entry.locator}")
    for name, fact in entry.facts.items():
        say(f"  number {name}: {fact_text(fact)}; {fact.source}, {fact.locator}")
    for dispute in entry.decisions:
        say(f"  decision {dispute.id}: {dispute.decision} Because: {dispute.because}")


def _object(entry: Origin) -> dict[str, Any]:
    return {
        "id": entry.id,
        "text": entry.text,
        "sources": dict(entry.sources),
        "locator": entry.locator,
        "facts": {name: fact_object(fact) for name, fact in entry.facts.items()},
        "decisions": [
            {"id": dispute.id, "decision": dispute.decision, "because": dispute.because} for dispute in entry.decisions
        ],
    }
