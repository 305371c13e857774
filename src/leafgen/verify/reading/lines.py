"""Lines: glyphs that stand side by side on one baseline, in the order in which they are read.

A line ends where the baseline changes, where the pen jumps, and where the structure tree begins another block;
so the text between two ends of lines is never guessed together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from statistics import median

from leafgen.verify.folding import fold, is_right_to_left
from leafgen.verify.reading.bidi import embedded_order, logical_order, marks_last
from leafgen.verify.reading.graphics import Shown
from leafgen.verify.reading.structure import Element

_SPACE_GAP = 0.13
"""A gap of this many em between two words that the file separates by position alone."""
_JUMP = 1.35
"""A gap of this many em is no word space: another cell, column or tab stop."""
_BACKWARDS = 0.4
_BASELINE = 0.45
_RISE = 1.0
"""How far, in em, a mark may be raised or lowered from the baseline of its letter."""
_SAME_WAY = 0.999
_SAME_HEIGHT = 0.02
_INITIAL = 1.8
"""An initial is larger than the text that it begins by this at least."""
_BESIDE = 0.8
"""No further than this, in em, the text stands from its initial."""
_CAPITAL = 0.7


@dataclass(slots=True, eq=False)
class Glyph:
    """One glyph as it stands on the page. `index` counts it on its page; `text` is what its font says it says,
    folded; `shown` and `at` tell where it comes from; `start`, `end`: pen positions along the line, in pt; `echo`: it
    repeats another one in its place."""

    index: int
    shown: Shown
    at: int
    text: str
    start: float
    end: float
    echo: bool = False

    @property
    def code(self) -> int:
        return self.shown.codes[self.at]

    @property
    def gid(self) -> int:
        return self.shown.typeface.gid(self.code)


@dataclass(slots=True, eq=False)
class Line:
    """A line: its text and, for each character, the glyph it comes from (None for a space made of a gap).

    across: the baseline's distance from the origin, along: the direction of reading; both in page space.
    place: where the structure tree puts it in reading order (None: nowhere).
    leads: the line whose first letter this is, set large and dropped beside it (an initial, or drop cap).
    """

    page: int
    glyphs: list[Glyph]
    along: tuple[float, float]
    across: float
    start: float
    end: float
    size: float
    element: Element | None
    place: int | None
    artifact: bool
    right_to_left: bool = False
    text: str = ""
    owners: list[Glyph | None] = field(default_factory=list)
    leads: Line | None = None


class LineMaker:
    """Puts the shown text of a page together into lines, in painting order."""

    def __init__(self, page: int, right_to_left: bool) -> None:
        self.page = page
        self.right_to_left = right_to_left
        self.lines: list[Line] = []
        self.glyphs: list[Glyph] = []

    def add(
        self,
        shown: Shown,
        texts: Sequence[str],
        element: Element | None,
        place: int | None,
        artifact: bool,
        echo: bool = False,
    ) -> None:
        """Add what one operator shows; `texts` holds one folded text a glyph. An echo stands in no line."""
        a, b, _, _, e, f = shown.matrix
        em = (a * a + b * b) ** 0.5 or 1e-9
        along = (a / em, b / em)
        origin = along[0] * e + along[1] * f
        across = along[0] * f - along[1] * e
        first = len(self.glyphs)
        glyphs = [
            Glyph(first + at, shown, at, text, (start := origin + x * em), start + advance * em)
            for at, (x, advance, text) in enumerate(zip(shown.xs, shown.advances, texts, strict=True))
        ]
        self.glyphs += glyphs
        if echo:
            for glyph in glyphs:
                glyph.echo = True
            return
        for part in _split(glyphs, em, self.right_to_left):
            self._place(part, along, across, shown.size, element, place, artifact)

    def _place(
        self,
        glyphs: list[Glyph],
        along: tuple[float, float],
        across: float,
        size: float,
        element: Element | None,
        place: int | None,
        artifact: bool,
    ) -> None:
        start, end = glyphs[0].start, glyphs[-1].end
        if end < start:  # stored as it is read, from right to left
            start, end = min(glyph.start for glyph in glyphs), max(glyph.end for glyph in glyphs)
        if self.lines:
            last = self.lines[-1]
            em = max(last.size, size) or 1e-9
            block = element.block if element else None
            marks = all(_is_mark(glyph.text) for glyph in glyphs)
            same = (
                last.along[0] * along[0] + last.along[1] * along[1] > _SAME_WAY
                and abs(last.across - across) < (_RISE if marks else _BASELINE) * em
                and (last.element.block if last.element else None) is block
                and last.artifact == artifact
                and not _drops(last, glyphs, across, size)
            )
            after, before = (start - last.end) / em, (last.start - end) / em
            if same and -_BACKWARDS < after < _JUMP:
                last.glyphs += glyphs
                last.end = max(last.end, end)
                last.size = max(last.size, size)
                return
            inside = last.start - em < start and end < last.end + em
            if same and inside and (self.right_to_left or marks):
                last.glyphs += glyphs
                last.start, last.end = min(last.start, start), max(last.end, end)
                return
            if same and self.right_to_left and -_BACKWARDS < before < _JUMP:
                last.glyphs += glyphs
                last.start = min(last.start, start)
                last.size = max(last.size, size)
                return
        self.lines.append(Line(self.page, glyphs, along, across, start, end, size, element, place, artifact))

    def finish(self) -> list[Line]:
        """The lines, each with its text."""
        usual = 0.0
        if self.right_to_left:
            self._join()
        for line in self.lines:
            usual = _read(line, self.right_to_left, usual)
        lines = [line for line in self.lines if line.text]
        for line, following in pairwise(lines):
            line.leads = following if _is_initial(line, following) else None
        return lines

    def _join(self) -> None:
        """Put together what turned out to touch: some write the words between two numbers as they are read, and come
        to the number from afar (pango, Qt)."""
        joined: list[Line] = []
        for line in self.lines:
            last = joined[-1] if joined else None
            if last is not None and _touches(last, line):
                last.glyphs += line.glyphs
                last.start, last.end = min(last.start, line.start), max(last.end, line.end)
                last.size = max(last.size, line.size)
            else:
                joined.append(line)
        self.lines = joined


def _touches(last: Line, line: Line) -> bool:
    em = max(last.size, line.size) or 1e-9
    if last.artifact != line.artifact or abs(last.across - line.across) > _SAME_HEIGHT * em:
        return False
    if last.along[0] * line.along[0] + last.along[1] * line.along[1] <= _SAME_WAY:
        return False
    blocks = [one.element.block if one.element else None for one in (last, line)]
    gap = max(line.start - last.end, last.start - line.end) / em
    return blocks[0] is blocks[1] and -_BACKWARDS < gap < _JUMP


def _drops(line: Line, glyphs: list[Glyph], across: float, size: float) -> bool:
    """Whether a line so far is a large letter alone, and other letters begin well above its baseline: an initial that
    drops by a line, and no base with something raised."""
    letters = [glyphs[0].text, *(glyph.text for glyph in line.glyphs)]
    large = len(letters) == 2 and all(map(str.isalpha, letters)) and line.size > _INITIAL * size
    return large and (across - line.across) / (size or 1e-9) > _INITIAL / 3


def _is_initial(line: Line, following: Line) -> bool:
    """Whether a line is a letter that hangs at the left of the line after it, as high as this and lower down. A figure
    is none: of a number, every part is of one size."""
    em = following.size
    if not (line.text.isalpha() and len(line.text) == 1 and line.size > _INITIAL * em > 0):
        return False
    blocks = [one.element.block if one.element else None for one in (line, following)]
    if blocks[0] is not blocks[1] or line.artifact != following.artifact or line.right_to_left:
        return False
    turned = line.along[0] * following.along[0] + line.along[1] * following.along[1] < _SAME_WAY
    beside = -_BESIDE / 4 < (following.start - line.end) / em < _BESIDE
    dropped = (following.across - line.across) / em > _INITIAL / 3
    under_its_top = following.across + _CAPITAL * em < line.across + _CAPITAL * line.size + _BESIDE * em / 2
    return not turned and beside and dropped and under_its_top


def _split(glyphs: list[Glyph], em: float, right_to_left: bool) -> list[list[Glyph]]:
    """Cut where the pen jumps within one operator; some store a right-to-left word as it is read, letter before letter
    (cairo)."""
    gaps = [(after.start - before.end) / em for before, after in pairwise(glyphs)]
    if right_to_left and gaps and min(gaps) < -2 * _BACKWARDS:
        back = [(before.start - after.end) / em for before, after in pairwise(glyphs)]
        gaps = [
            gap if gap >= -2 * _BACKWARDS or not -_BACKWARDS < turned <= _JUMP else 0.0
            for gap, turned in zip(gaps, back, strict=True)
        ]
    if not gaps or (max(gaps) <= _JUMP and min(gaps) >= -2 * _BACKWARDS):
        return [glyphs]
    parts, part = [], [glyphs[0]]
    for gap, glyph in zip(gaps, glyphs[1:], strict=True):
        if (gap > _JUMP and not _stretched(glyphs, em)) or gap < -2 * _BACKWARDS:
            parts.append(part)
            part = []
        part.append(glyph)
    parts.append(part)
    return parts


def _stretched(glyphs: list[Glyph], em: float) -> bool:
    """Whether the whole stretch is set that wide (letter-spacing)."""
    gaps = [(after.start - before.end) / em for before, after in pairwise(glyphs)]
    return len(gaps) > 2 and median(gaps) > _JUMP / 2


def _read(line: Line, may_turn: bool, spacing: float) -> float:
    """Give the line its text; `spacing`: the letter-spacing of the line before, which a short one shares. Returns
    its own."""
    glyphs = line.glyphs
    chars = "".join([glyph.text for glyph in glyphs])
    turned = not chars.isascii() and any(map(is_right_to_left, chars))
    line.right_to_left = may_turn and turned
    if line.right_to_left or (may_turn and any(b.start < a.start for a, b in pairwise(glyphs))):
        glyphs = line.glyphs = _from_left(glyphs)
    spaced, spacing = _gaps(glyphs, line.size or 1e-9, spacing, turned)
    units: list[tuple[str, Glyph | None]] = []
    for glyph, gap in zip(glyphs, spaced, strict=True):
        if gap:
            units.append((" ", None))
        units.append((glyph.text, glyph))
    if line.right_to_left:
        units = logical_order(units)
    elif may_turn:
        units = marks_last(units)
    elif turned:
        units = embedded_order(units)
    text: list[str] = []
    for unit, owner in units:
        for char in unit:
            if char == " " and (not text or text[-1] == " "):
                continue
            text.append(char)
            line.owners.append(owner)
    while text and text[-1] == " ":
        text.pop()
        line.owners.pop()
    if not chars.isascii():
        _order_marks(text, line.owners)
    line.text = "".join(text)
    return spacing


@lru_cache(maxsize=4096)
def _is_mark(text: str) -> bool:
    """Whether a glyph that says this is an accent or vowel sign, which stands on another."""
    return all(unicodedata.category(char)[0] == "M" for char in text)


def _from_left(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs from left to right, each mark before its letter: the one that follows it in the file, as shapers put
    the marks of a right-to-left letter first; the one before it where letters stand in the file as they are read."""
    keys: dict[Glyph, tuple[float, int]] = {}
    place = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.index):
        if not _is_mark(glyph.text) or not keys:
            place = glyph.start + glyph.end
        keys[glyph] = place, glyph.index
    base: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda glyph: glyph.index):
        if not _is_mark(glyph.text):
            base = glyph
        elif base is not None and keys[glyph][0] < keys[base][0] and _upon(glyph, base):
            keys[glyph] = keys[base][0], 2 * base.index - glyph.index
    return sorted(glyphs, key=lambda glyph: keys[glyph])


def _upon(mark: Glyph, base: Glyph) -> bool:
    """Whether a mark stands on a letter, or hardly beside it."""
    near = _BESIDE / 2 * mark.shown.size
    return base.start - near < mark.start < base.end + near


def _order_marks(text: list[str], owners: list[Glyph | None]) -> None:
    """Put marks on one letter into canonical order (UAX #15), in place, as folding does with a promise."""
    for end in range(1, len(text)):
        at, order = end, unicodedata.combining(text[end])
        while order and at and unicodedata.combining(text[at - 1]) > order:
            text[at - 1], text[at] = text[at], text[at - 1]
            owners[at - 1], owners[at] = owners[at], owners[at - 1]
            at -= 1


def _gaps(glyphs: list[Glyph], em: float, spacing: float, turned: bool) -> tuple[list[bool], float]:
    """For each glyph, whether a gap before it stands for a space; and the usual gap between letters, in em. `turned`:
    there are letters from right to left among them."""
    gaps = [(after.start - before.end) / em for before, after in pairwise(glyphs)]
    if not gaps:
        return [False], spacing
    usual = max(0.0, sorted(gaps)[len(gaps) // 2]) if len(gaps) > 3 else max(0.0, min(spacing, *gaps, spacing))
    # Arabic fonts set letters that do not join apart, an alef before a kaf by up to 0.15 em: no space is so narrow.
    wide = turned or any(glyph.text == " " for glyph in glyphs)
    narrow = usual + _SPACE_GAP
    least = usual + 1.5 * _SPACE_GAP if wide else narrow
    made = [False, *(gap > narrow for gap in gaps)]
    for at, gap in enumerate(gaps, 1):
        if made[at]:
            before, after = glyphs[at - 1].text[-1:], glyphs[at].text[:1]
            digits = before.isdigit() and after.isdigit()
            made[at] = (digits or gap > least) and " " not in (before, after)
    return made, usual


def folded(texts: Sequence[str]) -> list[str]:
    """Each glyph's text, folded."""
    return [fold(text) for text in texts]
