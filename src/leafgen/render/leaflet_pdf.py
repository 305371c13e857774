"""Leaflets as PDF: the page engine, held to the pinned fonts, to silence and to the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import logging
import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from leafgen.compose.composition import Composition
from leafgen.content.fonts import FontFace, FontFamily
from leafgen.kernel.errors import EnvironmentLacking, InvalidInput, LeafgenError
from leafgen.render.editions import EDITIONS
from leafgen.render.glyphs import require_glyphs, without_layout
from leafgen.render.html import LOGO, PICTOGRAM, leaflet_html
from leafgen.render.leaflet_expectation import leaflet_expectation
from leafgen.render.pages import Band, Piece, Placed, Room, divide, fullness
from leafgen.render.rendition import Rendition
from leafgen.render.tagging import complete
from leafgen.render.units import units_of

#: Archival and tagged; `complete` adds the PDF/UA-1 identification to it.
VARIANT = "pdf/a-3a"
#: The colours are those of screens; a printer makes its own of them.
INTENT = "srgb"
#: The style sheets of a leaflet, in order.
SHEETS = ("page.css", "leaflet.css", "editions.css")
#: Where the clinics' logos lie, from the workspace's root.
LOGOS = "leaflets/clinics"
#: How full the pages are, as sections stay whole, when a leaflet usually fits and when it hardly ever does; and what
#: one step smaller does to that (all measured on the four indications in two languages).
USUALLY_FITS, HARDLY_EVER_FITS, STEP_RATIO = 0.93, 0.985, 0.905
#: Less than this share of the last page is "nearly empty".
LEAST_FILLED = 0.3
_LOGGERS = ("weasyprint", "fontTools")
#: Said on machines without libharfbuzz-subset; fontTools then makes the subset, as well and as repeatably.
_KNOWN_NOTICE = "Using fontTools instead of HarfBuzz-Subset"
_MEDIA = {".svg": "image/svg+xml", ".png": "image/png", ".ttf": "font/ttf", ".otf": "font/otf"}


def render_leaflet(composition: Composition, templates: Path, styles: Path, fonts: Sequence[FontFamily]) -> Rendition:
    """Lay out one leaflet, in the largest step of its edition that keeps to the edition's pages.

    Raises InvalidInput for a character no font can draw, for templates or styles the engine complains about or
    that reach outside, and for more text than the pages hold.
    """
    families = _in_order(composition.font, fonts)
    require_glyphs(composition, families)
    fetcher = _PinnedFiles(_assets(composition, styles, families), styles)
    with _no_complaint() as complaints:
        try:
            engine = _Engine(composition, templates, styles, families, fetcher)
            document, html = engine.fit()
            pdf = engine.write(document, html)
        finally:
            # Whatever else went wrong most likely follows from what the engine said.
            fetcher.require_none_refused()
            complaints.require_none()
    return Rendition(pdf, composition, leaflet_expectation(composition, families), len(document.pages))


class _Engine:
    """WeasyPrint with the style sheets and fonts of one leaflet."""

    def __init__(
        self,
        composition: Composition,
        templates: Path,
        styles: Path,
        families: Sequence[FontFamily],
        fetcher: _PinnedFiles,
    ) -> None:
        self.composition = composition
        self.templates = templates
        self.edition = EDITIONS.choose(composition.edition)
        self.pinned = _PinnedFonts(families)
        self.measured: dict[str, tuple[list[Piece], Room]] = {}
        self.fetcher = fetcher
        self.fonts = FontConfiguration()
        texts = (_font_css(families), *((styles / name).read_text("utf-8") for name in SHEETS))
        self.sheets = [self.sheet(text, styles) for text in texts]

    def sheet(self, text: str, styles: Path) -> weasyprint.CSS:
        """A parsed style sheet."""
        base = f"{styles.resolve().as_uri()}/"
        return weasyprint.CSS(string=text, base_url=base, font_config=self.fonts, url_fetcher=self.fetcher)

    def fit(self) -> tuple[weasyprint.Document, str]:
        """The document in the step of its edition that makes the best pages, and its HTML."""
        maximum = self.edition.maximum_pages
        if maximum is None:
            return self.run_on()
        steps = self.edition.steps
        for step in steps[self.largest(maximum) :]:
            pieces, room = self.measure(step)
            if division := divide(pieces, room, maximum):
                document, html = self.lay_out(step, division.bands)
                if len(document.pages) <= maximum:
                    return document, html
        pieces, room = self.measure(steps[-1])
        raise InvalidInput(
            f"the leaflet does not fit {maximum} pages at the smallest type allowed: its sections fill"
            f" {fullness(pieces, room, maximum):.0%} of them",
            "shorten its texts to about 90%, as sections stay whole, or choose the edition clear or large",
        )

    def run_on(self) -> tuple[weasyprint.Document, str]:
        """The document in one column over as many pages as it takes: the largest step that does not leave the last
        page nearly empty, or the one with the fewest pages when all do."""
        tried = []
        for step in self.edition.steps:
            document, html = self.lay_out(step, self.one_column())
            last = document.pages[-1]
            _, _, _, reached = last.anchors.get("end", (0, 0, 0, 0))
            if len(document.pages) == 1 or reached > LEAST_FILLED * last.height:
                return document, html
            tried.append((document, html))
        return min(tried, key=lambda entry: len(entry[0].pages))

    def largest(self, maximum: int) -> int:
        """The number of the largest step whose sections can be divided over the pages (one past the last when there
        is none). Each measuring tells by how full the pages are which step to try next."""
        low, high = 0, len(self.edition.steps)
        number = high // 2
        while low < high:
            pieces, room = self.measure(self.edition.steps[number])
            full = fullness(pieces, room, maximum)
            if divide(pieces, room, maximum):
                high = number
                if full / STEP_RATIO > HARDLY_EVER_FITS:
                    break
            else:
                low = number + 1
            guess = number + math.ceil(math.log(full / USUALLY_FITS) / -math.log(STEP_RATIO))
            number = min(max(guess, low), high - 1)
        return high

    def one_column(self) -> tuple[Band, ...]:
        """Every section below the other: pages end where they end."""
        sections = enumerate(self.composition.sections)
        return tuple(
            Band(((Placed(number, 0, len(units_of(section)), 0.0),),), 0.0, wide=True) for number, section in sections
        )

    def measure(self, step: str) -> tuple[list[Piece], Room]:
        """The heights of all units of all sections in one step."""
        if step not in self.measured:
            self.measured[step] = self.take_measure(step)
        return self.measured[step]

    def take_measure(self, step: str) -> tuple[list[Piece], Room]:
        """`measure`, from a page long enough for everything."""
        document, _ = self.lay_out(step, None)
        box = {name: (top, bottom) for name, (_, top, _, bottom) in document.pages[0].anchors.items()}
        pieces: list[Piece] = []
        for number, section in enumerate(self.composition.sections):
            top, bottom = box[f"section-{number}"]
            units = units_of(section)
            marks = [box[unit.mark(number)] for unit in units]
            tops = [top, *(mark[0] for mark in marks[1:])]
            bottoms = [*(mark[1] for mark in marks[:-1]), bottom]
            for place, unit in enumerate(units):
                pieces.append(
                    Piece(
                        section=number,
                        height=bottoms[place] - tops[place],
                        before=tops[place] - bottoms[place - 1] if place else 0.0,
                        breaks=unit.breaks or place == 0,
                        wide=section.wide,
                        foot=section.look == "quiet",
                    )
                )
        height = {name: bottom - top for name, (top, bottom) in box.items()}
        return pieces, Room(height["page-room"], height["page-room"] - height["front"], height["gap"])

    def lay_out(self, step: str, bands: Sequence[Band] | None) -> tuple[weasyprint.Document, str]:
        """The document in one step of the edition, and its HTML; without bands, one long page for measuring."""
        classes = (self.edition.id, step, self.composition.font, *(() if bands is not None else ("measuring",)))
        html = leaflet_html(self.composition, self.templates, tuple(dict.fromkeys(classes)), bands)
        page = weasyprint.HTML(string=html, url_fetcher=self.fetcher)
        document = page.render(
            stylesheets=self.sheets,
            font_config=self.fonts,
            color_profiles={INTENT: _screen_colours()},
            output_intent=INTENT,
            pdf_variant=VARIANT,
        )
        return document, html

    def write(self, document: weasyprint.Document, html: str) -> bytes:
        """The file; its identifier comes from what is said, never from a clock or chance."""
        document.fonts = self.pinned
        pdf: bytes = document.write_pdf(
            pdf_variant=VARIANT,
            output_intent="",  # given when it was laid out; the engine's own leaves a file open
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
            finisher=lambda _, unfinished: complete(unfinished),
        )
        return pdf


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


class _PinnedFiles(URLFetcher):  # type: ignore[misc]
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
def _no_complaint() -> Iterator[_Complaints]:
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


def _assets(composition: Composition, styles: Path, families: Sequence[FontFamily]) -> dict[str, Path]:
    """The files a page may have, by the address under which it asks for them."""
    assets = {_font_address(face): face.path for family in families for face in family.faces}
    if logo := composition.brand.logo:
        assets[LOGO] = styles.parent / LOGOS / logo
    return assets


def _in_order(font: str, families: Sequence[FontFamily]) -> tuple[FontFamily, ...]:
    """The family of the leaflet's script first, the others after it, for names in another script."""
    if font not in {family.id for family in families}:
        raise EnvironmentLacking(f"there is no font family {font!r}", "name one of styles/fonts.yaml in the locale")
    return tuple(sorted(families, key=lambda family: family.id != font))


def _font_css(families: Sequence[FontFamily]) -> str:
    """Faces under names no system font has, so that none can take their place."""
    rules = [
        f'@font-face {{ font-family: "{_css_name(family)}"; font-weight: {face.weight}; '
        f'src: url("{_font_address(face)}") }}'
        for family in families
        for face in family.faces
    ]
    names = ", ".join(f'"{_css_name(family)}"' for family in families)
    return "\n".join([*rules, f"html {{ font-family: {names} }}"])


def _css_name(family: FontFamily) -> str:
    return f"leafgen {family.id}"


def _font_address(face: FontFace) -> str:
    return f"asset:{face.sha256}"


def _screen_colours() -> ColorProfile:
    profile = io.BytesIO((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())
    return ColorProfile(profile, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))
