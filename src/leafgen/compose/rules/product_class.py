"""The label of a food supplement carries no claim to prevent, treat or cure a disease."""

from __future__ import annotations

from collections.abc import Iterable

from leafgen.compose.case import Case
from leafgen.compose.composition import Composition
from leafgen.compose.objection import Objection
from leafgen.content.model import Kind, ProductClass

RATIONALE = "What the law takes for a claim turns the supplement into an unlicensed medicine."
SOURCE = "Directive 2002/46/EC Art. 6"
CONDITIONS: frozenset[str] = frozenset()

CLAIMS = frozenset({Kind.CLAIM, Kind.EVIDENCE, Kind.USE})


def conditions(case: Case) -> Iterable[str]:
    """This rule offers no condition."""
    return ()


def objections(case: Case, composition: Composition) -> Iterable[Objection]:
    """Claims on a food supplement's label."""
    if composition.kind != "label" or case.product_class is not ProductClass.FOOD_SUPPLEMENT:
        return
    for said in composition.said():
        if said.kind in CLAIMS:
            yield Objection("a food supplement's label may not say this", said.id, policy=True)
