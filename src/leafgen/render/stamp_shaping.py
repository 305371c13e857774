"""How a stamp draws what runs from right to left: letters joined and kerned by HarfBuzz, in the order of the page.

Only what reads the same to everybody is stamped: one script from right to left, plain numbers, a word between two
numbers, and nothing that stands above or below a letter. All else is laid out by the engine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise, product
from pathlib import Path

import uharfbuzz as hb

from leafgen.render.stamp import runs_left
from leafgen.render.stamp_font import opened

#: What stands beside a number: a space or a letter, never a sign, which would go with it or turn it round.
_BESIDE = re.compile(r"[^\W_]|\s")
_NUMBERS = re.compile("([0-9]+)")


@dataclass(frozen=True, slots=True)
class Joining:
    """A face for scripts whose letters join: its file, and the glyphs that a stamp has of it, by number, each with
    what it says and its width in thousandths of an em. One glyph may say several letters."""

    path: Path
    sha256: str
    glyphs: Mapping[int, tuple[str, int]] = field(repr=False)

    def drawn(self, text: str) -> tuple[list[tuple[int, int]], int]:
        """The glyphs of a text from left to right, each with how much nearer it stands than those before it say, and
        how wide it all is. Raises ValueError, with the reason, for what has to be laid out."""
        drawn, width, nearer = [], 0, 0
        for stretch, to_the_left in in_page_order(text):
            for glyph, said, advance, offset, raised in shaped(self.path, self.sha256, stretch, to_the_left):
                known = self.glyphs.get(glyph)
                if known is None or known[0] != said:
                    raise ValueError("the stamp has no such letter")
                if raised:
                    raise ValueError("it has a sign above or below a letter")
                drawn.append((glyph, nearer - offset))
                nearer = known[1] - advance + offset
                width += advance
        return drawn, width


def in_page_order(text: str) -> Iterator[tuple[str, bool]]:
    """The stretches of a text that runs from right to left, as they stand from left to right, each with whether it is
    read from right to left itself (UAX #9, for what is stamped). Raises ValueError for any other text."""
    kinds = [unicodedata.bidirectional(character) for character in text]
    if "L" in kinds:
        raise ValueError("its letters run both ways")
    if not (text[:1] + text[-1:]).isalnum():
        raise ValueError("it begins or ends in a sign")
    stretches = _NUMBERS.split(text)
    between = stretches[2:-1:2]
    if not all(map(runs_left, between)):
        raise ValueError("it has two numbers without a word between them")
    touching = [pair for pair in pairwise(text) if pair[0].isdigit() != pair[1].isdigit()]
    if not all(_BESIDE.fullmatch(character) for pair in touching for character in pair):
        raise ValueError("it has a sign beside a number")
    yield from ((stretch, not stretch.isdigit()) for stretch in reversed(stretches) if stretch)


def shaped(path: Path, sha256: str, text: str, to_the_left: bool) -> tuple[tuple[int, str, int, int, bool], ...]:
    """The glyphs of a stretch of text from left to right: number, what it says ("" for one of several that say
    something together), advance and offset in thousandths of an em, and whether it is raised or lowered."""
    font = opened(path, sha256)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if to_the_left else "ltr"
    hb.shape(font, buffer)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    begins = [info.cluster for info in infos]
    ends = dict(pairwise([*sorted(set(begins)), len(text)]))
    em = font.face.upem
    return tuple(
        (
            info.codepoint,
            text[info.cluster : ends[info.cluster]] if begins.count(info.cluster) == 1 else "",
            round(place.x_advance * 1000 / em),
            round(place.x_offset * 1000 / em),
            place.y_offset != 0 or place.y_advance != 0,
        )
        for info, place in zip(infos, positions, strict=True)
    )


def glyphs_of(path: Path, sha256: str, letters: str, texts: Iterable[str]) -> dict[int, tuple[str, int]]:
    """The glyphs that a face has for letters beside each other and for whole `texts`, by number, with what each says
    and how wide it is drawn alone. A letter looks as those on both of its sides ask: so each is asked for in every
    company."""
    beside = (*letters, " ")
    words = ("".join(three) for three in product(beside, letters, beside))
    stretches = [stretch for text in texts for stretch in in_page_order(text)]
    found: dict[int, tuple[str, int]] = {}
    for word, to_the_left in (
        *((word, True) for word in words),
        *stretches,
        *((digit, False) for digit in "0123456789"),
    ):
        for glyph, said, _, _, raised in shaped(path, sha256, word, to_the_left):
            if said and not raised:
                # A glyph that two letters share can say one of them only: the other is not stamped.
                found.setdefault(glyph, (said, _width(path, sha256, glyph)))
    return found


def _width(path: Path, sha256: str, glyph: int) -> int:
    font = opened(path, sha256)
    width: int = round(font.get_glyph_h_advance(glyph) * 1000 / font.face.upem)
    return width
