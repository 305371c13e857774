"""Who proves what leafgen has made itself: this process (leafgen.verify.proving), or one beside it
(leafgen.verify.beside). Nothing heavy is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

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


class Prover(Protocol):
    """Who holds files to what they must say. `trusted`: the fonts that tell what a glyph draws."""

    def prove(self, pdf: bytes, expectation: Expectation, trusted: Sequence[TrustedFont], /) -> Proof:
        """The proof of a file."""

    def seal_master(
        self,
        master: Stamped,
        widest: Stamped,
        windows: Sequence[tuple[int, int]],
        rooms: Mapping[str, tuple[int, int | None]],
        trusted: Sequence[TrustedFont],
        /,
    ) -> Seal:
        """The seal of a master that every check passes, with the texts it has and with the widest there can be.

        windows: where its files may differ (start, end); rooms: how wide each text may be in thousandths of an em, and
        its anchor (leafgen.verify.seal). Raises NotSealed."""
