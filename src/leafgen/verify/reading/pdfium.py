"""pdfium as a second reader: the text of each page. Alone in its file, for a proof that needs no other reader."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from ctypes import byref, c_double
from typing import Any, BinaryIO

import pypdfium2
from pypdfium2 import raw

from leafgen.verify.reading.failure import ReaderFailed
from leafgen.verify.reading.turned import LINE_END, unspaced

PDFIUM = threading.Lock()
"""pdfium is not safe in several threads at once: hold this while it works."""


def pdfium_text(data: bytes, turned: Sequence[Collection[int]] = ()) -> list[str]:
    """The text of each page as pdfium extracts it; the lines that are `turned`, page by page, as they stand on the page
    (leafgen.verify.reading.turned). Raises ReaderFailed."""
    with PDFIUM:
        return _pdfium_text(data, turned)


def page_text(page: Any, turned: Collection[int] = ()) -> str:
    """The text of a page that pdfium has open; hold PDFIUM."""
    text_page = page.get_textpage()
    try:
        text = str(text_page.get_text_range())
        return _placed_lines(text_page, text, turned) if turned else text
    finally:
        text_page.close()


def _placed_lines(text_page: Any, text: str, turned: Collection[int]) -> str:
    """The text of a page that pdfium has open, with the lines of these numbers as they stand on the page."""
    lines, at, x, y = text.split(LINE_END), 0, c_double(), c_double()
    for number, line in enumerate(lines):
        if number in turned:
            places = []
            for place, character in enumerate(line):
                raw.FPDFText_GetCharOrigin(text_page, at + place, byref(x), byref(y))
                # The letters of one glyph stand in one place, the last of them first.
                places.append((round(x.value, 2), place, character))
            lines[number] = unspaced("".join(character for _, _, character in sorted(places)))
        at += len(line) + len(LINE_END)
    return LINE_END.join(lines)


def _pdfium_text(data: bytes, turned: Sequence[Collection[int]]) -> list[str]:
    with pdfium_document(data) as document:
        return [
            document.text(number, turned[number] if number < len(turned) else ()) for number in range(len(document))
        ]


class PdfiumDocument:
    """A file that pdfium has open. Hold PDFIUM while it is used."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document

    def __len__(self) -> int:
        return len(self._document)

    def text(self, number: int, turned: Collection[int] = ()) -> str:
        """The text of a page, counted from 0, with these lines of it as they stand on the page. Raises ReaderFailed."""
        try:
            page = self._document[number]
            text = page_text(page, turned)
            page.close()
        except pypdfium2.PdfiumError as error:
            raise ReaderFailed(f"pdfium cannot read it ({error})") from error
        return text


@contextmanager
def pdfium_document(file: bytes | BinaryIO) -> Iterator[PdfiumDocument]:
    """A file's bytes, or a file, opened by pdfium. Raises ReaderFailed."""
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise ReaderFailed(f"pdfium cannot open it ({error})") from error
    try:
        yield PdfiumDocument(document)
    finally:
        document.close()
