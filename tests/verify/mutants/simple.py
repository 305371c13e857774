"""Fonts as other programs embed them: simple ones of a byte a letter (cairo, Ghostscript), CFF, Type 3."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.basePen import decomposeQuadraticSegment
from fontTools.pens.qu2cuPen import Qu2CuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from tests.verify.mutants.drawn import LINE_STATEMENTS, LINES
from tests.verify.mutants.material import FIRA, Specimen, promise
from tests.verify.mutants.shelf import good

SIZE = 11


@cache
def subset() -> bytes:
    """Fira Sans with the letters of the lines alone, and no tables that a PDF does not need."""
    options = Options(notdef_outline=True, drop_tables=["GSUB", "GPOS", "GDEF", "name", "OS/2", "post"], hinting=False)
    font = TTFont(FIRA / "FiraSans-Regular.ttf")
    cutter = Subsetter(options)
    cutter.populate(text="".join(LINES))
    cutter.subset(font)
    target = BytesIO()
    font.save(target)
    return target.getvalue()


@cache
def as_cff() -> bytes:
    """The same drawings as CFF outlines, as an OpenType file."""
    source = TTFont(BytesIO(subset()))
    glyphs, order = source.getGlyphSet(), source.getGlyphOrder()
    drawn = {}
    for name in order:
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(Qu2CuPen(pen, 0.5, all_cubic=True))
        drawn[name] = pen.getCharString()
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(source.getBestCmap())
    builder.setupCFF("Leaf", {}, drawn, {})
    builder.setupHorizontalMetrics({name: (glyphs[name].width, 0) for name in order})
    builder.setupHorizontalHeader(ascent=935, descent=-265)
    builder.setupNameTable({"familyName": "Leaf", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    target = BytesIO()
    builder.save(target)
    return target.getvalue()


def shown(text: str) -> str:
    """The operator that shows a text, each letter a byte of Windows' Latin alphabet."""
    return f"<{text.encode('cp1252').hex()}> Tj"


def page(pdf: pikepdf.Pdf, font: pikepdf.Dictionary, show: Callable[[str], str] = shown) -> Specimen:
    """The lines on a page, each shown by the operators that `show` makes of it."""
    shows = [f"1 0 0 1 60 {700 - 20 * at} Tm {show(line)}".encode() for at, line in enumerate(LINES)]
    pdf.add_blank_page(page_size=(595, 842))
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F %d Tf " % SIZE + b" ".join(shows) + b" ET")
    target = BytesIO()
    pdf.save(target)
    return Specimen(target.getvalue(), promise(LINE_STATEMENTS))


def widths() -> list[float]:
    """Advances of the codes from 32 to 255, in thousandths of an em."""
    font = TTFont(FIRA / "FiraSans-Regular.ttf")
    codes, metrics, upem = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    letters = (ord(bytes([code]).decode("cp1252", "replace")) for code in range(32, 256))
    return [metrics[codes.get(letter, ".notdef")][0] * 1000 / upem for letter in letters]


def simple(
    program: bytes,
    key: str,
    kind: str,
    flags: int,
    encoding: str = "",
    show: Callable[[str], str] = shown,
    **more: str,
) -> Specimen:
    """The lines in a simple font; `flags`: 32 for one of Latin letters, 4 for one that says itself what it has."""
    pdf = pikepdf.Pdf.new()
    descriptor = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name.Leaf, Flags=flags)
    descriptor[key] = pdf.make_stream(program, **{name: pikepdf.Name(value) for name, value in more.items()})
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name(kind),
        BaseFont=pikepdf.Name("/ABCDEF+Leaf"),
        FirstChar=32,
        LastChar=255,
        Widths=pikepdf.Array(widths()),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    if encoding:
        font.Encoding = pikepdf.Name(encoding)
    return page(pdf, font, show)


@good
def simple_truetype() -> Specimen:
    """A byte a letter, in Windows' encoding, most of whose letters the subset lacks (cairo)."""
    return simple(subset(), "/FontFile2", "/TrueType", 32, "/WinAnsiEncoding")


def simple_truetype_that_says_nothing() -> Specimen:
    """No encoding and no map to text: its codes look like ASCII, and some readers take them for that (Ghostscript)."""
    return simple(subset(), "/FontFile2", "/TrueType", 4)


@good
def places_to_hyphenate() -> Specimen:
    """A space of no width where a word could be hyphenated and is not (browsers)."""
    back = f"[<20> {widths()[0]}] TJ"

    def show(line: str) -> str:
        place = f" /Span << /ActualText <FEFF00AD> >> BDC {back} EMC "
        return place.join(shown(part) for part in line.replace("magnesium", "mag|ne|si|um").split("|"))

    return simple(subset(), "/FontFile2", "/TrueType", 32, "/WinAnsiEncoding", show)


def cff_table() -> bytes:
    """The bare CFF font program."""
    return bytes(TTFont(BytesIO(as_cff())).getTableData("CFF "))


def simple_cff() -> Specimen:
    """A bare CFF font in Windows' encoding (LibreOffice, InDesign)."""
    return simple(cff_table(), "/FontFile3", "/Type1", 32, "/WinAnsiEncoding", Subtype="/Type1C")


def drawing_of(letter: str) -> str:
    """How Fira Sans draws a letter, as the content of a Type 3 glyph: curves of the second degree as ones of the
    third, as PDF has them."""
    font = TTFont(FIRA / "FiraSans-Regular.ttf")
    glyphs = font.getGlyphSet()
    name = font.getBestCmap()[ord(letter)]
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    steps: list[str] = []
    x = y = 0.0
    for kind, points in pen.value:
        if kind == "closePath":
            steps.append("h")
        elif kind == "qCurveTo":
            for (x1, y1), (x2, y2) in decomposeQuadraticSegment(points):
                first, second = (
                    (x + 2 * (x1 - x) / 3, y + 2 * (y1 - y) / 3),
                    (x2 + 2 * (x1 - x2) / 3, y2 + 2 * (y1 - y2) / 3),
                )
                steps.append("{:.2f} {:.2f} {:.2f} {:.2f} {:.2f} {:.2f} c".format(*first, *second, x2, y2))
                x, y = x2, y2
        else:
            ((x, y),) = points
            steps.append(f"{x:.2f} {y:.2f} {'m' if kind == 'moveTo' else 'l'}")
    return f"{glyphs[name].width} 0 -200 -300 1500 1200 d1 {' '.join(steps)}{' f' * bool(steps)}"


def type_three(draw: Callable[[str], str], mark: str = "", says: str = "") -> Specimen:
    """A font whose glyphs are drawings, with a map to text; each line after a mark, which says something else."""
    pdf = pikepdf.Pdf.new()
    letters = sorted({*"".join(LINES), *mark})
    drawings = pikepdf.Dictionary()
    differences: list[object] = []
    for letter in letters:
        drawings[f"/g{ord(letter)}"] = pdf.make_stream(draw(letter).encode())
        differences += [ord(letter), pikepdf.Name(f"/g{ord(letter)}")]
    said = {letter: says if letter in mark.strip() else letter for letter in letters}
    lines = "".join(f"<{ord(letter):02x}> <{ord(said[letter]):04x}>\n" for letter in letters)
    cmap = f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {len(letters)} beginbfchar\n{lines}endbfchar"
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type3,
        FontMatrix=pikepdf.Array([0.001, 0, 0, 0.001, 0, 0]),
        FontBBox=pikepdf.Array([-200, -300, 1500, 1200]),
        CharProcs=drawings,
        Encoding=pikepdf.Dictionary(Differences=pikepdf.Array(differences)),
        FirstChar=32,
        LastChar=255,
        Widths=pikepdf.Array(widths()),
        FontDescriptor=pikepdf.Dictionary(FontName=pikepdf.Name("/ABCDEF+Drawn"), Flags=4),
        ToUnicode=pdf.make_stream(cmap.encode()),
    )
    return page(pdf, font, lambda line: shown(mark + line))


@good
def drawn_font() -> Specimen:
    """A Type 3 font of plain outlines: what browsers make of variable fonts."""
    return type_three(drawing_of)


@good
def marks_of_word_processors() -> Specimen:
    """Items of a list after a sign that only a symbol font has, and that says nothing (Word, LibreOffice)."""
    return type_three(drawing_of, "\xb7 ", "\uf0b7")


@good
def dashes_as_marks() -> Specimen:
    """Items of a list after a dash."""
    return type_three(drawing_of, "- ", "\u2013")


def boxes_for_letters() -> Specimen:
    """A Type 3 font that draws boxes, which its map to text calls letters."""
    return type_three(lambda _: "600 0 0 0 500 700 d1 50 0 400 650 re f")


def three_drawn_as_eight() -> Specimen:
    """A Type 3 font whose threes look like eights."""
    return type_three(lambda letter: drawing_of("8" if letter == "3" else letter))


def letters_in_white() -> Specimen:
    """A Type 3 font that chooses its own colour."""
    return type_three(lambda letter: drawing_of(letter).replace(" d1 ", " d1 1 g "))


def letters_as_pictures() -> Specimen:
    """A Type 3 font of pictures, as old typesetters make it."""
    return type_three(lambda _: "600 0 0 0 500 700 d1 BI /W 1 /H 1 /BPC 1 /IM true ID x EI")
