"""The second readers: pypdf and pdfium, which share no code with the walker and so check it."""

from __future__ import annotations

import logging
import threading
from io import BytesIO

import pypdfium2
from pypdf import PdfReader
from pypdf.errors import PyPdfError

READERS = ("pypdf", "pdfium")
"""Every second reader there is."""

PDFIUM = threading.Lock()
"""pdfium is not safe in several threads at once: hold this while it works."""

_log = logging.getLogger("pypdf")
_log.setLevel(logging.CRITICAL)  # what it stumbles over shows in the text it gives, which is compared


class ReaderFailed(Exception):
    """A second reader could not read the file."""


def pypdf_text(data: bytes) -> list[str]:
    """The text of each page as pypdf extracts it, in content order. Raises ReaderFailed."""
    try:
        return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise ReaderFailed(f"pypdf cannot read it ({type(error).__name__})") from error


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
