"""Two other readers find the same text."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from leafgen.verify.case import Case
from leafgen.verify.folding import fold
from leafgen.verify.proof import Refusal
from leafgen.verify.reading.failure import ReaderFailed
from leafgen.verify.reading.readers import READERS

RATIONALE = """One reader may share a fault with the program that made the file. pypdf and pdfium read each page on
their own; each must find at least the letters and digits of every statement on that page, each as often."""
SOURCE = "leafgen design: absence of evidence is no pass"


def check(case: Case) -> Iterator[Refusal]:
    """Refuse pages in which another reader misses characters of the statements."""
    said: dict[int, list[str]] = {}
    for finding in case.findings.found():
        for page, glyph in finding.glyphs:
            said.setdefault(page, []).append(glyph.text)
    wanted = {page: Counter("".join(texts).casefold()) for page, texts in sorted(said.items())}
    for name in READERS:
        refusals: list[Refusal] = []
        try:
            for pages in case.evidence.texts_by(name):
                refusals = list(_lost(name, pages, wanted))
                if not refusals:
                    break
        except ReaderFailed as failure:
            refusals = [Refusal(str(failure))]
        yield from refusals


def _lost(name: str, pages: list[str], wanted: dict[int, Counter[str]]) -> Iterator[Refusal]:
    """What a reader does not find, page by page."""
    for number, letters in wanted.items():
        there = Counter(fold(pages[number - 1]).casefold()) if number <= len(pages) else Counter()
        lost = {char: count for char, count in (letters - there).items() if _counts(char)}
        if lost:
            sample = "".join(sorted(lost))[:40]
            yield Refusal(f"{name} does not find {sum(lost.values())} characters ({sample})", page=number)


def _counts(char: str) -> bool:
    return unicodedata.category(char)[0] in "LN"
