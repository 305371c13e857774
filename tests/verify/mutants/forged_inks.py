"""Kinds that a forger or a careless script makes of colours, groups, streams and fonts that are drawings: seen by some
programs and not by others; and, beside them, what looks like it and is good."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.verify.mutants.by_hand import DOSE, LEFT, SIZE, WARN, Hook, height, line, lines, page, text, width
from tests.verify.mutants.material import Specimen
from tests.verify.mutants.shelf import BADS, GOODS, bad, good

_Y = height("dose")
_AGAINST = WARN.replace("350", "3500")
_COVER = "50 650 300 25 re f"


def _function(pdf: pikepdf.Pdf, code: str, inputs: int = 1) -> pikepdf.Object:
    domain = Array([0, 1] * inputs)
    return pdf.make_stream(code.encode(), FunctionType=4, Domain=domain, Range=Array([0, 1]))


def _dose(before: str, change: Hook, size: float = SIZE) -> Specimen:
    return page(f"{lines(without='dose')}q {before} {line(DOSE, _Y, size=size)} Q", change=change)


# inks ------------------------------------------------------------------------------------------------------


def _ink(*names: str) -> Hook:
    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        black = _function(pdf, "{" + "pop " * len(names) + "0}", len(names))
        kind = Name.Separation if len(names) == 1 else Name.DeviceN
        inks = Name(names[0]) if len(names) == 1 else Array([Name(name) for name in names])
        sheet.Resources.ColorSpace = Dictionary(C=Array([kind, inks, Name.DeviceGray, black]))

    return change


GOODS["ink-of-its-own"] = lambda: _dose("/C cs 1 scn", _ink("/Spot"))
GOODS["ink-left-for-black"] = lambda: _dose("/C cs 1 scn 0 g", _ink("/None"))
BADS["ink-that-is-none"] = lambda: _dose("/C cs 1 scn", _ink("/None"))
BADS["inks-that-are-none"] = lambda: _dose("/C cs 1 1 scn", _ink("/None", "/None"))


def _plain_grey(space: pikepdf.Object) -> Hook:
    def change(_: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        sheet.Resources.ColorSpace = Dictionary(DefaultGray=space)

    return change


_MEASURED = Array([Name.CalGray, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))])
_WHITE_BOTH = Array([Name.Indexed, Name.DeviceGray, 1, String(b"\xff\xff")])
GOODS["grey-that-is-measured"] = lambda: _dose("0 g", _plain_grey(_MEASURED))
BADS["grey-that-is-white"] = lambda: _dose("0 g", _plain_grey(_WHITE_BOTH))


def _halftone(identity: bool) -> Hook:
    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        half = Dictionary(Type=Name.Halftone, HalftoneType=1, Frequency=60, Angle=45, SpotFunction=Name.Round)
        half.TransferFunction = Name.Identity if identity else _function(pdf, "{pop 1}")
        sheet.Resources.ExtGState = Dictionary(G=Dictionary(HT=half))

    return change


GOODS["halftone"] = lambda: _dose("/G gs", _halftone(True))
BADS["halftone-of-white"] = lambda: _dose("/G gs", _halftone(False))


# groups and streams ----------------------------------------------------------------------------------------


def _group(knockout: bool, content: str = "", **entries: Any) -> Hook:
    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        drawn = content or f"{line(DOSE, _Y)}/Z gs {_COVER}"
        kind = Dictionary(S=Name.Transparency, K=knockout, I=True)
        form = pdf.make_stream(drawn.encode(), Type=Name.XObject, Subtype=Name.Form, Group=kind)
        form.BBox, form.Resources = Array([0, 0, 595, 842]), Dictionary(Font=Dictionary(F=sheet.Resources.Font.F))
        form.Resources.ExtGState = Dictionary(Z=Dictionary(ca=0))
        for key, value in entries.items():
            form[f"/{key}"] = value
        sheet.Resources.XObject = Dictionary(X=form)

    return change


_FORMED = lines(without="dose") + "/X Do"
GOODS["nothing-painted-in-a-group"] = lambda: page(_FORMED, change=_group(False))
BADS["nothing-painted-in-a-group-that-knocks-out"] = lambda: page(_FORMED, change=_group(True))
BADS["drawing-of-another-file"] = lambda: page(
    _FORMED, change=_group(False, line(DOSE, _Y), Ref=Dictionary(F=String("other.pdf"), Page=0))
)


@bad
def content_in_another_file() -> Specimen:
    """A page whose content some programs read from a file beside it."""

    def change(_: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        sheet.Contents.F = Dictionary(Type=Name.Filespec, F=String("other.txt"))

    return page(lines(), change=change)


@bad
def image_that_is_another_in_print() -> Specimen:
    """A white image behind a sentence, black on paper."""

    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        white, black = (
            pdf.make_stream(dot, Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
            for dot in (b"\xff", b"\0")
        )
        white.ColorSpace = black.ColorSpace = Name.DeviceGray
        white.Alternates = Array([Dictionary(Image=black, DefaultForPrinting=True)])
        sheet.Resources.XObject = Dictionary(I=white)

    return page(f"q 250 0 0 25 50 650 cm /I Do Q {lines()}", change=change)


# fonts that are drawings -----------------------------------------------------------------------------------


def _drawing(content: str, said: str = "") -> Hook:
    """A Type 3 font /T with one glyph, `a`, in points; `said`: what it says."""

    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontMatrix=Array([1, 0, 0, 1, 0, 0]))
        font.FontBBox, font.Widths = Array([0, 0, 600, 30]), Array([20])
        font.CharProcs = Dictionary(a=pdf.make_stream(f"20 0 d0 {content}".encode()))
        font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a]))
        font.FirstChar = font.LastChar = 97
        cmap = f"begincmap 1 beginbfchar <61> <{said.encode('utf-16-be').hex()}> endbfchar"
        font.ToUnicode = pdf.make_stream(cmap.encode())
        font.Resources = Dictionary(Font=Dictionary(F=sheet.Resources.Font.F))
        sheet.Resources.Font.T = font

    return change


def _glyph(x: float, y: float) -> str:
    return f"BT /T 1 Tf {x} {y} Td (a) Tj ET "


@bad
def glyph_that_is_a_sentence() -> Specimen:
    """A letter that is drawn as another dose."""
    drawn = f"BT /F 11 Tf 0 0 Td {text(_AGAINST)} Tj ET"
    return page(lines() + _glyph(LEFT, 400), change=_drawing(drawn, "a"))


@good
def glyph_that_is_a_sign() -> Specimen:
    """A letter that is drawn as a coloured sign, before a line."""
    return page(lines() + _glyph(LEFT - 25, _Y), change=_drawing("0 0.5 0 rg 0 0 8 8 re f", "✓"))


@bad
def glyph_that_is_a_cover() -> Specimen:
    """A letter that is drawn as a white box."""
    return page(lines() + _glyph(50, 650), change=_drawing("1 g 0 0 300 25 re f", " "))


@bad
def glyph_that_is_a_line() -> Specimen:
    """A letter that is drawn as a line through a sentence."""
    return page(_glyph(LEFT - 2, _Y + 3) + lines(), change=_drawing("0 g 0 0 200 0.8 re f", " "))


@bad
def glyph_that_is_a_word() -> Specimen:
    """A letter that is drawn as "not", in the room between two words."""
    first, rest = "Take", "2 tablets with your evening meal."
    gap = f"{text(first)} Tj {width(first) + 14} 0 Td {text(rest)} Tj"
    content = f"{lines(without='dose')}BT /F {SIZE} Tf {LEFT} {_Y} Td {gap} ET "
    drawn = f"BT /F 7 Tf 0 0 Td {text('not')} Tj ET"
    return page(content + _glyph(LEFT + width(first) + 1, _Y), change=_drawing(drawn, " "))


# behind the words ------------------------------------------------------------------------------------------


def _rows(greys: bytes, wide: int = 1) -> Hook:
    """An image /I of so many greys, from the top, each row one dot or `wide` dots, given one by one."""

    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        image = pdf.make_stream(greys, Type=Name.XObject, Subtype=Name.Image, Width=wide, Height=len(greys) // wide)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        sheet.Resources.XObject = Dictionary(I=image)

    return change


def _tiles(grey: float) -> Hook:
    """A pattern /P of one line a tile."""

    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        tile = pdf.make_stream(f"{grey} g 0 3 600 0.9 re f".encode(), PatternType=1, PaintType=1, TilingType=1)
        tile.BBox, tile.XStep, tile.YStep = Array([0, 0, 600, 20]), 600, 20
        tile.Matrix, tile.Resources = Array([1, 0, 0, 1, 0, _Y]), Dictionary()
        sheet.Resources.Pattern = Dictionary(P=tile)

    return change


def _shades(code: str) -> Hook:
    """A shading /S that runs upwards behind a line."""

    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=Array([0, _Y - 5, 0, _Y + 12]))
        shading.Function = _function(pdf, code)
        sheet.Resources.Shading = Dictionary(S=shading)

    return change


_IMAGE = f"q 200 0 0 18 {LEFT - 4} {_Y - 5} cm /I Do Q {lines()}"
_TILED = f"q /Pattern cs /P scn 50 {_Y - 4} 300 18 re f Q {lines()}"
_SHADED = f"q 50 {_Y - 5} 250 17 re W n /S sh Q {lines()}"
_GRAINS = bytes(255 * (at * at // 7 % 2) for at in range(200 * 18))
GOODS |= {
    "picture-behind": lambda: page(_IMAGE, change=_rows(bytes((200, 220, 240, 250)))),
    "pale-bar-behind": lambda: page(_IMAGE, change=_rows(b"\xff" * 8 + b"\xc8" + b"\xff" * 9)),
    "pale-pattern-behind": lambda: page(_TILED, change=_tiles(0.85)),
    "shading-behind": lambda: page(_SHADED, change=_shades("{2 div 0.5 add}")),
}
BADS |= {
    "bar-in-a-picture-behind": lambda: page(_IMAGE, change=_rows(b"\xff" * 8 + b"\0" + b"\xff" * 9)),
    "grains-behind": lambda: page(_IMAGE, change=_rows(_GRAINS, 200)),
    "bar-in-a-pattern-behind": lambda: page(_TILED, change=_tiles(0)),
    "bar-in-a-shading-behind": lambda: page(_SHADED, change=_shades("{dup 0.5 gt exch 0.56 lt and {0} {1} ifelse}")),
    "letters-filled-up": lambda: _dose("2 Tr 1.8 w", lambda _pdf, _sheet: None),
}
