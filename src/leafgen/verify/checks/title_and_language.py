"""The file names its language and its title."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.verify.case import Case
from leafgen.verify.proof import Refusal

RATIONALE = """A screen reader that does not know the language reads a Dutch dose with English sounds; a viewer shows
the title, which must be that of the leaflet."""
SOURCE = "ISO 14289-1 (PDF/UA) 7.1, 7.2; WCAG 2.2, 2.4.2 and 3.1.1"


def check(case: Case) -> Iterator[Refusal]:
    """Refuse a closed leaflet whose language or title is not the promised one; any file of another language."""
    evidence, expectation = case.evidence, case.expectation
    wanted = expectation.locale.replace("_", "-").split("-")[0].lower()
    given = evidence.language.replace("_", "-").split("-")[0].lower()
    if given and given != wanted:
        yield Refusal(f"the file's language is {evidence.language!r}, not {expectation.locale!r}")
    if not given and expectation.closed and expectation.kind == "leaflet":
        yield Refusal("the file does not name its language")
    if expectation.title and evidence.title != expectation.title:
        yield Refusal(f"the file's title is {evidence.title!r}, not {expectation.title!r}")
