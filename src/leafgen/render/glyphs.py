"""Which characters the pinned fonts can draw: asked before layout, as an engine prints an empty box and goes on."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont

from leafgen.compose.composition import Composition, Said
from leafgen.content.fonts import FontFamily
from leafgen.kernel.errors import InvalidInput

#: Tables that choose and place glyphs; a PDF holds glyphs already chosen and placed.
_LAYOUT_TABLES = ("GSUB", "GPOS", "GDEF", "DSIG")
#: Characters that direct layout and need no glyph: soft hyphen, and none other.
_UNDRAWN = frozenset("\u00ad")


def require_glyphs(composition: Composition, fonts: Sequence[FontFamily]) -> None:
    """Refuse, by name and statement, every character that no face of one of `fonts` can draw in every weight."""
    drawable = frozenset().union(*(_drawable(family) for family in fonts)) | _UNDRAWN
    missing: dict[str, list[str]] = {}
    for said in _every_said(composition):
        for character in sorted(set(said.text) - drawable):
            missing.setdefault(character, []).append(said.id)
    if missing:
        names = ", ".join(family.name for family in fonts) or "no font"
        raise InvalidInput(
            "characters that cannot be printed: "
            + "; ".join(f"{_name(character)} in {', '.join(ids[:3])}" for character, ids in sorted(missing.items())),
            f"write it otherwise, or add a font that has it to styles/fonts.yaml (there is: {names})",
        )


def _every_said(composition: Composition) -> Iterator[Said]:
    yield from composition.said()
    yield from composition.footer
    if composition.page_of:
        yield composition.page_of


def _name(character: str) -> str:
    return f"{character!a} (U+{ord(character):04X} {unicodedata.name(character, 'unnamed')})"


def _drawable(family: FontFamily) -> frozenset[str]:
    faces = [_characters(face.path, face.sha256) for face in family.faces]
    return frozenset.intersection(*faces) if faces else frozenset()


@lru_cache(maxsize=64)
def _characters(path: Path, _sha256: str) -> frozenset[str]:
    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@lru_cache(maxsize=16)
def without_layout(font_file: bytes) -> bytes:
    """A font file without the tables that only layout needs; the rest is copied as it is."""
    out = BytesIO()
    with TTFont(BytesIO(font_file), lazy=True) as font:
        for table in _LAYOUT_TABLES:
            if table in font:
                del font[table]
        font.save(out, reorderTables=None)
    return out.getvalue()
