"""`leafgen build`: every leaflet and label there is, with progress and a table of what was made and proven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from leafgen.cli.console import err, out, say
from leafgen.kernel.errors import ProofFailed
from leafgen.pipeline import Leafgen, Made

Names = list[str] | None


def build(
    context: typer.Context,
    indication: Annotated[Names, typer.Option(help="Only this one; may be repeated.", show_default=False)] = None,
    locale: Annotated[Names, typer.Option(help="Only this one; may be repeated.", show_default=False)] = None,
    output: Annotated[Path | None, typer.Option(help="Folder to write to; output/ by default.")] = None,
) -> None:
    """Make and prove every leaflet and label there is."""
    leafgen: Leafgen = context.obj.leafgen
    target = output or leafgen.workspace.output
    jobs = list(leafgen.jobs(indication or (), locale or ()))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    made = []
    with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as progress:
        task = progress.add_task("making and proving", total=len(jobs))
        for one in leafgen.build(jobs, target):
            made.append(one)
            progress.update(task, advance=1, description=one.job.file)
    _report(leafgen, made, target)
    _raise_worst(made)


def _report(leafgen: Leafgen, made: Sequence[Made], target: Path) -> None:
    table = Table(title=f"Made and proven in {target}/", title_justify="left")
    for heading in ("leaflet or label", "locale", "kind", "files", "pages", "statements proven"):
        table.add_column(heading, justify="right" if heading in ("files", "pages", "statements proven") else "left")
    for group in dict.fromkeys(_group(one) for one in made):
        rows = [one for one in made if group == _group(one)]
        done = [one.release for one in rows if one.release]
        files = f"{len(done)} of {len(rows)}"
        table.add_row(
            group[1], group[0], group[2], files, str(sum(item.pages for item in done)),
            str(sum(item.statements for item in done)),
        )  # fmt: skip
    out.print(table)
    for one in made:
        if one.refusal:
            say(f"{one.job.file}: {one.refusal}")
    for locale in leafgen.content.locales.values():
        missing = set(leafgen.content.indications) - set(leafgen.available(locale.id))
        for name in sorted(missing):
            say(f"{name} is not available in {locale.id}: leafgen leaflet {name} --locale {locale.id} -o FILE says why")
    count = Counter(one.job.fields["kind"] for one in made if one.release)
    say(f"{count['leaflet']} leaflets and {count['label']} label files, all proven, in {target}/")


def _group(one: Made) -> tuple[str, str, str]:
    return one.job.fields["locale"], one.job.fields["indication"], one.job.fields["kind"]


def _raise_worst(made: Sequence[Made]) -> None:
    refusals = [one.refusal for one in made if one.refusal]
    if not refusals:
        return
    worst = next((refusal for refusal in refusals if isinstance(refusal, ProofFailed)), refusals[0])
    raise type(worst)(f"{len(refusals)} of {len(made)} were not made", "the reasons stand above")
