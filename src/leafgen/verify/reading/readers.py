"""The second readers: pypdf and pdfium, which share no code with the walker and so check it."""

from __future__ import annotations

import logging
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from leafgen.verify.reading.pdfium import ReaderFailed

__all__ = ["READERS", "ReaderFailed", "pypdf_text"]

READERS = ("pypdf", "pdfium")
"""Every second reader there is."""

_log = logging.getLogger("pypdf")
_log.setLevel(logging.CRITICAL)  # what it stumbles over shows in the text it gives, which is compared


def pypdf_text(data: bytes) -> list[str]:
    """The text of each page as pypdf extracts it, in content order. Raises ReaderFailed."""
    try:
        return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise ReaderFailed(f"pypdf cannot read it ({type(error).__name__})") from error
