"""From the lines of a label to rows of set text, top to bottom, before they are placed. All lengths in pt."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from leafgen.compose.composition import LabelLine, Said
from leafgen.render.label_paragraph import Paragraph, ParagraphSetter, paragraphs
from leafgen.render.label_style import (
    BAR_GAP,
    BAR_WIDTH,
    LEAST_BETWEEN_LINES,
    LEAST_X_HEIGHT_MM,
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
    """One line of set text: its look, size in pt, fragments from the row's start, that start's indent, how far it
    reaches above and below its baseline (`top`: accents on capitals count where there are any), the least
    distance to the baseline of a row of its kind, and how far any line of its font and size reaches."""

    look: str
    size: float
    fragments: Line
    indent: float
    above: float
    below: float
    top: float
    apart: float
    evenly: tuple[float, float]

    @classmethod
    def of(
        cls, look: str, size: float, fragments: Line, indent: float, reach: Reach, apart: float, any_line: Reach
    ) -> Row:
        """A row that reaches so far, in a font any line of which reaches `any_line`."""
        text = "".join(fragment.text for fragment in fragments)
        accented = any(char.isupper() and unicodedata.decomposition(char) for char in text)
        above = size * reach.above
        top = size * reach.accented if accented else above
        evenly = (size * any_line.above, size * any_line.below)
        return cls(look, size, fragments, indent, above, size * reach.below, top, apart, evenly)


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one paragraph, and the distance in pt from the first baseline to the last."""

    rows: tuple[Row, ...]
    depth: float

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Block:
        """The block of these rows: air stands between blocks only."""
        rows = tuple(rows)
        return cls(rows, sum(step(before, row, 0.0) for before, row in pairwise(rows)))


def depth(blocks: Sequence[Block], gap: float) -> float:
    """The distance in pt from the first baseline of the first block to the last one of the last."""
    between = sum(step(before.rows[-1], block.rows[0], gap) for before, block in pairwise(blocks))
    return between + sum(block.depth for block in blocks)


def new_group(before: Row, row: Row) -> bool:
    """Whether air may stand between two rows. The head has its rule instead; who and what belong together."""
    return before.look not in (row.look, "head") and (before.look, row.look) != ("patient", "product")


def step(before: Row, row: Row, gap: float, even: float = 0.0) -> float:
    """The distance between two baselines: never under what the larger of the two needs; `gap` is the air between
    groups, `even` the share that it has, at the least, of the distance of any two such lines of the font (below the
    head, where a code may stand beside them)."""
    distance = max(before.apart, row.apart, before.below + row.above)
    if before.look == "head":
        return distance if row.look == "head" else distance + RULE_ABOVE + RULE_WIDTH + RULE_BELOW
    distance = max(distance, even * (before.evenly[1] + row.evenly[0]))
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

    def blocks(self, lines: Sequence[LabelLine], part: Said | None = None, *, even: bool = False) -> list[Block]:
        """The paragraphs of a label, set; `part` is the text that says which continuation label this is, `even` asks
        for lines of about equal length where that takes no more of them."""
        blocks: list[Block] = []
        press = self._setting.press
        key = (press.runs_on, press.fine, id(part), *map(id, lines))
        for paragraph in self._setter.remember(key, (lines, part), lambda: tuple(paragraphs(lines, press, part))):
            blocks.append(self._set(paragraph, self._depth(blocks), even=even))
        return blocks

    def _set(self, paragraph: Paragraph, depth: float, *, even: bool) -> Block:
        look = paragraph.look
        size = self._size(paragraph)
        indent = BAR_WIDTH + BAR_GAP if look == "warning" else 0.0
        # 3 mm go with type of the common minimum; small print that may be smaller keeps the proportion.
        apart = LEAST_BETWEEN_LINES * min(1.0, size / self._setter.size_of(LEAST_X_HEIGHT_MM))
        leading = max(apart, size * (self._reach.above + self._reach.below))

        def width_of(number: int) -> float:
            beside = look != "head" and depth + number * leading < self._code_height
            return self._width - indent - (self._code_width if beside else 0.0)

        pressed = self._setting.press is not PRESSES[0]

        def set_rows() -> Block:
            lines = ParagraphSetter(self._setter, paragraph, size, width_of).lines(even=even)
            reaches = (self._setter.reach(line, pressed=pressed) for line in lines)
            pairs = zip(lines, reaches, strict=True)
            return Block.of(Row.of(look, size, line, indent, reach, apart, self._reach) for line, reach in pairs)

        if look != "head" and depth < self._code_height:
            return set_rows()
        # Of one width: set once. The memory holds the paragraph, so that the identities in the key stay those of
        # its statements.
        statements = (*paragraph.said, None, *paragraph.end, paragraph.part)
        key = (look, *map(id, statements), size, width_of(0), even, pressed)
        return self._setter.remember(key, paragraph, set_rows)

    def _size(self, paragraph: Paragraph) -> float:
        """The size in pt of a paragraph: that of the scale, and never below the legal one of its lines."""
        legal, scale = self._setter.size_of(paragraph.least), self._setting.scale
        if paragraph.fine:
            return min(legal, scale.text)
        return max(legal, scale.dose if paragraph.look == "dose" else scale.text)

    def _depth(self, blocks: Sequence[Block]) -> float:
        """How far below the head's rule the next row begins, at the least; of no interest without a code."""
        if not self._code_height:
            return 0.0
        body = [block for block in blocks if block.rows[0].look != "head"]
        if not body:
            return 0.0
        first, last = body[0].rows[0], body[-1].rows[-1]
        return first.size * self._reach.above + depth(body, self._setting.press.gap) + last.below
