"""Pages written by hand, operator by operator, in the whole of Fira Sans: what no typesetter does, and a forger may."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from tests.verify.mutants.material import FIRA, Specimen, promise

SIZE = 11.0
LEFT, STEP, TOP = 60.0, 40.0, 700.0
WARN = "Do not take more than 350 mg of magnesium a day."
DOSE = "Take 2 tablets with your evening meal."
PHONE = "Call 020 566 9111 if you feel unwell."
LINES = {"warn": WARN, "dose": DOSE, "phone": PHONE}
STATEMENTS: tuple[tuple[str, str | tuple[str, ...]], ...] = tuple(LINES.items())
_SECRET = 0x7000
"""Codes from here on draw any glyph, and say what the sheet lets them say."""

Hook = Callable[[pikepdf.Pdf, pikepdf.Dictionary], None]
"""Changes a page before it is saved."""


@cache
def fira() -> TTFont:
    """The font."""
    return TTFont(FIRA / "FiraSans-Regular.ttf")


@cache
def _letters() -> dict[str, int]:
    font = fira()
    return {chr(code): font.getGlyphID(name) for code, name in font.getBestCmap().items()}


def text(words: str) -> str:
    """A string that shows some words."""
    return "<" + "".join(f"{_letters()[char]:04x}" for char in words) + ">"


def secret(words: str) -> str:
    """A string that draws some words, and says what `page` is told that it says."""
    return "<" + "".join(f"{_SECRET + ord(char):04x}" for char in words) + ">"


def width(words: str, size: float = SIZE) -> float:
    """How wide some words are, in points."""
    font = fira()
    codes, metrics = font.getBestCmap(), font["hmtx"]
    units: int = sum(metrics[codes[ord(char)]][0] for char in words)
    upem: int = font["head"].unitsPerEm
    return units / upem * size


def line(words: str, y: float, x: float = LEFT, size: float = SIZE) -> str:
    """The operators that show a line of text."""
    return f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm {text(words)} Tj ET\n"


def height(id: str) -> float:
    """Where the line of a statement stands."""
    return TOP - STEP * list(LINES).index(id)


def lines(*, without: str = "") -> str:
    """The usual lines, or all of them but one."""
    return "".join(line(words, height(id)) for id, words in LINES.items() if id != without)


def _said(secrets: str) -> dict[int, str]:
    said = {gid: char for char, gid in reversed(_letters().items())}
    return (
        said
        | {_letters()[char]: char for char in " -'µ"}
        | {_SECRET + ord(char): secrets for char in map(chr, range(33, 127))}
    )


def _font(pdf: pikepdf.Pdf, secrets: str, whole: bool) -> pikepdf.Dictionary:
    """The font; `secrets`: what the secret codes say. One that is not `whole` has no secret codes."""
    font = fira()
    upem, order = font["head"].unitsPerEm, font.getGlyphOrder()
    advances = [round(font["hmtx"][name][0] * 1000 / upem) for name in order]
    gids = bytearray(b"".join(gid.to_bytes(2, "big") for gid in range(len(order)))).ljust(2 * _SECRET, b"\0")
    widths: list[Any] = [0, Array(advances)]
    for code in range(128):
        gid = _letters().get(chr(code), 0)
        gids += gid.to_bytes(2, "big")
        widths += [_SECRET + code, Array([advances[gid]])]
    said = sorted(_said(secrets).items())
    entries = "".join(f"<{code:04x}> <{says.encode('utf-16-be').hex()}>\n" for code, says in said)
    cmap = (
        f"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange {len(said)} beginbfchar\n{entries}endbfchar"
    )
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Leaf"), Flags=4)
    descriptor.FontFile2 = pdf.make_stream((FIRA / "FiraSans-Regular.ttf").read_bytes())
    below = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/ABCDEF+Leaf"), W=Array(widths))
    below.CIDSystemInfo = Dictionary(
        Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
    )
    below.FontDescriptor = pdf.make_indirect(descriptor)
    below.CIDToGIDMap = Name.Identity if whole else pdf.make_stream(bytes(gids))
    composite = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/ABCDEF+Leaf"), Encoding=Name("/Identity-H")
    )
    composite.DescendantFonts = Array([pdf.make_indirect(below)])
    composite.ToUnicode = pdf.make_stream(cmap.encode())
    return composite


def page(
    content: str,
    statements: Sequence[tuple[str, str | tuple[str, ...]]] = STATEMENTS,
    secrets: str | None = None,
    change: Hook = lambda _pdf, _page: None,
) -> Specimen:
    """A page of some content; `secrets`: what its secret codes say, None where there are none; `change`: what happens
    to the page, its resources and its font before it is saved."""
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    sheet = pdf.pages[0].obj
    sheet.Resources = Dictionary(Font=Dictionary(F=_font(pdf, secrets or "", secrets is None)))
    sheet.Contents = pdf.make_stream(content.encode())
    change(pdf, sheet)
    target = BytesIO()
    pdf.save(target)
    return Specimen(target.getvalue(), promise(statements))
