from __future__ import annotations

import pytest

from leafgen.compose.composition import Brand
from leafgen.kernel.errors import InvalidInput
from leafgen.render.colours import channels, contrast, palette


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_readable_brand_gives_its_palette() -> None:
    assert palette(Brand("#0f5f61", "#e6f1f1")).tint == "#e6f1f1"


@pytest.mark.parametrize("brand", [Brand("#7fd0c8", "#ffffff"), Brand("#0f5f61", "#3c78b4")])
def test_a_pair_that_cannot_be_read_is_refused(brand: Brand) -> None:
    with pytest.raises(InvalidInput, match="hard to read"):
        palette(brand)


@pytest.mark.parametrize("colour", ["teal", "#fff", "#0f5f6", "#0f5f6g", "rgb(0, 0, 0)"])
def test_a_colour_is_six_hexadecimal_digits(colour: str) -> None:
    with pytest.raises(InvalidInput, match="is not a colour"):
        channels(colour)
