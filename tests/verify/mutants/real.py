"""leafgen's own output, to be mutated: every shipped indication, locale, edition, and a few label stocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from leafgen.compose.expectation import Expectation
from leafgen.content.workspace import Workspace
from leafgen.pipeline import Leafgen
from leafgen.verify.trust import TrustedFont

ROOT = Path(__file__).parents[3]
EDITIONS = ("standard", "clear", "large")
STOCKS = ("roll-70x35", "dymo-99012", "avery-l7160")


@dataclass(frozen=True, slots=True)
class Original:
    """A proven file, what it is held to, and the fonts it may be set in."""

    name: str
    pdf: bytes
    expectation: Expectation
    fonts: tuple[TrustedFont, ...]


@cache
def house() -> Leafgen:
    """leafgen over the repository's own workspace."""
    return Leafgen(Workspace(ROOT))


def requests() -> Iterator[dict[str, str]]:
    """The fields of every leaflet in every edition, and of the labels."""
    for locale in house().content.locales:
        for indication in house().available(locale):
            for edition in EDITIONS:
                yield {"kind": "leaflet", "indication": indication, "locale": locale, "edition": edition}
            if house().content.indications[indication].label:
                for stock in STOCKS:
                    yield {"kind": "label", "indication": indication, "locale": locale, "stock": stock}


def make(fields: dict[str, str]) -> Original:
    """One document."""
    rendition = house().make(fields)
    name = " ".join(fields.values())
    return Original(name, rendition.pdf, rendition.expectation, house().trusted_fonts)
