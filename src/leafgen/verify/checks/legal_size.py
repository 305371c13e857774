"""Type is at least as large as the law and the promise ask."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.compose.expectation import Minimum
from leafgen.kernel.geometry import mm
from leafgen.verify.case import Case, against
from leafgen.verify.proof import Refusal, Verdict

RATIONALE = """A sentence in 2 pt type is in every text extraction and on no reader's mind. The size is measured as
drawn, after every scaling, and as the height of the x, which is what makes type readable."""
SOURCE = "EC Readability Guideline 2009 (leaflet 9 pt, label 7 pt or x-height 1.4 mm); Regulation 1169/2011 Art. 13"

_TOLERANCE_PT = 0.06
_TOLERANCE_MM = 0.01


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements with a glyph below the smallest size or x-height."""
    of_file = Minimum(case.expectation.minimum_pt, case.expectation.minimum_x_height_mm)
    units = {page.number: page.unit for page in case.evidence.pages}
    for finding in case.findings.found():
        least = finding.expected.minimum or of_file
        least_pt, least_mm = least.pt, least.x_height_mm
        for page, shown in dict.fromkeys((page, glyph.shown) for page, glyph in finding.glyphs):
            size = shown.size * units[page]
            x_height = mm(size * case.fonts.x_height(shown.typeface))
            if size < least_pt - _TOLERANCE_PT:
                yield against(
                    finding, f"it is set in {size:.1f} pt, at least {least_pt:g} pt are asked", Verdict.ILLEGIBLE
                )
                break
            if least_mm and x_height < least_mm - _TOLERANCE_MM:
                message = f"its x-height is {x_height:.2f} mm, at least {least_mm:g} mm are asked"
                yield against(finding, message, Verdict.ILLEGIBLE)
                break
