"""`leafgen print` and `leafgen picture`: proven files to a printer, and any PDF as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leafgen.cli.console import say
from leafgen.cli.options import request_options
from leafgen.cli.verifying import Expect, Indication, Kind, TrustFont, contents, promise
from leafgen.deliver.picture import page_count, png
from leafgen.deliver.printing import print_proven, printable
from leafgen.deliver.writer import write
from leafgen.kernel.errors import CommandError
from leafgen.pipeline import Leafgen

File = Annotated[Path, typer.Argument(help="A PDF.", show_default=False)]


@request_options("leaflet", "label")
def print_file(
    context: typer.Context,
    file: File,
    fields: dict[str, str],
    indication: Indication = "",
    kind: Kind = "",
    expect: Expect = None,
    trust_font: TrustFont = None,
    zpl: Annotated[bool, typer.Option("--zpl", help="As the dots of a Zebra label printer.")] = False,
    dpi: Annotated[int, typer.Option(help="Dots an inch of the label printer: 203 or 300.")] = 203,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="With --zpl: write it here, print nothing.")
    ] = None,
) -> None:
    """Prove a file once more, as verify does, and hand those very bytes to a printer (--printer: a CUPS queue)."""
    leafgen: Leafgen = context.obj.leafgen
    queue = fields.pop("printer", "")
    if bool(queue) == bool(output) or (output and not zpl):
        raise CommandError("name a queue with --printer, or a file with --zpl -o FILE")
    # A printer of styles/printers.yaml has the id of its queue: what was made for it is held to its calibration.
    if kind == "label" and queue in leafgen.content.printers:
        fields["printer"] = queue
    expected = promise(leafgen, fields, indication, kind, expect)(file)
    pdf = contents(file)
    proof = leafgen.prove(pdf, expected, [leafgen.trust(path) for path in trust_font or ()])
    dots = dpi if zpl else None
    if output:
        write(printable(pdf, proof, zpl_dpi=dots), output)
        say(f"{output}: ZPL of {file}, proven, sha256 {proof.sha256}")
        return
    printed = print_proven(pdf, proof, queue, zpl_dpi=dots)
    say(f"{file}: proven, sha256 {proof.sha256}")
    say(f"printing on {printed.queue} as {printed.job}, sha256 of what was sent {printed.sha256}")


def picture(
    file: File,
    output: Annotated[Path, typer.Option("-o", "--output", help="The PNG to write.", show_default=False)],
    page: Annotated[int, typer.Option(help="Which page, counted from 1.")] = 1,
    dpi: Annotated[float, typer.Option(help="Dots an inch: 96 for a screen, 203 or 300 as a label printer.")] = 150,
) -> None:
    """Show what a PDF looks like, as a PNG. It says nothing about whether the file is proven."""
    pdf = contents(file)
    write(png(pdf, page, dpi), output)
    say(f"{output}: page {page} of {page_count(pdf)} at {dpi:g} dpi")
