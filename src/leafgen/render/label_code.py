"""QR codes for labels, as a grid of modules. The only importer of segno."""

from __future__ import annotations

from functools import lru_cache

import segno
from segno.encoder import DataOverflowError

from leafgen.kernel.errors import InvalidInput
from leafgen.render.label_layout import Code

#: A larger code than this (version 6, 41 modules) takes half of a common label.
LARGEST_VERSION = 6
#: Level M restores 15 % of a code: a label on a box is rubbed, not torn.
ERROR_LEVEL = "m"


@lru_cache(maxsize=256)
def make_code(text: str) -> Code:
    """The code that says `text`: an address or a document hash, never a patient's data. Same text, same code.

    Raises InvalidInput when the text is too long for a label.
    """
    try:
        symbol = segno.make_qr(text, error=ERROR_LEVEL, boost_error=True)
    except (DataOverflowError, ValueError) as error:
        raise InvalidInput(f"no code can hold {len(text)} characters: {error}", "use a shorter address") from error
    if int(symbol.version) > LARGEST_VERSION:
        raise InvalidInput(f"{len(text)} characters make a code too large for a label", "use a shorter address")
    return Code(text, tuple(tuple(bool(module) for module in row) for row in symbol.matrix))
