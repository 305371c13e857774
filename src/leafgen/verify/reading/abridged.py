"""Page content abridged for a reader that only has to say which letters are shown, not where or beside what.

A reader written in Python takes most of its time for single glyphs, kerned apart, and for all that only says where
they stand, beside what paths and in which colours. What is left out can neither add nor change a letter: what stays is
which font is chosen and which strings are shown. Strings, comments and arrays are taken whole, so that nothing inside
them is mistaken for an operator; an operand that an operator would have cleared is cleared still.
"""

from __future__ import annotations

import re

_NUMBER = rb"[-+]?[0-9.]++"
_NAME = rb"/[^\s()<>\[\]{}/%]++"
_STRING = rb"<(?:[0-9A-Fa-f]{2})*+>"
_SILENT = (
    rb"(?>(?:" + _NUMBER + rb"\s++){1,6})(?:c|l|re|m|v|y|rg|RG|g|G|k|K|w|J|j|M|i|cm|Tm|Td|TD|Tc|Tw|Tz|TL|Ts|Tr)"
    rb"|" + _NAME + rb"\s++(?:gs|cs|CS|ri|BMC|<<\s*+/MCID\s++[0-9]++\s*+>>\s*+BDC)"
    rb"|\[(?:\s*+" + _NUMBER + rb")*+\s*+\]\s*+" + _NUMBER + rb"\s++d"
    rb"|(?:BT|ET|T\*|EMC|BMC|h|n|S|s|F|f\*?|B\*?|b\*?|W\*?)"
    rb"|BI(?:\s++/(?:W|H|IM|BPC|D)\s++(?:true|[0-9]++|\[[0-9\s]++\]))++\s++/F\s++/AHx\s++ID\s[0-9A-Fa-f\s]*+>\s*+EI"
)
"""Operators of ISO 32000-2, annex A, that show no text and choose no font, each with its operands. Of the images in the
content those in hexadecimal digits, as labels draw codes: what ends them ends them for every reader."""
_PIECES = re.compile(
    rb"(?P<shown>(?:\[(?>(?:\s*+" + _STRING + rb"(?:\s*+" + _NUMBER + rb")*+)++)\s*+\]\s*+TJ"
    rb"|" + _STRING + rb"\s*+Tj)(?!\S))"
    rb"|(?P<kept><<|<[0-9A-Fa-f\s]*+>|\((?>[^()\\]|\\.)*+\))"
    rb"|(?<!\S)(?:(?P<silent>(?:(?:" + _SILENT + rb")(?!\S)\s*+)++)"
    rb"|(?P<font>" + _NAME + rb"\s++" + _NUMBER + rb"\s++Tf)(?!\S)"
    rb"|(?P<save>q)(?!\S)|(?P<restore>Q)(?!\S))"
    rb"|(?P<odd>[(<%]|\bBI\b)",
    re.DOTALL,
)
_DIGITS = re.compile(rb"<([^>]*+)>")
_SPECIAL = re.compile(rb"[()\\\r]")
_ESCAPED = {b"(": rb"\(", b")": rb"\)", b"\\": rb"\\", b"\r": rb"\r"}


def abridged(content: bytes) -> bytes:
    """The content with its fonts and strings alone, where it can be told apart for certain; else the content itself.

    A comment, a string within a string, an image in the content that is more than digits, anything that is not plain:
    nothing is left out.
    """
    letters = _Letters()
    at = 0
    for piece in _PIECES.finditer(content):
        kind = piece.lastgroup
        if kind == "odd":
            return content
        if kind == "kept":
            continue
        letters.add(str(kind), piece[0], content[at : piece.start()])
        at = piece.end()
    return letters.end(content[at:])


class _Letters:
    """What is kept: `parts` of content, each some complete operators; `strings` that one more operator will show."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.strings: list[bytes] = []
        self.font = b""
        self.saved: list[tuple[int, bytes]] = []

    def add(self, kind: str, piece: bytes, before: bytes) -> None:
        """Keep what is needed of a piece, and all that stands `before` it and is no such piece."""
        if before.strip():
            # Operands may be left over in it: they go with the operator that they would go with.
            self._keep(before)
            self._keep(piece if kind in ("shown", "font") else b"n")
            self.font = b""
        elif kind == "shown":
            self._show(piece)
        elif kind == "font" and piece != self.font:
            self._keep(piece)
            self.font = piece
        if kind == "save":
            self._keep(b"q")
            self.saved.append((len(self.parts), self.font))
        elif kind == "restore":
            self._restore()

    def _restore(self) -> None:
        begun, self.font = self.saved.pop() if self.saved else (-1, b"")
        if begun == len(self.parts) and not self.strings:
            self.parts.pop()  # nothing was kept since then
        else:
            self._keep(b"Q")

    def _keep(self, part: bytes) -> None:
        self._finish()
        self.parts.append(part)

    def _show(self, piece: bytes) -> None:
        """Show the strings of an operator as one, without what lies between them, and with those of the one before."""
        string = bytes.fromhex(b"".join(_DIGITS.findall(piece)).decode("ascii"))
        halved = len(string) % 2 == 1  # half a code would join with what is put to it
        if halved:
            self._finish()
        self.strings.append(string)
        if halved:
            self._finish()

    def _finish(self) -> None:
        if self.strings:
            string = _SPECIAL.sub(lambda char: _ESCAPED[char[0]], b"".join(self.strings))
            self.parts.append(b"(" + string + b") Tj")
            self.strings.clear()

    def end(self, rest: bytes) -> bytes:
        """All that is kept, with what stands after the last piece."""
        self._finish()
        return b"\n".join([*self.parts, rest] if rest.strip() else self.parts)
