"""`leafgen approve` and `leafgen current`: signing off, and asking whether a paper still holds."""

from __future__ import annotations

from typing import Annotated

import typer

from leafgen.approving import approve as sign
from leafgen.approving import currency
from leafgen.cli.console import say
from leafgen.compose.fingerprint import short
from leafgen.kernel.errors import RefusedByPolicy


def approve(
    context: typer.Context,
    indication: Annotated[str, typer.Argument(help="What is approved: leafgen list indications.")],
    locale: Annotated[str, typer.Option(help="In which language.", show_default=False)],
    by: Annotated[str, typer.Option(help="Name of the clinician.", show_default=False)],
    role: Annotated[str, typer.Option(help="Role, such as pharmacist.", show_default=False)],
    valid_until: Annotated[
        str, typer.Option(help="Last day, as 2028-11-22; two years by default.", show_default=False)
    ] = "",
) -> None:
    """Sign off what a leaflet says in a language, word for word; any edit voids it."""
    approval = sign(context.obj.leafgen, indication, locale, by, role, valid_until)
    say(
        f"{indication} in {locale}: document {short(approval.fingerprint)} approved by {approval.by}, {approval.role},"
        f" until {approval.valid_until.isoformat()}"
    )


def current(
    context: typer.Context,
    hash_: Annotated[str, typer.Argument(metavar="HASH", help="The document code at the foot of the page.")],
) -> None:
    """Say whether a printed leaflet still says what is said today, and what has changed since."""
    found = currency(context.obj.leafgen, hash_)
    if not found.changes:
        say(f"{hash_.upper()}: current; {found.indication} in {found.locale}")
        return
    for change in found.changes:
        say(f"{change.name}:")
        say(f"  then: {change.then if change.then is not None else '(not said)'}")
        say(f"  now:  {change.now if change.now is not None else '(no longer said)'}")
    raise RefusedByPolicy(
        f"{hash_.upper()} is no longer current: {len(found.changes)} changes in {found.indication} in {found.locale}",
        "print it anew",
    )
