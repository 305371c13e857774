"""Marks for folding and inserting machines: bars in the left margin that say where each set of sheets begins and ends.

Optical mark recognition, the basic code of six positions that office inserters know by this order: benchmark, safety,
not the end of a collation, not its beginning, parity (so that bars are even in number), retiming. Order and meaning:
Pitney Bowes DI425 FastPac, user manual SV61656 rev. A, page 3-8; measures: D1600, SV40221 rev. A, page 5-8 (bars 0.35
to 0.7 mm thick and at least 10 mm long, at least 2.54 mm apart, the code at most 70 mm; 20 mm from the edge that leads,
30 mm from the other; nothing else within 3 mm beside them and 20 mm before and behind). Boxes are in pt.
"""

from __future__ import annotations

from leafgen.kernel.geometry import Box, pt

#: In mm: where bars begin and how long and thick they are, from bar to bar, and from the top of the sheet to the first.
LEFT, LENGTH, THICK, PITCH, FIRST = 1.2, 10.0, 0.5, 4.2333, 50.0
#: In mm, what is kept clear beside the bars, and before and behind them.
CLEAR_BESIDE, CLEAR_BEFORE = 3.0, 20.0
POSITIONS = 6


def zone(height: float) -> Box:
    """What is kept clear for the bars on a page of this height."""
    top, bottom = FIRST - CLEAR_BEFORE, FIRST + PITCH * (POSITIONS - 1) + THICK + CLEAR_BEFORE
    return Box(0.0, height - pt(bottom), pt(LEFT + LENGTH + CLEAR_BESIDE), height - pt(top))


def bars(sheet: int, sheets: int, height: float) -> tuple[Box, ...]:
    """The bars on the front of a sheet, counted from 1, of a set of so many."""
    present = [True, True, sheet < sheets, sheet > 1, False, True]
    present[4] = sum(present) % 2 == 1
    tops = [height - pt(FIRST + PITCH * place) for place, there in enumerate(present) if there]
    return tuple(Box(pt(LEFT), top - pt(THICK), pt(LEFT + LENGTH), top) for top in tops)


def pages_of(pages: int, height: float) -> tuple[tuple[Box, ...], ...]:
    """The bars on each page of a document that is printed on both sides: those of its fronts."""
    sheets = (pages + 1) // 2
    return tuple(() if page % 2 else bars(page // 2 + 1, sheets, height) for page in range(pages))


def drawn(boxes: tuple[Box, ...]) -> bytes:
    """The content that draws bars, before all else on their page: no one's text, and so an artifact."""
    shapes = b" ".join(b"%.4f %.4f %.4f %.4f re" % (box.x0, box.y0, box.width, box.height) for box in boxes)
    return b"/Artifact BMC q 0 g " + shapes + b" f Q EMC\n"
