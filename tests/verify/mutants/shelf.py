"""The shelf of good kinds, by name."""

from __future__ import annotations

from tests.verify.mutants.material import Maker

GOODS: dict[str, Maker] = {}


def good(maker: Maker) -> Maker:
    """Enter a kind under its name."""
    GOODS[maker.__name__.replace("_", "-")] = maker
    return maker
