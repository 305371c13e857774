"""The shelves of good and of bad kinds, by name."""

from __future__ import annotations

from tests.verify.mutants.material import Maker

GOODS: dict[str, Maker] = {}
BADS: dict[str, Maker] = {}


def good(maker: Maker) -> Maker:
    """Enter a kind under its name."""
    GOODS[maker.__name__.replace("_", "-")] = maker
    return maker


def bad(maker: Maker) -> Maker:
    """Enter a kind that must be refused under its name."""
    BADS[maker.__name__.replace("_", "-")] = maker
    return maker
