"""Words: the glyphs of a line between two spaces, in one font, as they stand on the page."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

from leafgen.verify.folding import is_right_to_left
from leafgen.verify.reading.lines import Glyph, Line
from leafgen.verify.reading.typefaces import Typeface
from leafgen.verify.shapes import is_complex

_SMALL = 0.93


class Word(NamedTuple):
    """texts, codes: what each glyph says and by which code it is drawn, in the order of the page; small: set smaller
    than its statement; complex: of a script whose letters take their shape from their neighbours."""

    texts: tuple[str, ...]
    codes: tuple[int, ...]
    typeface: Typeface
    small: bool
    right_to_left: bool
    complex: bool

    @property
    def text(self) -> str:
        """The word in reading order."""
        return "".join(reversed(self.texts) if self.right_to_left else self.texts)


def words_of(line: Line, glyphs: Sequence[Glyph], size: float) -> list[Word]:
    """The words that a stretch of a line makes; `size`: the type size of the statement it belongs to."""
    apart = _apart(line)
    words: list[Word] = []
    run: list[Glyph] = []
    kind: tuple[Typeface, float, bool] | None = None
    for glyph in glyphs:
        shown = glyph.shown
        own = (shown.typeface, shown.size, not glyph.text.strip())
        if own != kind or (apart and frozenset((id(run[-1]), id(glyph))) in apart):
            if run:
                words.append(_word(run, line, size))
            run, kind = [], own
        run.append(glyph)
    if run:
        words.append(_word(run, line, size))
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


def _word(glyphs: Sequence[Glyph], line: Line, size: float) -> Word:
    texts = tuple([glyph.text for glyph in glyphs])
    codes = tuple([glyph.shown.codes[glyph.at] for glyph in glyphs])
    chars, first = "".join(texts), glyphs[0].shown
    hard = any(map(is_complex, chars))
    turned = hard and (line.right_to_left or any(map(is_right_to_left, chars)))
    return Word(texts, codes, first.typeface, first.size < _SMALL * size, turned, hard)
