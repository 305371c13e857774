"""What a glyph shows is what its text says, by the outlines of the trusted font."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from leafgen.verify.case import Case, against
from leafgen.verify.folding import fold
from leafgen.verify.proof import Refusal, Verdict
from leafgen.verify.reading.bidi import MIRRORED
from leafgen.verify.reading.lines import Glyph, Line
from leafgen.verify.reading.programs import Program
from leafgen.verify.reading.typefaces import Typeface
from leafgen.verify.shapes import is_complex, may_draw, same_outline, same_shape, word_outlines
from leafgen.verify.trusted import Face
from leafgen.verify.words import Word, words_of

RATIONALE = """The text layer is a claim of the file about itself. A wrong map from glyphs to text, an outline exchanged
inside the embedded font, an ellipsis that claims to be the words it cut, letters of a joining script drawn unjoined:
each is read back as promised. So every word is shaped again with the trusted font, and its outlines are compared."""
SOURCE = "ISO 14289-1 (PDF/UA) 7.21.7 (ToUnicode tells what is shown); HarfBuzz shaping; MEASURED: traps of extraction"


def check(case: Case) -> Iterator[Refusal]:
    """Refuse statements with a word that its font would not draw so."""
    right: dict[tuple[Typeface, int, str], bool] = {}
    words: dict[Word, bool] = {}
    for finding in case.findings.found():
        size = max((line.size for line in finding.lines if line.leads is None), default=0.0)
        for line, glyphs in finding.stretches():
            if _plainly_right(line, glyphs, case, right):
                continue
            bad = None
            for word in words_of(line, glyphs, size):
                if word not in words:
                    words[word] = _right(word, word.text, case)
                if not words[word] and not _right_otherwise(word, finding.expected.text, case):
                    bad = word
                    break
            if bad:
                face = case.fonts.recognise(bad.typeface)
                message = (
                    f"what stands for {bad.text!r} is drawn otherwise than {face.font.name if face else ''} draws it"
                )
                yield against(finding, message, Verdict.ALTERED, line.page)
                break


def _plainly_right(line: Line, glyphs: list[Glyph], case: Case, right: dict[tuple[Typeface, int, str], bool]) -> bool:
    """Whether every glyph of a line is one that its font has for its text alone: so it is for most lines of most
    scripts, and needs no shaping. `right` remembers."""
    if line.right_to_left:
        return False
    for glyph in glyphs:
        typeface = glyph.shown.typeface
        key = (typeface, glyph.shown.codes[glyph.at], glyph.text)
        known = right.get(key)
        if known is None:
            face = case.fonts.recognise(typeface)
            text = glyph.text
            known = right[key] = (
                face is not None
                and not any(is_complex(char) for char in text)
                and drawn_right(text, glyph.gid, typeface.program, face, small=False)
            )
        if not known:
            return False
    return True


def _right(word: Word, text: str, case: Case) -> bool:
    """Whether a word is drawn as its font draws a text; one whose font is not known is another check's business."""
    face, embedded = case.fonts.recognise(word.typeface), word.typeface.program
    if face is None:
        return True
    gids = tuple(map(word.typeface.gid, word.codes))
    mirrored = case.expectation.direction == "rtl"
    if not word.complex and all(
        _drawn_right_in(letter, gid, embedded, face, word.small, mirrored)
        for letter, gid in zip(word.texts, gids, strict=True)
    ):
        return True
    if embedded is None:
        return False
    return _drawn_as(text, gids, embedded, face.program, word.right_to_left, case.expectation.locale)


def _right_otherwise(word: Word, promised: str, case: Case) -> bool:
    """Whether a word is drawn as its font draws it when it is spelt as the promise spells it, joiners and all, for
    these leave no glyph."""
    text = word.text
    return any(own != text and fold(own) == text and _right(word, own, case) for own in dict.fromkeys(promised.split()))


@lru_cache(maxsize=65536)
def _drawn_as(
    text: str, gids: tuple[int, ...], embedded: Program, trusted: Program, right_to_left: bool, language: str
) -> bool:
    """Whether glyphs of an embedded font, in the order of the page, draw a word as the trusted font draws it."""
    drawn = [outline for gid in gids if gid < embedded.count and (outline := embedded.outline(gid))]
    ways = [way for way in word_outlines(trusted, text, right_to_left, language) if len(way) == len(drawn)]
    return any(
        all(same(one, two) for one, two in zip(way, drawn, strict=True))
        for same in (same_outline, same_shape)
        for way in ways
    )


def _drawn_right_in(text: str, gid: int, embedded: Program | None, face: Face, small: bool, mirrored: bool) -> bool:
    """The same in a line that may be mirrored: brackets there are drawn as their mirror images."""
    if drawn_right(text, gid, embedded, face, small):
        return True
    other = text.translate(MIRRORED)
    return mirrored and other != text and drawn_right(other, gid, embedded, face, small)


def drawn_right(text: str, gid: int, embedded: Program | None, face: Face, small: bool) -> bool:
    """Whether an embedded glyph is a drawing that the trusted font has for a text on its own."""
    if embedded is None or gid >= embedded.count:
        return False
    outline = embedded.outline(gid)
    if not text.strip():
        return not outline
    drawings = may_draw(face.program, text, small)
    return any(same(outline, own) for same in (same_outline, same_shape) for own in drawings)
