"""Closed files: everything they say is promised, in the order promised. The whole text is consumed by the
promised statements, one after the other, and nothing is left.

Furniture (what each page carries besides) is taken out first, page by page; marks of lists belong to the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from leafgen.compose.expectation import Expectation, Expected
from leafgen.verify.evidence import Evidence
from leafgen.verify.findings import Finding, Findings, first_difference
from leafgen.verify.folding import folded_words
from leafgen.verify.passage import Passage, Promise, fits, passage_of, promise_of
from leafgen.verify.proof import Verdict
from leafgen.verify.reading.lines import Line

BULLETS = frozenset("•◦▪‣●○■□▸►∙·⁃")
_NUMBERED = re.compile(r"\d{1,2}[.)]")
_FURNITURE_LINES = 6
_ALIKE = 0.55


def explain_closed(evidence: Evidence, expectation: Expectation) -> Findings:
    """Findings for a closed expectation: the flow in the order of the content, or, where the file is tagged and
    that fails, in the order of its structure tree."""
    by_content = _explain(evidence, expectation, by_structure=False)
    if not evidence.structure.tagged or _clean(by_content):
        return by_content
    by_structure = _explain(evidence, expectation, by_structure=True)
    return by_structure if _clean(by_structure) else by_content


def _clean(findings: Findings) -> bool:
    return not findings.unexplained and all(finding.verdict is Verdict.PROVEN for finding in findings.statements)


def _explain(evidence: Evidence, expectation: Expectation, by_structure: bool) -> Findings:
    brackets = expectation.direction == "rtl"
    findings = Findings()
    furniture: list[Finding] = []
    flow_lines: list[Line] = []
    pages = len(evidence.pages)
    marks = not any(set(expected.text) & BULLETS for expected in expectation.flow)
    for page in evidence.pages:
        lines = [line for line in page.lines if not (marks and _is_mark(line))]
        for expected in expectation.furniture:
            cells = tuple(_filled(cell, page.number, pages) for cell in expected.cells)
            finding, lines = _take(lines, expected, cells, page.number, brackets)
            furniture.append(finding)
        flow_lines += lines
    if by_structure:
        last = len(evidence.structure.leaves)
        flow_lines.sort(key=lambda line: line.place if line.place is not None else last)
    passage = passage_of(flow_lines, [True] * len(flow_lines), brackets)
    _align(passage, expectation.flow, findings, brackets, marks)
    for finding in furniture:
        finding.index = len(findings.statements)
        findings.statements.append(finding)
    return findings


def _filled(text: str, page: int, pages: int) -> str:
    return text.replace("{page}", str(page)).replace("{pages}", str(pages))


def _is_mark(line: Line) -> bool:
    """Whether the line is the mark of a list item and nothing else."""
    if len(line.text) == 1 and line.text in BULLETS:
        return True
    return line.element is not None and line.element.above("Lbl") is not None and bool(_NUMBERED.fullmatch(line.text))


def _take(
    lines: list[Line], expected: Expected, cells: tuple[str, ...], page: int, brackets: bool
) -> tuple[Finding, list[Line]]:
    """Find furniture as whole lines of a page, outside the structure tree if it can be, else the last; take it out."""
    promise = promise_of(cells, brackets)
    found: list[tuple[bool, int, int]] = []
    for start in range(len(lines)):
        length = 0
        for end in range(start + 1, min(start + _FURNITURE_LINES, len(lines)) + 1):
            length += sum(not char.isspace() for char in lines[end - 1].text)
            if length < len(promise.skeleton):
                continue
            part = passage_of(lines[start:end], [True] * (end - start), brackets)
            if part.skeleton == promise.skeleton and not fits(part, 0, promise):
                found.append((lines[start].element is None, start, end))
            if length > len(promise.skeleton) + 4 * (end - start):
                break
    text = " ".join(cells)
    if not found:
        detail = f"page {page} does not say {text!r} as a line of its own"
        return Finding(0, expected, Verdict.MISSING, detail, page), lines
    _, start, end = max(found)
    glyphs = [(page, glyph) for line in lines[start:end] for glyph in line.glyphs]
    finding = Finding(0, expected, Verdict.PROVEN, "", page, glyphs, lines[start:end])
    return finding, lines[:start] + lines[end:]


def _align(passage: Passage, flow: Sequence[Expected], findings: Findings, brackets: bool, marks: bool) -> None:
    """Consume the passage by the statements of the flow, in order; where one does not fit, go on at the next that
    does, and say what stands in between."""
    promises = [promise_of(expected.cells, brackets) for expected in flow]
    at = index = 0
    while index < len(flow):
        at = _past_mark(passage, at) if marks else at
        promise = promises[index]
        if promise.skeleton and stands(passage, at, promise) == "":
            findings.statements.append(finding_of(index, flow[index], passage, at, at + len(promise.skeleton)))
            at += len(promise.skeleton)
            index += 1
            continue
        at, index = _recover(passage, at, index, flow, promises, findings)
    leave(passage, at, len(passage.skeleton), findings)


def stands(passage: Passage, at: int, promise: Promise) -> str:
    """Why the promise does not stand at `at`, "" if it does."""
    if not passage.skeleton.startswith(promise.skeleton, at):
        return "another text stands there"
    if not passage.starts(at):
        return "it begins inside a word"
    end = at + len(promise.skeleton)
    if end < len(passage.skeleton) and not passage.starts(end):
        return "it runs on into a word"
    return fits(passage, at, promise)


def _past_mark(passage: Passage, at: int) -> int:
    """Step over the mark of a list that stands in the line of its item."""
    starts_line = at < len(passage.skeleton) and (at == 0 or passage.lines[at] != passage.lines[at - 1])
    if starts_line and passage.skeleton[at] in BULLETS and at + 1 < len(passage.skeleton) and passage.gaps[at + 1]:
        return at + 1
    return at


def _recover(
    passage: Passage,
    at: int,
    index: int,
    flow: Sequence[Expected],
    promises: Sequence[Promise],
    findings: Findings,
) -> tuple[int, int]:
    """After a mismatch: find the nearest place where this statement or a later one stands, and judge the rest."""
    best: tuple[int, int, int] | None = None
    for later in range(index, min(index + 40, len(flow))):
        start = passage.skeleton.find(promises[later].skeleton, at) if promises[later].skeleton else -1
        while start >= 0 and (stands(passage, start, promises[later]) or (later == index and start == at)):
            start = passage.skeleton.find(promises[later].skeleton, start + 1)
        if start >= 0:
            cost = (start - at) + sum(len(promise.skeleton) for promise in promises[index:later])
            if best is None or cost < best[0]:
                best = (cost, start, later)
            if start == at or later - index > 12:
                break
    start, later = (best[1], best[2]) if best else (len(passage.skeleton), len(flow))
    _judge(passage, at, start, range(index, later), flow, promises, findings)
    return start, later


def _judge(
    passage: Passage,
    at: int,
    end: int,
    missing: range,
    flow: Sequence[Expected],
    promises: Sequence[Promise],
    findings: Findings,
) -> None:
    """Say of each statement that was not met whether something like it stands there, and leave that unexplained."""
    leave(passage, at, end, findings)
    there = passage.text(at, min(end, at + 4000))
    page = passage.source[passage.lines[at]].page if at < len(passage.lines) else None
    for index in missing:
        wanted = folded_words(flow[index].text)
        reason = stands(passage, at, promises[index]) if promises[index].skeleton else "it promises no text"
        if there and passage.skeleton.startswith(promises[index].skeleton, at) and reason:
            findings.statements.append(Finding(index, flow[index], Verdict.ALTERED, reason, page))
            continue
        close, stretch = _closest(wanted, there)
        if close >= _ALIKE:
            detail = first_difference(wanted, stretch)
            findings.statements.append(Finding(index, flow[index], Verdict.ALTERED, detail, page))
        else:
            instead = f"; there stands {there[:80]!r}" if there else ""
            detail = f"nothing says {wanted[:120]!r}{instead}"
            findings.statements.append(Finding(index, flow[index], Verdict.MISSING, detail, page))


def _closest(wanted: str, there: str) -> tuple[float, str]:
    """How alike the promise and the nearest stretch of a text are (0 to 1), and that stretch."""
    if not there:
        return 0.0, ""
    matcher = SequenceMatcher(None, there, wanted, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size > 2]
    if not blocks:
        return 0.0, ""
    start = max(0, blocks[0].a - blocks[0].b)
    stretch = there[start : max(blocks[-1].a + blocks[-1].size, start + len(wanted))]
    return 2 * sum(block.size for block in blocks) / (len(wanted) + len(stretch)), stretch


def leave(passage: Passage, at: int, end: int, findings: Findings) -> None:
    """Record what no statement explains, line by line."""
    while at < end:
        line = passage.lines[at]
        stop = at
        while stop < end and passage.lines[stop] == line:
            stop += 1
        source = passage.source[line]
        findings.unexplained.append((source.page, passage.text(at, stop)))
        findings.unexplained_lines.append(source)
        at = stop


def finding_of(index: int, expected: Expected, passage: Passage, at: int, end: int) -> Finding:
    lines = [passage.source[number] for number in sorted(set(passage.lines[at:end]))]
    glyphs = []
    seen: set[int] = set()
    for position in range(at, end):
        owner = passage.owners[position]
        if owner is not None and id(owner) not in seen:
            seen.add(id(owner))
            glyphs.append((passage.source[passage.lines[position]].page, owner))
    return Finding(index, expected, Verdict.PROVEN, "", glyphs[0][0] if glyphs else None, glyphs, lines)
