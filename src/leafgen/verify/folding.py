"""Folding: which characters count as the same when a promise is compared with what a PDF says.

Only what is drawn alike and means the same is folded: the Latin ligatures FB00-FB06, the Dutch ij, the Arabic
presentation forms, the spaces that do not break, the micro sign. Never NFKC, which turns 1½ into 11⁄2 and m² into m2.
"""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_DUTCH = {0x132: "IJ", 0x133: "ij"}
_SPACES = dict.fromkeys((0x09, 0x0A, 0x0D, 0xA0, 0x2007, 0x202F, *range(0x2000, 0x200B), 0x205F, 0x3000), " ")
_NOTHING = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x61C, 0x200E, 0x200F))
_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_MICRO = {0xB5: "μ"}
_HYPHENS = {0x2010: "-", 0x2011: "-"}
_ARABIC = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0xFB50, 0xFDFE), *range(0xFE70, 0xFEFD))
    if unicodedata.decomposition(chr(code)).startswith("<")
}
_TABLE: dict[int, str | None] = {
    **_ARABIC,
    **_LIGATURES,
    **_DUTCH,
    **_SPACES,
    **_NOTHING,
    **_BIDI,
    **_MICRO,
    **_HYPHENS,
}
_FOLDED = frozenset(map(chr, _TABLE))
_RUNS_OF_SPACE = re.compile(" {2,}")


def fold(text: str) -> str:
    """The text in the one form in which texts are compared; spaces are kept one for one."""
    if text.isascii() and "\n" not in text and "\t" not in text and "\r" not in text:
        return text
    return unicodedata.normalize("NFD", text if _FOLDED.isdisjoint(text) else text.translate(_TABLE))


def folded_words(text: str) -> str:
    """`fold`, with each run of spaces as one and none at the ends."""
    return _RUNS_OF_SPACE.sub(" ", fold(text)).strip()


def is_right_to_left(char: str) -> bool:
    """Whether the character is written from right to left."""
    return unicodedata.bidirectional(char) in ("R", "AL")
