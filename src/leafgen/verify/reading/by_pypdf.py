"""pypdf as a second reader: the text of each page. Alone in its file: it takes as long to import as a label to draw."""

from __future__ import annotations

import logging
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ContentStream, NameObject

from leafgen.verify.reading.abridged import abridged
from leafgen.verify.reading.failure import ReaderFailed
from leafgen.verify.reading.sparing import SparingReader

_log = logging.getLogger("pypdf")
_log.setLevel(logging.CRITICAL)  # what it stumbles over shows in the text it gives, which is compared


def pypdf_text(data: bytes, letters_alone: bool = False) -> list[str]:
    """The text of each page as pypdf extracts it, in content order; with `letters_alone`, in a third of the time,
    spaces and ends of lines may be lacking. Raises ReaderFailed."""
    try:
        reader = (SparingReader if letters_alone else PdfReader)(BytesIO(data))
        return [_text(reader, page, letters_alone) for page in reader.pages]
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise ReaderFailed(f"pypdf cannot read it ({type(error).__name__})") from error


def _text(reader: PdfReader, page: PageObject, letters_alone: bool) -> str:
    contents = page.get("/Contents")
    if letters_alone and contents is not None:
        content = ContentStream(contents.get_object(), reader, "bytes")
        content.set_data(abridged(content.get_data()))
        page[NameObject("/Contents")] = content
    return page.extract_text()
