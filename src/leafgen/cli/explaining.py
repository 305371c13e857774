"""`leafgen explain`: where a printed statement, and each number in it, comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from leafgen.cli.console import say, tell
from leafgen.cli.proof_options import contents
from leafgen.compose.provenance import Origin, fact_object, fact_text
from leafgen.explaining import explained, explained_statement
from leafgen.pipeline import WEB_PAGES, Leafgen

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
        return [explained_statement(leafgen, what)]
    return explained(leafgen, contents(path))


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
