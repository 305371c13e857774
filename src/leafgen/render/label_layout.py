"""The layout of one label face: where each row, rule and bar stands, or that they do not fit.

All lengths in pt from the label's bottom left. Nothing leaves the box it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from leafgen.compose.composition import LabelLine, Said, Symbology
from leafgen.kernel.geometry import Box
from leafgen.render.label_rows import Block, Row, RowSetter, depth, new_group, step
from leafgen.render.label_style import (
    BAR_WIDTH,
    DOT_GAP,
    DOT_WIDTH,
    RULE_ABOVE,
    RULE_BELOW,
    RULE_WIDTH,
    STYLES,
    WIDEST_GROUP_GAP,
    Setting,
)
from leafgen.render.label_text import ROUNDING_PT, Stretch, TooWideError, Typesetter

#: Of the distance that any two lines of a font keep: as much as there is room for.
EVEN_SHARES = (1.0, 0.98, 0.96, 0.94, 0.92, 0.9, 0.88, 0.86, 0.84, 0.82, 0.8, 0.78, 0.76, 0.74, 0.72, 0.7)


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A stretch of a statement, beginning at `x` on the baseline `y`, `width` pt wide."""

    said: Said
    stretches: tuple[Stretch, ...]
    x: float
    y: float
    size: float
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A filled shape: a rule, a warning bar, or (round) the dot between two statements."""

    box: Box
    round: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A code: its kind, what it says, its rows of modules from the top left, True where they are dark (bars are one
    row), its width and height without the quiet zone, and that zone beside and above it. All in pt."""

    symbology: Symbology
    text: str
    modules: tuple[tuple[bool, ...], ...]
    width: float
    height: float
    quiet_x: float
    quiet_y: float


@dataclass(frozen=True, slots=True)
class PlacedCode:
    """A code with its bottom left corner."""

    code: Code
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Face:
    """One label, laid out: texts in reading order, marks, a code or none, and the height in pt left over."""

    texts: tuple[PlacedText, ...]
    marks: tuple[Mark, ...]
    spare: float
    code: PlacedCode | None = None


@dataclass(slots=True)
class _Pen:
    """Places rows into `box`; `bar` is the warning bar that is still growing."""

    box: Box
    texts: list[PlacedText] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    bar: Box | None = None

    def place(self, row: Row, y: float) -> None:
        """Place a row on the baseline `y`."""
        if row.look == "warning":
            top = self.bar.y1 if self.bar else y + row.above
            self.bar = Box(self.box.x0, y - row.below, self.box.x0 + BAR_WIDTH, top)
        else:
            self.end_bar()
        left = self.box.x0 + row.indent
        for fragment in row.fragments:
            x = left + fragment.x
            self.texts.append(PlacedText(fragment.said, fragment.stretches, x, y, row.size, fragment.width))
        if STYLES[row.look].dotted:
            self._place_dots(row, left, y)

    def end_bar(self) -> None:
        """Finish the warning bar."""
        if self.bar:
            self.marks.append(Mark(self.bar))
            self.bar = None

    def _place_dots(self, row: Row, left: float, y: float) -> None:
        """A dot between neighbours, drawn as a shape: it is no text that someone must explain."""
        for before, fragment in pairwise(row.fragments):
            gap = fragment.x - before.x - before.width
            if abs(gap - DOT_GAP * row.size) < ROUNDING_PT:
                x, height, half = left + fragment.x - gap / 2, y + row.size * 0.26, DOT_WIDTH / 2
                self.marks.append(Mark(Box(x - half, height - half, x + half, height + half), round=True))


class LabelLayout:
    """Lays labels out inside one box, in one font."""

    def __init__(self, setter: Typesetter, box: Box) -> None:
        self.setter = setter
        self.box = box

    def fits(
        self, lines: Sequence[LabelLine], setting: Setting, part: Said | None = None, code: Code | None = None
    ) -> bool:
        """Whether these lines fit into the box, beside the code if there is one. `part` says which continuation
        label it is."""
        try:
            blocks = self._setter(setting, code).blocks(lines, part)
        except TooWideError:
            return False
        return self._spare(blocks, setting) >= -ROUNDING_PT and (not code or self._holds(code, _rows(blocks)))

    def lay_out(
        self, lines: Sequence[LabelLine], setting: Setting, part: Said | None = None, code: Code | None = None
    ) -> Face:
        """The face of lines that fit; room that is left sets them evenly, and then becomes air between groups."""
        blocks = self._setter(setting, code).blocks(lines, part, even=True)
        if self._spare(blocks, setting) < -ROUNDING_PT:
            # Letters that reach far met on one line when its messages were divided otherwise.
            blocks = self._setter(setting, code).blocks(lines, part)
        rows, spare, gap = _rows(blocks), self._spare(blocks, setting), setting.press.gap
        even, spare = _evenly(rows, spare)
        groups = sum(1 for before, row in pairwise(rows) if new_group(before, row))
        more_air = max(0.0, min(spare / groups, WIDEST_GROUP_GAP - gap)) if groups else 0.0
        face = self._place(rows, gap + more_air, spare - more_air * groups, even)
        return replace(face, code=self._placed(code, rows)) if code else face

    def _setter(self, setting: Setting, code: Code | None) -> RowSetter:
        room = (code.quiet_x + code.width + self._inset(code), code.height + 2 * code.quiet_y) if code else (0.0, 0.0)
        return RowSetter(self.setter, setting, self.box.width, room)

    def _below_head(self, rows: Sequence[Row]) -> float:
        """The height at which the body begins: below the head's rule."""
        head = [row for row in rows if row.look == "head"]
        if not head:
            return self.box.y1
        steps = sum(step(before, row, 0.0) for before, row in pairwise(head))
        return self.box.y1 - head[0].top - steps - head[-1].below - RULE_ABOVE - RULE_WIDTH

    def _placed(self, code: Code, rows: Sequence[Row]) -> PlacedCode:
        x = self.box.x1 - self._inset(code) - code.width
        return PlacedCode(code, x, self._below_head(rows) - code.quiet_y - code.height)

    def _inset(self, code: Code) -> float:
        """How far a code stands inside the box, so that its quiet zone ends at the label's edge."""
        return max(0.0, code.quiet_x - self.box.x0)

    def _holds(self, code: Code, rows: Sequence[Row]) -> bool:
        return self._placed(code, rows).y >= self.box.y0

    def _spare(self, blocks: Sequence[Block], setting: Setting) -> float:
        """What is left of the height, in pt; below zero when the rows are too high."""
        first, last = blocks[0].rows[0], blocks[-1].rows[-1]
        return self.box.height - (first.top + depth(blocks, setting.press.gap) + last.below)

    def _place(self, rows: Sequence[Row], gap: float, spare: float, even: float) -> Face:
        pen = _Pen(self.box)
        y = self.box.y1 - rows[0].top
        pen.place(rows[0], y)
        for before, row in pairwise(rows):
            y -= step(before, row, gap, even)
            if before.look == "head" and row.look != "head":
                bottom = y + row.above + RULE_BELOW
                pen.marks.append(Mark(Box(self.box.x0, bottom, self.box.x1, bottom + RULE_WIDTH)))
            pen.place(row, y)
        pen.end_bar()
        return Face(tuple(pen.texts), tuple(pen.marks), spare)


def _evenly(rows: Sequence[Row], spare: float) -> tuple[float, float]:
    """How evenly rows can be set within the spare height (see `step`): entirely, or as a share; and what is left."""
    if all(row.evenly == (row.above, row.below) for row in rows):
        return 1.0, spare
    pairs = list(pairwise(rows))
    natural = sum(step(before, row, 0.0) for before, row in pairs)
    for share in EVEN_SHARES:
        wanted = sum(step(before, row, 0.0, share) for before, row in pairs) - natural
        if wanted <= max(spare, 0.0) + ROUNDING_PT:
            return share, spare - wanted
    return 0.0, spare


def _rows(blocks: Sequence[Block]) -> list[Row]:
    return [row for block in blocks for row in block.rows]
