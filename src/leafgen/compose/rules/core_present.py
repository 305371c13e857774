"""The shared safety core is complete on every leaflet.

No module, outline or clinic can drop a core statement; a label carries at least every contraindication and
warning that has a short form.
"""

from __future__ import annotations

from collections.abc import Iterable

from leafgen.compose.case import Case
from leafgen.compose.composition import Composition
from leafgen.compose.objection import Objection
from leafgen.content.model import SAFETY_KINDS, Kind

RATIONALE = "A patient who was not told of a contraindication cannot avoid it."
SOURCE = "QRD template, sections 2 to 4: what a package leaflet must say before use, on use and on side effects"
CONDITIONS: frozenset[str] = frozenset()

#: The statement without which nothing is printed.
ALWAYS = "core.kidneys"


def conditions(case: Case) -> Iterable[str]:
    """This rule offers no condition."""
    return ()


def objections(case: Case, composition: Composition) -> Iterable[Objection]:
    """Core statements that should be printed and are not."""
    printed = {said.id for said in composition.said()}
    if ALWAYS not in printed:
        yield Objection("the warning about severe kidney problems is missing", ALWAYS)
    for statement in case.core.statements:
        if statement.when or statement.id in printed:
            continue
        on_label = statement.label is not None and statement.kind in SAFETY_KINDS
        if composition.kind == "leaflet" or on_label:
            yield Objection("this core statement is not printed: does the outline name its kind?", statement.id)
    if composition.kind == "leaflet":
        for table in case.core.tables:
            for row in table.rows:
                if f"{table.id}.{row.id}#1" not in printed:
                    yield Objection("this row of a core table is not printed", f"{table.id}.{row.id}")
    if not any(said.kind is Kind.CONTRAINDICATION for said in composition.said()):
        yield Objection("there is no contraindication at all")
