"""Who proves what leafgen has made itself: this process (leafgen.verify.proving), or one beside it
(leafgen.verify.beside). Nothing heavy is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from leafgen.compose.expectation import Expectation
from leafgen.verify.proof import Proof
from leafgen.verify.seal import Seal
from leafgen.verify.trust import TrustedFont


class NotSealed(Exception):
    """A master that cannot be sealed: what stands in it is not what was said of it."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """A master with some `texts`, by statement: the file, and all that it must say."""

    data: bytes
    texts: Mapping[str, str]
    expectation: Expectation


class Room(NamedTuple):
    """How wide a text may be in thousandths of an em, and, where it ends at the right, from where its start is told
    (see leafgen.verify.seal)."""

    width: int
    anchor: int | None = None


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A master that asks for its seal: the file with its placeholders, and with the widest texts there can be; where
    its files may differ, `windows` (start, end), in bytes; and the room that each text has, by statement."""

    with_placeholders: Stamped
    with_widest: Stamped
    windows: Sequence[tuple[int, int]]
    rooms: Mapping[str, Room]


class Prover(Protocol):
    """Who holds files to what they must say. `trusted`: the fonts that tell what a glyph draws."""

    def prove(self, pdf: bytes, expectation: Expectation, trusted: Sequence[TrustedFont], /) -> Proof:
        """The proof of a file."""

    def seal_master(self, master: Unsealed, trusted: Sequence[TrustedFont], /) -> Seal:
        """The seal of a master that every check passes, with its placeholders and with the widest texts. Raises
        NotSealed."""
