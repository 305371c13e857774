"""Cutting the font of stamps out of a pinned face: its letters alone, under their own numbers, and their kerning."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import uharfbuzz as hb
from fontTools import subset
from fontTools.ttLib import TTFont

from leafgen.content.fonts import FontFace
from leafgen.render.stamp import Alphabet, repertoire, runs_left
from leafgen.render.stamp_font import StampFont, opened, thousandths
from leafgen.render.stamp_shaping import Joining, glyphs_of

#: Tables that draw; those that choose and place glyphs are not needed in a file where that is done.
_LAYOUT = ("GSUB", "GPOS", "GDEF", "DSIG", "kern", "meta")
#: Letters stay letters: no ligature, no form of one language.
_PLAIN = {"kern": True, "liga": False, "clig": False, "calt": False, "locl": False}


def cut_stamp_font(face: FontFace, letters: str, texts: tuple[str, ...]) -> StampFont:
    """The stamp font of a pinned face with the `letters` of one of LETTERS, and with what it takes to draw `texts`,
    which run from right to left."""
    joining = [character for character in repertoire(letters) if runs_left(character)]
    joined = glyphs_of(face.path, face.sha256, "".join(joining), texts) if joining or texts else {}
    with TTFont(face.path) as font:
        known = font.getBestCmap()
        metrics, per_em = font["hmtx"], font["head"].unitsPerEm
        found: dict[int, str] = {}
        for character in repertoire(letters):
            if ord(character) in known and character not in joining:
                # A glyph that two characters share can say one of them only: the other is not stamped.
                found.setdefault(font.getGlyphID(known[ord(character)]), character)
        glyphs = {character: glyph for glyph, character in found.items()}
        widths = {glyph: metrics[font.getGlyphName(glyph)][0] for glyph in found}
        head, heights = font["head"], (font["hhea"].ascent, font["hhea"].descent, font["OS/2"].sCapHeight)
        box = (head.xMin, head.yMin, head.xMax, head.yMax)
        name = str(font["name"].getDebugName(6))
        program = _subset(font, glyphs, joined)
    ascent, descent, cap_height = (thousandths(length, per_em) for length in heights)
    left, bottom, right, top = (thousandths(length, per_em) for length in box)
    rows = [[thousandths(nearer, per_em) for nearer in row] for row in _kerning(face.path, face.sha256, glyphs, widths)]
    advances = {character: thousandths(widths[glyph], per_em) for character, glyph in glyphs.items()}
    said = {glyph: (character, advances[character]) for character, glyph in glyphs.items()}
    joined = {glyph: form for glyph, form in joined.items() if said.get(glyph, form) == form}
    joins = Joining(face.path, face.sha256, joined) if joined else None
    alphabet = replace(_alphabet(glyphs, advances, rows), joins=joins)
    return StampFont(program, said | joined, alphabet, (left, bottom, right, top), ascent, descent, cap_height, name)


def _subset(font: TTFont, characters: Iterable[str], glyphs: Iterable[int]) -> bytes:
    """The face with those glyphs alone, under their own numbers, and without layout."""
    options = subset.Options()
    options.retain_gids = True
    options.notdef_outline = True
    options.hinting = False
    options.layout_features = []
    options.name_IDs = []
    options.legacy_kern = False
    options.recalc_timestamp = False
    font.recalcTimestamp = False
    for tag in _LAYOUT:
        # The cutter would read them whole, which takes three quarters of its time, and then drop them.
        if tag in font:
            del font[tag]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(character) for character in characters], gids=list(glyphs))
    cutter.subset(font)
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _kerning(path: Path, sha256: str, glyphs: Mapping[str, int], widths: Mapping[int, int]) -> Iterator[list[int]]:
    """For each letter how much nearer each letter stands behind it than its width says, in the font's own units, as
    HarfBuzz sets it."""
    font = opened(path, sha256)
    for first, front in glyphs.items():
        # Each letter between two of the first: every pair with `first` in front, in one line.
        buffer = hb.Buffer()
        buffer.add_str("".join(first + second for second in glyphs))
        buffer.direction, buffer.script = "ltr", "Latn"
        hb.shape(font, buffer, _PLAIN)
        shaped = [info.codepoint for info in buffer.glyph_infos]
        advances = [position.x_advance for position in buffer.glyph_positions]
        pairs = zip(glyphs.values(), shaped[::2], shaped[1::2], advances[::2], strict=True)
        yield [widths[front] - advance if (one, two) == (front, own) else 0 for own, one, two, advance in pairs]


def _alphabet(glyphs: Mapping[str, int], advances: Mapping[str, int], rows: Sequence[Sequence[int]]) -> Alphabet:
    """Letters that are kerned alike share a class: a few dozen instead of a thousand."""
    fronts, front = _classes(rows)
    behinds, behind = _classes(list(zip(*fronts, strict=True)))
    kerning = array("h", (nearer for row in zip(*behinds, strict=True) for nearer in row))
    letters = {
        character: (f"{glyph:04X}", advances[character], front[place], behind[place])
        for place, (character, glyph) in enumerate(glyphs.items())
    }
    return Alphabet(letters, kerning, len(behinds))


def _classes(rows: Sequence[Sequence[int]]) -> tuple[list[tuple[int, ...]], list[int]]:
    """The rows without their doubles, and for each row which of those it is."""
    number: dict[tuple[int, ...], int] = {}
    which = [number.setdefault(tuple(row), len(number)) for row in rows]
    return list(number), which
