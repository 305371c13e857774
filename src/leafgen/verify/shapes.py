"""Shapes: which drawings a trusted font has for a text, as HarfBuzz shapes it.

A single character may be drawn by its own glyph or by a variant that the font offers for it (small capitals,
old-style figures, stylistic sets); never by a raised or lowered one, which would turn 10² into 102. A ligature,
and every word of a script whose letters join, must be drawn exactly as the font shapes it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

import uharfbuzz as hb

from leafgen.verify.likeness import looks_alike
from leafgen.verify.reading.programs import Drawing, Outline, Program

_SAME_POINT = 0.0016
"""Two outline points this near (in em) are one: fonts are cut on grids of 1,000 to 2,048 units."""

_LANGUAGES_WITH_FORMS = ("pl", "nl", "tr", "ro", "ca", "sr", "mk", "bg")
"""Languages for which fonts keep letters of a form of their own (OpenType feature locl)."""
_SCRIPTS_WITH_FORMS = ("Arab", "Hebr")
"""Scripts among whose words fonts draw digits and marks in a form of their own."""
_VARIANTS = (
    *("smcp", "c2sc", "pcap", "c2pc", "onum", "lnum", "tnum", "pnum", "zero", "case", "salt", "hist", "titl", "locl"),
    *("swsh", "calt", "dlig", "hlig"),
    *(f"ss{number:02}" for number in range(1, 21)),
    *(f"cv{number:02}" for number in range(1, 17)),
)
_WITHOUT_LIGATURES = {"liga": False, "clig": False, "calt": False}
_LIGATURES = {"ff": "\ufb00", "fi": "\ufb01", "fl": "\ufb02", "ffi": "\ufb03", "ffl": "\ufb04"}
_JOINER = "\u200d"
_JOINING = frozenset(("ARABIC", "SYRIAC", "MANDAIC", "NKO", "MONGOLIAN", "ADLAM"))
_COMPLEX = _JOINING | {
    *("DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA"),
    *("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "BALINESE", "JAVANESE", "HEBREW"),
}


def same_outline(one: Outline, other: Outline) -> bool:
    """Whether two glyphs are the same drawing, stroke for stroke; or by what they show, where one was drawn anew."""
    if one == other:
        return True
    if isinstance(one, Drawing) or isinstance(other, Drawing):
        return looks_alike(one, other)
    if len(one) != len(other):
        return False
    for first, second in zip(one, other, strict=True):
        if first[0] != second[0] or len(first) != len(second):
            return False
        if any(abs(a - b) > _SAME_POINT for a, b in zip(first[1:], second[1:], strict=True)):
            return False
    return True


def same_shape(one: Outline, other: Outline) -> bool:
    """Whether two glyphs show the same, whatever strokes they are made of: some makers draw the letters of a font anew
    (Qt), and one design comes with curves of the second degree as with those of the third. Slow where they differ."""
    return same_outline(one, other) or looks_alike(one, other)


@lru_cache(maxsize=4096)
def is_complex(char: str) -> bool:
    """Whether the character's script shapes letters by their neighbours."""
    if char.isascii():
        return False
    return unicodedata.name(char, "").split(" ", 1)[0] in _COMPLEX


def shaped(
    program: Program,
    text: str,
    features: dict[str, bool] | None = None,
    right_to_left: bool = False,
    language: str = "",
    script: str = "",
) -> list[int]:
    """The glyphs of a text as the font shapes it, in the order of the page (left to right); `script`: that of the words
    around it, for what has none of its own."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    if language:
        buffer.language = language
    if script:
        buffer.script = script
    if right_to_left:
        buffer.direction = "rtl"
    hb.shape(program.font, buffer, features or {})
    return [info.codepoint for info in buffer.glyph_infos]


@lru_cache(maxsize=65536)
def may_draw(program: Program, text: str, small_capital: bool) -> tuple[Outline, ...]:
    """The drawings that may stand for a text in one glyph; `small_capital`: it is set smaller than its line."""
    return tuple(_drawings(program, text, small_capital))


def _drawings(program: Program, text: str, small_capital: bool) -> Iterator[Outline]:
    seen: set[int] = set()

    def fresh(glyphs: Sequence[int]) -> Iterator[Outline]:
        if len(glyphs) == 1 and glyphs[0] and glyphs[0] not in seen:
            seen.add(glyphs[0])
            yield program.outline(glyphs[0])

    yield from fresh(shaped(program, text))
    composed = unicodedata.normalize("NFC", text)
    yield from fresh(shaped(program, composed))
    yield from fresh(shaped(program, text, {"dlig": True, "hlig": True}))
    if text in _LIGATURES:  # fonts without shaping rules have them as characters
        yield from fresh(shaped(program, _LIGATURES[text]))
    if len(composed) == 1:
        # Polish draws its acutes steeper, Romanian its commas apart: the same letter, in its language's own form.
        for language in _LANGUAGES_WITH_FORMS:
            yield from fresh(shaped(program, composed, language=language))
        for script in _SCRIPTS_WITH_FORMS:
            yield from fresh(shaped(program, composed, script=script))
        for feature in _VARIANTS:
            yield from fresh(shaped(program, composed, {feature: True}))
        for other in _interchangeable(composed):
            yield from fresh(shaped(program, other))
        if small_capital and len(upper := composed.upper()) == 1:
            yield from fresh(shaped(program, upper))


def _interchangeable(char: str) -> str:
    """Other characters that folding takes for this one."""
    return {"-": "‐‑\u00ad", "μ": "µ", " ": "  "}.get(char, "")


@lru_cache(maxsize=65536)
def forms_of(program: Program, char: str) -> tuple[int, ...]:
    """The glyphs that a font has for a letter: the one it has by itself, and those in which it joins others."""
    alone = program.font.get_nominal_glyph(ord(char))
    found = [alone] if alone else []
    if is_complex(char) and alone:
        for before, after in product(("", _JOINER), repeat=2):
            found += shaped(program, before + char + after)
    return tuple(dict.fromkeys(gid for gid in found if gid and program.outline(gid)))


@lru_cache(maxsize=65536)
def word_outlines(
    program: Program, word: str, right_to_left: bool, language: str = ""
) -> tuple[tuple[Outline, ...], ...]:
    """The ways in which the font draws a word: with its ligatures and without, in no language and in that of the file
    (Dutch joins i and j); glyphs without ink left out."""
    ways = []
    for features in ({}, _WITHOUT_LIGATURES):
        spellings = (word, unicodedata.normalize("NFC", word))
        for text, tongue, script in product(spellings, ("", language), ("", "Arab") if right_to_left else ("",)):
            glyphs = shaped(program, text, features, right_to_left, tongue, script)
            way = tuple(outline for glyph in glyphs if (outline := program.outline(glyph)))
            if 0 not in glyphs and way not in ways:
                ways.append(way)
    return tuple(ways)
