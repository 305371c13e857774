"""pdfium as a second reader: the text of each page. Alone in its file, for a proof that needs no other reader."""

from __future__ import annotations

import threading
from typing import Any

import pypdfium2

PDFIUM = threading.Lock()
"""pdfium is not safe in several threads at once: hold this while it works."""


class ReaderFailed(Exception):
    """A second reader could not read the file."""


def pdfium_text(data: bytes) -> list[str]:
    """The text of each page as pdfium extracts it. Raises ReaderFailed."""
    with PDFIUM:
        return _pdfium_text(data)


def page_text(page: Any) -> str:
    """The text of a page that pdfium has open; hold PDFIUM."""
    text_page = page.get_textpage()
    try:
        return str(text_page.get_text_range())
    finally:
        text_page.close()


def _pdfium_text(data: bytes) -> list[str]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReaderFailed(f"pdfium cannot open it ({error})") from error
    try:
        texts = []
        for number in range(len(document)):
            page = document[number]
            texts.append(page_text(page))
            page.close()
        return texts
    except pypdfium2.PdfiumError as error:
        raise ReaderFailed(f"pdfium cannot read it ({error})") from error
    finally:
        document.close()
