"""`leafgen verify`: hold files to what leafgen would print, or to what a list of statements names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from leafgen.cli.console import say
from leafgen.cli.proof_options import Wanted, contents, proof_options
from leafgen.deliver.writer import refusals
from leafgen.kernel.errors import ProofFailed
from leafgen.pipeline import Leafgen
from leafgen.verify.report import proof_object

Files = Annotated[list[Path], typer.Argument(help="PDF files, or leaflets as .html.", show_default=False)]


@proof_options
def verify(
    context: typer.Context,
    files: Files,
    wanted: Wanted,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file and line.")] = False,
) -> None:
    """Prove that files say, visibly, what they must: what leafgen would print, or what --expect names."""
    leafgen: Leafgen = context.obj.leafgen
    promised, trusted = wanted.promise(leafgen), wanted.fonts()
    refused = []
    for file in files:
        proof = leafgen.prove(contents(file), promised(file), trusted)
        if as_json:
            typer.echo(json.dumps(proof_object(str(file), proof), ensure_ascii=False))
        else:
            say(f"{file}: {'proven' if proof.proven else 'REFUSED'}, {len(proof.statements)} statements")
            for line in () if proof.proven else refusals(proof):
                say(f"  {line}")
        if not proof.proven:
            refused.append(str(file))
    if refused:
        raise ProofFailed(f"not proven: {', '.join(refused)}")
