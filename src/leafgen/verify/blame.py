"""From glyphs that a check finds wanting to the statements they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from leafgen.verify.case import Case, against
from leafgen.verify.findings import Finding
from leafgen.verify.proof import Refusal, Verdict

Flags = npt.NDArray[np.bool_]
_MOST_TEXT = 60


def glyphs_by_page(finding: Finding) -> dict[int, list[int]]:
    """The statement's glyphs, as their numbers on each page."""
    pages: dict[int, list[int]] = {}
    for page, glyph in finding.glyphs:
        pages.setdefault(page, []).append(glyph.index)
    return pages


def blame(case: Case, bad: Mapping[int, Flags], what: str, verdict: Verdict = Verdict.HIDDEN) -> Iterator[Refusal]:
    """One refusal for each statement with a bad glyph: `what`, followed by the letters concerned.

    `bad` holds for each page (from 1) a flag for each of its glyphs.
    """
    if not any(flags.any() for flags in bad.values()):
        return
    pages = {page.number: page for page in case.evidence.pages}
    for finding in case.findings.found():
        for number, indices in glyphs_by_page(finding).items():
            if number not in bad:
                continue
            flags = bad[number][indices]
            if flags.any():
                glyphs = pages[number].glyphs
                text = "".join(glyphs[index].text for index, flag in zip(indices, flags, strict=True) if flag)
                whole = bool(flags.sum() >= 0.9 * sum(bool(glyphs[index].text.strip()) for index in indices))
                letters = "" if whole else f" ({text.strip()[:_MOST_TEXT]!r})"
                yield against(finding, f"{what}{letters}", verdict, number)
                break
