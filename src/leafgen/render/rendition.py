"""A Rendition: the bytes an engine made of a Composition, and what they promise to say."""

from __future__ import annotations

from dataclasses import dataclass

from leafgen.compose.composition import Composition
from leafgen.compose.expectation import Expectation


@dataclass(frozen=True, slots=True)
class Rendition:
    """`pdf` is the whole file; `expectation` is what it must say, derived from the composition and the
    placing of its lines (copies, continuation labels), never from the file; `pages` counts its pages; `room` is how
    wide a line of the patient's own data may be, in the units in which its page gives type sizes (0: there is none)."""

    pdf: bytes
    composition: Composition
    expectation: Expectation
    pages: int
    room: float = 0.0
