"""`leafgen build`: every leaflet and label there is, with progress and a table of what was made and proven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import JustifyMethod
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from leafgen.build import Made
from leafgen.build import build as build_all
from leafgen.build import jobs as all_jobs
from leafgen.cli.console import counted, err, out, say
from leafgen.kernel.errors import DoesNotFit, InvalidInput, ProofFailed, RefusedByPolicy
from leafgen.pipeline import Leafgen

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
    todo = list(all_jobs(leafgen, indication or (), locale or ()))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    made = []
    with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as progress:
        task = progress.add_task("making and proving", total=len(todo))
        for one in build_all(leafgen, todo, target):
            made.append(one)
            progress.update(task, advance=1, description=one.job.file)
    _report(leafgen, made, target)
    _raise_worst(made)


def _report(leafgen: Leafgen, made: Sequence[Made], target: Path) -> None:
    table = Table(title=f"Made and proven in {target}/", title_justify="left")
    for heading, justify in _COLUMNS:
        table.add_column(heading, justify=justify, no_wrap=justify == "left")
    groups = sorted({_group(one) for one in made})
    for group in groups:
        rows = [one for one in made if group == _group(one)]
        done = [one.release for one in rows if one.release]
        pages, statements = sum(item.pages for item in done), sum(item.statements for item in done)
        table.add_row(*group, f"{len(done)} of {len(rows)}", str(pages), str(statements))
    out.print(table)
    for one in made:
        if one.refusal and not isinstance(one.refusal, DoesNotFit):
            say(f"{one.job.file}: {one.refusal}")
    small = Counter(one.job.fields["stock"] for one in made if isinstance(one.refusal, DoesNotFit))
    if small:
        named = ", ".join(f"{stock} ({count})" for stock, count in sorted(small.items()))
        say(f"Labels that do not fit their stock were not made: {named}")
    for locale in leafgen.content.locales.values():
        for name in sorted(set(leafgen.content.indications) - set(leafgen.available(locale.id))):
            say(f"{name} is not available in {locale.id}: leafgen leaflet {name} --locale {locale.id} -o FILE says why")
    kinds = Counter(one.job.fields["kind"] for one in made if one.release)
    same = sum(1 for one in made if one.release and not one.anew)
    unchanged = f" ({same} of them unchanged since they were proven)" if same else ""
    made_of = f"{counted(kinds['leaflet'], 'leaflet')} and {counted(kinds['label'], 'label file')}"
    say(f"{made_of}, all proven, in {target}/{unchanged}")


_COLUMNS: tuple[tuple[str, JustifyMethod], ...] = (
    ("locale", "left"),
    ("leaflet or label", "left"),
    ("kind", "left"),
    ("files", "right"),
    ("pages", "right"),
    ("statements proven", "right"),
)


def _group(one: Made) -> tuple[str, str, str]:
    return one.job.fields["locale"], one.job.fields["indication"], one.job.fields["kind"]


def _raise_worst(made: Sequence[Made]) -> None:
    """A label too small for its text is no fault: there is no such label. Any other refusal is."""
    refusals = [one.refusal for one in made if one.refusal and not isinstance(one.refusal, DoesNotFit)]
    for kind in (ProofFailed, RefusedByPolicy, InvalidInput):
        if any(isinstance(refusal, kind) for refusal in refusals):
            raise kind(f"{len(refusals)} of {len(made)} were not made", "the reasons stand above")
