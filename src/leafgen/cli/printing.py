"""`leafgen print` and `leafgen picture`: proven files to a printer, and any PDF as a picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from leafgen.cli.console import say
from leafgen.cli.proof_options import Wanted, contents, proof_options
from leafgen.deliver.picture import page_count, png
from leafgen.deliver.printing import print_proven, printable
from leafgen.deliver.proof_picture import proof_png
from leafgen.deliver.writer import write
from leafgen.kernel.errors import CommandError, ProofFailed
from leafgen.pipeline import Leafgen

File = Annotated[Path, typer.Argument(help="A PDF.", show_default=False)]


@proof_options
def print_file(
    context: typer.Context,
    file: File,
    wanted: Wanted,
    zpl: Annotated[bool, typer.Option("--zpl", help="As the dots of a Zebra label printer.")] = False,
    dpi: Annotated[int, typer.Option(help="Dots an inch of the label printer: 203 or 300.")] = 203,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="With --zpl: write it here, print nothing.")
    ] = None,
) -> None:
    """Prove a file once more, as verify does, and hand those very bytes to a printer (--printer: a CUPS queue)."""
    _apart(file, output)
    leafgen: Leafgen = context.obj.leafgen
    fields = dict(wanted.fields)
    queue = fields.pop("printer", "")
    if bool(queue) == bool(output) or (output and not zpl):
        raise CommandError("name a queue with --printer, or a file with --zpl -o FILE")
    # A printer of styles/printers.yaml has the id of its queue: what was made for it is held to its calibration.
    if wanted.kind == "label" and queue in leafgen.content.printers:
        fields["printer"] = queue
    wanted = replace(wanted, fields=fields)
    pdf = contents(file)
    with leafgen.guard() as guard:
        proof = guard.prove(pdf, wanted.promise(leafgen)(file), wanted.fonts())
    dots = dpi if zpl else None
    if output:
        write(printable(pdf, proof, zpl_dpi=dots), output)
        say(f"{output}: ZPL of {file}, proven, sha256 {proof.sha256}")
        return
    printed = print_proven(pdf, proof, queue, zpl_dpi=dots)
    say(f"{file}: proven, sha256 {proof.sha256}")
    say(f"printing on {printed.queue} as {printed.job}, sha256 of what was sent {printed.sha256}")


@proof_options
def picture(
    context: typer.Context,
    file: File,
    output: Annotated[Path, typer.Option("-o", "--output", help="The PNG to write.", show_default=False)],
    wanted: Wanted,
    proof: Annotated[
        bool, typer.Option("--proof", help="Outline what is proven, and mark what is refused, as verify finds it.")
    ] = False,
    page: Annotated[
        int | None,
        typer.Option(help="Which page, counted from 1: the first, with --proof all.", min=1, show_default=False),
    ] = None,
    dpi: Annotated[
        float, typer.Option(help="Dots an inch: 96 for a screen, 203 or 300 as a label printer.", min=1)
    ] = 150,
) -> None:
    """Show what a PDF looks like, as a PNG; with --proof and verify's options, what of it is proven."""
    _apart(file, output)
    pdf = contents(file)
    if not proof:
        if wanted.given:
            raise CommandError("what a file must hold matters to --proof alone: give it, or leave those options out")
        write(png(pdf, page or 1, dpi), output)
        say(f"{output}: page {page or 1} of {page_count(pdf)} at {dpi:g} dpi, nothing proven")
        return
    leafgen: Leafgen = context.obj.leafgen
    with leafgen.guard() as guard:
        expected = wanted.promise(leafgen)(file)
        if expected.web:
            raise CommandError("a page for browsers has no picture: name a PDF")
        found = guard.prove(pdf, expected, wanted.fonts())
    write(proof_png(pdf, found, file.name, leafgen.trusted_fonts, dpi, page), output)
    if not found.proven:
        raise ProofFailed(f"{file} is not proven: what is at fault is marked in {output}")
    say(f"{output}: {file}, proven, {len(found.statements)} statements outlined")


def _apart(file: Path, output: Path | None) -> None:
    """Refuse to write over what is read: what was proven would be gone."""
    if output is not None and output.resolve() == file.resolve():
        raise CommandError(f"{output} is what is read: name another file to write")
