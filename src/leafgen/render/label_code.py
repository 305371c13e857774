"""Codes for labels, as grids of modules: QR, GS1 DataMatrix, GS1-128, made by zxing-cpp.

Its writer is libzint. The proof reads codes back with zxing-cpp's own reader, tests with zbar and libdmtx.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import zxingcpp

from leafgen.compose.composition import Barcode, Symbology
from leafgen.kernel.errors import InvalidInput
from leafgen.kernel.geometry import pt
from leafgen.render.label_layout import Code

#: A dot of a 203 dpi print head, in pt: modules are whole dots, so that a thermal printer draws them all alike.
DOT = 72 / 203
#: A QR code larger than this (version 6) takes half of a common label.
MOST_MODULES = 41
#: How each kind is made. Level M restores 15 % of a QR code: a label on a box is rubbed, not torn.
_MADE: dict[Symbology, tuple[Any, dict[str, Any]]] = {
    Symbology.QR: (zxingcpp.BarcodeFormat.QRCode, {"ec_level": "M"}),
    Symbology.GS1_DATAMATRIX: (zxingcpp.BarcodeFormat.DataMatrix, {"gs1": True, "force_square": True}),
    Symbology.GS1_128: (zxingcpp.BarcodeFormat.Code128, {"gs1": True}),
}
#: Dots of a module, and quiet modules beside and above it. ISO/IEC 18004 asks for 4 around a QR code. GS1 General
#: Specifications, symbol specification table 6 (regulated healthcare): DataMatrix, module 0.254 to 0.495 mm, 1 quiet;
#: GS1-128, module 0.170 to 0.495 mm, 10 quiet at either side, 12.7 mm high.
_DRAWN = {Symbology.QR: (3, 4, 4), Symbology.GS1_DATAMATRIX: (3, 1, 1), Symbology.GS1_128: (2, 10, 2)}
BARS_HEIGHT = pt(12.7)


@lru_cache(maxsize=256)
def make_code(barcode: Barcode) -> Code:
    """The code that says what `barcode` does. The same text gives the same code.

    Raises InvalidInput when the text is too long for a label, or none that its kind can hold.
    """
    kind, options = _MADE[barcode.symbology]
    try:
        image: Any = zxingcpp.create_barcode(barcode.text, kind, **options).to_image(scale=1, add_quiet_zones=False)
    except ValueError as error:
        length = len(barcode.text)
        raise InvalidInput(
            f"no {barcode.symbology} code can hold these {length} characters: {error}", _SHORTER
        ) from None
    rows = _rows(image)
    height, width = image.shape
    if barcode.symbology is Symbology.QR and width > MOST_MODULES:
        raise InvalidInput(f"{len(barcode.text)} characters make a code too large for a label", _SHORTER)
    dots, beside, above = _DRAWN[barcode.symbology]
    module = dots * DOT
    bars = barcode.symbology is Symbology.GS1_128
    return Code(
        barcode.symbology, barcode.text, rows[:1] if bars else rows,
        width * module, BARS_HEIGHT if bars else height * module, beside * module, above * module,
    )  # fmt: skip


def data_matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """A square DataMatrix (ISO/IEC 16022) that says a text: rows of modules from the top, True where one is dark."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    return _rows(code.to_image(scale=1, add_quiet_zones=False))


def _rows(image: Any) -> tuple[tuple[bool, ...], ...]:
    height, width = image.shape
    grey = bytes(image)
    return tuple(tuple(not one for one in grey[at : at + width]) for at in range(0, width * height, width))


_SHORTER = "use a shorter address"
