"""Closed files: everything they say is promised, in the order promised. The whole text is consumed by the
promised statements, one after the other, and nothing is left.

Furniture (what each page carries besides) is taken out first, page by page; marks of lists belong to the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from leafgen.compose.expectation import Expectation, Expected
from leafgen.verify.evidence import Evidence
from leafgen.verify.findings import Finding, Findings
from leafgen.verify.passage import BULLETS, OPENING, Passage, Promise, end_of, passage_of, promise_of
from leafgen.verify.placing import finding_of, judge, leave, stands
from leafgen.verify.proof import Verdict
from leafgen.verify.reading.lines import Line

_NUMBERED = re.compile(r"\d{1,2}[.)]")
_FURNITURE_LINES = 6
_LOOK_AHEAD = 40
_FAR_ENOUGH = 12


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
    furniture: list[Finding] = []
    flow_lines: list[Line] = []
    pages = len(evidence.pages)
    marks = not any(set(expected.text) & BULLETS for expected in expectation.flow)
    for page in evidence.pages:
        lines = [line for line in page.lines if not (marks and _is_mark(line))]
        for expected in expectation.furniture:
            cells = tuple(_filled(cell, page.number, pages) for cell in expected.cells)
            finding, lines = _take(lines, Expected(expected.id, cells, expected.safety), page.number, brackets)
            furniture.append(finding)
        flow_lines += lines
    if by_structure:
        last = len(evidence.structure.leaves)
        flow_lines.sort(key=lambda line: line.place if line.place is not None else last)
    passage = passage_of(flow_lines, [True] * len(flow_lines), brackets)
    promises = [promise_of(expected.cells, brackets) for expected in expectation.flow]
    findings = _Aligner(passage, expectation.flow, promises, marks).align()
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


def _take(lines: list[Line], expected: Expected, page: int, brackets: bool) -> tuple[Finding, list[Line]]:
    """Find furniture as whole lines of a page, outside the structure tree if it can be, else the last; take it out."""
    promise = promise_of(expected.cells, brackets)
    found: list[tuple[bool, int, int]] = []
    for start in range(len(lines)):
        if not _may_begin(lines[start], promise, brackets):
            continue
        length = 0
        for end in range(start + 1, min(start + _FURNITURE_LINES, len(lines)) + 1):
            length += sum(not char.isspace() for char in lines[end - 1].text)
            if length < len(promise.skeleton):
                continue
            part = passage_of(lines[start:end], [True] * (end - start), brackets)
            if not stands(part, 0, promise) and len(part.skeleton) == end_of(part, 0, promise):
                found.append((lines[start].element is None, start, end))
            if length > len(promise.skeleton) + 4 * (end - start):
                break
    if not found:
        detail = f"page {page} does not say {expected.text!r} as a line of its own"
        return Finding(0, expected, Verdict.MISSING, detail, page), lines
    _, start, end = max(found)
    glyphs = [(page, glyph) for line in lines[start:end] for glyph in line.glyphs]
    finding = Finding(0, expected, Verdict.PROVEN, "", page, glyphs, lines[start:end])
    return finding, lines[:start] + lines[end:]


def _may_begin(line: Line, promise: Promise, brackets: bool) -> bool:
    """Whether a promise can begin with this line, by its first letters: a quick look that spares most slow ones."""
    first = line.text.partition(" ")[0].partition("-")[0]
    if brackets:
        first = first.translate(OPENING)
    return promise.skeleton.startswith(first) or first.startswith(promise.skeleton)


class _Aligner:
    """Consumes a passage by the statements of the flow, in order."""

    def __init__(self, passage: Passage, flow: Sequence[Expected], promises: Sequence[Promise], marks: bool) -> None:
        self.passage, self.flow, self.promises, self.marks = passage, flow, promises, marks
        self.findings = Findings()

    def align(self) -> Findings:
        """Findings for every statement; where one does not fit, go on at the next that does."""
        at = index = 0
        while index < len(self.flow):
            at = self.past_mark(at) if self.marks else at
            promise = self.promises[index]
            if promise.skeleton and not stands(self.passage, at, promise):
                end = end_of(self.passage, at, promise)
                self.findings.statements.append(finding_of(index, self.flow[index], self.passage, at, end))
                at, index = end, index + 1
            else:
                at, index = self.recover(at, index)
        leave(self.passage, at, len(self.passage.skeleton), self.findings)
        return self.findings

    def past_mark(self, at: int) -> int:
        """Step over the mark of a list that stands in the line of its item."""
        passage = self.passage
        starts_line = at < len(passage.skeleton) and (at == 0 or passage.lines[at] != passage.lines[at - 1])
        marked = starts_line and passage.skeleton[at] in BULLETS and at + 1 < len(passage.skeleton)
        return at + 1 if marked and passage.gaps[at + 1] else at

    def recover(self, at: int, index: int) -> tuple[int, int]:
        """After a mismatch: go to the nearest place where this statement or a later one stands; judge those before
        it, and leave what stands in between unexplained."""
        best: tuple[int, int, int] | None = None
        skipped = 0
        for later in range(index, min(index + _LOOK_AHEAD, len(self.flow))):
            start = self.next_place(later, at)
            if start is not None and (best is None or start - at + skipped < best[0]):
                best = (start - at + skipped, start, later)
            if best is not None and (best[1] == at or later - index > _FAR_ENOUGH):
                break
            skipped += len(self.promises[later].skeleton)
        start, later = best[1:] if best else (len(self.passage.skeleton), len(self.flow))
        leave(self.passage, at, start, self.findings)
        for missing in range(index, later):
            finding = judge(missing, self.flow[missing], self.passage, self.promises[missing], at, start)
            self.findings.statements.append(finding)
        return start, later

    def next_place(self, index: int, at: int) -> int | None:
        """Where a statement stands next, None if nowhere."""
        promise = self.promises[index]
        if not promise.skeleton:
            return None
        start = self.passage.skeleton.find(promise.skeleton, at)
        while start >= 0 and stands(self.passage, start, promise):
            start = self.passage.skeleton.find(promise.skeleton, start + 1)
        return start if start >= 0 else None
