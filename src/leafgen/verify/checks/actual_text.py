"""No replacement text says something else than the glyphs do."""

from __future__ import annotations

from collections.abc import Iterator

from leafgen.verify.case import Case
from leafgen.verify.folding import fold
from leafgen.verify.proof import Refusal
from leafgen.verify.reading.structure import Element

RATIONALE = """ActualText tells screen readers and search what to say instead of the glyphs. Where it differs, the blind
reader and the seeing one hold two leaflets. A hyphen at the end of a line may be replaced by nothing."""
SOURCE = "ISO 32000-2, 14.9.4 (replacement text); ISO 14289-1 (PDF/UA) 7.1"

_SOFT = {"", "-"}


def check(case: Case) -> Iterator[Refusal]:
    """Refuse marked content and structure elements whose ActualText is not what their glyphs say."""
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


def _plain(text: str) -> str:
    """The text as it is spoken: neither white space nor capitals, small ones included, make a difference."""
    return "".join(fold(text).lower().split())
