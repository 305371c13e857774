"""The file needed no repair to be read."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.verify.case import Case
from leafgen.verify.proof import Refusal

RATIONALE = """Every program mends a damaged file in its own way, so what one of them proves another may not show. A
file of ours is written whole or not at all; in one made elsewhere, only what cannot be read is refused."""
SOURCE = "ISO 32000-2, 7.5 (file structure); ISO 19005 (PDF/A) 6.1"

_MOST = 3


def check(case: Case) -> Iterator[Refusal]:
    """Refuse a closed file that had to be mended."""
    if case.expectation.closed:
        for warning in case.evidence.warnings[:_MOST]:
            yield Refusal(f"the file had to be mended: {warning}")
