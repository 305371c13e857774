"""The file names its language and its title, and no statement is marked as one of another language."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.verify.case import Case, against
from leafgen.verify.findings import Finding
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.reading.lines import Line
from leafgen.verify.reading.structure import Element

RATIONALE = """A screen reader that does not know the language reads a Dutch dose with English sounds; a viewer shows
the title, which must be that of the leaflet. A paragraph, or words of it, may be marked as another language: of a
statement, no more than names and single words are."""
SOURCE = "ISO 14289-1 (PDF/UA) 7.1, 7.2; ISO 32000-2, 14.9.2; WCAG 2.2, 2.4.2, 3.1.1 and 3.1.2"

_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}
"""Tags that stand for one language, or for ways of writing it (BCP 47)."""
_UNKNOWN = frozenset(("", "und", "zxx", "mul", "mis"))
_MOST = 0.5
"""The part of a statement that may be marked as words of another language."""
_OF = "@"
"""Before the language of a statement's translation, in its id."""


def check(case: Case) -> Iterator[Refusal]:
    """Refuse a closed leaflet whose language or title is not the promised one; any file or statement of another
    language."""
    evidence, expectation = case.evidence, case.expectation
    wanted, given = _language(expectation.locale), _language(evidence.language)
    if given and given != wanted:
        yield Refusal(f"the file's language is {evidence.language!r}, not {expectation.locale!r}")
    if not given and expectation.closed and expectation.kind == "leaflet":
        yield Refusal("the file does not name its language")
    if expectation.title and evidence.title != expectation.title:
        yield Refusal(f"the file's title is {evidence.title!r}, not {expectation.title!r}")
    marked = {
        id(shown): mark.language
        for page in evidence.pages
        for shown in page.shown
        for mark in shown.marks
        if mark.language
    }
    known: dict[Element, str] = {}
    for finding in case.findings.found():
        translation = expectation.closed and _OF in finding.expected.id
        own = _language(finding.expected.id.partition(_OF)[2].partition("#")[0]) if translation else wanted
        if other := _other(finding, own, evidence.language, known, marked):
            yield against(finding, f"it is marked as being in the language {other!r}", Verdict.ALTERED)


def _other(finding: Finding, own: str, files: str, known: dict[Element, str], marked: dict[int, str]) -> str:
    """The language as which most of a statement is marked, if it is not its own."""
    letters: dict[str, int] = {}
    for line, glyphs in finding.stretches():
        language = _of_line(line, known) or files
        if not marked:
            letters[language] = letters.get(language, 0) + len(glyphs)
            continue
        for glyph in glyphs:
            one = marked.get(id(glyph.shown), language)
            letters[one] = letters.get(one, 0) + 1
    others = {one: count for one, count in letters.items() if _language(one) not in ("", own)}
    return max(others, key=lambda one: others[one]) if sum(others.values()) > _MOST * sum(letters.values()) else ""


def _of_line(line: Line, known: dict[Element, str]) -> str:
    """The language of the nearest element around a line that names one."""
    element = line.element
    if element is None:
        return ""
    if element not in known:
        above: Element | None = element
        while above is not None and not above.language:
            above = above.parent
        known[element] = above.language if above is not None else ""
    return known[element]


def _language(tag: str) -> str:
    """The language of a tag such as "nl-BE", without its country; "" for one that names none."""
    first = tag.replace("_", "-").split("-")[0].lower()
    return "" if first in _UNKNOWN else _SAME.get(first, first)
