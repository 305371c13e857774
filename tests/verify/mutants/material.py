"""What the specimens are made of: fonts, statements, and the two engines."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_fira_sans
import fontpkg_ibm_plex_sans_arabic
import weasyprint
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from weasyprint.text.fonts import FontConfiguration

from leafgen.compose.expectation import Expectation, Expected
from leafgen.verify.expect_file import SMALLEST_PT, SMALLEST_X_HEIGHT_MM
from leafgen.verify.trust import TrustedFont

FIRA = Path(str(fontpkg_fira_sans.__file__)).parent / "files"
PLEX = Path(str(fontpkg_ibm_plex_sans_arabic.__file__)).parent / "files"
FACES = (
    ("Leaf", 400, FIRA / "FiraSans-Regular.ttf"),
    ("Leaf", 700, FIRA / "FiraSans-Bold.ttf"),
    ("LeafArabic", 400, PLEX / "IBMPlexSansArabic-Regular.ttf"),
    ("LeafArabic", 700, PLEX / "IBMPlexSansArabic-Bold.ttf"),
)

WARN = "Do not take more than 350 mg of elemental magnesium a day, unless your doctor has told you to."
KIDNEY = "Never use magnesium if your kidneys do not work well."
DOSE = "Take 1 1/2 tablets with the evening meal; that is 187.5 mg."
WAIT = "Leave at least 4 hours between magnesium and antibiotics, and 2.5 hours before efficient iron tablets."
PHONE = "Questions? Call 020 566 9111 or, at night, 088 003 0600."
ROW = ("Adults", "300 mg", "once a day, no more than 14 days")
ROW2 = ("Children", "150 mg", "only after advice")
TITLE = "Magnesium against cramps"


@dataclass(frozen=True, slots=True)
class Specimen:
    """A PDF and what it is held to."""

    pdf: bytes
    expectation: Expectation


@cache
def trusted() -> tuple[TrustedFont, ...]:
    """The fonts the specimens are set in."""
    fonts = []
    for _, _, path in FACES:
        data = path.read_bytes()
        fonts.append(TrustedFont(path.stem, data, hashlib.sha256(data).hexdigest()))
    return tuple(fonts)


@cache
def _fonts() -> tuple[FontConfiguration, weasyprint.CSS]:
    configuration = FontConfiguration()
    rules = "".join(
        f"@font-face {{ font-family: {name}; font-weight: {weight}; src: url('{path.as_uri()}') }}"
        for name, weight, path in FACES
    )
    return configuration, weasyprint.CSS(string=rules, font_config=configuration)


BASE_CSS = """
@page { size: A4; margin: 20mm; @bottom-center { content: "Page " counter(page) " of " counter(pages);
  font: 9pt Leaf } }
html { font: 11pt/1.35 Leaf; hyphens: none; hyphenate-character: "-" }
table { border-collapse: collapse } td, th { border: 0.5pt solid #888; padding: 2pt 6pt; text-align: left }
h1 { font-size: 18pt }
"""


def html_pdf(body: str, css: str = "", language: str = "en", tagged: bool = True, **options: Any) -> bytes:
    """A PDF of some HTML, set in the specimens' fonts."""
    configuration, faces = _fonts()
    direction = ' dir="rtl"' if language == "ar" else ""
    document = weasyprint.HTML(
        string=f'<html lang="{language}"{direction}><head><title>{TITLE}</title></head><body>{body}</body></html>'
    )
    styles = [faces, weasyprint.CSS(string=BASE_CSS + css, font_config=configuration)]
    options |= {"pdf_variant": "pdf/ua-1"} if tagged else {}
    return bytes(document.write_pdf(stylesheets=styles, font_config=configuration, **options))


def body(**changes: str) -> str:
    """The usual leaflet; `changes` replaces a part by name (warn, kidney, dose, wait, phone, table, after)."""
    parts = {
        "title": f"<h1>{TITLE}</h1>",
        "intro": "<p>Magnesium is a mineral. Nuts, beans and whole grains contain it.</p>",
        "warn": f"<p>{WARN}</p>",
        "kidney": f"<p>{KIDNEY}</p>",
        "list": f"<ul><li>{DOSE}</li><li>{WAIT}</li></ul>",
        "table": "<table>" + table_row(ROW) + table_row(ROW2) + "</table>",
        "phone": f"<p>{PHONE}</p>",
        "after": "",
    }
    return "".join((parts | changes).values())


def table_row(cells: Sequence[str]) -> str:
    """A row of a table."""
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


STATEMENTS: tuple[tuple[str, str | tuple[str, ...]], ...] = (
    ("title", TITLE),
    ("warn", WARN),
    ("kidney", KIDNEY),
    ("dose", DOSE),
    ("wait", WAIT),
    ("row", ROW),
    ("row2", ROW2),
    ("phone", PHONE),
)


def promise(statements: Sequence[tuple[str, str | tuple[str, ...]]] = STATEMENTS, locale: str = "en") -> Expectation:
    """An open expectation, as an --expect file makes it."""
    flow = tuple(Expected(id, (text,) if isinstance(text, str) else text) for id, text in statements)
    return Expectation(
        kind="other",
        locale=locale,
        direction="rtl" if locale == "ar" else "ltr",
        flow=flow,
        closed=False,
        minimum_pt=SMALLEST_PT,
        minimum_x_height_mm=SMALLEST_X_HEIGHT_MM,
    )


def usual(css: str = "", tagged: bool = True, **changes: str) -> Specimen:
    """The usual leaflet with some change, held to the usual statements."""
    return Specimen(html_pdf(body(**changes), css, tagged=tagged), promise())


@cache
def reportlab_fonts() -> None:
    """Register the fonts with ReportLab."""
    registerFont(TTFont("Leaf", str(FIRA / "FiraSans-Regular.ttf")))
    registerFont(TTFont("Leaf-Bold", str(FIRA / "FiraSans-Bold.ttf")))
    registerFont(TTFont("LeafArabic", str(PLEX / "IBMPlexSansArabic-Regular.ttf")))


Maker = Callable[[], Specimen]
