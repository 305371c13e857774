"""ZPL: a PDF of labels as the dots that a Zebra printer burns, one format a label.

The label is sent as one graphic, so that the printer's own fonts and layout have no part in it: what it burns is the
raster of the very file that was proven. ZPL II Programming Guide: ^XA ^PW ^LL ^LH ^FO ^GF ^XZ, and its compression of
hexadecimal digits (appendix "ZPL II encoding").
"""

from __future__ import annotations

from itertools import groupby

from leafgen.deliver.picture import Raster, rasters
from leafgen.kernel.errors import InvalidInput

#: Dots an inch of the print heads that are sold: 8 and 12 dots/mm.
RESOLUTIONS = (203, 300)
#: The widest head of a label printer, in mm.
MOST_WIDTH_MM = 170.0
_MM_PER_INCH = 25.4


def zpl(pdf: bytes, dpi: int) -> bytes:
    """The labels of `pdf`, a page each. Raises InvalidInput for another resolution and for a sheet."""
    if dpi not in RESOLUTIONS:
        raise InvalidInput(f"there is no print head of {dpi} dpi", f"there is: {', '.join(map(str, RESOLUTIONS))}")
    return "".join(_format(raster, dpi) for raster in rasters(pdf, dpi)).encode("ascii")


def _format(raster: Raster, dpi: int) -> str:
    if raster.width > MOST_WIDTH_MM / _MM_PER_INCH * dpi:
        width = raster.width / dpi * _MM_PER_INCH
        raise InvalidInput(f"the page is {width:.0f} mm wide: no label printer takes it", "use a stock on a roll")
    stride = len(raster.rows[0])
    total = stride * raster.height
    return (
        f"^XA^PW{raster.width}^LL{raster.height}^LH0,0^FO0,0"
        f"^GFA,{total},{total},{stride},{_compressed(raster.rows)}^FS^PQ1^XZ\n"
    )


def _compressed(rows: tuple[bytes, ...]) -> str:
    said = []
    before = None
    for row in rows:
        said.append(":" if row == before else _row(row.hex().upper()))
        before = row
    return "".join(said)


def _row(digits: str) -> str:
    """Digits of one row: a comma for zeros up to its end, and repeats as a count before the digit."""
    kept = digits.rstrip("0")
    said = "".join(_count(len(list(run))) + digit for digit, run in groupby(kept))
    return said + ("," if len(kept) < len(digits) else "")


def _count(number: int) -> str:
    """G to Y stand for 1 to 19, g to z for 20 to 400 in twenties; a single digit needs no count."""
    if number == 1:
        return ""
    most, number = "z" * (number // 400), number % 400
    twenties, ones = divmod(number, 20)
    return most + (chr(ord("g") + twenties - 1) if twenties else "") + (chr(ord("G") + ones - 1) if ones else "")
