"""The layout of one label face: where each row, rule and bar stands, or that they do not fit.

All lengths in pt from the label's bottom left. Nothing leaves the box it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from leafgen.compose.composition import LabelLine, Said
from leafgen.kernel.geometry import Box
from leafgen.render.label_rows import Row, RowSetter, new_group, step
from leafgen.render.label_style import (
    ABOVE,
    BAR_WIDTH,
    DOT_GAP,
    DOT_WIDTH,
    RULE_BELOW,
    RULE_WIDTH,
    STYLES,
    WIDEST_GROUP_GAP,
    Setting,
)
from leafgen.render.label_text import ROUNDING_PT, Stretch, TooWideError, Typesetter


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
class Face:
    """One label, laid out: texts in reading order, marks, and the height in pt that was left over."""

    texts: tuple[PlacedText, ...]
    marks: tuple[Mark, ...]
    spare: float


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
            top = self.bar.y1 if self.bar else y + row.size * ABOVE
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

    def fits(self, lines: Sequence[LabelLine], setting: Setting, part: Said | None = None) -> bool:
        """Whether these lines fit into the box. `part` says which continuation label it is."""
        try:
            rows = RowSetter(self.setter, setting, self.box.width).rows(lines, part)
        except TooWideError:
            return False
        return self._spare(rows, setting) >= -ROUNDING_PT

    def lay_out(self, lines: Sequence[LabelLine], setting: Setting, part: Said | None = None) -> Face:
        """The face of lines that fit; room that is left becomes air between groups."""
        rows = RowSetter(self.setter, setting, self.box.width).rows(lines, part, even=True)
        spare = self._spare(rows, setting)
        groups = sum(1 for before, row in pairwise(rows) if new_group(before, row))
        more_air = max(0.0, min(spare / groups, WIDEST_GROUP_GAP - setting.gap)) if groups else 0.0
        return self._place(rows, setting.gap + more_air, spare - more_air * groups)

    def _spare(self, rows: Sequence[Row], setting: Setting) -> float:
        """What is left of the height, in pt; below zero when the rows are too high."""
        steps = sum(step(before, row, setting.gap) for before, row in pairwise(rows))
        return self.box.height - (rows[0].above + steps + rows[-1].below)

    def _place(self, rows: Sequence[Row], gap: float, spare: float) -> Face:
        pen = _Pen(self.box)
        y = self.box.y1 - rows[0].above
        pen.place(rows[0], y)
        for before, row in pairwise(rows):
            y -= step(before, row, gap)
            if before.look == "head" and row.look != "head":
                bottom = y + row.size * ABOVE + RULE_BELOW
                pen.marks.append(Mark(Box(self.box.x0, bottom, self.box.x1, bottom + RULE_WIDTH)))
            pen.place(row, y)
        pen.end_bar()
        return Face(tuple(pen.texts), tuple(pen.marks), spare)
