"""A trusted font: a file that is known, by which glyphs are judged. Who hands fonts over needs no more."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TrustedFont:
    """A font file that is known: its bytes, their SHA-256, and its x-height in em (0: measured on the x)."""

    name: str
    data: bytes = field(repr=False)
    sha256: str
    x_height_em: float = 0.0
