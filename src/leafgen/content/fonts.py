"""The fonts leafgen prints with: static faces from pinned packages, known by the hash of their files."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

#: Scripts that are drawn as they are stored: one glyph a character, from left to right.
PLAIN_SCRIPTS = frozenset({"latin", "greek", "cyrillic"})


def in_plain_letters(text: str) -> bool:
    """Whether a text has letters, and all of them are of plain scripts."""
    scripts = {unicodedata.name(letter, "").partition(" ")[0].lower() for letter in text if letter.isalpha()}
    # The feminine and masculine ordinals and the micro sign have names of their own.
    return bool(scripts & PLAIN_SCRIPTS) and scripts <= PLAIN_SCRIPTS | {"feminine", "masculine", "micro", "modifier"}


@dataclass(frozen=True, slots=True)
class FontFace:
    """One weight of a family. `path` is the font file; `sha256` its pinned hash; weights as in CSS."""

    weight: int
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class FontFamily:
    """A family for certain scripts. `x_height` is in em (0.527 means 1.4 mm at 7.5 pt). `plain`, of a family for
    scripts whose letters join, is the one for names in Latin, Greek or Cyrillic letters: it has all of them."""

    id: str
    name: str
    faces: tuple[FontFace, ...]
    x_height: float
    scripts: tuple[str, ...] = ()
    plain: FontFamily | None = None

    @property
    def with_plain(self) -> tuple[FontFamily, ...]:
        """This family, and the one for names in plain letters where there is another."""
        return (self, self.plain) if self.plain else (self,)

    @property
    def needs_shaping(self) -> bool:
        """Whether it is for a script whose letters join, reorder or stack."""
        return not PLAIN_SCRIPTS.issuperset(self.scripts)

    def face(self, weight: int) -> FontFace:
        """The face of exactly this weight (KeyError otherwise: bold is real bold, never a substitute)."""
        for face in self.faces:
            if face.weight == weight:
                return face
        raise KeyError(f"{self.name} has no face of weight {weight}")


@dataclass(frozen=True, slots=True)
class FaceEntry:
    """A face as fonts.yaml names it: a file of a package, pinned by hash."""

    weight: int
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FamilyEntry:
    """A family as fonts.yaml names it."""

    id: str
    name: str
    package: str
    x_height: float
    faces: tuple[FaceEntry, ...]
    scripts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FontList:
    """The whole of fonts.yaml."""

    families: tuple[FamilyEntry, ...]
