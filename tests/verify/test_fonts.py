"""Which fonts are known, by what, and which cannot be read as proof: each refused by its name."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation
from fontTools.varLib.instancer import instantiateVariableFont

from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from leafgen.verify.folding import fold
from leafgen.verify.reading.programs import Drawing, Outline, UnreadableFontError, load_program
from leafgen.verify.runner import prove
from leafgen.verify.shapes import same_outline, same_shape
from leafgen.verify.trust import TrustedFont
from tests.verify.mutants.bads import BADS
from tests.verify.mutants.engine import refusing
from tests.verify.mutants.forged_fonts import bare_cff, codes_by_a_map_of_its_own, named
from tests.verify.mutants.material import FIRA, Specimen, html_pdf, promise, trusted, usual
from tests.verify.mutants.simple import (
    as_cff,
    boxes_for_letters,
    cff_table,
    letters_as_pictures,
    letters_in_white,
    simple,
    simple_cff,
    simple_truetype,
    simple_truetype_that_says_nothing,
    subset,
    three_drawn_as_eight,
)
from tests.verify.mutants.type_one import glyphs, type_one, type_one_program


def trust(data: bytes) -> tuple[TrustedFont, ...]:
    return (TrustedFont("trusted", data, hashlib.sha256(data).hexdigest()),)


def packed(flavor: str | None) -> bytes:
    """Fira Sans as WOFF or WOFF2."""
    font, target = TTFont(FIRA / "FiraSans-Regular.ttf"), BytesIO()
    font.flavor = flavor
    font.save(target)
    return target.getvalue()


def collection() -> bytes:
    """Fira Sans as the second font of a collection."""
    whole, target = TTCollection(), BytesIO()
    whole.fonts = [TTFont(FIRA / f"FiraSans-{style}.ttf") for style in ("Bold", "Regular")]
    whole.save(target)
    return target.getvalue()


@pytest.mark.parametrize("file", [lambda: packed("woff"), lambda: packed("woff2"), collection])
def test_a_font_is_trusted_in_every_packing(file: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "font"
    path.write_bytes(file())
    specimen = simple_truetype()
    assert refusing(prove(specimen.pdf, specimen.expectation)) == ("fonts-trusted",)
    assert prove(specimen.pdf, specimen.expectation, [Leafgen.trust(path)]).proven


@pytest.mark.parametrize("data", [b"", b"%!PS-AdobeFont-1.0", b"wOF2" + b"\0" * 60, b"not a font", b"\0\1\0\0"])
def test_what_is_no_font_cannot_be_trusted(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "font"
    path.write_bytes(data)
    with pytest.raises(InvalidInput, match="cannot be trusted"):
        Leafgen.trust(path)


def test_a_cff_font_is_known_by_its_outlines() -> None:
    specimen = simple_cff()
    assert prove(specimen.pdf, specimen.expectation, trust(as_cff())).proven
    assert prove(specimen.pdf, specimen.expectation, trusted()).proven  # other curves, alike to the eye
    other = named(bare_cff(), 32, c51="eight")
    assert "glyphs-say-what-they-show" in refusing(prove(other.pdf, other.expectation, trusted()))


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (BADS["type-one-named-twice"], "the font Leaf cannot be read as proof: its Type 1 program can be read in two"),
        (BADS["type-one-calls-its-own"], "the font Leaf cannot be read as proof: its letters call procedures of its"),
        (BADS["type-one-squeezed"], "the font Leaf cannot be read as proof: its outlines are squeezed"),
        (letters_as_pictures, "the font Drawn cannot be read as proof: it is a Type 3 font"),
        (letters_in_white, "the font Drawn cannot be read as proof: it is a Type 3 font"),
        (boxes_for_letters, "the font Drawn is not among the trusted ones"),
        (BADS["standard-font"], "the font Helvetica is not embedded"),
    ],
)
def test_a_font_that_proves_nothing_is_refused_by_its_name(make: Callable[[], Specimen], why: str) -> None:
    specimen = make()
    proof = prove(specimen.pdf, specimen.expectation, trusted())
    (check,) = (check for check in proof.checks if check.id == "fonts-trusted")
    assert why in check.refusals[0].message


def test_a_font_that_says_nothing_is_no_evidence() -> None:
    """Its codes would read as ASCII; but a file without a text layer is one that nobody can search or hear."""
    specimen = simple_truetype_that_says_nothing()
    assert "statement-exact" in refusing(prove(specimen.pdf, specimen.expectation, trusted()))


def test_a_cff_font_may_say_it_itself() -> None:
    specimen = simple(cff_table(), "/FontFile3", "/Type1", 4, Subtype="/Type1C")
    assert prove(specimen.pdf, specimen.expectation, trust(as_cff())).proven


def test_a_shape_is_its_ink_whatever_strokes_make_it() -> None:
    square: Outline = ((0, 0.1, 0.0), (1, 0.5, 0.0), (1, 0.5, 0.5), (1, 0.1, 0.5))
    other_way: Outline = ((0, 0.5, 0.5), (1, 0.1, 0.5), (1, 0.1, 0.25), (1, 0.1, 0.0), (1, 0.5, 0.0))
    anchored: Outline = (*square, (0, 0.3, 0.9))
    cut: Outline = ((0, 0.1, 0.0), (1, 0.5, 0.0), (1, 0.5, 0.5), (1, 0.1, 0.46))
    assert not same_outline(square, other_way)
    assert same_shape(square, other_way)
    assert same_shape(square, anchored)
    assert not same_shape(square, cut)
    assert not same_shape(square, ((0, 0.3, 0.9),))


@pytest.mark.parametrize("segments", [False, True])
def test_a_type_one_font_can_be_trusted(segments: bool, tmp_path: Path) -> None:
    path = tmp_path / "leaf.pfb"
    path.write_bytes(type_one_program(segments=segments))
    specimen, trusted_one = type_one(), [Leafgen.trust(path)]
    assert prove(specimen.pdf, specimen.expectation, trusted_one).proven
    swapped = BADS["type-one-three-as-eight"]()
    assert "glyphs-say-what-they-show" in refusing(prove(swapped.pdf, swapped.expectation, trusted_one))


def test_a_type_one_program_is_drawn_to_its_end_and_no_further() -> None:
    letters = glyphs()
    ends = letters["three"][:-1]
    with pytest.raises(UnreadableFontError, match="damaged"):
        load_program(type_one_program(letters | {"three": ends}))
    further = load_program(type_one_program(letters | {"three": [*ends, "endchar", *letters["eight"]]}))
    plain = load_program(type_one_program())
    place = further.font.get_nominal_glyph(ord("3"))
    assert further.outline(place) == plain.outline(place)


def test_flex_and_hints_are_followed_as_every_interpreter_does() -> None:
    """Subroutines 0 to 3 as every font has them (Adobe Type 1 Font Format, 8.3)."""
    letters = glyphs()
    usual: tuple[list[int | str], ...] = (
        [3, 0, "callothersubr", "pop", "pop", "setcurrentpoint", "return"],
        [0, 1, "callothersubr", "return"],
        [0, 2, "callothersubr", "return"],
        ["return"],
        [1, 3, "callothersubr", "pop", "callsubr", "return"],
    )
    curve: list[int | str] = [0, 500, "hsbw", 50, 0, "rmoveto", 3, 4, "callsubr", 1, "callsubr"]
    for x, y in ((100, 5), (-60, -5), (30, 5), (30, 0), (30, 0), (30, -5), (40, 0)):
        curve += [x, y, "rmoveto", 2, "callsubr"]
    bent = [*curve, 50, 250, 0, 0, "callsubr", 0, 400, "rlineto", "closepath", "endchar"]
    straight: list[int | str] = [0, 500, "hsbw", 50, 0, "rmoveto", 40, 0, 30, 5, 30, 0, "rrcurveto"]
    straight += [30, 0, 30, -5, 40, 0, "rrcurveto", 0, 400, "rlineto", "closepath", "endchar"]
    one = load_program(type_one_program(letters | {"three": bent}, subroutines=usual))
    other = load_program(type_one_program(letters | {"three": straight}))
    place = one.font.get_nominal_glyph(ord("3"))
    assert one.outline(place) == other.outline(place)
    wrong = [*curve, 50, 251, 0, 0, "callsubr", "closepath", "endchar"]
    with pytest.raises(UnreadableFontError, match="two ways"):
        load_program(type_one_program(letters | {"three": wrong}, subroutines=usual))


@pytest.mark.parametrize("flags", [4, 32])
def test_a_name_in_the_encoding_rules_whatever_the_flags_say(flags: int) -> None:
    honest, other = (named(bare_cff(), flags, c51=name) for name in ("three", "eight"))
    assert prove(honest.pdf, honest.expectation, trust(as_cff())).proven
    assert "glyphs-say-what-they-show" in refusing(prove(other.pdf, other.expectation, trust(as_cff())))


def test_a_map_from_codes_to_glyphs_is_followed() -> None:
    specimen = codes_by_a_map_of_its_own()
    # pypdf does not follow it, and what one reader misses is not proven.
    assert refusing(prove(specimen.pdf, specimen.expectation, trusted())) == ("second-reader",)


def test_small_capitals_must_be_small_and_full_ones_full() -> None:
    """Case alone may differ from the text layer, and only where the drawing bears the promise out."""
    css = "html { font-family: LeafArabic }"
    shout = usual(css, warn="<p>DO NOT take MORE than 350 mg of elemental magnesium a day, unless your doctor has "
                            "told you to.</p>")  # fmt: skip
    assert "glyphs-say-what-they-show" in refusing(prove(shout.pdf, shout.expectation, trusted()))
    whisper = html_pdf("<p>call 112.</p>", css)
    assert "glyphs-say-what-they-show" in refusing(prove(whisper, promise([("call", "Call 112.")]), trusted()))


def test_the_dutch_ij_is_two_letters() -> None:
    assert fold("b\u0133 \u0132s") == "bij IJs"


def test_drawings_are_known_by_what_they_show() -> None:
    specimen = three_drawn_as_eight()
    assert "glyphs-say-what-they-show" in refusing(prove(specimen.pdf, specimen.expectation, trusted()))


def test_letters_of_one_font_do_not_look_alike() -> None:
    """Of all letters, digits and marks, none passes for another; each passes for itself drawn anew."""
    program = load_program((FIRA / "FiraSans-Regular.ttf").read_bytes())
    letters = string.ascii_letters + string.digits + ".,;:!?()%+-–/½¼µéèêëüïçñłŁøØ"
    own = {letter: program.outline(program.font.get_nominal_glyph(ord(letter))) for letter in letters}
    anew = {letter: Drawing(_raised(outline)) for letter, outline in own.items()}
    for one, drawing in anew.items():
        assert [other for other, outline in own.items() if same_outline(drawing, outline)] == [one]


def _raised(outline: Outline) -> Iterator[tuple[float, ...]]:
    """Curves of the second degree as ones of the third, to a thousandth of an em, the last stroke of each left out."""
    x = y = 0.0
    for kind, *edges in outline:
        numbers = edges
        if kind == 2:
            x1, y1, x2, y2 = edges
            first = [x + 2 / 3 * (x1 - x), y + 2 / 3 * (y1 - y)]
            numbers = [*first, x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2), x2, y2]
        x, y = edges[-2:]
        yield (3.0 if kind == 2 else kind, *(round(number, 3) for number in numbers))


@cache
def variable() -> bytes:
    """Fira Sans as a variable font whose letters grow wider with the weight, and lower in the lighter ones."""
    font = TTFont(BytesIO(subset()))
    builder = FontBuilder(font=font)
    builder.setupNameTable({"familyName": "Leaf", "styleName": "Regular"})
    builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    variations = {}
    for name in font.getGlyphOrder():
        glyph = font["glyf"][name]
        points = [] if glyph.isComposite() or not hasattr(glyph, "coordinates") else list(glyph.coordinates)
        still = [(0, 0)] * (4 + (len(glyph.components) if glyph.isComposite() else 0))
        heavy = [(round(x * 0.15), 0) for x, _ in points] + still
        light = [(0, round(y * -0.1)) for _, y in points] + still
        variations[name] = [
            TupleVariation({"wght": (0.0, 1.0, 1.0)}, heavy),
            TupleVariation({"wght": (-1.0, -1.0, 0.0)}, light),
        ]
    builder.setupGvar(variations)
    target = BytesIO()
    font.save(target)
    return target.getvalue()


def at_weight(weight: float) -> bytes:
    """The variable font as a program embeds it: at one weight, its coordinates rounded."""
    target = BytesIO()
    instantiateVariableFont(TTFont(BytesIO(variable())), {"wght": weight}).save(target)
    return target.getvalue()


@pytest.mark.parametrize("weight", [137.0, 263.5, 433.0, 471.25, 888.0])
def test_a_variable_font_is_known_at_any_weight(weight: float) -> None:
    specimen = simple(at_weight(weight), "/FontFile2", "/TrueType", 32, "/WinAnsiEncoding")
    assert refusing(prove(specimen.pdf, specimen.expectation, trust(variable()))) == ()


@pytest.mark.parametrize("other", ["stretched", "exchanged"])
def test_a_font_that_is_no_weight_of_a_variable_one_is_not_taken_for_it(other: str) -> None:
    font, target = TTFont(BytesIO(at_weight(433.0))), BytesIO()
    glyphs, names = font["glyf"], font.getBestCmap()
    if other == "stretched":
        for name in font.getGlyphOrder():
            glyphs[name].coordinates.scale((1.0, 1.08)) if hasattr(glyphs[name], "coordinates") else None
    else:
        glyphs[names[ord("3")]], glyphs[names[ord("5")]] = glyphs[names[ord("5")]], glyphs[names[ord("3")]]
    font.save(target)
    specimen = simple(target.getvalue(), "/FontFile2", "/TrueType", 32, "/WinAnsiEncoding")
    refused = refusing(prove(specimen.pdf, specimen.expectation, trust(variable())))
    assert refused[0] in ("fonts-trusted", "glyphs-say-what-they-show")
