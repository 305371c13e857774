"""Facts: typed, sourced numbers. A number is printed only from a fact, never typed in a text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What a value counts. Locales say how each is written."""

    MILLIGRAM = "milligram"
    GRAM = "gram"
    PERCENT = "percent"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    TIMES = "times"


class Per(StrEnum):
    """The span an amount is meant for."""

    DAY = "day"


class Basis(StrEnum):
    """What the amount weighs: the magnesium itself, or the whole salt it is bound in."""

    ELEMENTAL = "elemental"
    SALT = "salt"


class Population(StrEnum):
    """For whom a value holds."""

    EVERYONE = "everyone"
    ADULTS = "adults"
    MEN = "men"
    WOMEN = "women"
    CHILDREN = "children"
    OLDER_ADULTS = "older-adults"
    PREGNANT = "pregnant"
    BREAST_FEEDING = "breast-feeding"


class Bound(StrEnum):
    """How the value limits: exactly, at least, at most, or from that value upwards."""

    EXACT = "exact"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    OR_MORE = "or-more"


@dataclass(frozen=True, slots=True)
class Fact:
    """One number or range with its meaning and where it was read.

    value: a number, or (low, high) for a range; weights in the unit named.
    basis: required for an amount of magnesium (mg, g): elemental or salt.
    source: id in sources.yaml; locator: where in that source (a heading, a table, a page).
    """

    value: Decimal | tuple[Decimal, Decimal]
    unit: Unit
    source: str
    locator: str
    per: Per | None = None
    basis: Basis | None = None
    population: Population = Population.EVERYONE
    bound: Bound = Bound.EXACT
    note: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.value, tuple) and self.value[0] >= self.value[1]:
            raise ValueError(f"the range must rise, not go from {self.value[0]} to {self.value[1]}")
        if self.low <= 0:
            raise ValueError("the value must be above zero")
        if self.unit in (Unit.MILLIGRAM, Unit.GRAM) and self.basis is None:
            raise ValueError("an amount needs its basis: elemental or salt")
        if not self.locator.strip():
            raise ValueError("the locator is empty: say where in the source the number stands")

    @property
    def low(self) -> Decimal:
        """The lower end of a range, or the value."""
        return self.value[0] if isinstance(self.value, tuple) else self.value

    @property
    def high(self) -> Decimal:
        """The upper end of a range, or the value."""
        return self.value[1] if isinstance(self.value, tuple) else self.value
