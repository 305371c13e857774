"""From the lines of a label to rows of set text, top to bottom, before they are placed. All lengths in pt."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from leafgen.compose.composition import LabelLine, Said
from leafgen.render.label_paragraph import Paragraph, ParagraphSetter, paragraphs
from leafgen.render.label_style import (
    BAR_GAP,
    BAR_WIDTH,
    LATIN_REACH,
    LEAST_BETWEEN_LINES,
    PRESSES,
    RULE_ABOVE,
    RULE_BELOW,
    RULE_WIDTH,
    Reach,
    Setting,
)
from leafgen.render.label_text import Line, Typesetter


@dataclass(frozen=True, slots=True)
class Row:
    """One line of set text: its look, size in pt, fragments from the row's start, that start's indent,
    and the reach of its font."""

    look: str
    size: float
    fragments: Line
    indent: float
    reach: Reach = LATIN_REACH

    @property
    def above(self) -> float:
        """How far the row reaches above its baseline: accents on capitals count where there are any."""
        text = "".join(fragment.text for fragment in self.fragments)
        accented = any(char.isupper() and unicodedata.decomposition(char) for char in text)
        return self.size * (self.reach.accented if accented else self.reach.above)

    @property
    def below(self) -> float:
        """How far the row reaches below its baseline."""
        return self.size * self.reach.below


def new_group(before: Row, row: Row) -> bool:
    """Whether air may stand between two rows. The head has its rule instead; who and what belong together."""
    return before.look not in (row.look, "head") and (before.look, row.look) != ("patient", "product")


def step(before: Row, row: Row, gap: float) -> float:
    """The distance between two baselines: never under 3 mm; `gap` is the air between groups."""
    distance = max(LEAST_BETWEEN_LINES, before.below + row.size * row.reach.above)
    if before.look == "head" and row.look != "head":
        return distance + RULE_ABOVE + RULE_WIDTH + RULE_BELOW
    return distance + gap if new_group(before, row) else distance


class RowSetter:
    """Sets paragraphs into rows of at most `width` pt; rows beside a code of `code_width` x `code_height` pt,
    which stands at the right below the head, keep clear of it."""

    def __init__(self, setter: Typesetter, setting: Setting, width: float, code: tuple[float, float] = (0, 0)) -> None:
        self._setter = setter
        self._setting = setting
        self._width = width
        self._code_width, self._code_height = code
        self._reach = setter.reach((), pressed=False)

    def rows(self, lines: Sequence[LabelLine], part: Said | None = None, *, even: bool = False) -> list[Row]:
        """The rows of a label; `part` is the text that says which continuation label this is, `even` asks for
        lines of about equal length where that takes no more of them."""
        rows: list[Row] = []
        for paragraph in paragraphs(lines, self._setting.press, part):
            rows.extend(self._set(paragraph, self._depth(rows), even=even))
        return rows

    def _set(self, paragraph: Paragraph, depth: float, *, even: bool) -> tuple[Row, ...]:
        look = paragraph.look
        size = self._size(paragraph)
        indent = BAR_WIDTH + BAR_GAP if look == "warning" else 0.0
        leading = max(LEAST_BETWEEN_LINES, size * (self._reach.above + self._reach.below))

        def width_of(number: int) -> float:
            beside = look != "head" and depth + number * leading < self._code_height
            return self._width - indent - (self._code_width if beside else 0.0)

        pressed = self._setting.press is not PRESSES[0]

        def set_rows() -> tuple[Row, ...]:
            lines = ParagraphSetter(self._setter, paragraph, size, width_of).lines(even=even)
            return tuple(Row(look, size, line, indent, self._setter.reach(line, pressed=pressed)) for line in lines)

        if look != "head" and depth < self._code_height:
            return set_rows()
        # Of one width: set once. The memory holds the paragraph, so that the identities in the key stay those of
        # its statements.
        statements = (*paragraph.said, None, *paragraph.end, paragraph.part)
        key = (look, *map(id, statements), size, width_of(0), even, pressed)
        if key not in self._setter.memory:
            self._setter.memory[key] = (paragraph, set_rows())
        rows: tuple[Row, ...] = self._setter.memory[key][1]
        return rows

    def _size(self, paragraph: Paragraph) -> float:
        """The size in pt of a paragraph: that of the scale, and never below the legal one of its lines."""
        legal, scale = self._setter.size_of(paragraph.least), self._setting.scale
        if paragraph.fine:
            return min(legal, scale.text)
        return max(legal, scale.dose if paragraph.look == "dose" else scale.text)

    def _depth(self, rows: Sequence[Row]) -> float:
        """How far below the head's rule the next row begins, at the least; of no interest without a code."""
        if not self._code_height:
            return 0.0
        body = [row for row in rows if row.look != "head"]
        if not body:
            return 0.0
        steps = sum(step(before, row, self._setting.press.gap) for before, row in pairwise(body))
        return body[0].size * self._reach.above + steps + body[-1].below
