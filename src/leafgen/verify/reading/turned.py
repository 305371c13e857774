"""Lines with letters from right to left, as they stand on the page: letter by letter from the left, without spaces.

pdfium puts such a line in an order of its own, which hangs on how many words of it run which way. Where each letter
stands does not.
"""

from __future__ import annotations

import re
import unicodedata

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
        return unspaced(text)
    stretches = reversed(_NUMBERS.split(text))
    return unspaced("".join(stretch if stretch.isdigit() else stretch[::-1] for stretch in stretches))


def unspaced(text: str) -> str:
    """A text without spaces."""
    return "".join(text.split())
