"""No replacement text says something else than the glyphs do."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.verify.case import Case, against
from leafgen.verify.findings import Finding
from leafgen.verify.folding import fold
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.reading.graphics import Marked, Shown
from leafgen.verify.reading.structure import Element

RATIONALE = """ActualText tells screen readers and search what to say instead of the glyphs. Where it differs, the blind
reader and the seeing one hold two leaflets. A hyphen at the end of a line may be replaced by nothing. Alternate
descriptions are for pictures, and for links; on a sentence they are read in its place. An abbreviation may be expanded
in other words, in no other numbers."""
SOURCE = "ISO 32000-2, 14.9.3 to 14.9.5 (alternate, replacement and expansion text); ISO 14289-1 (PDF/UA) 7.1"

_SOFT = {"", "-"}
_PICTURES = frozenset(("Figure", "Formula"))
"""Elements whose description is read in place of all that stands in them."""
_DESCRIBED = frozenset(("Link", "Annot", "Form", "Reference", "Note", "Caption"))
"""Elements that have a description of their own."""


def check(case: Case) -> Iterator[Refusal]:
    """Refuse marked content and structure elements whose ActualText is not what their glyphs say, and statements with
    another text in their place."""
    yield from _instead(case)
    yield from _instead_of_marks(case)
    for page in case.evidence.pages:
        said: dict[object, list[str]] = {}
        promised: dict[object, str] = {}
        for line in page.lines:
            for glyph in line.glyphs:
                for mark in glyph.shown.marks:
                    if mark.actual_text is not None:
                        said.setdefault(id(mark), []).append(glyph.text)
                        promised[id(mark)] = mark.actual_text
            element: Element | None = line.element
            while element is not None:
                if element.actual_text is not None:
                    said.setdefault(element, []).append(line.text)
                    promised[element] = element.actual_text
                element = element.parent
        for key, text in promised.items():
            shown = _plain("".join(said[key]))
            given = _plain(text)
            if shown not in (given, given[::-1]) and not (shown in _SOFT and given in _SOFT):
                yield Refusal(
                    f"ActualText says {text[:80]!r} where {''.join(said[key])[:80]!r} is shown", page=page.number
                )


def _instead(case: Case) -> Iterator[Refusal]:
    """Statements for which a screen reader says a description or an expansion that is not what they say."""
    elements: dict[Element, list[str]] = {}
    for page in case.evidence.pages:
        for line in page.lines:
            element = line.element
            while element is not None:
                if element.alternative or element.expansion or element.phoneme:
                    elements.setdefault(element, []).append(line.text)
                element = element.parent
    if not elements:
        return
    for finding in case.findings.found():
        above = dict.fromkeys(line.element for line in finding.lines)
        for element, lines in elements.items():
            if not any(one is not None and _within(one, element) for one in above):
                continue
            if element.phoneme:
                yield against(finding, f"screen readers make the sounds {element.phoneme[:80]!r}", Verdict.ALTERED)
            elif message := _otherwise(finding, element.role, "".join(lines), element.alternative, element.expansion):
                yield against(finding, message, Verdict.ALTERED)


def _instead_of_marks(case: Case) -> Iterator[Refusal]:
    """The same, of stretches that the content itself marks."""
    marks: dict[int, tuple[Marked, list[str]]] = {}
    for page in case.evidence.pages:
        if any(_described(shown) for shown in page.shown):
            for glyph in page.glyphs:
                for mark in _described(glyph.shown):
                    marks.setdefault(id(mark), (mark, []))[1].append(glyph.text)
    for finding in case.findings.found() if marks else ():
        for key in dict.fromkeys(id(mark) for _, glyph in finding.glyphs for mark in _described(glyph.shown)):
            mark, texts = marks[key]
            if message := _otherwise(finding, mark.tag, "".join(texts), mark.alternative, mark.expansion):
                yield against(finding, message, Verdict.ALTERED)


def _described(shown: Shown) -> list[Marked]:
    return [mark for mark in shown.marks if mark.alternative or mark.expansion]


def _otherwise(finding: Finding, role: str, shown: str, alternative: str, expansion: str) -> str:
    """What is said in place of a text that holds a statement, if that is something else; "" if not."""
    if role in _PICTURES:
        same = not alternative or _plain(finding.expected.text) in _plain(alternative)
    else:
        same = not alternative or role in _DESCRIBED or _plain(shown) == _plain(alternative)
    if not same:
        return f"screen readers say {alternative[:80]!r} in its place"
    if _figures(expansion) not in ("", _figures(shown)):
        return f"screen readers expand it to {expansion[:80]!r}"
    return ""


def _within(element: Element, outer: Element) -> bool:
    one: Element | None = element
    while one is not None and one is not outer:
        one = one.parent
    return one is outer


def _figures(text: str) -> str:
    return "".join(char for char in fold(text) if char.isnumeric())


def _plain(text: str) -> str:
    """The text as it is spoken: neither white space nor capitals, small ones included, make a difference."""
    return "".join(fold(text).lower().split())
