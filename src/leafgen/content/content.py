"""The content: all there is to print, by catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from leafgen.content.clinics import Clinic
from leafgen.content.facts import Fact
from leafgen.content.locales import Locale
from leafgen.content.model import Contradiction, Core, Indication, Source
from leafgen.content.outline import LabelOutline, LeafletOutline
from leafgen.content.printers import Printer
from leafgen.content.products import Product
from leafgen.content.stocks import Stock
from leafgen.kernel.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Content:
    """All there is to print, by catalogue; ids of facts and statements carry their owner: `core.kidneys`."""

    sources: Catalogue[Source]
    contradictions: Catalogue[Contradiction]
    core: Core
    indications: Catalogue[Indication]
    locales: Catalogue[Locale]
    clinics: Catalogue[Clinic]
    stocks: Catalogue[Stock]
    printers: Catalogue[Printer]
    products: Catalogue[Product]
    leaflet: LeafletOutline
    labels: Catalogue[LabelOutline]

    def facts(self) -> dict[str, Fact]:
        """Every fact by its full id."""
        found = dict(self.core.facts)
        for indication in self.indications.values():
            found.update(indication.facts)
        return found

    @property
    def source_locale(self) -> Locale:
        """The language that all texts are written in first."""
        return next(locale for locale in self.locales.values() if locale.source_language)

    @property
    def default_clinic(self) -> Clinic:
        """The profile printed when a request names none."""
        return next(clinic for clinic in self.clinics.values() if clinic.default)
