"""pypdf as a second reader: the text of each page. Alone in its file: it takes as long to import as a label to draw."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf._cmap import get_encoding  # the half of what pypdf reads of a font that tells letters; the other is widths
from pypdf.errors import PyPdfError
from pypdf.generic import ContentStream, DictionaryObject, NameObject, PdfObject

from leafgen.verify.reading.abridged import abridged
from leafgen.verify.reading.failure import ReaderFailed
from leafgen.verify.reading.sparing import SparingReader

_log = logging.getLogger("pypdf")
_log.setLevel(logging.CRITICAL)  # what it stumbles over shows in the text it gives, which is compared

_SAID_ELSEWHERE = frozenset((b"Do", b"'", b'"'))
"""Operators that may show text and that leafgen's own pages do without."""

Letters = Callable[[bytes], str]
"""What a shown string says in a font."""


def pypdf_text(data: bytes, letters_alone: bool = False) -> list[str]:
    """The text of each page as pypdf extracts it, in content order; with `letters_alone`, in a tenth of the time for a
    leaflet, spaces and ends of lines may be lacking, and words from right to left in any order. Raises ReaderFailed."""
    try:
        if letters_alone:
            quick = _Quickly(data)
            return [quick.text(page) for page in quick.reader.pages]
        return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise ReaderFailed(f"pypdf cannot read it ({type(error).__name__})") from error


class _Quickly:
    """pypdf asked for letters alone: it parses the file, its fonts and the content, and says what each string says in
    its font. What it takes most of its time for is left out: how wide each letter is, whether a space stands between
    two strings, and in which order words from right to left are read."""

    def __init__(self, data: bytes) -> None:
        self.reader = SparingReader(BytesIO(data))
        self._fonts: dict[int, tuple[DictionaryObject, Letters]] = {}

    def text(self, page: PageObject) -> str:
        """The letters of a page."""
        contents = page.get("/Contents")
        if contents is None:
            return ""
        content = ContentStream(contents.get_object(), self.reader, "bytes")
        content.set_data(abridged(content.get_data()))
        resources = page.get_inherited("/Resources", DictionaryObject()).get_object()
        fonts = resources.get("/Font", DictionaryObject()).get_object()
        said: list[str] = []
        font: Letters | None = None
        saved: list[Letters | None] = []
        for operands, operator in content.operations:
            if operator in _SAID_ELSEWHERE:
                page[NameObject("/Contents")] = content
                return page.extract_text()
            if operator == b"Tf":
                font = self._font(fonts.get(operands[0]))
            elif operator == b"q":
                saved.append(font)
            elif operator == b"Q" and saved:
                font = saved.pop()
            elif operator in (b"Tj", b"TJ") and operands and font is not None:
                strings = operands[:1] if operator == b"Tj" else operands[0]
                said += [font(string) for string in strings if isinstance(string, bytes)]
        return "".join(said)

    def _font(self, font: PdfObject | None) -> Letters | None:
        found = font.get_object() if font is not None else None
        if not isinstance(found, DictionaryObject):
            return None
        if id(found) not in self._fonts:  # it is kept, so that its place in memory stays its own
            self._fonts[id(found)] = found, partial(_letters, *get_encoding(found))
        return self._fonts[id(found)][1]


def _letters(encoding: str | dict[int, str], said: dict[str, str], string: bytes) -> str:
    if isinstance(encoding, str):
        codes = string.decode(encoding, "surrogatepass")
    else:
        codes = "".join([encoding.get(code, chr(code)) for code in string])
    return "".join([said.get(code, code) for code in codes])
