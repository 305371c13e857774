"""Surgery on PDFs: change how one statement is painted, and nothing else.

A patient is a proven file and one of its statements; the tools find the operators that show it and rewrite them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

from leafgen.compose.expectation import Expectation
from leafgen.kernel.geometry import Box
from leafgen.verify.closed import explain_closed
from leafgen.verify.evidence import Evidence, gather
from leafgen.verify.findings import Finding, Findings
from leafgen.verify.open import explain_open
from leafgen.verify.reading.graphics import Shown
from leafgen.verify.reading.lines import Glyph

SHOWS = ("Tj", "TJ", "'", '"')
Token = bytes | float
Instruction = Any


def op(name: str, *operands: Any) -> Instruction:
    """One instruction of a content stream."""
    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(name))


def read(pdf: bytes, expectation: Expectation) -> tuple[Evidence, Findings]:
    """What a file holds and where its statements stand."""
    evidence = gather(pdf, expectation.direction == "rtl")
    explain = explain_closed if expectation.closed else explain_open
    return evidence, explain(evidence, expectation)


class OutOfReach(Exception):
    """What an operator would change lies in an object of its own on the page."""


@dataclass
class Patient:
    """One statement of one file, on one page, ready to be changed."""

    evidence: Evidence
    findings: Findings
    finding: Finding
    pdf: pikepdf.Pdf = field(init=False)
    number: int = field(init=False)
    instructions: list[Instruction] = field(init=False)

    def __post_init__(self) -> None:
        self.pdf = pikepdf.open(BytesIO(self.evidence.data))
        self.number = (self.finding.page or 1) - 1
        self.instructions = list(pikepdf.parse_content_stream(self.pdf.pages[self.number]))

    @property
    def page(self) -> pikepdf.Page:
        """The page on which the statement begins."""
        return self.pdf.pages[self.number]

    @property
    def glyphs(self) -> list[Glyph]:
        """The statement's glyphs on that page, its spaces included: in reading order, but for right-to-left lines,
        which are in the order of the page."""
        return [glyph for line, part in self.finding.stretches() if line.page == self.number + 1 for glyph in part]

    @property
    def text(self) -> str:
        """What they say."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def box(self) -> Box:
        """The ink of the statement on the page, in points."""
        return self.ink(self.glyphs)

    def ink(self, glyphs: Sequence[Glyph]) -> Box:
        """The ink of some glyphs."""
        rows = [self.evidence.pages[self.number].ink[glyph.index] for glyph in glyphs]
        rows = [row for row in rows if row[0] == row[0]]
        return Box(
            min(float(row[0]) for row in rows),
            min(float(row[1]) for row in rows),
            max(float(row[2]) for row in rows),
            max(float(row[3]) for row in rows),
        )

    def shows(self) -> dict[int, Shown]:
        """Each Shown of the page (in no form) by the place of its instruction."""
        places = [at for at, step in enumerate(self.instructions) if str(step.operator) in SHOWS]
        shown = [one for one in self.evidence.pages[self.number].shown if one.form == 0]
        full = [at for at in places if any(self.tokens(at))]
        return dict(zip(full, shown, strict=True)) if len(full) == len(shown) else {}

    def tokens(self, at: int) -> list[Token]:
        """What an instruction shows: codes (bytes) and moves (thousandths of an em)."""
        step = self.instructions[at]
        items = step.operands[0] if str(step.operator) == "TJ" else [step.operands[-1]]
        return [bytes(item) if isinstance(item, pikepdf.String) else float(item) for item in items]

    def places(self, glyphs: Sequence[Glyph] | None = None) -> dict[int, list[Glyph]]:
        """The instructions that show some glyphs (by default all of the statement), with those glyphs."""
        wanted = self.glyphs if glyphs is None else list(glyphs)
        found = {}
        for at, shown in self.shows().items():
            mine = [glyph for glyph in wanted if glyph.shown is shown]
            if mine:
                found[at] = mine
        return found

    def rewrite(self, glyphs: Sequence[Glyph], change: Callable[[Glyph, bytes], Sequence[Token]]) -> bool:
        """Replace what is shown for each of some glyphs, by code; the others stay."""
        places = self.places(glyphs)
        for at, mine in places.items():
            by_index = {glyph.at: glyph for glyph in mine}
            width = 1 if mine[0].shown.typeface.one_byte else 2
            number = 0
            new: list[Token] = []
            for token in self.tokens(at):
                if not isinstance(token, bytes):
                    new.append(token)
                    continue
                for start in range(0, len(token), width):
                    code = token[start : start + width]
                    glyph = by_index.get(number)
                    new += [code] if glyph is None else list(change(glyph, code))
                    number += 1
            items = [pikepdf.String(item) if isinstance(item, bytes) else item for item in new]
            self.instructions[at] = op("TJ", pikepdf.Array(items))
        return bool(places)

    def around(
        self, before: Sequence[Instruction], after: Sequence[Instruction], glyphs: Sequence[Glyph] | None = None
    ) -> bool:
        """Put instructions before and after each piece that shows the statement, or only some of its glyphs (whose
        string is then cut into three)."""
        places = self.places(glyphs)
        for at in sorted(places, reverse=True):
            mine = places[at]
            middle = {glyph.at for glyph in mine}
            width = 1 if mine[0].shown.typeface.one_byte else 2
            head, body, tail = self.cut(at, min(middle), max(middle) + 1, width)
            steps = [op("TJ", pikepdf.Array(part)) for part in (head,) if part]
            steps += [*before, op("TJ", pikepdf.Array(body)), *after]
            steps += [op("TJ", pikepdf.Array(part)) for part in (tail,) if part]
            self.instructions[at : at + 1] = steps
        return bool(places)

    def cut(self, at: int, first: int, end: int, width: int) -> tuple[list[Any], list[Any], list[Any]]:
        """The tokens of an instruction before, from and after two of its glyphs; codes are `width` bytes wide."""
        parts: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
        number = 0
        for token in self.tokens(at):
            if not isinstance(token, bytes):
                parts[0 if number <= first else 1 if number < end else 2].append(token)
                continue
            for start in range(0, len(token), width):
                place = 0 if number < first else 1 if number < end else 2
                parts[place].append(pikepdf.String(token[start : start + width]))
                number += 1
        return parts

    def colour_back(self, shown: Shown) -> Instruction:
        """The instruction that sets the colour a piece had."""
        names = {1: "g", 3: "rg", 4: "k"}
        colour = shown.colour if len(shown.colour) in names else (0.0,)
        return op(names[len(colour)], *colour)

    def later(self, *steps: Instruction) -> None:
        """Paint something after everything else, in the page's own space."""
        self.instructions = [op("q"), *self.instructions, op("Q"), op("q"), *steps, op("Q")]

    def earlier(self, *steps: Instruction) -> None:
        """Paint something before everything else."""
        self.instructions = [op("q"), *steps, op("Q"), *self.instructions]

    def resource(self, kind: str, name: str, value: Any) -> pikepdf.Name:
        """Enter something into the page's resources."""
        resources = self.page.obj.Resources
        if kind not in resources:
            resources[kind] = pikepdf.Dictionary()
        resources[kind][name] = value
        return pikepdf.Name(name)

    def state(self, **entries: Any) -> Instruction:
        """An instruction that sets graphics-state parameters such as ca=0.1."""
        name = "/Mut" + "".join(entries) + str(abs(hash(str(entries))) % 9999)
        return op("gs", self.resource("/ExtGState", name, pikepdf.Dictionary(**entries)))

    def save(self, **options: Any) -> bytes:
        """The changed file."""
        self.page.obj.Contents = self.pdf.make_stream(pikepdf.unparse_content_stream(self.instructions))
        target = BytesIO()
        self.pdf.save(target, **options)
        return target.getvalue()

    def font_of(self, glyph: Glyph) -> Any:
        """The font dictionary that shows a glyph. Raises OutOfReach when it is not the page itself that does."""
        for name, font in self.page.obj.Resources.Font.items():
            base = str(font.get("/BaseFont", ""))
            if base.endswith(glyph.shown.typeface.name) and self._shows_with(name, glyph):
                return font
        raise OutOfReach(glyph.shown.typeface.name)

    def _shows_with(self, name: str, glyph: Glyph) -> bool:
        at = next((place for place, shown in self.shows().items() if shown is glyph.shown), 0)
        for step in reversed(self.instructions[:at]):
            if str(step.operator) == "Tf":
                return str(step.operands[0]) == name
        return False

    def others(self) -> Iterator[Glyph]:
        """Every glyph of the page that is not the statement's."""
        mine = set(self.glyphs)
        return (glyph for glyph in self.evidence.pages[self.number].glyphs if glyph not in mine)
