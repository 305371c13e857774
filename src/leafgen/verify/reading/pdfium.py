"""pdfium as a second reader: the text of each page. Alone in its file, for a proof that needs no other reader."""

from __future__ import annotations

import threading

import pypdfium2

PDFIUM = threading.Lock()
"""pdfium is not safe in several threads at once: hold this while it works."""


class ReaderFailed(Exception):
    """A second reader could not read the file."""


def pdfium_text(data: bytes) -> list[str]:
    """The text of each page as pdfium extracts it. Raises ReaderFailed."""
    with PDFIUM:
        return _pdfium_text(data)


def _pdfium_text(data: bytes) -> list[str]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReaderFailed(f"pdfium cannot open it ({error})") from error
    try:
        texts = []
        for number in range(len(document)):
            page = document[number]
            text_page = page.get_textpage()
            texts.append(text_page.get_text_range())
            text_page.close()
            page.close()
        return texts
    except pypdfium2.PdfiumError as error:
        raise ReaderFailed(f"pdfium cannot read it ({error})") from error
    finally:
        document.close()
