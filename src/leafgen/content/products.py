"""Products: what a pharmacy hands out, by generic name, with the magnesium in one tablet, capsule or sachet.

No brands: a product is called by a message of core/wording.yaml (`product-<called>`), so that it has a name in
every language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from leafgen.content.facts import Basis, Bound, Fact, Unit
from leafgen.content.model import ProductClass


class DoseUnit(StrEnum):
    """What a dose is counted in. Locales say how each is written (`portions`)."""

    TABLET = "tablet"
    CAPSULE = "capsule"
    SACHET = "sachet"


@dataclass(frozen=True, slots=True)
class PackNumber:
    """The GTIN on packs of so many units: 8, 12, 13 or 14 digits, the last of which checks the others."""

    units: int
    gtin: str

    def __post_init__(self) -> None:
        if len(self.gtin) not in (8, 12, 13, 14) or not (self.gtin.isascii() and self.gtin.isdecimal()):
            raise ValueError("a GTIN has 8, 12, 13 or 14 digits")
        # GS1 General Specifications, 7.9: weights 3 and 1, from the right.
        digits = [int(digit) for digit in reversed(self.gtin)]
        if sum(digits[::2]) % 10 != -3 * sum(digits[1::2]) % 10:
            raise ValueError("the last digit of this GTIN does not check the others: read it off the pack again")


@dataclass(frozen=True, slots=True)
class Product:
    """One product. `strength` is the elemental magnesium in one unit, in mg; `parts` says into how many equal
    parts a unit can be broken (1: not at all); `packs` are the numbers of units it is sold in; `gtins` the numbers
    on those packs, where they are known; `demo` marks a product that is made up."""

    id: str
    called: str
    unit: DoseUnit
    strength: Fact
    product_class: ProductClass
    parts: int = 1
    packs: tuple[int, ...] = ()
    gtins: tuple[PackNumber, ...] = ()
    demo: bool = False

    def __post_init__(self) -> None:
        fact = self.strength
        if fact.unit is not Unit.MILLIGRAM or fact.basis is not Basis.ELEMENTAL:
            raise ValueError("strength must be in mg of elemental magnesium")
        if fact.low != fact.high or fact.bound is not Bound.EXACT or fact.per:
            raise ValueError("strength must be one exact amount, that of one unit")
        if self.parts not in (1, 2, 4):
            raise ValueError(f"parts is {self.parts}: a unit is whole (1), or breaks into 2 or 4")
        if self.parts > 1 and self.unit is not DoseUnit.TABLET:
            raise ValueError(f"only a tablet can be broken, not a {self.unit}")
        if any(pack < 1 for pack in self.packs):
            raise ValueError("a pack holds at least 1")
        if unknown := sorted({pack.units for pack in self.gtins} - set(self.packs)):
            raise ValueError(f"gtins names a pack of {unknown[0]}, which is not among packs")
        if len({pack.units for pack in self.gtins}) < len(self.gtins):
            raise ValueError("gtins names a pack twice")

    def count(self, amount: Decimal) -> Fraction | None:
        """How many units hold `amount` mg, or None where no whole units or allowed parts do."""
        units = Fraction(amount) / Fraction(self.strength.high)
        return units if (units * self.parts).denominator == 1 else None

    def possible(self, low: Decimal, high: Decimal, times: int = 1) -> Iterator[Decimal]:
        """The daily doses in whole mg from `low` to `high` that can be taken in `times` equal portions."""
        step = Fraction(self.strength.high) * times / self.parts
        first, last = -(-Fraction(low) // step), Fraction(high) // step
        for dose in (step * number for number in range(int(first), int(last) + 1)):
            if dose.denominator == 1:
                yield Decimal(dose.numerator)
