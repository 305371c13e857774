"""Page content abridged for a reader that only has to say which letters are shown, not where or beside what.

A reader written in Python takes most of its time for single glyphs, kerned apart, and for the paths between them.
What is left out can neither add nor change a letter: strings of one operator are put together without their kerning,
and a run of painting is told by one operator, which clears the operands as they would. Strings, comments and arrays
are taken whole, so that nothing inside them is mistaken for an operator.
"""

from __future__ import annotations

import re

_NUMBER = rb"[-+]?[0-9.]++"
_PIECES = re.compile(
    rb"(?P<shown>\[(?>(?:\s*+<(?:[0-9A-Fa-f]{2})++>(?:\s*+" + _NUMBER + rb")*+)++)\s*+\]\s*+TJ(?=\s))"
    rb"|(?P<kept><<|<[0-9A-Fa-f\s]*+>|\((?>[^()\\]|\\.)*+\)|%[^\r\n]*+)"
    rb"|(?P<odd>[(<]|\bBI\b)"
    rb"|(?P<painted>(?<=\s)(?:(?>(?:" + _NUMBER + rb"\s++){1,6})(?:c|l|re|m|rg|RG|w|J|j|M)(?=\s)\s*+)++)",
    re.DOTALL,
)
_STRING = re.compile(rb"<([^>]++)>")
_SPECIAL = re.compile(rb"[()\\\r]")
_ESCAPED = {b"(": rb"\(", b")": rb"\)", b"\\": rb"\\", b"\r": rb"\r"}


def abridged(content: bytes) -> bytes:
    """The content without kerning and paths, where it can be told apart for certain; else the content itself.

    An image in the content, a string within a string, anything that is not plain: nothing is left out.
    """
    parts: list[bytes] = []
    at = 0
    for piece in _PIECES.finditer(content):
        kind = piece.lastgroup
        if kind == "odd":
            return content
        if kind == "kept":
            continue
        parts.append(content[at : piece.start()])
        parts.append(_joined(piece[0]) if kind == "shown" else b"n\n")
        at = piece.end()
    parts.append(content[at:])
    return b"".join(parts)


def _joined(array: bytes) -> bytes:
    """The strings of a TJ as one, without what lies between them."""
    string = bytes.fromhex(b"".join(_STRING.findall(array)).decode("ascii"))
    return b"[(" + _SPECIAL.sub(lambda char: _ESCAPED[char[0]], string) + b")] TJ"
