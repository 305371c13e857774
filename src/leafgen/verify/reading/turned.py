"""Lines with letters from right to left, as they stand on the page: letter by letter from the left, without spaces.

pdfium puts such a line in an order of its own, which hangs on how many words of it run which way. Where each letter
stands does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from ctypes import byref, c_double
from typing import Any

from pypdfium2 import raw

#: What pdfium puts between two lines.
LINE_END = "\r\n"
_NUMBERS = re.compile("([0-9]+)")


def runs_left(text: str) -> bool:
    """Whether a text has letters that run from right to left."""
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def page_order(text: str) -> str:
    """A text as it stands on the page from left to right, without spaces: numbers and all that has no letter from
    right to left as they are read, everything else the other way round."""
    if not runs_left(text):
        return _unspaced(text)
    stretches = reversed(_NUMBERS.split(text))
    return _unspaced("".join(stretch if stretch.isdigit() else stretch[::-1] for stretch in stretches))


def placed_lines(text_page: Any, text: str, turned: Collection[int]) -> str:
    """The text of a page that pdfium has open, with the lines of these numbers as they stand on the page."""
    lines, at, x, y = text.split(LINE_END), 0, c_double(), c_double()
    for number, line in enumerate(lines):
        if number in turned:
            places = []
            for place, character in enumerate(line):
                raw.FPDFText_GetCharOrigin(text_page, at + place, byref(x), byref(y))
                # The letters of one glyph stand in one place, the last of them first.
                places.append((round(x.value, 2), place, character))
            lines[number] = _unspaced("".join(character for _, _, character in sorted(places)))
        at += len(line) + len(LINE_END)
    return LINE_END.join(lines)


def _unspaced(text: str) -> str:
    return "".join(text.split())
