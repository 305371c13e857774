"""The case a rule looks at: the request with what follows from its dose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from leafgen.compose.request import Request
from leafgen.content.facts import Basis, Fact, Unit
from leafgen.content.model import Core, Indication, Kind, ProductClass, Statement
from leafgen.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Case:
    """A request beside the shared core; facts by full id."""

    request: Request
    core: Core

    @property
    def indication(self) -> Indication:
        return self.request.indication

    @property
    def product_class(self) -> ProductClass:
        """The legal class: that of the product, when it is one of the catalogue, else the indication's."""
        product = self.request.catalogue_product
        return product.product_class if product else self.indication.product_class

    @property
    def daily_dose(self) -> Fact | None:
        """The indication's sourced daily dose in mg of elemental magnesium, or None when it gives none."""
        return self.indication.facts[self.indication.dose] if self.indication.dose else None

    @property
    def top_dose(self) -> Decimal | None:
        """The most that is printed for one day, in mg: the personal dose, else the top of the sourced range."""
        if self.request.dose is not None:
            return self.request.dose
        return self.daily_dose.high if self.daily_dose else None

    def fact(self, identity: str) -> Fact:
        """A fact of the core or of this indication, by full id."""
        found = self.core.facts.get(identity) or self.indication.facts.get(identity)
        if found is None:
            raise InvalidInput(f"there is no fact {identity!r} in {self.indication.id} or in the core")
        return found

    def statements(self) -> Iterator[Statement]:
        """The core's statements, then the indication's own."""
        yield from self.core.statements
        yield from self.indication.statements

    def every_statement(self) -> Iterator[Statement]:
        """All statements, and the wording."""
        yield from self.statements()
        yield from self.core.wording.values()

    def holding(self, kind: Kind, conditions: frozenset[str]) -> Iterator[Statement]:
        """Statements of a kind that need no condition, or one of `conditions`: the core's first."""
        for statement in self.statements():
            if statement.kind is kind and (not statement.when or statement.when in conditions):
                yield statement


def require_elemental_milligrams(fact: Fact, what: str) -> Fact:
    """`fact`, when it is an amount of elemental magnesium in mg, so that it can be compared with another."""
    if fact.unit is not Unit.MILLIGRAM or fact.basis is not Basis.ELEMENTAL:
        raise InvalidInput(f"{what} must be in mg of elemental magnesium, not {fact.unit} of {fact.basis}")
    return fact
