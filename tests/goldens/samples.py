"""The samples: one of each template and edition, both directions and scripts, and what makes print differ."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

from leafgen.content.workspace import Workspace, packaged_root
from leafgen.pipeline import Leafgen

TODAY = date(2026, 11, 22)
_LEAFLET = {"kind": "leaflet", "date": "2026-11-22"}
_LABEL = {"kind": "label", "date": "2026-11-22", "patient_name": "A. de Vries"}
_PATIENT = {"patient_name": "E. Visser", "birth_date": "1961-03-12", "dose": "400", "times": "morning,evening"}
_TABLETS = {"product": "magnesium-citrate-100", "quantity": "60", "dose": "200", "times": "evening"}
_PRESCRIBED = {"product": "magnesium-citrate-150-prescribed", "dose": "300", "times": "morning,evening"}
#: By name: what was asked for.
SAMPLES: dict[str, dict[str, str]] = {
    "leaflet-standard-nl": {**_LEAFLET, "indication": "migraine-prevention", "locale": "nl", "clinic": "demo-clinic"},
    "leaflet-standard-ar": {**_LEAFLET, "indication": "sleep", "locale": "ar"},
    "leaflet-personal-en": {**_LEAFLET, "indication": "cramps", "locale": "en", **_PATIENT},
    "leaflet-general-uk": {**_LEAFLET, "indication": "about-magnesium", "locale": "uk"},
    "leaflet-clear-de": {**_LEAFLET, "indication": "constipation", "locale": "de", "edition": "clear"},
    "leaflet-large-nl": {**_LEAFLET, "indication": "cramps", "locale": "nl", "edition": "large"},
    "leaflet-booklet-en": {**_LEAFLET, "indication": "sleep", "locale": "en", "edition": "booklet"},
    "leaflet-bilingual-ar-nl": {**_LEAFLET, "indication": "cramps", "locale": "ar", "bilingual": "nl"},
    "label-supplement-nl": {**_LABEL, "indication": "cramps", "locale": "nl", "stock": "dymo-99012", **_TABLETS},
    "label-parts-nl": {**_LABEL, "indication": "sleep", "locale": "nl", "stock": "roll-70x35"},
    "label-prescribed-nl": {
        **_LABEL, "indication": "cramps", "locale": "nl", "stock": "zebra-102x76", "code": "leaflet", **_PRESCRIBED,
    },
    "label-sheet-en": {**_LABEL, "indication": "constipation", "locale": "en", "stock": "avery-l7160", "start": "4"},
    "label-supplement-ar": {**_LABEL, "indication": "cramps", "locale": "ar", "stock": "zebra-102x76", **_TABLETS},
}  # fmt: skip


def leafgen() -> Leafgen:
    """The shipped workspace, on the day of the samples."""
    return Leafgen(Workspace(packaged_root(), today=lambda: TODAY))


def text_of(pdf: bytes) -> str:
    """What a file says, page by page, then its tags."""
    pages = []
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)):
        said = document[number].get_textpage().get_text_bounded().replace("\r\n", "\n").replace("\u00a0", " ")
        pages.append(f"== page {number + 1}\n" + "\n".join(line.rstrip() for line in said.splitlines()))
    tags = "\n".join(_tags(pdf))
    return "\n".join((*pages, *(("== tags", tags) if tags else ()))) + "\n"


def _tags(pdf: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        root = file.Root.get("/StructTreeRoot")
        if root is not None:
            for line, same in groupby(_below(root, 0)):
                count = len(list(same))
                yield line if count == 1 else f"{line} ×{count}"


def _below(element: Any, depth: int) -> Iterator[str]:
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
        if not (isinstance(kid, pikepdf.Dictionary) and "/S" in kid):
            continue
        notes = [str(kid.S)[1:]]
        notes += [f"{key[1:].lower()}={kid[key]}" for key in ("/Lang", "/Alt") if key in kid]
        attributes = kid.get("/A")
        if isinstance(attributes, pikepdf.Dictionary) and "/Scope" in attributes:
            notes.append(f"scope={str(attributes.Scope)[1:]}")
        # Spans stand for weights and isolates, which the picture shows.
        silent = len(notes) == 1 and notes[0] in ("Span", "NonStruct")
        if not silent:
            yield " " * depth + " ".join(notes)
        yield from _below(kid, depth + (not silent))


def picture_of(pdf: bytes) -> Image.Image:
    """The first page in 16 greys: small enough to keep, large enough to see what moved."""
    page = pypdfium2.PdfDocument(pdf)[0]
    dpi = 40 if page.get_width() > 500 else 75
    image: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil()
    return image.point(lambda grey: grey // 17 * 17)


def png_of(picture: Image.Image) -> bytes:
    """A picture as the bytes of a small PNG of 4 bits."""
    file = io.BytesIO()
    small = picture.point(lambda grey: grey // 17).convert("P")
    small.putpalette([level for grey in range(16) for level in (grey * 17,) * 3])
    small.save(file, "PNG", optimize=True, bits=4)
    return file.getvalue()
