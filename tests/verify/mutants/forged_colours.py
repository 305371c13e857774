"""Kinds of which the colours decide: beside each that cannot be read, one that is nearly the same and can."""

from __future__ import annotations

from leafgen.render.colours import contrast
from tests.verify.mutants.by_hand import lines, page
from tests.verify.mutants.material import Specimen
from tests.verify.mutants.shelf import BADS, GOODS

LEAST = 3.0
PAIRS = (
    ("#949494", "#ffffff"),
    ("#999999", "#ffffff"),
    ("#ffffff", "#e67e22"),
    ("#ffffff", "#dd6b20"),
    ("#ff5a5a", "#ffffff"),
    ("#ff6464", "#ffffff"),
    ("#00ac00", "#ffffff"),
    ("#00af00", "#ffffff"),
    ("#ffffff", "#00cc00"),
    ("#000000", "#ff0000"),
)
"""Colours of letters and of what is behind them. In common greys, greens and oranges are far darker than to the eye."""


def _operands(colour: str) -> str:
    return " ".join(f"{int(colour[at : at + 2], 16) / 255:.4f}" for at in (1, 3, 5))


def _page(letters: str, behind: str) -> Specimen:
    box = f"{_operands(behind)} rg 40 600 450 130 re f " if behind != "#ffffff" else ""
    return page(f"{box}{_operands(letters)} rg {lines()}")


for _letters, _behind in PAIRS:
    _shelf = GOODS if contrast(_letters, _behind) >= LEAST else BADS
    _shelf[f"{_letters[1:]}-on-{_behind[1:]}"] = lambda letters=_letters, behind=_behind: _page(letters, behind)  # type: ignore[misc]
