"""Fonts of which one program draws another glyph than the next: tables that disagree, encodings that are not heeded,
outlines that a matrix squeezes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from pikepdf import Array, Dictionary, Name

from tests.verify.mutants.by_hand import fira, lines, page
from tests.verify.mutants.drawn import LINES
from tests.verify.mutants.material import FIRA, Specimen
from tests.verify.mutants.shelf import BADS, bad, good
from tests.verify.mutants.simple import as_cff, simple, subset

Table = tuple[int, int, int, bool]
"""Platform, encoding, what is added to each code, and whether 3 and 8 change places."""


def _with_tables(*tables: Table) -> bytes:
    font = TTFont(BytesIO(subset()))
    letters = {code: name for code, name in font.getBestCmap().items() if code < 128}
    cmap = newTable("cmap")
    cmap.tableVersion, cmap.tables = 0, []
    for platform, encoding, added, changed in tables:
        one = CmapSubtable.newSubtable(4)
        one.platformID, one.platEncID, one.language = platform, encoding, 0
        places = {"3": "8", "8": "3"} if changed else {}
        one.cmap = {code + added: letters[ord(places.get(chr(code), chr(code)))] for code in letters}
        cmap.tables.append(one)
    font["cmap"] = cmap
    target = BytesIO()
    font.save(target)
    return target.getvalue()


def _tables(flags: int, encoding: str, *tables: Table) -> Specimen:
    return simple(_with_tables(*tables), "/FontFile2", "/TrueType", flags, encoding)


@good
def tables_that_agree() -> Specimen:
    """Three tables, all of one mind."""
    return _tables(32, "/WinAnsiEncoding", (3, 1, 0, False), (1, 0, 0, False), (3, 0, 0xF000, False))


for _name, _flags, _encoding, _tables_of in (
    ("symbolic", 4, "/WinAnsiEncoding", ((3, 1, 0, True), (1, 0, 0, False))),
    ("of-symbols", 4, "/WinAnsiEncoding", ((3, 0, 0xF000, False), (3, 1, 0, True))),
    ("both", 36, "/WinAnsiEncoding", ((3, 1, 0, True), (1, 0, 0, False))),
    ("of-letters", 32, "/WinAnsiEncoding", ((3, 1, 0, True), (1, 0, 0, False))),
):
    BADS[f"tables-disagree-{_name}"] = partial(_tables, _flags, _encoding, *_tables_of)


def bare_cff(change: Callable[[TTFont], None] = lambda _: None) -> bytes:
    font = TTFont(BytesIO(as_cff()))
    change(font)
    target = BytesIO()
    font.save(target)
    return bytes(TTFont(BytesIO(target.getvalue())).getTableData("CFF "))


def named(program: bytes, flags: int, **names: str) -> Specimen:
    """The lines in a CFF font whose encoding gives some codes ("c51") other glyphs."""
    specimen = simple(program, "/FontFile3", "/Type1", flags, "/WinAnsiEncoding", Subtype="/Type1C")
    with pikepdf.open(BytesIO(specimen.pdf)) as pdf:
        font = pdf.pages[0].obj.Resources.Font.F
        differences = [part for code, name in names.items() for part in (int(code[1:]), Name(f"/{name}"))]
        font.Encoding = Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array(differences))
        said = "".join(f"<{code:02x}> <{code:04x}>\n" for code in range(32, 127))
        cmap = f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 95 beginbfchar\n{said}endbfchar"
        font.ToUnicode = pdf.make_stream(cmap.encode())
        target = BytesIO()
        pdf.save(target)
    return Specimen(target.getvalue(), specimen.expectation)


def _matrix(*numbers: float) -> Specimen:
    def change(font: TTFont) -> None:
        top = font["CFF "].cff[0]
        top.FontMatrix = top.rawDict["FontMatrix"] = list(numbers)

    return simple(bare_cff(change), "/FontFile3", "/Type1", 32, "/WinAnsiEncoding", Subtype="/Type1C")


@bad
def cff_flattened() -> Specimen:
    """Outlines that their own matrix flattens."""
    return _matrix(0.001, 0, 0, 0.0003, 0, 0)


@bad
def cff_upside_down() -> Specimen:
    """Outlines that their own matrix turns over."""
    return _matrix(0.001, 0, 0, -0.001, 0, 0)


def _below(change: Callable[[pikepdf.Pdf, pikepdf.Dictionary, pikepdf.Dictionary], None]) -> Specimen:
    """The usual lines, with a change to their font and the one below it."""

    def whole(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        font: Any = sheet.Resources.Font.F
        below: Any = font.DescendantFonts[0]
        change(pdf, font, below)

    return page(lines(), change=whole)


def _mapped(entries: str, **more: object) -> Specimen:
    def change(pdf: pikepdf.Pdf, font: pikepdf.Dictionary, _: pikepdf.Dictionary) -> None:
        begin = "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange "
        font.Encoding = pdf.make_stream(f"{begin}{entries} endcmap".encode(), Type=Name.CMap, CMapName=Name.Own)
        for key, value in more.items():
            font.Encoding[f"/{key}"] = value

    return _below(change)


_ALL = "1 begincidrange <0000> <ffff> 0 endcidrange"


def codes_by_a_map_of_its_own() -> Specimen:
    """Codes that a map in the file makes glyphs of. (One of the second readers cannot follow it.)"""
    return _mapped(_ALL)


@bad
def lines_from_top_to_bottom() -> Specimen:
    """The same, written downwards."""
    return _mapped(_ALL, WMode=1)


@bad
def vertical_identity() -> Specimen:
    """Codes as they are, written downwards."""
    return _below(lambda _pdf, font, _below: font.__setitem__("/Encoding", Name("/Identity-V")))


@bad
def map_with_a_comment() -> Specimen:
    """A map that is put right in a comment, which no program reads."""
    three, eight = _gid("3"), _gid("8")
    wrong = f"<{three:04x}> <{three:04x}> {eight}\n% <{three:04x}> <{three:04x}> {three}\n"
    return _mapped(f"2 begincidrange <0000> <ffff> 0\n{wrong}endcidrange")


@bad
def map_upon_another() -> Specimen:
    """A map that rests on one which the reader must have."""
    return _mapped(f"/Identity-H usecmap {_ALL}")


@bad
def outlines_of_another_kind() -> Specimen:
    """TrueType outlines in a font that says it holds CFF."""
    return _below(lambda _pdf, _font, below: below.__setitem__("/Subtype", Name.CIDFontType0))


def _gid(letter: str) -> int:
    return int(fira().getGlyphID(fira().getBestCmap()[ord(letter)]))


def _second_program(key: str, program: bytes) -> Specimen:
    """A font whose descriptor names another program besides."""
    specimen = simple(subset(), "/FontFile2", "/TrueType", 32, "/WinAnsiEncoding")
    with pikepdf.open(BytesIO(specimen.pdf)) as pdf:
        stream = pdf.make_stream(program)
        if key == "/FontFile3":
            stream.Subtype = Name.OpenType
        pdf.pages[0].obj.Resources.Font.F.FontDescriptor[key] = stream
        target = BytesIO()
        pdf.save(target)
    return Specimen(target.getvalue(), specimen.expectation)


def _three_as_eight() -> bytes:
    font = TTFont(BytesIO(subset()))
    glyphs, names = font["glyf"], font.getBestCmap()
    three, eight = names[ord("3")], names[ord("8")]
    glyphs[three], glyphs[eight] = glyphs[eight], glyphs[three]
    target = BytesIO()
    font.save(target)
    return target.getvalue()


@bad
def two_programs() -> Specimen:
    """A second program as Type 1, which some viewers take first, and which draws a three as an eight."""
    return _second_program("/FontFile", _three_as_eight())


@bad
def two_programs_of_opentype() -> Specimen:
    """The same as OpenType."""
    return _second_program("/FontFile3", _three_as_eight())


def _renamed() -> bytes:
    """The letters of the lines with their names; three and eight have each other's."""
    options = Options(drop_tables=["GSUB", "GPOS", "GDEF", "name", "OS/2"], hinting=False, glyph_names=True)
    font = TTFont(FIRA / "FiraSans-Regular.ttf")
    cutter = Subsetter(options)
    cutter.populate(text="".join(LINES) + "8")
    cutter.subset(font)
    order = font.getGlyphOrder()
    new = {"three": "eight", "eight": "three"}
    for table in font["cmap"].tables:
        table.cmap = {code: new.get(name, name) for code, name in table.cmap.items()}
    for values in (font["glyf"].glyphs, font["hmtx"].metrics):
        values["three"], values["eight"] = values["eight"], values["three"]
    font.setGlyphOrder([new.get(name, name) for name in order])
    font["glyf"].glyphOrder = font.getGlyphOrder()
    target = BytesIO()
    font.save(target)
    return target.getvalue()


@bad
def names_exchanged() -> Specimen:
    """Its three is named eight: some viewers find letters by their codes, others by their names."""
    return simple(_renamed(), "/FontFile2", "/TrueType", 32, "/WinAnsiEncoding")


@bad
def truetype_as_type_one() -> Specimen:
    """A TrueType program that the file calls Type 1, so that viewers look for names."""
    return simple(subset(), "/FontFile2", "/Type1", 32, "/WinAnsiEncoding")
