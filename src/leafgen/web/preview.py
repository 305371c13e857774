"""A translators' preview: a leaflet laid out as it would be, with English where the locale cannot say it yet.

It exists for the eyes of translators alone. What is laid out here is never released: it leaves this process as pictures
of its pages, each with words across it and at its foot that say what it is; its bytes are given to nobody. Only this
file makes translations with another language in them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from leafgen.compose.composer import compose
from leafgen.compose.composition import Composition, Run, Said
from leafgen.compose.fingerprint import needed_messages
from leafgen.compose.request import EDITIONS
from leafgen.content.clinics import Clinic
from leafgen.content.model import Kind, Message
from leafgen.deliver.picture import drawn_pages
from leafgen.deliver.proof_picture import void_png
from leafgen.kernel.errors import InvalidInput
from leafgen.kernel.geometry import PT_PER_INCH, Box
from leafgen.pipeline import Leafgen
from leafgen.render.leaflet_expectation import draft_marks
from leafgen.render.rendition import Rendition
from leafgen.translate.catalogues import Translations

_DPI = 96
#: How the pages call a reason for which a text is not there, by a word in it.
_STATES = {"must not be": "broken", "fuzzy": "fuzzy", "changed": "outdated", "placeholder": "broken"}


@dataclass(frozen=True, slots=True)
class VoidPage:
    """The picture of a page, with words across it, and the size of the page in pt."""

    png: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Marked:
    """A text that stands in English: its state, and where (page from 1, box in pt); nowhere, if it is not printed."""

    context: str
    text: str
    state: str
    safety: bool
    places: tuple[tuple[int, Box], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The pages of a leaflet as pictures, in the edition that holds it, and every text that is marked on them."""

    edition: str
    pages: tuple[VoidPage, ...]
    marked: tuple[Marked, ...]


def state_of(why: str) -> str:
    """What a text is, by the reason for which it cannot be printed ("": there is none)."""
    return next((state for word, state in _STATES.items() if word in why), "missing") if why else "translated"


def preview(leafgen: Leafgen, indication: str, tag: str, stamp: str) -> Preview:
    """Lay a leaflet out for translators; `stamp` says on every page what it is.

    Raises InvalidInput when no edition holds it, or when the locale is not answered for yet."""
    content = leafgen.content
    entry, locale = content.indications.choose(indication), content.locales.choose(tag)
    known = leafgen.translations(tag)
    needed = {message.context: message for message in needed_messages(content.core, entry)}
    gaps = {gap.context: gap.reason for gap in known.lacking(needed.values())}
    words = Translations(locale.id, {**known.texts, **{context: needed[context].text for context in gaps}})
    fields = {"kind": "leaflet", "indication": indication, "locale": tag}
    for edition in EDITIONS:
        last = edition == EDITIONS[-1]
        with suppress(*(() if last else (InvalidInput,))):
            request = leafgen.request({**fields, "edition": edition})
            composition = _stamped(compose(request, content, words), stamp, leafgen.workspace.root, request.clinic)
            rendition = leafgen.render(request, composition)
            places = _places(leafgen, rendition)
            marked = tuple(_marked(context, needed[context], why, places) for context, why in gaps.items())
            return Preview(edition, tuple(_pages(leafgen, rendition, stamp)), _in_order(marked))
    raise AssertionError("unreachable")


def _stamped(composition: Composition, stamp: str, root: Path, clinic: Clinic) -> Composition:
    """The composition with the stamp at the foot of every page, in place of what calls it a draft."""
    logo = str(root / clinic.logo_file) if clinic.logo_file else None
    kept = tuple(said for said in composition.footer if said not in draft_marks(composition))
    mark = Said("preview.draft", Kind.WORDING, (Run(stamp),))
    brand = replace(composition.brand, logo=logo)
    return replace(composition, footer=(*kept, mark), brand=brand)


def _places(leafgen: Leafgen, rendition: Rendition) -> Mapping[str, tuple[tuple[int, Box], ...]]:
    """Where each statement stands, by id, as far as it can be read back."""
    found = leafgen.prove(rendition.pdf, rendition.expectation).statements
    return {one.id: tuple((page, box) for page, box in one.places if page and box) for one in found}


def _marked(context: str, message: Message, why: str, places: Mapping[str, tuple[tuple[int, Box], ...]]) -> Marked:
    there = dict.fromkeys(place for name in _statements(context) for place in places.get(name, ()))
    return Marked(context, message.text, state_of(why), message.safety, tuple(there))


def _statements(context: str) -> Iterator[str]:
    """The statements that may say a text: itself, or the row of a table whose cell it is."""
    yield context
    whole, _, cell = context.rpartition("#")
    if whole:
        yield f"{whole}#columns" if cell.startswith("column-") else whole


def _in_order(marked: Iterable[Marked]) -> tuple[Marked, ...]:
    """As the reader meets them; what is not printed comes last."""

    def place(one: Marked) -> tuple[float, float]:
        return (one.places[0][0], -one.places[0][1].y1) if one.places else (math.inf, 0)

    return tuple(sorted(marked, key=place))


def _pages(leafgen: Leafgen, rendition: Rendition, stamp: str) -> Iterator[VoidPage]:
    for _, (picture, _) in drawn_pages(rendition.pdf, _DPI):
        width, height = (side * PT_PER_INCH / _DPI for side in picture.size)
        yield VoidPage(void_png(picture, stamp, leafgen.trusted_fonts, _DPI), width, height)
