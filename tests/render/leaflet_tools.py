"""Rendering and reading back leaflets in tests."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from leafgen.compose.composition import Composition
from leafgen.content.fonts import FontFamily
from leafgen.content.workspace import Workspace, packaged_root
from leafgen.render.leaflet_pdf import render_leaflet
from leafgen.render.rendition import Rendition
from tests.render.leaflet_samples import migraine_nl

ROOT = packaged_root()


@lru_cache(maxsize=1)
def families() -> tuple[FontFamily, ...]:
    """The pinned fonts."""
    return tuple(Workspace(ROOT).fonts.values())


def rendered(composition: Composition, root: Path = ROOT) -> Rendition:
    """The leaflet, with the templates and styles of a workspace."""
    return render_leaflet(composition, root / "templates", root / "styles", families())


@lru_cache(maxsize=8)
def sample(edition: str = "standard", personal: bool = True) -> Rendition:
    """The Dutch sample, rendered once a run."""
    return rendered(migraine_nl(edition, personal))


def short(edition: str = "standard") -> Composition:
    """A leaflet of a few sections, for tests that need only one of them."""
    whole = migraine_nl(edition)
    return replace(whole, sections=(*whole.sections[:3], whole.sections[-1]))


def sizes(pdf: bytes) -> Iterator[tuple[str, float]]:
    """Every drawn character with its size in pt, as pdfium measures it."""
    document = pdfium.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            character = chr(pdfium_c.FPDFText_GetUnicode(text, index))
            if character.isspace() or pdfium_c.FPDFText_IsGenerated(text, index):
                continue
            matrix = pdfium_c.FS_MATRIX()
            pdfium_c.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
            size = pdfium_c.FPDFText_GetFontSize(text, index) * math.hypot(matrix.b, matrix.d)
            yield character, size


def text_of(pdf: bytes) -> str:
    """The text of all pages, white space folded."""
    document = pdfium.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
