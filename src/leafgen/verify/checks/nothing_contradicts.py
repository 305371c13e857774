"""Nothing else in the file contradicts a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from leafgen.verify.case import Case
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.turning import parts, takes_back

RATIONALE = """A leaflet that says "at most 350 mg" in one place and "at most 3500 mg" in another has said nothing. Text
that repeats a statement in other numbers, units or with another "not" refuses the file; so does a sentence that says
of the others that they do not apply."""
SOURCE = "EC Readability Guideline 2009 (consistent information); leafgen design: contradicting duplicates are refused"


_SENTENCE = re.compile(r"(?<=[.!?؟:;])\s+")
_SHORT = 9
_ALIKE = 0.88
_LEAST_WORDS = 2
_LEAST_OF_MORE = 4
"""So many words a sentence must have that stands among others: shorter ones are alike without meaning the same."""
_MOST_PIECES = 3
"""A sentence may be torn into so many pieces, by the ends of lines, cells and columns."""
_LEAST_TO_DIFFER = 5


def check(case: Case) -> Iterator[Refusal]:
    """Refuse text that repeats a statement but for its numbers, units or negations."""
    if case.expectation.closed:
        return  # there, whatever is unexplained refuses anyway
    language = case.expectation.locale.replace("_", "-").split("-")[0].lower()
    statements = [(finding, *parts(finding.expected.text, language)) for finding in case.findings.found()]
    told: set[int] = set()
    told_back: set[str] = set()
    for page, text, whole in _said(case):
        if takes_back(text) and text not in told_back:
            told_back.add(text)
            yield Refusal(f"page {page} takes back what is said: {text[:120]!r}", page=page)
        core, turns = parts(text, language)
        if len(core) < (_LEAST_WORDS if whole else _LEAST_OF_MORE):
            continue
        for finding, wanted, expected_turns in statements:
            if finding.index not in told and turns != expected_turns and _alike(wanted, core):
                told.add(finding.index)
                message = f"page {page} also says {text[:120]!r}, which contradicts it"
                index = finding.index
                yield Refusal(message, finding.expected.id, Verdict.ALTERED, page, finding.box, index)


def _said(case: Case) -> Iterator[tuple[int, str, bool]]:
    """What a file says besides its statements, with its page: whole blocks, and sentences out of one or of several that
    follow each other; text of the page, and of what lies on it."""
    sources = [list(case.findings.unexplained)]
    for page in case.evidence.pages:
        sources += [[(page.number, text)] for text in page.aside]
    sources += [[(1, text)] for text in (*case.evidence.bookmarks, case.evidence.title) if text]
    for source in sources:
        yield from ((number, text, True) for number, text in source)
        pieces = [(number, piece) for number, text in source for piece in _SENTENCE.split(text) if piece]
        for count in range(1, _MOST_PIECES + 1):
            for at in range(len(pieces) - count + 1):
                number = pieces[at][0]
                yield number, " ".join(piece for _, piece in pieces[at : at + count]), False


def _alike(wanted: list[str], found: list[str]) -> bool:
    if wanted == found:
        return True
    if len(wanted) < _SHORT:
        longer, shorter = sorted((wanted, found), key=len, reverse=True)
        at = next((at for at, (one, two) in enumerate(zip(longer, shorter, strict=False)) if one != two), len(shorter))
        return len(longer) == len(shorter) + 1 > _LEAST_TO_DIFFER and longer[at + 1 :] == shorter[at:]
    if abs(len(wanted) - len(found)) > 0.25 * len(wanted):
        return False
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
