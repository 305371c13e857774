"""What there is to choose from at the counter, as the catalogues say it: nothing is listed here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from leafgen.batch.record import KINDS_OF_ROW
from leafgen.compose.request import CODES, EDITIONS
from leafgen.content.clinics import Clinic, Department, local_text
from leafgen.content.language_names import language_name
from leafgen.content.locales import TIMES_OF_DAY
from leafgen.content.model import Indication
from leafgen.content.stocks import Stock
from leafgen.pipeline import Leafgen
from leafgen.web.texts import Interface

#: So many leaflets are made ready before anybody asks; each takes a second or two of a processor, once.
_MOST_LIKELY = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: what it is called, what else helps to find it, and why it may not be chosen ("": it may).

    `without`: by the id of another choice (a locale), why the two do not go together."""

    id: str
    name: str
    hint: str = ""
    group: str = ""
    language: str = ""
    direction: str = ""
    without: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything the counter page offers, in the words of one language."""

    indications: tuple[Choice, ...]
    locales: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    editions: tuple[Choice, ...]
    places: tuple[Choice, ...]
    stocks: tuple[Choice, ...]
    products: tuple[Choice, ...]
    codes: tuple[Choice, ...]
    times: tuple[Choice, ...]
    printers: tuple[Choice, ...]
    no_label: tuple[str, ...]


@lru_cache(maxsize=16)
def choices(leafgen: Leafgen, say: Interface) -> Choices:
    """The choices of a workspace; read once for each language of the pages."""
    content = leafgen.content
    locales = tuple(_locales(leafgen, say))
    return Choices(
        indications=tuple(_indications(leafgen, say, locales)),
        locales=locales,
        kinds=tuple(Choice(kind, say.named("kind", kind)) for kind in KINDS_OF_ROW),
        editions=tuple(Choice(edition, say.named("edition", edition)) for edition in EDITIONS),
        places=tuple(place for clinic in content.clinics.values() for place in _places(leafgen, clinic, say)),
        stocks=tuple(_stock(stock, say) for stock in content.stocks.values()),
        products=tuple(
            Choice(
                product.id,
                _word(leafgen, say, f"product-{product.called}"),
                f"{say.locale.number(product.strength.high)} mg",
            )
            for product in content.products.values()
        ),
        codes=tuple(Choice(code, say.named("code", code)) for code in CODES),
        times=tuple(Choice(time, say.locale.times.get(time, time)) for time in TIMES_OF_DAY),
        printers=tuple(Choice(printer.id, printer.name) for printer in content.printers.values()),
        no_label=tuple(entry.id for entry in content.indications.values() if not entry.label),
    )


def likely(leafgen: Leafgen) -> Iterator[dict[str, str]]:
    """The leaflets that a counter asks for first: those of its own clinic in every language, then with a name."""
    pairs = [(locale, name) for locale in leafgen.content.locales for name in leafgen.available(locale)]
    for personal in ({}, {"patient_name": "A"}):
        for locale, name in pairs[:_MOST_LIKELY]:
            yield {"kind": "leaflet", "indication": name, "locale": locale, **personal}


def _locales(leafgen: Leafgen, say: Interface) -> Iterator[Choice]:
    for locale in leafgen.content.locales.values():
        if not locale.pseudo:
            hint = language_name(locale, say.locale)
            yield Choice(locale.id, locale.name, hint, language=locale.id, direction=locale.direction)


def _indications(leafgen: Leafgen, say: Interface, locales: tuple[Choice, ...]) -> Iterator[Choice]:
    texts = leafgen.translations(say.locale.id).texts
    for entry in leafgen.content.indications.values():
        lacking = ((locale, leafgen.lacking(locale.id, entry.id)) for locale in locales)
        without = tuple(
            (locale.id, say("unavailable", language=locale.hint, count=len(gaps), first=gaps[0].context))
            for locale, gaps in lacking
            if gaps
        )
        yield Choice(
            entry.id, indication_name(leafgen, say, entry), texts.get(f"{entry.id}#title", entry.title), without=without
        )


def indication_name(leafgen: Leafgen, say: Interface, entry: Indication) -> str:
    """What an indication is called in the language of the pages; in English until that is translated."""
    name = leafgen.translations(say.locale.id).texts.get(f"{entry.id}#name", entry.name)
    return name[:1].upper() + name[1:]


def _places(leafgen: Leafgen, clinic: Clinic, say: Interface) -> Iterator[Choice]:
    yield Choice(clinic.id, clinic.name, group=clinic.name)
    for location in clinic.locations:
        yield Choice(f"{clinic.id}/{location.id}", f"{clinic.name}, {location.name}", group=clinic.name)
        for ward in location.departments:
            name = f"{clinic.name}, {location.name}, {_department(leafgen, ward, say)}"
            yield Choice(f"{clinic.id}/{location.id}/{ward.id}", name, group=clinic.name)


def _department(leafgen: Leafgen, ward: Department, say: Interface) -> str:
    if ward.name:
        return local_text(ward.name, say.locale.id) or ward.id
    return _word(leafgen, say, f"department-{ward.id}")


def _word(leafgen: Leafgen, say: Interface, wording: str) -> str:
    """A word of the shared wording in the language of the pages, or in English until it is translated: staff choose
    by it, no patient reads it."""
    texts = leafgen.translations(say.locale.id).texts
    return texts.get(f"wording.{wording}", leafgen.content.core.wording[wording].text)


def _mm(length: float, say: Interface) -> str:
    return say.locale.number(Decimal(f"{length:g}"))


def _stock(stock: Stock, say: Interface) -> Choice:
    size = say("stock.size", width=_mm(stock.width, say), height=_mm(stock.height, say))
    grid = f"{stock.columns} × {stock.rows}" if stock.sheet else say("stock.roll")
    return Choice(stock.id, stock.name, f"{size}, {grid}", group=stock.vendor)
