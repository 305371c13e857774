"""The command `leafgen`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from leafgen.cli import approving, building, explaining, locale, show, stock
from leafgen.cli.console import Session, complain, say
from leafgen.cli.options import request_options
from leafgen.content.workspace import initialise
from leafgen.deliver.writer import refusals
from leafgen.kernel.errors import CommandError, InvalidInput, LeafgenError, ProofFailed
from leafgen.verify.expect_file import read_expect_file
from leafgen.verify.report import proof_object

app = typer.Typer(
    help="Localised medical leaflets and pharmacy labels, proven to say what they must.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("list")(show.show_list)
app.command("doctor")(show.doctor)
app.command("build")(building.build)
app.command("approve")(approving.approve)
app.command("current")(approving.current)
app.command("explain")(explaining.explain)
app.add_typer(locale.app, name="locale")
app.add_typer(stock.app, name="stock")

Output = Annotated[Path, typer.Option("-o", "--output", help="The PDF to write.", show_default=False)]
Indication = Annotated[str, typer.Argument(help="What it is for: leafgen list indications.", show_default=False)]


@app.callback()
def _start(
    context: typer.Context,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", help="Folder with leaflets/, templates/, styles/.", show_default=False)
    ] = None,
) -> None:
    context.obj = Session(workspace)


@app.command()
def init(directory: Annotated[Path, typer.Argument(help="A folder that does not exist yet, or is empty.")]) -> None:
    """Make a workspace that a clinic can keep and change."""
    made = initialise(directory)
    say(f"{made}: a workspace with leaflets/, templates/ and styles/. Use it with: leafgen --workspace {made} ...")


@app.command()
@request_options("leaflet")
def leaflet(context: typer.Context, indication: Indication, output: Output, fields: dict[str, str]) -> None:
    """Make one A4 leaflet, prove it, and write it."""
    _release(context, {"kind": "leaflet", "indication": indication, **fields}, output)


@app.command()
@request_options("label")
def label(context: typer.Context, indication: Indication, output: Output, fields: dict[str, str]) -> None:
    """Make pharmacy labels, prove them, and write them."""
    _release(context, {"kind": "label", "indication": indication, **fields}, output)


def _release(context: typer.Context, fields: dict[str, str], output: Path) -> None:
    released = context.obj.leafgen.release(fields, output)
    pages = f"{released.pages} page{'s' * (released.pages != 1)}"
    say(f"{released.path}: proven, {released.statements} statements on {pages}, sha256 {released.sha256}")


@app.command()
@request_options("leaflet", "label")
def verify(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="PDF files.", show_default=False)],
    fields: dict[str, str],
    indication: Annotated[str, typer.Option(help="What the files are for.", show_default=False)] = "",
    kind: Annotated[str, typer.Option(help="leaflet or label.", show_default=False)] = "",
    expect: Annotated[
        Path | None, typer.Option(help="JSON with the statements that any PDF must hold.", show_default=False)
    ] = None,
    trust_font: Annotated[
        list[Path] | None, typer.Option(help="A font file that may be used besides our own.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file and line.")] = False,
) -> None:
    """Prove that PDF files say, visibly, what they must: what leafgen would print, or what --expect names."""
    leafgen = context.obj.leafgen
    if expect is not None:
        if indication or kind or fields.keys() - {"locale"}:
            raise CommandError("--expect says all there is to prove: give no other option but --locale")
        expectation = read_expect_file(expect, fields.get("locale", ""))
    elif not indication or not kind:
        raise CommandError("name what to verify: --indication and --kind, or --expect")
    else:
        expectation = leafgen.make({**fields, "indication": indication, "kind": kind}).expectation
    trusted = [leafgen.trust(path) for path in trust_font or ()]
    refused = []
    for file in files:
        try:
            pdf = file.read_bytes()
        except OSError as error:
            raise InvalidInput(f"{file} cannot be read: {error.strerror}") from error
        proof = leafgen.prove(pdf, expectation, trusted)
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


def run(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    try:
        app(arguments, prog_name="leafgen")
    except LeafgenError as error:
        complain(error)
        return error.exit_code
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    return 0


def main() -> None:
    """The entry point: exit with the contract's status."""
    sys.exit(run())
