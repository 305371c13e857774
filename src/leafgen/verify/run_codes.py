"""The codes of a run's sheets: what each must say is worked out anew, and read back from what is drawn.

A sheet that is missing, doubled or another's is then known by its code, to a machine as to this proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from leafgen.verify.checks.codes_read_back import Dots, decoded

#: How a code is drawn: a picture of so many rows and columns, two bytes a row (ISO 32000-2, 8.9.7).
_SIDE, _ROW = 14, 2
_DRAWN = re.compile(
    rb"(/Artifact BMC q 0 g [\d.]+ 0 0 [\d.]+ [\d.]+ [\d.]+ cm BI /W 14 /H 14 /IM true /BPC 1 /D \[1 0\] /F /AHx ID )"
    rb"([0-9a-f]{56})(> EI Q EMC\n)"
)
#: Dots a module, and around the code, when it is read.
_DOTS, _AROUND = 3, 9
_ODD = np.arange(_SIDE) % 2


@dataclass(frozen=True, slots=True)
class SheetCode:
    """How the codes of a master are drawn: what stands before and behind the picture itself, for every patient."""

    head: bytes
    tail: bytes

    @classmethod
    def told(cls, window: bytes) -> SheetCode | None:
        """By the window of one code; None where that is none."""
        found = _DRAWN.fullmatch(window)
        return cls(found[1], found[3]) if found else None

    @property
    def length(self) -> int:
        """Of each window, in bytes."""
        return len(self.head) + 2 * _ROW * _SIDE + len(self.tail)

    def says(self, window: bytes) -> str:
        """What is drawn in a window; "" where it is no code, or not drawn as all others are."""
        found = _DRAWN.fullmatch(window)
        return _read(found[2]) if found and (found[1], found[3]) == (self.head, self.tail) else ""


def drawn_in(part: bytes) -> Iterator[str]:
    """What the codes say that are drawn in a stretch of a file, in their order."""
    return (_read(found[2]) for found in _DRAWN.finditer(part))


def sheet_codes(run: int, document: int, pages: int) -> list[str]:
    """What the sheets of a document must say that is printed on both sides; documents count from 1."""
    sheets = (pages + 1) // 2
    return [f"{run:05}{document:03}{sheet:02}{sheets:02}" for sheet in range(1, sheets + 1)]


def only(dots: Dots) -> str:
    """What the one code on a picture says; "" where there is none or another, or one that has to be mended."""
    found = decoded(dots)
    if [kind for kind, _ in found] != ["DataMatrix"] or found[0][1].extra["UEC"] < 1:
        return ""
    return str(found[0][1].text)


def _read(bits: bytes) -> str:
    rows = np.unpackbits(np.frombuffer(bytes.fromhex(bits.decode()), np.uint8)).reshape(_SIDE, 8 * _ROW)
    code, beyond = rows[:, :_SIDE], rows[:, _SIDE:]
    # What finds the code is not in what mends it: dark at the left and below, every other module elsewhere.
    finds = code[:, 0].all() and code[-1].all() and not (code[0] == _ODD).any() and (code[:, -1] == _ODD).all()
    if beyond.any() or not finds:
        return ""
    return only(np.pad(np.kron(code, np.ones((_DOTS, _DOTS), np.uint8)), _AROUND).astype(np.bool_))
