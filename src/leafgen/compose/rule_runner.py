"""Runs the catalogue of safety rules over a case and its composition."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import leafgen.compose.rules as rules_package
from leafgen.compose.case import Case
from leafgen.compose.composition import Composition
from leafgen.compose.objection import Objection
from leafgen.kernel.catalogue import Catalogue, modules_in
from leafgen.kernel.diagnostics import Diagnostic, Place
from leafgen.kernel.errors import InvalidInput, RefusedByPolicy


@dataclass(frozen=True, slots=True)
class Rule:
    """One safety rule, as its module declares it."""

    id: str
    name: str
    rationale: str
    source: str
    known_conditions: frozenset[str]
    conditions: Callable[[Case], Iterable[str]]
    objections: Callable[[Case, Composition], Iterable[Objection]]


@cache
def rules() -> Catalogue[Rule]:
    """Every rule there is, by id."""
    return Catalogue(
        "rule",
        (
            Rule(
                id=module.__name__.rpartition(".")[2].replace("_", "-"),
                name=(module.__doc__ or "").strip().splitlines()[0].rstrip("."),
                rationale=module.RATIONALE,
                source=module.SOURCE,
                known_conditions=module.CONDITIONS,
                conditions=module.conditions,
                objections=module.objections,
            )
            for module in modules_in(rules_package)
        ),
    )


def conditions_of(case: Case) -> frozenset[str]:
    """The conditions that hold. Raises InvalidInput when a statement waits for one that no rule knows."""
    known = frozenset[str]().union(*(rule.known_conditions for rule in rules().values()))
    for statement in case.statements():
        if statement.when and statement.when not in known:
            raise InvalidInput(f"{statement.id}: no rule knows the condition {statement.when!r}")
    return frozenset(name for rule in rules().values() for name in rule.conditions(case))


def enforce(case: Case, composition: Composition) -> None:
    """Raise with every objection of every rule: RefusedByPolicy when all are policy, else InvalidInput."""
    found = [(rule.id, objection) for rule in rules().values() for objection in rule.objections(case, composition)]
    if not found:
        return
    diagnostics = [Diagnostic(Place(f"rule {rule}", 0, item.statement), item.message) for rule, item in found]
    refusal = RefusedByPolicy if all(item.policy for _, item in found) else InvalidInput
    raise refusal(f"the {composition.kind} {composition.indication} may not be printed so", diagnostics=diagnostics)
