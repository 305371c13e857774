"""Colours of a clinic: read, mixed and measured, so that every pair printed together can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leafgen.compose.composition import Brand
from leafgen.kernel.errors import InvalidInput

#: Least contrast of text, 1 to 21: WCAG 2.2, success criterion 1.4.3 (AA).
LEAST_CONTRAST = 4.5
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours a page takes from its clinic, as #rrggbb: `brand` for headings and rules, `tint` behind short
    facts, `danger` for what must not be done and for calling at once, which no clinic chooses."""

    brand: str
    tint: str
    danger: str = "#b1111c"


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of a #rrggbb, 0 to 255 each."""
    if not _HEX.fullmatch(colour):
        raise InvalidInput(f"{colour!r} is not a colour", "write it as #rrggbb, such as #0f5f63")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palette(brand: Brand) -> Palette:
    """The page's colours. Raises InvalidInput for a pair in which text could not be read."""
    for ground in ("#ffffff", brand.accent):
        reached = contrast(brand.primary, ground)
        if reached < LEAST_CONTRAST:
            raise InvalidInput(
                f"the clinic's colour {brand.primary} would be hard to read on {ground}: contrast {reached:.1f}",
                f"choose a darker primary or a lighter accent, with a contrast of at least {LEAST_CONTRAST}",
            )
    return Palette(brand.primary, brand.accent)


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(channel) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
