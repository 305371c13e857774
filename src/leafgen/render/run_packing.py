"""Packing what every patient of a run has, once: only the patient's digits, and what is reckoned from them, differ.

A packed stream names what stood before instead of saying it again (RFC 1951). So the digits are said once, in a block
that is not packed, and wherever they stand again the stream points back at them: the rest of it is the same bytes
for every patient.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from leafgen.kernel.errors import LeafgenError

#: What a packed stream begins with (RFC 1950), and a block of it that is not packed and not the last (RFC 1951, 3.2.4).
_ZLIB, _PLAIN = b"\x78\xda", b"\x00"
_RAW = -zlib.MAX_WBITS
_BASE = 65521
"""The largest prime below 65536 (RFC 1950, 8.2)."""


class CannotPackError(LeafgenError):
    """A text whose digits cannot be said once: a fault of this code."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A packed text with a hole for digits: what stands before and behind them, and how the check sum follows from
    them: what it is without any, and what one more of each digit adds to its two halves."""

    before: bytes
    behind: bytes
    sums: tuple[int, int]
    steps: tuple[tuple[int, int], ...]

    @property
    def length(self) -> int:
        """In bytes, with the digits and the check sum."""
        return len(self.before) + len(self.steps) + len(self.behind) + 4

    def of(self, digits: bytes) -> bytes:
        """The stream for these digits."""
        low, high = self.sums
        for digit, (adds_low, adds_high) in zip(digits, self.steps, strict=True):
            low += digit * adds_low
            high += digit * adds_high
        check = (high % _BASE) << 16 | low % _BASE
        return b"".join((self.before, digits, self.behind, check.to_bytes(4, "big")))


def packed(text: bytes, mark: bytes) -> Packed:
    """A text that begins with a blank and `mark`, packed so that any digits of its length can stand for the mark.

    Raises CannotPackError when the packer says a mark anew instead of pointing back, at every of its levels.
    """
    opening = b" " + mark
    for level in range(zlib.Z_BEST_COMPRESSION, 0, -1):
        packer = zlib.compressobj(level, zlib.DEFLATED, _RAW, zlib.DEF_MEM_LEVEL, zlib.Z_DEFAULT_STRATEGY, opening)
        behind = packer.compress(text[len(opening) :]) + packer.flush()
        made = _with_sums(text, mark, behind)
        # Other bytes than digits, so that nothing which merely happens to be alike is taken for them.
        if all(_unpacks(made.of(other), text.replace(mark, other)) for other in (mark, bytes(255 - b for b in mark))):
            return made
    raise CannotPackError("a patient's part cannot be packed once for all")


def _unpacks(stream: bytes, text: bytes) -> bool:
    try:
        return zlib.decompress(stream) == text
    except zlib.error:
        return False


def _with_sums(text: bytes, mark: bytes, behind: bytes) -> Packed:
    """The check sum (RFC 1950, 8.2) is a sum of all bytes, and one in which each counts as often as bytes follow."""
    length = len(mark) + 1
    before = _ZLIB + _PLAIN + length.to_bytes(2, "little") + (length ^ 0xFFFF).to_bytes(2, "little") + b" "
    none = zlib.adler32(text.replace(mark, bytes(len(mark))))
    starts, at = [], text.find(mark)
    while at >= 0:
        starts.append(at)
        at = text.find(mark, at + len(mark))
    steps = tuple(
        (len(starts), sum(len(text) - start - place for start in starts) % _BASE) for place in range(len(mark))
    )
    return Packed(before, behind, (none & 0xFFFF, none >> 16), steps)
