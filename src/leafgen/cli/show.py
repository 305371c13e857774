"""`leafgen list` and `leafgen doctor`: what there is, and what is missing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import typer
from rich.table import Table

from leafgen.approving import standings
from leafgen.cli.console import Session, out, say, tell
from leafgen.cli.stock import stock_in_short, stock_rows
from leafgen.compose.rule_runner import rules
from leafgen.content.clinics import Clinic, Department, local_text
from leafgen.content.model import Kind
from leafgen.kernel.errors import CommandError, EnvironmentLacking, LeafgenError
from leafgen.pipeline import Leafgen
from leafgen.verify.catalogue import all_checks

Row = dict[str, Any]


def show_list(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(help="indications, locales, stocks, clinics, forms, rules, checks or approvals.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array.")] = False,
) -> None:
    """List what there is to choose from."""
    if what not in _LISTS:
        raise CommandError(f"there is no list of {what!r}", f"there is: {', '.join(_LISTS)}")
    rows = list(_LISTS[what](context.obj.leafgen))
    if as_json:
        tell(rows, indent=1)
        return
    if what in _IN_SHORT:
        rows = [_IN_SHORT[what](row) for row in rows]
    table = Table()
    for column in rows[0] if rows else ("id", "name"):
        table.add_column(column, no_wrap=column == "id")
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    out.print(table)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return " x ".join(f"{part:g}" for part in value.values())
    if isinstance(value, list):
        return ", ".join(item["id"] if isinstance(item, dict) else str(item) for item in value)
    return f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)


def _indications(leafgen: Leafgen) -> Iterator[Row]:
    for entry in leafgen.content.indications.values():
        yield {"id": entry.id, "name": entry.name, "label": entry.label, "revised": entry.revised.isoformat()}


def _locales(leafgen: Leafgen) -> Iterator[Row]:
    for entry in leafgen.content.locales.values():
        yield {
            "id": entry.id, "name": entry.name, "english_name": entry.english_name, "direction": entry.direction,
            "available": leafgen.available(entry.id),
        }  # fmt: skip


def _clinics(leafgen: Leafgen) -> Iterator[Row]:
    return (_clinic(leafgen, entry) for entry in leafgen.content.clinics.values())


def _clinic(leafgen: Leafgen, clinic: Clinic) -> Row:
    locations = [
        {
            "id": place.id,
            "name": place.name,
            "departments": [{"id": ward.id, "name": _name(leafgen, ward)} for ward in place.departments],
        }
        for place in clinic.locations
    ]
    return {"id": clinic.id, "name": clinic.name, "kind": clinic.kind, "locations": locations}


def _name(leafgen: Leafgen, ward: Department) -> str:
    if not ward.name:
        return leafgen.content.core.wording[f"department-{ward.id}"].text
    return local_text(ward.name, "en") or ward.id


def _forms(leafgen: Leafgen) -> Iterator[Row]:
    for indication in leafgen.content.indications.values():
        for table in indication.tables:
            if table.kind is Kind.FORM:
                yield from ({"id": row.id, "name": row.cells[0].text} for row in table.rows)


def _rules(leafgen: Leafgen) -> Iterator[Row]:
    return ({"id": rule.id, "name": rule.name, "source": rule.source} for rule in rules().values())


def _checks(leafgen: Leafgen) -> Iterator[Row]:
    return ({"id": check.id, "name": check.name, "source": check.source} for check in all_checks().values())


def _approvals(leafgen: Leafgen) -> Iterator[Row]:
    for standing in standings(leafgen):
        indication, locale = leafgen.content.indications[standing.indication], leafgen.content.locales[standing.locale]
        approval = standing.approval
        yield {
            "id": f"{indication.id}/{locale.id}", "name": f"{indication.name} ({locale.name})",
            "status": str(standing.status), "hash": standing.hash, "by": approval.by if approval else None,
            "role": approval.role if approval else None, "on": approval.on.isoformat() if approval else None,
            "valid_until": approval.valid_until.isoformat() if approval else None,
        }  # fmt: skip


def _approval_in_short(row: Row) -> Row:
    """A row for the terminal: who signed, as what, and until when, in one column."""
    signed = f"{row['by']}, {row['role']}, {row['on']} to {row['valid_until']}" if row["by"] else ""
    return {"id": row["id"], "status": row["status"], "hash": row["hash"], "approved by": signed}


_LISTS: dict[str, Callable[[Leafgen], Iterator[Row]]] = {
    "indications": _indications,
    "locales": _locales,
    "stocks": stock_rows,
    "clinics": _clinics,
    "forms": _forms,
    "rules": _rules,
    "checks": _checks,
    "approvals": _approvals,
}

#: Rows too wide for a terminal, and how they are shown there.
_IN_SHORT: dict[str, Callable[[Row], Row]] = {"stocks": stock_in_short, "approvals": _approval_in_short}


def doctor(context: typer.Context) -> None:
    """Say what the environment lacks, and how to get it. What is read and cut on the way is remembered, so that nobody
    waits for it with the first label."""
    lacking: list[str] = []
    session: Session = context.obj
    for what, probe, advice in _PROBES:
        if lacking and lacking[0] == _PROBES[0][0] and probe is not _layout_engine:
            say(f"unknown  {what}: they lie in the workspace")
            continue
        try:
            say(f"ok       {what}: {probe(session)}")
        except (LeafgenError, OSError, ImportError) as error:
            say(f"missing  {what}: {error}")
            if not isinstance(error, LeafgenError) or not error.advice:
                say(f"         {advice}")
            lacking.append(what)
    say(f"{'ok       ' if shutil.which('lp') else 'optional '}printers: {_printers()}")
    if lacking:
        raise EnvironmentLacking(f"missing: {', '.join(lacking)}", "what to do stands above")


def _layout_engine(_: Session) -> str:
    # The heavy engine is imported only to see whether its native libraries (pango, harfbuzz) are there.
    import weasyprint  # noqa: PLC0415

    return f"WeasyPrint {weasyprint.__version__}"


def _languages(session: Session) -> str:
    leafgen = session.leafgen
    return ", ".join(f"{tag} ({len(leafgen.available(tag))})" for tag in leafgen.content.locales)


def _stamps(session: Session) -> str:
    # What cuts fonts is heavy, and every other command would wait for it.
    from leafgen.render.stamp_master import stamp_font  # noqa: PLC0415

    families = [family for family in session.leafgen.workspace.fonts.values() if not family.needs_shaping]
    cut = [stamp_font(face, "latin") for family in families for face in family.faces]
    return f"{len(cut)} faces for names"


def _printers() -> str:
    command = shutil.which("lpstat")
    if command is None:
        return "no CUPS client (Debian: apt install cups-client); print the PDF by other means"
    answer = subprocess.run([command, "-e"], capture_output=True, text=True, check=False, timeout=10)  # noqa: S603
    return ", ".join(answer.stdout.split()) or "no queue is set up"


_PROBES: tuple[tuple[str, Callable[[Session], str], str], ...] = (
    ("workspace", lambda session: str(session.leafgen.workspace.root), "Make one with: leafgen init DIR"),
    ("content", lambda session: f"{len(session.leafgen.content.indications)} leaflets", "Mend the files named."),
    (
        "fonts",
        lambda session: ", ".join(font.name for font in session.leafgen.workspace.fonts.values()),
        "Run: make setup",
    ),
    ("languages", _languages, "leafgen locale check says what to mend."),
    ("stamps", _stamps, "Run: make setup"),
    (
        "layout engine",
        _layout_engine,
        "Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig",
    ),
)
