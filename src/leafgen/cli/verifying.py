"""`leafgen verify`: hold files to what leafgen would print, or to what a list of statements names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leafgen.cli.console import counted, say, tell
from leafgen.cli.proof_options import Wanted, contents, proof_options
from leafgen.deliver.proof_picture import proof_png
from leafgen.deliver.proof_report import Reported, proof_report
from leafgen.deliver.writer import refusals, write
from leafgen.kernel.errors import CommandError, InvalidInput, ProofFailed
from leafgen.pipeline import Leafgen
from leafgen.verify.proof import Proof
from leafgen.verify.report import proof_object

Files = Annotated[list[Path], typer.Argument(help="PDF files, or leaflets as .html.", show_default=False)]

_REPORT_DPI = 80.0


@proof_options
def verify(
    context: typer.Context,
    files: Files,
    wanted: Wanted,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file and line.")] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write all that was found as one HTML page, too.", show_default=False)
    ] = None,
) -> None:
    """Prove that files say, visibly, what they must: what leafgen would print, or what --expect names."""
    leafgen: Leafgen = context.obj.leafgen
    if report is not None and report.resolve() in {file.resolve() for file in files}:
        raise CommandError(f"{report} is to be verified: name another file for the report")
    trusted = wanted.fonts()
    refused, reported, unread = [], [], []
    with leafgen.guard() as guard:
        promised = wanted.promise(leafgen)
        for file in files:
            expected = promised(file)
            try:
                data = contents(file)
            except InvalidInput as error:
                unread.append(error.message)
                continue
            proof = guard.prove(data, expected, trusted)
            if report is not None:
                shown = b"" if proof.proven or expected.web else _shown(leafgen, data, proof, file)
                reported.append(Reported(str(file), proof, shown))
            if as_json:
                tell(proof_object(str(file), proof))
            else:
                say(f"{file}: {'proven' if proof.proven else 'REFUSED'}, {counted(len(proof.statements), 'statement')}")
                for line in () if proof.proven else refusals(proof):
                    say(f"  {line}")
            if not proof.proven:
                refused.append(str(file))
    if report is not None:
        write(proof_report(reported), report)
    if unread:
        raise InvalidInput("\n".join(unread))
    if refused:
        raise ProofFailed(f"not proven: {', '.join(refused)}")


def _shown(leafgen: Leafgen, pdf: bytes, proof: Proof, file: Path) -> bytes:
    """The picture of a refused file; none where it cannot be drawn."""
    try:
        return proof_png(pdf, proof, file.name, leafgen.trusted_fonts, _REPORT_DPI)
    except (ProofFailed, InvalidInput):
        return b""
