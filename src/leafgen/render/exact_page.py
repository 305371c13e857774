"""Pages whose every line was placed before: the page engine joins letters and decides nothing else."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from leafgen.content.fonts import FontFamily
from leafgen.render.page_engine import Document, PageEngine, PinnedFiles, font_assets, no_complaint
from leafgen.render.tagging import complete


def exact_pages(html: str, style: str, font: FontFamily, require: Callable[[Document], None] | None = None) -> bytes:
    """The PDF of `html` in one font (and that of names in plain letters), with no file from outside; `require` raises
    for a document that came out otherwise than it was placed. Raises InvalidInput for whatever the engine complains
    about."""
    fetcher = PinnedFiles(font_assets(font.with_plain), Path())
    with no_complaint() as complaints:
        try:
            engine = PageEngine(font.with_plain, (style,), fetcher)
            document = engine.lay_out(html)
            if require:
                require(document)
            pdf = engine.write(document, html, _finish)
        finally:
            fetcher.require_none_refused()
            complaints.require_none()
    return pdf


def html_page(title: str, body: str, *, language: str = "en", direction: str = "ltr", **about: str) -> str:
    """A whole page of HTML around `body`; `about` are its meta entries by name."""
    meta = "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in about.items())
    return (
        f'<!DOCTYPE html><html lang="{escape(language)}" dir="{direction}"><head><meta charset="utf-8">'
        f'<title>{escape(title)}</title>{meta}<meta name="generator" content="leafgen"></head>'
        f"<body>{body}</body></html>"
    )


def _finish(pdf: Any) -> None:
    complete(pdf)
    # A label printed at 97 % no longer lands on its sticker: no viewer may scale it.
    pdf.catalog.setdefault("ViewerPreferences", {})["PrintScaling"] = "/None"
