"""`leafgen batch`: every row of a table delivered, or rejected by name."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from leafgen.batch.batch import LAYOUTS, RUN, Options, Report, Watch, dry_run
from leafgen.batch.batch import Progress as Progressed
from leafgen.batch.batch import run as run_batch
from leafgen.batch.record import Reading
from leafgen.batch.reports import REJECTED
from leafgen.batch.run_rows import BUNDLE_COLUMNS, Bundling
from leafgen.batch.tables import Table, read_table
from leafgen.cli.console import counted, err, say
from leafgen.kernel.diagnostics import Diagnostic, Place
from leafgen.kernel.errors import CommandError, RowsRejected
from leafgen.pipeline import PROOFS, Leafgen

#: How often a line is said where there is no terminal, in seconds.
_SECONDS_BETWEEN_LINES = 5.0
#: What a shell says of a command that Ctrl-C ended.
_INTERRUPTED = 130

Layout = Annotated[str, typer.Option(help=f"{' or '.join(LAYOUTS)}: a file a document, or one a print run.")]
Proof = Annotated[str, typer.Option(help=f"{' or '.join(PROOFS)}.")]
MapFile = Annotated[
    Path | None, typer.Option("--map", help="YAML: headers and codes as they are called here.", show_default=False)
]


def batch(
    context: typer.Context,
    table: Annotated[Path, typer.Argument(metavar="INPUT", help="CSV, XLSX, JSON Lines or FHIR.", show_default=False)],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Folder to write to, a new one.", show_default=False)
    ] = None,
    layout: Layout = LAYOUTS[0],
    proof: Proof = PROOFS[0],
    map_file: MapFile = None,
    encoding: Annotated[str, typer.Option(help="Of text that is not UTF-8 or UTF-16.", show_default=False)] = "",
    sheet: Annotated[str, typer.Option(help="Of a spreadsheet with several.", show_default=False)] = "",
    workers: Annotated[int, typer.Option(help="Processes; one a core by default.", min=0, show_default=False)] = 0,
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Of dask: its workers make the rows.", show_default=False)
    ] = "",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a batch that was stopped.")] = False,
    bundle_by: Annotated[
        str, typer.Option(help=f"Bundles of a print run, by {', '.join(BUNDLE_COLUMNS)}.", show_default=False)
    ] = "",
    bundle_size: Annotated[int, typer.Option(help="Documents of a bundle, at most.", min=0, show_default=False)] = 0,
    fold_marks: Annotated[
        bool, typer.Option("--fold-marks", help="Marks on leaflets for folding and inserting machines.")
    ] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="Name every fault of every row, and write nothing.")] = False,
) -> None:
    """Make every row of a table, prove it, and write it; what cannot be made is rejected by name."""
    leafgen: Leafgen = context.obj.leafgen
    if output is None and not dry:
        raise CommandError("name the folder to write to: -o DIR")
    if layout not in LAYOUTS:
        raise CommandError(f"there is no layout {layout!r}", f"there is: {', '.join(LAYOUTS)}")
    if proof not in PROOFS:
        raise CommandError(f"there is no proof {proof!r}", f"there is: {', '.join(PROOFS)}")
    if bundle_by not in ("", *BUNDLE_COLUMNS):
        raise CommandError(f"there are no bundles by {bundle_by!r}", f"there is: {', '.join(BUNDLE_COLUMNS)}")
    bundling = Bundling(bundle_by, bundle_size)
    if (bundling or fold_marks) and layout != RUN:
        raise CommandError("bundles and marks are of print runs", f"name the layout as well: --layout {RUN}")
    content = leafgen.content
    read = read_table(table, map_file, Reading(encoding, sheet, content.locales, content.products))
    options = Options(layout, proof, workers, resume, scheduler, bundling, fold_marks)
    with _shown(read.source.count) as watch:
        if output is None or dry:
            report = dry_run(leafgen, read, options, watch)
        else:
            report = _run(leafgen, read, output, options, watch)
    _say(read, report, output, dry=dry)


def _run(leafgen: Leafgen, table: Table, output: Path, options: Options, watch: Watch) -> Report:
    try:
        return run_batch(leafgen, table, output, options, watch)
    except KeyboardInterrupt:
        err.print(f"stopped; what is made stays made. Go on with: the same command and --resume ({output})")
        raise typer.Exit(_INTERRUPTED) from None


def _say(table: Table, report: Report, output: Path | None, *, dry: bool) -> None:
    for line, faults in sorted(report.faults.items()):
        for fault in faults:
            say(str(Diagnostic(Place(table.name, line, fault.column), fault.message, fault.advice)))
    tally = report.tally
    for bundle, (documents, pages) in sorted(tally.bundles.items(), key=lambda item: (item[0].number, str(item[0]))):
        number = f"bundle {bundle.number}" if bundle.number else ""
        paper = bundle.stock or "leaflets"
        names = " ".join(filter(None, (number, bundle.of, bundle.clinic, bundle.location, paper, bundle.locale)))
        say(f"{names}: {counted(documents, 'document')}, {counted(pages, 'page')}")
    for run, pages in sorted(tally.runs.items()):
        say(f"{run}: {counted(pages, 'page')}, blank ones and separators included")
    total = tally.delivered + tally.rejected
    kinds = ", ".join(counted(count, kind) for kind, count in sorted(tally.documents.items())) or "nothing"
    if dry:
        say(f"{counted(total, 'row')}: {kinds} would be made, {tally.rejected} rejected; nothing was written")
    else:
        made = f"{kinds}, all proven, in {output}" if tally.documents else f"nothing was made in {output}"
        say(f"{counted(total, 'row')}: {made}; {tally.rejected} rejected")
    if tally.rejected:
        where = "the reasons stand above" if dry else f"mend them and feed them back: {output}/{REJECTED}"
        raise RowsRejected(f"{tally.rejected} of {total} rows were rejected", where)


@contextmanager
def _shown(rows: int) -> Iterator[Watch]:
    """Progress as a bar on a terminal, as plain lines elsewhere."""
    if not err.is_terminal:
        yield Lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("making and proving", total=rows)

        def watch(now: Progressed) -> None:
            speed = progress.tasks[0].speed or 0
            told = f"{speed:,.0f} a second, {now.rejected} rejected"
            progress.update(task, completed=now.done, description=told)

        yield watch


class Lines:
    """Progress as a line every few seconds."""

    def __init__(self) -> None:
        self.start = self.last = time.monotonic()
        self.first: int | None = None

    def __call__(self, now: Progressed) -> None:
        moment = time.monotonic()
        if self.first is None:
            self.first = now.done
        if moment - self.last < _SECONDS_BETWEEN_LINES:
            return
        self.last = moment
        speed = (now.done - self.first) / (moment - self.start)
        left = f", {(now.rows - now.done) / speed:,.0f} s left" if speed else ""
        err.print(f"{now.done:,} of {now.rows:,} rows, {speed:,.0f} a second{left}, {now.rejected:,} rejected")
