"""The proof of a web page: it says exactly what was promised, in order, and nothing in it could hide or change that.

What a browser paints is not looked at here; the tests do that, in a real one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from time import perf_counter

from leafgen.compose.expectation import Expectation, Expected
from leafgen.verify.proof import CheckOutcome, Proof, Refusal, StatementProof, Verdict
from leafgen.verify.web_style import style_faults
from leafgen.verify.web_text import BLOCK_END, WebText, read_web_page

STATEMENT_EXACT = "statement-exact"


def prove_web_page(page: bytes, expectation: Expectation) -> Proof:
    """Hold a page to its promise. Never raises for a bad page: it is refused, in words."""
    started = perf_counter()
    try:
        found = read_web_page(page.decode("utf-8"))
    except UnicodeDecodeError as error:
        found = WebText(faults=[f"it is not UTF-8: {error}"])
    statements, unexplained = _match(found.text, expectation)
    outcomes = [CheckOutcome("readable", (), _ms(started))]
    for id, check in _CHECKS.items():
        started = perf_counter()
        refusals = tuple(Refusal(message) for message in check(found, expectation))
        outcomes.append(CheckOutcome(id, refusals, _ms(started)))
    left = tuple(Refusal(f"unexplained text: {text!r}") for text in unexplained)
    outcomes.append(CheckOutcome("nothing-unexplained", left, 0.0))
    return Proof(hashlib.sha256(page).hexdigest(), statements, unexplained, tuple(outcomes))


def _ms(started: float) -> float:
    return (perf_counter() - started) * 1000


def _match(text: str, expectation: Expectation) -> tuple[tuple[StatementProof, ...], tuple[str, ...]]:
    """Each statement in order, from where the last one ended; what lies between is unexplained."""
    statements, unexplained = [], []
    cursor = 0
    for expected in expectation.flow:
        place = _find(text, expected, cursor)
        if place is None:
            detail = f"not found where it must stand: {expected.text!r}"
            statements.append(StatementProof(expected.id, Verdict.MISSING, check=STATEMENT_EXACT, detail=detail))
            continue
        start, end = place
        if skipped := text[cursor:start].strip():
            unexplained.append(skipped)
        statements.append(StatementProof(expected.id, Verdict.PROVEN, page=1))
        cursor = end
    if rest := text[cursor:].strip():
        unexplained.append(rest)
    return tuple(statements), tuple(unexplained)


def _find(text: str, expected: Expected, cursor: int) -> tuple[int, int] | None:
    """Where a statement stands at or after the cursor, whole: its cells in blocks of their own, one after the other,
    white space or an end on either side."""
    sought = BLOCK_END.join(expected.cells)
    start = text.find(sought, cursor)
    while start >= 0:
        end = start + len(sought)
        borders = (text[start - 1 : start], text[end : end + 1])
        in_blocks = len(expected.cells) == 1 or set(borders) <= {"", BLOCK_END}
        if in_blocks and set(borders) <= {"", " ", BLOCK_END}:
            return start, end
        start = text.find(sought, start + 1)
    return None


def _nothing_foreign(found: WebText, expectation: Expectation) -> Iterator[str]:
    del expectation
    yield from found.faults


def _nothing_hidden(found: WebText, expectation: Expectation) -> Iterator[str]:
    del expectation
    if not found.styles:
        yield "the page has no style sheet"
    yield from style_faults("\n".join(found.styles), found.own_style)


def _title_and_language(found: WebText, expectation: Expectation) -> Iterator[str]:
    for what, is_there, promised in (
        ("title", found.title, expectation.title),
        ("language", found.language, expectation.locale),
        ("direction", found.direction, expectation.direction),
    ):
        if is_there != promised:
            yield f"the {what} is {is_there!r}, not {promised!r}"


_CHECKS: dict[str, Callable[[WebText, Expectation], Iterator[str]]] = {
    "nothing-foreign": _nothing_foreign,
    "nothing-hidden": _nothing_hidden,
    "title-and-language": _title_and_language,
}
