"""The figures of a number stand on one line, in one size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leafgen.verify.case import Case, against
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.reading.lines import Glyph

RATIONALE = """Ten to the power of two and a hundred and two are the same figures; so are one and a half and eleven
halves. A text layer does not tell them apart, the eye does: a figure raised, lowered or set smaller than the one it
touches is an exponent, a part of a fraction or a note, and no part of the number."""
SOURCE = "ISMP list of error-prone dose designations (fractions, exponents); MEASURED: 1 1/2 becomes 11/2, m2"

_RAISED = 0.09
"""By how much of the type size a figure may stand higher or lower than the next."""
_SMALLER = 0.12
_MARKS = frozenset(".,\u066b\u066c'’")


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements with a number whose figures stand at different heights or in different sizes."""
    for finding in case.findings.found():
        for line, glyphs in finding.stretches():
            if len({id(glyph.shown) for glyph in glyphs}) > 1 and (number := _uneven(glyphs)):
                message = f"the figures of {number!r} stand at different heights, or in different sizes"
                yield against(finding, message, Verdict.ALTERED, line.page)
                break


def _uneven(glyphs: Sequence[Glyph]) -> str:
    """The first number whose glyphs do not stand together, as text; "" where there is none."""
    for number in _numbers(glyphs):
        size = max(*(glyph.shown.size for glyph in number), 1e-9)
        heights, sizes = [_height(glyph) for glyph in number], [glyph.shown.size for glyph in number]
        if max(heights) - min(heights) > _RAISED * size or size - min(sizes) > _SMALLER * size:
            return "".join(glyph.text for glyph in number)
    return ""


def _numbers(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The glyphs of each run of figures, with the marks between them."""
    number: list[Glyph] = []
    for glyph in (*glyphs, None):
        if glyph is not None and (glyph.text[:1].isdigit() or (number and glyph.text in _MARKS)):
            number.append(glyph)
            continue
        while number and number[-1].text in _MARKS:
            number.pop()
        if len(number) > 1:
            yield number
        number = []


def _height(glyph: Glyph) -> float:
    """How high the baseline of a glyph stands, in points."""
    a, b, _, _, e, f = glyph.shown.matrix
    em = (a * a + b * b) ** 0.5 or 1e-9
    return (a * f - b * e) / em
