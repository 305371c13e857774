"""Nothing else in the file contradicts a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from leafgen.verify.case import Case
from leafgen.verify.folding import folded_words
from leafgen.verify.proof import Refusal, Verdict

RATIONALE = """A leaflet that says "at most 350 mg" in one place and "at most 3500 mg" in another has said nothing. Text
that repeats a statement in other numbers, units or with another "not" refuses the file."""
SOURCE = "EC Readability Guideline 2009 (consistent information); leafgen design: contradicting duplicates are refused"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEGATIONS = _words(
    "no not never none don't doesn't without cannot can't mustn't geen niet nooit nimmer zonder nicht kein keine "
    "keinen nie niemals ohne ne pas jamais sans aucun non mai senza nunca jamás sin não sem bez ikke ej inte aldrig "
    "не ни нет без لا لم لن ليس بدون değil asla yok"
)
_UNITS = _words(
    "mg g kg mcg µg μg ug ml l cl dl iu ie ui mmol mol kcal kj % hours hour days day weeks week minutes uur dagen "
    "dag weken week minuten milligram gram microgram tablets tablet capsules capsule tabletten ml. mg."
)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d]+(?:['’][^\W\d]+)*|%|[½¼¾⅓⅔]")
_NUMBER = re.compile(r"\d|[½¼¾⅓⅔]")
_SHORT = 9
_ALIKE = 0.88
_LEAST_WORDS = 2
_LEAST_TO_DIFFER = 5


def check(case: Case) -> Iterator[Refusal]:
    """Refuse text that repeats a statement but for its numbers, units or negations."""
    if case.expectation.closed:
        return  # there, whatever is unexplained refuses anyway
    statements = [(finding, _parts(finding.expected.text)) for finding in case.findings.found()]
    for page, text in case.findings.unexplained:
        core, turns = _parts(text)
        if len(core) < _LEAST_WORDS:
            continue
        for finding, (wanted, expected_turns) in statements:
            if turns != expected_turns and _alike(wanted, core):
                message = f"page {page} also says {text[:120]!r}, which contradicts it"
                index = finding.index
                yield Refusal(message, finding.expected.id, Verdict.ALTERED, page, finding.box, index)


def _parts(text: str) -> tuple[list[str], list[str]]:
    """The words that say what it is about, and those that turn the meaning: numbers, units, negations."""
    core: list[str] = []
    turns: list[str] = []
    for token in _TOKEN.findall(folded_words(text).lower()):
        (turns if token in _NEGATIONS or token in _UNITS or _NUMBER.search(token) else core).append(token)
    return core, turns


def _alike(wanted: list[str], found: list[str]) -> bool:
    if wanted == found:
        return True
    if len(wanted) < _SHORT:
        longer, shorter = sorted((wanted, found), key=len, reverse=True)
        at = next((at for at, (one, two) in enumerate(zip(longer, shorter, strict=False)) if one != two), len(shorter))
        return len(longer) == len(shorter) + 1 > _LEAST_TO_DIFFER and longer[at + 1 :] == shorter[at:]
    if abs(len(wanted) - len(found)) > 0.25 * len(wanted):
        return False
    return SequenceMatcher(None, wanted, found, autojunk=False).ratio() >= _ALIKE
