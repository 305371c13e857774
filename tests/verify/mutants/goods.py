"""Kinds of PDF that must pass."""

from __future__ import annotations

from tests.verify.mutants import (
    contradicted,
    drawn,
    echoed,
    forged_colours,
    forged_fonts,
    forged_inks,
    forged_objects,
    forged_tags,
    forged_text,
    forged_viewing,
    highlighted,
    listed,
    running,
    simple,
    stored,
    type_one,
    typeset,
)
from tests.verify.mutants.shelf import GOODS

__all__ = [
    "GOODS",
    "contradicted",
    "drawn",
    "echoed",
    "forged_colours",
    "forged_fonts",
    "forged_inks",
    "forged_objects",
    "forged_tags",
    "forged_text",
    "forged_viewing",
    "highlighted",
    "listed",
    "running",
    "simple",
    "stored",
    "type_one",
    "typeset",
]
