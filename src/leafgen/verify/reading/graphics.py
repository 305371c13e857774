"""What a page description keeps in mind while it paints: matrices, colours, clips and text parameters.

Matrices are PDF's six numbers (a, b, c, d, e, f): x' = a x + c y + e, y' = b x + d y + f. Lengths are points.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from leafgen.kernel.geometry import Box
from leafgen.verify.reading.typefaces import Typeface

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
EVERYWHERE = Box(-1e9, -1e9, 1e9, 1e9)


def matrix_of(operands: Any) -> Matrix:
    """The matrix of six operands."""
    a, b, c, d, e, f = (float(operand) for operand in operands)
    return a, b, c, d, e, f


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first`, and `then` the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def apply(matrix: Matrix, x: float, y: float) -> Point:
    """Where the point lands."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box_of(points: list[Point]) -> Box:
    """The smallest box that holds the points (one at least)."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def placed(matrix: Matrix, box: Box) -> Box:
    """The box that holds `box` after the matrix."""
    corners = ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1))
    return box_of([apply(matrix, x, y) for x, y in corners])


def intersection(one: Box, other: Box) -> Box:
    """What two boxes share; without an area if they share nothing."""
    x0, y0 = max(one.x0, other.x0), max(one.y0, other.y0)
    return Box(x0, y0, max(x0, min(one.x1, other.x1)), max(y0, min(one.y1, other.y1)))


@dataclass(slots=True)
class State:
    """The graphics state (ISO 32000-2, 8.4), as far as it decides what a reader sees. `group_alpha` and
    `group_masked` are those of the transparency groups around it, `knockout`: one of them shows only what is painted
    last; `fill_inkless`, `stroke_inkless`: the colour is for a press that has no such ink."""

    ctm: Matrix = IDENTITY
    clip: Box = EVERYWHERE
    group_alpha: float = 1.0
    group_masked: bool = False
    knockout: bool = False
    fill_inkless: bool = False
    stroke_inkless: bool = False
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    blend: str = "Normal"
    masked: bool = False
    overprint: bool = False
    fill: tuple[float, ...] = (0.0,)
    stroke: tuple[float, ...] = (0.0,)
    line_width: float = 1.0
    typeface: Typeface | None = None
    size: float = 0.0
    character_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def copy(self) -> State:
        """The state as `q` keeps it."""
        return State(*_values_of(self))


_values_of = attrgetter(*State.__slots__)


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked-content sequence that is open while something is painted. `hidden`: an optional-content group
    that is off for somebody, `unseen`: for everybody; `mcid`: the entry in the structure tree; `artifact`: page
    furniture, outside the tree; `language`, `alternative`, `expansion`: what a screen reader is told of it."""

    tag: str
    mcid: int | None = None
    actual_text: str | None = None
    hidden: bool = False
    artifact: bool = False
    unseen: bool = False
    language: str = ""
    alternative: str = ""
    expansion: str = ""


@dataclass(slots=True, eq=False)
class Paint:
    """Something painted that is no text. `outlines`: closed polygons in points for a fill (several: holes by
    `even_odd` or winding), line segments for a stroke of `width`. `alpha` 0 paints nothing."""

    order: int
    kind: str
    box: Box
    alpha: float
    colour: tuple[float, ...]
    outlines: list[list[Point]] = field(default_factory=list)
    even_odd: bool = False
    width: float = 0.0
    blend: str = "Normal"
    hidden: bool = False


@dataclass(slots=True, eq=False)
class Shown:
    """One operator's worth of text: equal in face, size, colour and clip.

    matrix: from text space in em (x along the line, y up; one unit is the nominal size) to points on the page;
    codes, texts, gids: one entry a glyph; xs: where each starts, advances: how far it moves the pen, in em.
    """

    order: int
    typeface: Typeface
    matrix: Matrix
    size: float
    stretch: float
    codes: list[int]
    xs: list[float]
    advances: list[float]
    mode: int
    alpha: float
    blend: str
    masked: bool
    colour: tuple[float, ...]
    clip: Box
    marks: tuple[Marked, ...]
    form: int = 0
    line_width: float = 0.0

    @property
    def hidden(self) -> bool:
        """Whether an optional-content group that is off holds it."""
        return any(mark.hidden for mark in self.marks)


@dataclass(slots=True)
class Walked:
    """What a page paints: text and all else, each with its `order` in one count; forms by object number. `aside`: the
    text of each pattern, and of what else is shown without being page content."""

    shown: list[Shown] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    order: int = 0
    aside: list[list[Shown]] = field(default_factory=list)
