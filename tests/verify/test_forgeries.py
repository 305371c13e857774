"""What a forger does to a page is refused by the check that looks for it, and what looks like it passes all."""

from __future__ import annotations

import pytest

from leafgen.verify.runner import prove
from leafgen.verify.turning import parts
from tests.verify.mutants.bads import BADS
from tests.verify.mutants.engine import refusing
from tests.verify.mutants.goods import GOODS
from tests.verify.mutants.material import trusted

REFUSED_BY = {
    "figure-without-text": "stands-alone",
    "figure-that-says-it-is-a-space": "stands-alone",
    "figure-of-no-width-of-its-own": "stands-alone",
    "word-without-text": "stands-alone",
    "figure-drawn-last": "stands-alone",
    "words-drawn-last-before-it": "stands-alone",
    "word-put-into-a-gap": "stands-alone",
    "exponent-read-as-a-figure": "numbers-level",
    "half-read-as-eleven-halves": "numbers-level",
    "point-drawn-as-a-path": "nothing-over-text",
    "minus-drawn-as-a-path": "nothing-over-text",
    "crossed-out-beneath": "nothing-over-text",
    "hatched": "nothing-over-text",
    "struck-by-dashes": "nothing-over-text",
    "struck-by-dashes-without-text": "nothing-over-text",
    "struck-by-a-picture-beneath": "nothing-over-text",
    "outlined-by-nothing": "painted",
    "black-mark-across": "visible-ink",
    "grey-mark-over": "visible-ink",
    "covered-on-paper-alone": "nothing-over-text",
    "note-on-paper-alone": "nothing-over-text",
    "note-says-the-opposite": "nothing-contradicts",
    "stamp-says-the-opposite": "nothing-contradicts",
    "pattern-says-the-opposite": "nothing-contradicts",
    "contradicted-in-a-paragraph": "nothing-contradicts",
    "contradicted-over-two-columns": "nothing-contradicts",
    "contradicted-in-words": "nothing-contradicts",
    "torn-apart": "reading-order",
    "amount-in-the-row-below": "reading-order",
    "action-on-turning-the-page": "one-state",
    "white-overprinted": "painted",
    "described-as-another": "actual-text",
    "expanded-to-another": "actual-text",
    "tables-disagree-symbolic": "fonts-trusted",
    "tables-disagree-of-symbols": "fonts-trusted",
    "tables-disagree-both": "fonts-trusted",
    "tables-disagree-of-letters": "fonts-trusted",
    "cff-flattened": "fonts-trusted",
    "cff-upside-down": "fonts-trusted",
    "lines-from-top-to-bottom": "fonts-trusted",
    "vertical-identity": "fonts-trusted",
    "map-with-a-comment": "glyphs-say-what-they-show",
    "map-upon-another": "fonts-trusted",
    "outlines-of-another-kind": "fonts-trusted",
}


@pytest.mark.parametrize("name", REFUSED_BY)
def test_a_forgery_is_refused_by_the_check_that_looks_for_it(name: str) -> None:
    specimen = BADS[name]()
    assert REFUSED_BY[name] in refusing(prove(specimen.pdf, specimen.expectation, trusted()))


@pytest.mark.parametrize("name", ["mark-without-text-apart", "box-to-tick", "pale-mark-across", "raised-unit"])
def test_what_only_looks_like_a_forgery_passes(name: str) -> None:
    specimen = GOODS[name]()
    assert refusing(prove(specimen.pdf, specimen.expectation, trusted())) == ()


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("tr", "Bu ilacı aç karnına alınız.", "Bu ilacı aç karnına almayınız."),
        ("tr", "Çocuklarda kullanılır.", "Çocuklarda kullanılmaz."),
        ("fr", "Utilisez ce sirop.", "N’utilisez ce sirop."),
        ("pl", "Zawsze dwie tabletki", "Zawsze trzy tabletki"),
        ("uk", "Приймайте дві таблетки", "Приймайте п'ять таблетки"),
        ("ar", "تناول ثلاثة أقراص", "لا تناول ثلاثة أقراص"),
        ("en", "Use more", "Use less"),
    ],
)
def test_words_that_turn_the_meaning_are_told_from_what_it_is_about(language: str, one: str, other: str) -> None:
    about, turns = parts(one, language)
    other_about, other_turns = parts(other, language)
    assert about == other_about
    assert turns != other_turns
