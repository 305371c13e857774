"""The fonts leafgen prints with: static faces from pinned packages, known by the hash of their files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

#: Scripts that are drawn as they are stored: one glyph a character, from left to right.
PLAIN_SCRIPTS = frozenset({"latin", "greek", "cyrillic"})


@dataclass(frozen=True, slots=True)
class FontFace:
    """One weight of a family. `path` is the font file; `sha256` its pinned hash; weights as in CSS."""

    weight: int
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class FontFamily:
    """A family for certain scripts. `x_height` is in em (0.527 means 1.4 mm at 7.5 pt)."""

    id: str
    name: str
    faces: tuple[FontFace, ...]
    x_height: float
    scripts: tuple[str, ...] = ()

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
