"""What leafgen has made itself, proven in this process: every reader is imported (see leafgen.verify.prover)."""

from __future__ import annotations

from collections.abc import Sequence

from leafgen.verify.prover import NotSealed, Unsealed
from leafgen.verify.runner import prove
from leafgen.verify.seal import Seal
from leafgen.verify.sealing import seal
from leafgen.verify.trust import TrustedFont

__all__ = ["prove", "seal_master"]


def seal_master(master: Unsealed, trusted: Sequence[TrustedFont]) -> Seal:
    """The seal of a master that every check passes, with its placeholders and with the widest texts there can be, so
    that whatever is stamped meets nothing. It is read out of the file itself. Raises NotSealed."""
    proof = prove(master.with_placeholders.data, master.with_placeholders.expectation, trusted)
    sealed, widest = seal(master, proof, trusted), master.with_widest
    if not prove(widest.data, widest.expectation, trusted).proven:
        raise NotSealed("the master is not proven with the widest texts")
    if not sealed.prove(widest.data, widest.texts, read_back=True).proven:
        raise NotSealed("the widest texts do not keep the seal")
    return sealed
