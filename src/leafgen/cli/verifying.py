"""`leafgen verify`: hold files to what leafgen would print, or to what a list of statements names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from leafgen.cli.console import say
from leafgen.cli.options import request_options
from leafgen.compose.expectation import Expectation
from leafgen.deliver.writer import refusals
from leafgen.kernel.errors import CommandError, InvalidInput, ProofFailed
from leafgen.pipeline import Leafgen, is_web_page
from leafgen.verify.expect_file import read_expect_file
from leafgen.verify.report import proof_object

Files = Annotated[list[Path], typer.Argument(help="PDF files, or leaflets as .html.", show_default=False)]
Indication = Annotated[str, typer.Option(help="What the files are for.", show_default=False)]
Kind = Annotated[str, typer.Option(help="leaflet or label.", show_default=False)]
Expect = Annotated[
    Path | None, typer.Option(help="JSON with the statements that any PDF must hold.", show_default=False)
]
TrustFont = Annotated[
    list[Path] | None, typer.Option(help="A font file that may be used besides our own.", show_default=False)
]


@request_options("leaflet", "label")
def verify(
    context: typer.Context,
    files: Files,
    fields: dict[str, str],
    indication: Indication = "",
    kind: Kind = "",
    expect: Expect = None,
    trust_font: TrustFont = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file and line.")] = False,
) -> None:
    """Prove that files say, visibly, what they must: what leafgen would print, or what --expect names."""
    leafgen: Leafgen = context.obj.leafgen
    promised = promise(leafgen, fields, indication, kind, expect)
    trusted = [leafgen.trust(path) for path in trust_font or ()]
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


def promise(
    leafgen: Leafgen, fields: dict[str, str], indication: str, kind: str, expect: Path | None
) -> Callable[[Path], Expectation]:
    """What a file must say, by its name: a page for browsers repeats nothing on every page."""
    if expect is not None:
        if indication or kind or fields.keys() - {"locale"}:
            raise CommandError("--expect says all there is to prove: give no other option but --locale")
        named = read_expect_file(expect, fields.get("locale", ""))
        return lambda _: named
    if not indication or not kind:
        raise CommandError("name what to verify: --indication and --kind, or --expect")
    made: dict[bool, Expectation] = {}

    def ours(file: Path) -> Expectation:
        web = is_web_page(file)
        if web not in made:
            wanted = {**fields, "indication": indication, "kind": kind}
            made[web] = leafgen.make(wanted, web=web).expectation
        return made[web]

    return ours


def contents(file: Path) -> bytes:
    """A file's bytes. Raises InvalidInput when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{file} cannot be read: {error.strerror}") from error
