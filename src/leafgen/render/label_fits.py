"""On which stocks a label fits, at which size and on how many labels: planned by measured text, not drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leafgen.compose.composition import Composition
from leafgen.content.fonts import FontFamily
from leafgen.content.stocks import Stock
from leafgen.render.label_canvas import LabelFonts
from leafgen.render.label_plan import DoesNotFitError, Planner
from leafgen.render.label_shaping import ShapedFonts
from leafgen.render.label_text import Typesetter


@dataclass(frozen=True, slots=True)
class Fit:
    """How a label stands on a stock: its text size in pt, and the number of labels it takes."""

    size: float
    labels: int


class Fitter:
    """Tries labels of one language; what is measured serves every stock."""

    def __init__(self, font: FontFamily, direction: str) -> None:
        metrics = ShapedFonts if direction == "rtl" or font.needs_shaping else LabelFonts
        plain = metrics(font.plain) if font.plain else None
        self._planner = Planner(font, Typesetter(metrics(font), font, plain))

    def fits(self, composition: Composition, stocks: Iterable[Stock]) -> dict[str, Fit | None]:
        """For each stock, by id, how the label stands on it; None where it does not fit."""
        known: dict[tuple[float, ...], Fit | None] = {}
        found = {}
        for stock in stocks:
            size = (stock.free.width, stock.free.height)
            if size not in known:
                known[size] = self._fit(composition, stock)
            found[stock.id] = known[size]
        return found

    def _fit(self, composition: Composition, stock: Stock) -> Fit | None:
        try:
            plan = self._planner.plan(composition, stock)
        except DoesNotFitError:
            return None
        return Fit(plan.setting.scale.text, len(plan.faces))
