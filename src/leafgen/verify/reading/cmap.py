"""CMaps: from the bytes of a shown string to codes, and from codes to text (ISO 32000-2, 9.7.5 and 9.10.3).

A small reader of the PostScript that such streams hold; everything it does not know it skips.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from struct import unpack_from

_SECTION = re.compile(rb"begin(codespacerange|bfchar|bfrange|cidchar|cidrange)(.*?)end\1", re.DOTALL)
_COMMENT = re.compile(rb"%[^\r\n]*")
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])|(\d+)")

_PAIRS = {2}

MAXIMUM_RANGE = 0x10000
"""The longest range that is expanded: no font has more glyphs than that."""


@dataclass(frozen=True, slots=True)
class CMap:
    """`spaces`: (bytes a code, lowest, highest); `texts`: code to text; `cids`: code to character id."""

    spaces: tuple[tuple[int, int, int], ...] = ()
    texts: dict[int, str] = field(default_factory=dict)
    cids: dict[int, int] = field(default_factory=dict)

    def codes(self, data: bytes) -> list[int]:
        """The codes that a shown string holds; a byte that starts no code counts as one (and shows nothing known)."""
        widths = {width for width, _, _ in self.spaces} if self.spaces else _PAIRS
        if widths == _PAIRS:
            return list(unpack_from(f">{len(data) // 2}H", data))
        if widths == {1}:
            return list(data)
        codes, at = [], 0
        while at < len(data):
            for width, low, high in self.spaces:
                code = int.from_bytes(data[at : at + width], "big")
                if at + width <= len(data) and low <= code <= high:
                    break
            else:
                width, code = 1, data[at]
            codes.append(code)
            at += width
        return codes


def _text(raw: bytes) -> str:
    return raw.decode("utf-16-be", "replace")


def _hex(raw: bytes) -> bytes:
    digits = re.sub(rb"\s", b"", raw)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


@lru_cache(maxsize=256)
def parse_cmap(data: bytes) -> CMap:
    """The code spaces, texts and character ids of a CMap or ToUnicode stream."""
    spaces: list[tuple[int, int, int]] = []
    texts: dict[int, str] = {}
    cids: dict[int, int] = {}
    for section in _SECTION.finditer(_COMMENT.sub(b" ", data)):
        tokens: list[bytes | str | int] = []
        for string, opening, closing, number in _TOKEN.findall(section[2]):
            if opening or closing:
                tokens.append((opening or closing).decode())
            elif number:
                tokens.append(int(number))
            else:
                tokens.append(_hex(string))
        _read_section(section[1], tokens, spaces, texts, cids)
    return CMap(tuple(sorted(spaces)), texts, cids)


def _read_section(
    kind: bytes,
    tokens: list[bytes | str | int],
    spaces: list[tuple[int, int, int]],
    texts: dict[int, str],
    cids: dict[int, int],
) -> None:
    at = 0

    def number(position: int) -> int:
        token = tokens[position]
        return int.from_bytes(token, "big") if isinstance(token, bytes) else -1

    step = 3 if kind.endswith(b"range") and kind != b"codespacerange" else 2
    while at + step <= len(tokens):
        first, last = number(at), number(at + 1)
        target = tokens[at + step - 1]
        if kind == b"codespacerange":
            low = tokens[at]
            spaces.append((len(low) if isinstance(low, bytes) else 1, first, last))
        elif kind == b"bfchar" and isinstance(target, bytes):
            texts[first] = _text(target)
        elif kind == b"cidchar" and isinstance(target, int):
            cids[first] = target
        elif kind == b"cidrange" and isinstance(target, int):
            for offset in range(min(last - first, MAXIMUM_RANGE) + 1):
                cids[first + offset] = target + offset
        elif kind == b"bfrange" and isinstance(target, bytes) and target:
            for offset in range(min(last - first, MAXIMUM_RANGE) + 1):
                end = (int.from_bytes(target[-2:], "big") + offset) & 0xFFFF
                texts[first + offset] = _text(target[:-2] + end.to_bytes(2, "big"))
        elif kind == b"bfrange" and target == "[":
            entry, at = 0, at + 3
            while at < len(tokens) and tokens[at] != "]":
                item = tokens[at]
                if isinstance(item, bytes):
                    texts[first + entry] = _text(item)
                entry, at = entry + 1, at + 1
            at += 1
            continue
        at += step
