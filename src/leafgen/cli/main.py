"""The command `leafgen`."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Annotated

import typer

from leafgen.cli import approving, batch, building, explaining, locale, printing, serving, show, stock, verifying
from leafgen.cli.console import Session, complain, say
from leafgen.cli.options import request_options
from leafgen.content.workspace import initialise
from leafgen.kernel.errors import EnvironmentLacking, LeafgenError

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
app.command("batch")(batch.batch)
app.command("verify")(verifying.verify)
app.command("approve")(approving.approve)
app.command("current")(approving.current)
app.command("explain")(explaining.explain)
app.command("picture")(printing.picture)
app.command("print")(printing.print_file)
app.command("serve")(serving.serve)
app.add_typer(locale.app, name="locale")
app.add_typer(stock.app, name="stock")

Output = Annotated[
    Path, typer.Option("-o", "--output", help="The file to write: .pdf, or .html for a leaflet.", show_default=False)
]
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
    say(context.obj.leafgen.release(fields, output).summary)


def run(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    try:
        app(arguments, prog_name="leafgen")
    except LeafgenError as error:
        complain(error)
        return error.exit_code
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except OSError as error:
        if error.filename is not None or error.errno not in _NO_ROOM:
            raise
        complain(EnvironmentLacking(f"what was to be said cannot be written: {error.strerror}"))
        return EnvironmentLacking.exit_code
    return 0


#: Standard output leads to a disk that is full: every other file of ours is written by what says which one it is.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def main() -> None:
    """The entry point: exit with the contract's status."""
    sys.exit(run())
