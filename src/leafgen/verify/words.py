"""Words: the glyphs of a line between two spaces, in one font, as they stand on the page."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from leafgen.verify.folding import is_right_to_left
from leafgen.verify.reading.lines import Glyph, Line
from leafgen.verify.reading.typefaces import Typeface
from leafgen.verify.shapes import is_complex

_SMALL = 0.93


@dataclass(frozen=True, slots=True)
class Word:
    """text: in reading order; glyphs: in the order of the page; small: set smaller than its statement; mirrored: of a
    right-to-left file, where brackets are drawn as their mirror images and one glyph has but one text; complex: of a
    script whose letters take their shape from their neighbours."""

    text: str
    glyphs: tuple[Glyph, ...]
    typeface: Typeface
    small: bool
    right_to_left: bool
    mirrored: bool
    complex: bool


def words_of(line: Line, glyphs: Sequence[Glyph], size: float, mirrored: bool = False) -> list[Word]:
    """The words that some glyphs of a line make; `size`: the type size of the statement they belong to; `mirrored`:
    brackets may be each other's mirror images."""
    position = {glyph: at for at, glyph in enumerate(line.glyphs)}
    apart = _apart(line)
    words: list[Word] = []
    run: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: position[glyph]):
        ends = run and (
            glyph.shown.typeface is not run[-1].shown.typeface
            or glyph.shown.size != run[-1].shown.size
            or bool(glyph.text.strip()) != bool(run[-1].text.strip())
            or position[glyph] != position[run[-1]] + 1
            or frozenset((id(run[-1]), id(glyph))) in apart
        )
        if ends:
            words.append(_word(run, line, size, mirrored))
            run = []
        run.append(glyph)
    if run:
        words.append(_word(run, line, size, mirrored))
    return words


def _apart(line: Line) -> Set[frozenset[int]]:
    """The pairs of glyphs that a space without a glyph parts."""
    if None not in line.owners:
        return frozenset()
    return {
        frozenset((id(before), id(after)))
        for before, gap, after in zip(line.owners, line.owners[1:], line.owners[2:], strict=False)
        if gap is None and before is not None and after is not None
    }


def _word(glyphs: Sequence[Glyph], line: Line, size: float, mirrored: bool) -> Word:
    chars = [char for glyph in glyphs for char in glyph.text]
    turned = any(is_complex(char) for char in chars) and (line.right_to_left or any(map(is_right_to_left, chars)))
    text = "".join(glyph.text for glyph in (reversed(glyphs) if turned else glyphs))
    first = glyphs[0].shown
    hard = any(map(is_complex, chars))
    return Word(text, tuple(glyphs), first.typeface, first.size < _SMALL * size, turned, mirrored, hard)
