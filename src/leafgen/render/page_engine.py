"""The page engine, held to the pinned fonts, to silence, to the files it is handed, and to the same bytes every time.

The one importer of WeasyPrint that lays anything out.
"""

from __future__ import annotations

import hashlib
import io
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint import Document
from weasyprint.css import ColorProfile
from weasyprint.pdf import tags
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from leafgen.content.fonts import FontFace, FontFamily
from leafgen.kernel.errors import EnvironmentLacking, InvalidInput, LeafgenError
from leafgen.render.glyphs import without_layout
from leafgen.render.html import PICTOGRAM, PLAIN
from leafgen.render.tagging import name_language

__all__ = [
    "Attached",
    "Document",
    "PageEngine",
    "PinnedFiles",
    "box_widths",
    "font_assets",
    "in_order",
    "line_widths",
    "no_complaint",
]

#: Archival and tagged; leafgen.render.tagging adds the PDF/UA-1 identification to it.
VARIANT = "pdf/a-3a"
#: The colours are those of screens; a printer makes its own of them.
INTENT = "srgb"
#: 72 pt and 96 px to the inch.
PT_PER_PX = 0.75
_LOGGERS = ("weasyprint", "fontTools")
#: Said on machines without libharfbuzz-subset; fontTools then makes the subset, as well and as repeatably.
_KNOWN_NOTICE = "Using fontTools instead of HarfBuzz-Subset"
_MEDIA = {".svg": "image/svg+xml", ".png": "image/png", ".ttf": "font/ttf", ".otf": "font/otf"}


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a document carries: its name, what it is, its text, and the day it is from (never the clock's)."""

    name: str
    description: str
    text: str
    day: date

    def for_engine(self) -> weasyprint.Attachment:
        """The engine's own object for it."""
        moment = datetime.combine(self.day, time(), UTC)
        return weasyprint.Attachment(
            string=self.text, name=self.name, description=self.description, created=moment, modified=moment,
            relationship="Data",
        )  # fmt: skip


class PageEngine:
    """WeasyPrint with the fonts and style sheets of one document."""

    def __init__(self, families: Sequence[FontFamily], sheets: Sequence[str], fetcher: PinnedFiles) -> None:
        self._pinned = _PinnedFonts(families)
        self._fetcher = fetcher
        self._fonts = FontConfiguration()
        self._sheets = [self._sheet(text) for text in (_font_css(families), *sheets)]

    def _sheet(self, text: str) -> weasyprint.CSS:
        base = f"{self._fetcher.styles.as_uri()}/"
        return weasyprint.CSS(string=text, base_url=base, font_config=self._fonts, url_fetcher=self._fetcher)

    def lay_out(self, html: str) -> Document:
        """The pages of `html`."""
        page = weasyprint.HTML(string=html, url_fetcher=self._fetcher)
        return page.render(
            stylesheets=self._sheets,
            font_config=self._fonts,
            color_profiles={INTENT: _screen_colours()},
            output_intent=INTENT,
            pdf_variant=VARIANT,
        )

    def write(
        self, document: Document, html: str, finish: Callable[[Any], None], attached: Sequence[Attached] = ()
    ) -> bytes:
        """The file; its identifier comes from what is said, never from a clock or chance. `finish` completes the
        unwritten PDF; `attached` are files that it carries."""
        document.fonts = self._pinned
        pdf: bytes = document.write_pdf(
            pdf_variant=VARIANT,
            output_intent="",  # given when it was laid out; the engine's own leaves a file open
            attachments=[item.for_engine() for item in attached],
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
            finisher=lambda _, unfinished: finish(unfinished),
        )
        return pdf


def line_widths(document: Document, css_class: str) -> Iterator[tuple[float, float]]:
    """For each element of a class that holds one line: the width of its text and of the box it was given, in pt."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if box.element is not None and box.element.get("class") == css_class and not box.is_in_normal_flow():
                texts = [inner.width for inner in box.descendants() if hasattr(inner, "text")]
                yield sum(texts) * PT_PER_PX, box.width * PT_PER_PX


def box_widths(document: Document, css_class: str) -> list[float]:
    """How wide each element of a class is inside, in px, as the page's own type sizes."""
    widths: dict[object, float] = {}
    for page in document.pages:
        for box in page._page_box.descendants():
            if box.element is not None and box.element.get("class") == css_class:
                # Its lines are boxes of the same element, and narrower.
                widths[box.element] = max(widths.get(box.element, 0.0), float(box.width))
    return list(widths.values())


class _PinnedFonts(dict[object, Any]):
    """The engine's list of the fonts it draws with: lets in pinned files alone, and takes the layout tables off
    those before they are cut down to the glyphs in use (they are dropped anyway, after a second of reading them)."""

    def __init__(self, families: Sequence[FontFamily]) -> None:
        super().__init__()
        self.pinned = {face.sha256 for family in families for face in family.faces}

    def __setitem__(self, key: object, font: Any) -> None:
        if hashlib.sha256(font.file_content).hexdigest() not in self.pinned:
            raise LeafgenError(f"the page engine took the font {font.family} from the system")
        font.file_content = without_layout(font.file_content)
        super().__setitem__(key, font)


class PinnedFiles(URLFetcher):  # type: ignore[misc]
    """Hands out the assets named beforehand and the pictures that lie in the styles; refuses everything else."""

    def __init__(self, assets: Mapping[str, Path], styles: Path) -> None:
        super().__init__(allowed_protocols=["asset", "file"])
        self.assets = assets
        self.styles = styles.resolve()
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file behind `url`, read here: nothing is ever opened by address."""
        del headers
        path = self.assets.get(url) or self.picture(url)
        if path is None or not path.is_file():
            self.refused.append(url)
            raise ValueError(f"refused: {url}")
        content = path.read_bytes()
        if url.startswith(PICTOGRAM):
            content = content.replace(b"currentColor", f"#{url.rpartition('/')[2]}".encode())
        return URLFetcherResponse(url, content, {"Content-Type": _MEDIA.get(path.suffix, "")})

    def picture(self, url: str) -> Path | None:
        """A pictogram, or another picture inside the styles; None for anything else."""
        if url.startswith(PICTOGRAM):
            name = url.removeprefix(PICTOGRAM).partition("/")[0]
            path = (self.styles / "pictograms" / f"{name}.svg").resolve()
        else:
            path = Path(URLFetcherResponse(url, b"").path or "/").resolve()
        return path if path.suffix in (".svg", ".png") and path.is_relative_to(self.styles) else None

    def require_none_refused(self) -> None:
        """Raise InvalidInput when the page asked for anything it may not have."""
        if self.refused:
            raise InvalidInput(
                f"the page asked for what it may not read: {', '.join(dict.fromkeys(self.refused))}",
                "fonts come from styles/fonts.yaml, pictures from styles/, a logo from the clinic's profile",
            )


class _Complaints(logging.Handler):
    """Keeps what the engine complains about on this thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread and not record.getMessage().startswith(_KNOWN_NOTICE):
            self.messages.append(record.getMessage())

    def require_none(self) -> None:
        """Raise InvalidInput with everything the engine said."""
        if self.messages:
            raise InvalidInput(
                f"the page engine complains: {'; '.join(dict.fromkeys(self.messages))}",
                "mend the template or style sheet it names",
            )


@contextmanager
def no_complaint() -> Iterator[_Complaints]:
    """Listen to the engine, which logs what goes wrong and goes on: any warning of it is an error here."""
    handler = _Complaints()
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.WARNING)
    try:
        yield handler
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)


def in_order(font: str, families: Sequence[FontFamily]) -> tuple[FontFamily, ...]:
    """The family of the leaflet's script first, the others after it, for names in another script."""
    if font not in {family.id for family in families}:
        raise EnvironmentLacking(f"there is no font family {font!r}", "name one of styles/fonts.yaml in the locale")
    return tuple(sorted(families, key=lambda family: family.id != font))


def font_assets(families: Sequence[FontFamily]) -> dict[str, Path]:
    """The font files, by the address under which a page asks for them."""
    return {_font_address(face): face.path for family in families for face in family.faces}


def _font_css(families: Sequence[FontFamily]) -> str:
    """Faces under names no system font has, so that none can take their place."""
    rules = [
        f'@font-face {{ font-family: "{_css_name(family)}"; font-weight: {face.weight}; '
        f'src: url("{_font_address(face)}") }}'
        for family in families
        for face in family.faces
    ]
    in_turn = _css_names(families)
    plain_first = _css_names(sorted(families, key=lambda family: family.needs_shaping))
    # A name in another family stands on the same baseline as the words beside it, and its line is no higher for it.
    plain = f".{PLAIN} {{ font-family: {plain_first}; line-height: 0 }}"
    return "\n".join([*rules, f"html {{ font-family: {in_turn} }}", plain])


def _css_names(families: Sequence[FontFamily]) -> str:
    return ", ".join(f'"{_css_name(family)}"' for family in families)


def _css_name(family: FontFamily) -> str:
    return f"leafgen {family.id}"


def _font_address(face: FontFace) -> str:
    return f"asset:{face.sha256}"


def _screen_colours() -> ColorProfile:
    profile = io.BytesIO((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())
    return ColorProfile(profile, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


_elements_of = tags._build_box_tree


def _elements_in_their_language(box: Any, *place: Any) -> Iterator[Any]:
    """The engine's structure elements of a box, with the language that its HTML element names (WCAG 2.2, 3.1.2)."""
    for element in _elements_of(box, *place):
        if language := _language(box):
            name_language(element, language)
        yield element


# The engine keeps no way from an element back to its box, so the language is told while the element is made; there is
# no other hook. Without it a screen reader would read the second language with the sounds of the first.
tags._build_box_tree = _elements_in_their_language


def _language(box: Any) -> str:
    """The language that a part of the page names for itself; that of the page is the file's."""
    element = getattr(box, "_box", box).element  # an absolute box stands in a placeholder
    return "" if element is None or element.tag == "html" else element.get("lang", "")
