"""No glyph is the empty box that stands for a character the font does not have."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.verify.case import Case, against
from leafgen.verify.evidence import PageEvidence
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.reading.typefaces import Typeface

RATIONALE = """A missing glyph prints an empty box (or nothing), while the text layer still says the character: the HTML
engine only logs it, the label engine says nothing."""
SOURCE = "OpenType: glyph 0 is .notdef; ISO 32000-2, 9.7.6.3; PDF/A-2 6.2.11.8"


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements with glyph 0 or a glyph outside the font; in a closed file, anywhere on a page."""
    pages = [page for page in case.evidence.pages if _lacking(page)]
    for finding in case.findings.found() if pages else ():
        bad = sorted({glyph.text or "?" for _, glyph in finding.glyphs if glyph.shown.typeface.missing(glyph.code)})
        if bad:
            yield against(finding, f"the font has no glyph for {' '.join(bad)}", Verdict.ILLEGIBLE)
    if case.expectation.closed:
        for page in pages:
            missing = [glyph for glyph in page.glyphs if glyph.shown.typeface.missing(glyph.code)]
            if missing:
                names = sorted({glyph.shown.typeface.name for glyph in missing})
                yield Refusal(f"{len(missing)} glyphs are missing from {', '.join(names)}", page=page.number)


def _lacking(page: PageEvidence) -> bool:
    used: dict[Typeface, set[int]] = {}
    for shown in page.shown:
        used.setdefault(shown.typeface, set()).update(shown.codes)
    return any(typeface.missing(code) for typeface, codes in used.items() for code in codes)
