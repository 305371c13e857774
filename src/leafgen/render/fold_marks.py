"""Marks for folding and inserting machines: bars in the left margin that say where each set of sheets begins and ends.

Optical mark recognition, the basic code of six positions that office inserters know by this order: benchmark, safety,
not the end of a collation, not its beginning, parity (so that bars are even in number), retiming. Order and meaning:
Pitney Bowes DI425 FastPac, user manual SV61656 rev. A, page 3-8; measures: D1600, SV40221 rev. A, page 5-8 (bars 0.35
to 0.7 mm thick and at least 10 mm long, at least 2.54 mm apart, the code at most 70 mm; 20 mm from the edge that leads,
30 mm from the other; nothing else within 3 mm beside them and 20 mm before and behind).

Beneath them, for machines with a camera, a DataMatrix (ISO/IEC 16022) that no other sheet of a batch has: so that one
that is missing, doubled or in another's place is noticed. Boxes are in pt.
"""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.kernel.geometry import Box, pt
from leafgen.render.label_code import data_matrix

#: In mm: where bars begin and how long and thick they are, from bar to bar, and from the top of the sheet to the first.
LEFT, LENGTH, THICK, PITCH, FIRST = 1.2, 10.0, 0.5, 4.2333, 50.0
#: In mm, what is kept clear beside the bars, and before and behind them.
CLEAR_BESIDE, CLEAR_BEFORE = 3.0, 20.0
POSITIONS = 6
#: In mm: the corner of the code, as far from the edge as any printer needs and behind the fold of a third, how large it
#: is, of modules of half a millimetre, and what is kept clear around it, more than the module that it needs.
CODE_LEFT, CODE_TOP, CODE_SIDE, CODE_CLEAR = 4.5, 104.0, 7.0, 2.0
#: Modules of a side: the smallest code that holds twelve digits.
MODULES = 14


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


def code_box(height: float) -> Box:
    """Where the code stands on a page of this height."""
    top = height - pt(CODE_TOP)
    return Box(pt(CODE_LEFT), top - pt(CODE_SIDE), pt(CODE_LEFT + CODE_SIDE), top)


def code_zone(height: float) -> Box:
    """What is kept clear for it."""
    box, clear = code_box(height), pt(CODE_CLEAR)
    return Box(box.x0 - clear, box.y0 - clear, box.x1 + clear, box.y1 + clear)


def codes(run: int, document: int, pages: int, height: float) -> Iterator[bytes]:
    """The content that draws the code of each sheet of a document, always of one length: the number of the run in five
    digits, of the document in the run in three, of the sheet and of all of the document in two each."""
    box, sheets = code_box(height), (pages + 1) // 2
    for sheet in range(1, sheets + 1):
        rows = data_matrix(f"{run:05}{document:03}{sheet:02}{sheets:02}")
        bits = (int("".join("01"[dark] for dark in row), 2) << (-len(row) % 8) for row in rows)
        yield _CODE % (box.width, box.height, box.x0, box.y0, b"".join(b"%04x" % row for row in bits))


#: A picture in the page's content (ISO 32000-2, 8.9.7): ones are dark, rows are filled up to whole bytes.
_CODE = (
    b"/Artifact BMC q 0 g %%.4f 0 0 %%.4f %%.4f %%.4f cm BI /W %d /H %d /IM true /BPC 1 /D [1 0] /F /AHx"
    b" ID %%b> EI Q EMC\n" % (MODULES, MODULES)
)


def drawn(boxes: tuple[Box, ...]) -> bytes:
    """The content that draws bars, before all else on their page: no one's text, and so an artifact."""
    shapes = b" ".join(b"%.4f %.4f %.4f %.4f re" % (box.x0, box.y0, box.width, box.height) for box in boxes)
    return b"/Artifact BMC q 0 g " + shapes + b" f Q EMC\n"
