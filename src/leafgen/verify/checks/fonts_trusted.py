"""Every font is embedded and known."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.verify.case import Case
from leafgen.verify.proof import Refusal
from leafgen.verify.reading.typefaces import Typeface

RATIONALE = """A font that is not embedded is replaced by whatever the printer has; one that is not known may draw
anything, so that its text cannot be proven. A font is known by its outlines, never by its name."""
SOURCE = "ISO 19005 (PDF/A) 6.2.11.4: fonts are embedded; leafgen design: font allow-list by hash"


def check(case: Case) -> Iterator[Refusal]:
    """Refuse fonts that are not embedded or not trusted, where a statement (in a closed file: anything) uses them."""
    used: dict[Typeface, int] = {}
    if case.expectation.closed:
        for page in case.evidence.pages:
            for shown in page.shown:
                used.setdefault(shown.typeface, page.number)
    else:
        for finding in case.findings.found():
            for page_number, glyph in finding.glyphs:
                used.setdefault(glyph.shown.typeface, page_number)
    allowed = case.expectation.font_files
    for typeface, number in used.items():
        if typeface.problem:
            yield Refusal(f"the font {typeface.name} cannot be read as proof: {typeface.problem}", page=number)
        elif typeface.program is None:
            yield Refusal(f"the font {typeface.name} is not embedded", page=number)
        elif (face := case.fonts.recognise(typeface)) is not None:
            if allowed and face.font.sha256 not in allowed:
                yield Refusal(f"the font {face.font.name} is trusted, but not one that was promised", page=number)
        else:
            yield Refusal(
                f"the font {typeface.name} is not among the trusted ones, so its text cannot be proven"
                " (--trust-font adds a font file)",
                page=number,
            )
