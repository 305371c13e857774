"""A file of ours says nothing that was not promised."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.verify.case import Case
from leafgen.verify.findings import box_of_stretch
from leafgen.verify.proof import Refusal

RATIONALE = """A sentence left over from another patient, another language or an earlier template is as wrong as one
that is lost. Whatever no statement explains refuses the file."""
SOURCE = "leafgen design: absence of evidence is no pass (Font Bakery, pyHanko: default deny)"


def check(case: Case) -> Iterator[Refusal]:
    """Refuse each line that no statement explains, in a closed file."""
    if not case.expectation.closed:
        return
    for (page, text), line in zip(case.findings.unexplained, case.findings.unexplained_lines, strict=True):
        yield Refusal(f"nobody promised the text {text[:120]!r}", page=page, box=box_of_stretch(line, line.glyphs))
