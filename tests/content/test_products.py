"""The catalogue of products: strict on loading, exact in counting."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from leafgen.content.locales import NO_BREAK_SPACE
from leafgen.content.products import DoseUnit
from leafgen.content.workspace import Workspace
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from tests.conftest import Edit

FILE = "leaflets/products/magnesium.yaml"


@pytest.mark.parametrize(
    ("product", "amount", "count"),
    [
        ("magnesium-citrate-100", "200", Fraction(2)),
        ("magnesium-citrate-100", "150", None),
        ("magnesium-citrate-150", "225", Fraction(3, 2)),
        ("magnesium-citrate-150", "200", None),
        ("magnesium-citrate-200", "150", Fraction(3, 4)),
        ("magnesium-citrate-powder-300", "150", None),
    ],
)
def test_a_dose_is_whole_units_or_parts_that_one_breaks_into(
    leafgen: Leafgen, product: str, amount: str, count: Fraction | None
) -> None:
    assert leafgen.content.products[product].count(Decimal(amount)) == count


def test_possible_doses_lie_in_the_range_and_divide_over_the_day(leafgen: Leafgen) -> None:
    tablet = leafgen.content.products["magnesium-citrate-150"]
    assert list(tablet.possible(Decimal(200), Decimal(400))) == [225, 300, 375]
    assert list(tablet.possible(Decimal(200), Decimal(400), 2)) == [300]
    assert list(leafgen.content.products["magnesium-citrate-100"].possible(Decimal(110), Decimal(190))) == []


def test_every_product_is_a_sourced_amount_with_a_name(leafgen: Leafgen) -> None:
    for product in leafgen.content.products.values():
        assert product.strength.source in leafgen.content.sources
        assert f"product-{product.called}" in leafgen.content.core.wording
        assert product.demo, "what ships with leafgen is made up and says so"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("basis: elemental", "basis: salt", "strength must be in mg of elemental magnesium"),
        ("value: 100", "value: [100, 150]", "strength must be one exact amount"),
        ("packs: [60, 120]", "packs: [0]", "a pack holds at least 1"),
        ("    parts: 2", "    parts: 3", "a unit is whole (1), or breaks into 2 or 4"),
        ("unit: capsule\n", "unit: capsule\n    parts: 2\n", "only a tablet can be broken, not a capsule"),
        ("called: citrate-tablets", "called: brand", "core/wording.yaml has no product-brand"),
        ("id: magnesium-citrate-150\n", "id: magnesium-citrate-100\n", "the id 'magnesium-citrate-100' stands twice"),
        ("demo: true", "brand: true", "unknown key"),
        ("source: demo-products", "source: shop", "there is no source 'shop'"),
    ],
)
def test_a_faulty_product_is_named_with_its_line(copy: Path, edit: Edit, old: str, new: str, fault: str) -> None:
    edit(FILE, old, new)
    with pytest.raises(InvalidInput) as refusal:
        _ = Workspace(copy).content
    found = [str(one) for one in refusal.value.diagnostics]
    assert any(line.startswith(f"{FILE}:") and fault in line for line in found), found


@pytest.mark.parametrize(
    ("tag", "count", "said"),
    [
        ("en", Fraction(1), "1 tablet"),
        ("en", Fraction(2), "2 tablets"),
        ("en", Fraction(1, 2), "half a tablet"),
        ("en", Fraction(3, 2), "1 and a half tablets"),
        ("en", Fraction(11, 4), "2 and three quarter tablets"),
        ("nl", Fraction(1, 2), "een halve tablet"),
        ("nl", Fraction(3, 2), "1 en een halve tablet"),
        ("nl", Fraction(1, 4), "een kwart tablet"),
    ],
)
def test_parts_of_a_tablet_are_said_in_words(leafgen: Leafgen, tag: str, count: Fraction, said: str) -> None:
    found = leafgen.content.locales[tag].counted(DoseUnit.TABLET, count)
    assert found is not None
    assert found.replace(NO_BREAK_SPACE, " ") == said
    assert found.count(NO_BREAK_SPACE) == any(mark.isdigit() for mark in said)


def test_no_words_no_number(leafgen: Leafgen) -> None:
    assert leafgen.content.locales["en"].counted(DoseUnit.CAPSULE, Fraction(1, 2)) is None
    assert leafgen.content.locales["en"].counted(DoseUnit.TABLET, Fraction(1, 3)) is None


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('{one: "{n} tablet", other: "{n} tablets"}', '{one: "{n} tablet"}', "lack the plural form other"),
        ('      half: "half a tablet"\n', "", "portions of tablet lack half"),
        ('  sachet: {whole: {one: "{n} sachet", other: "{n} sachets"}}\n', "", "portions lacks sachet"),
    ],
)
def test_half_a_set_of_portions_is_a_fault(
    edit: Edit, open_copy: Callable[[], Leafgen], old: str, new: str, fault: str
) -> None:
    edit("leaflets/locales/en/locale.yaml", old, new)
    with pytest.raises(InvalidInput) as refusal:
        _ = open_copy().content
    assert any(fault in str(one) for one in refusal.value.diagnostics)
