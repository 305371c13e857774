"""Errors that carry their exit code and say what to do next.

Every refusal of leafgen is one of these classes; the faces turn them into an exit status in one place.
The numbers are the contract with scripts that call leafgen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from leafgen.kernel.diagnostics import Diagnostic


class LeafgenError(Exception):
    """Base of every refusal: a message, what to do about it, and every diagnostic that led to it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, advice: str = "", diagnostics: Iterable[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.diagnostics = tuple(diagnostics)

    def __str__(self) -> str:
        lines = [self.message, *(str(diagnostic) for diagnostic in self.diagnostics)]
        if self.advice:
            lines.append(self.advice)
        return "\n".join(lines)


class CommandError(LeafgenError):
    """The command's words are off."""

    exit_code = 2


class InvalidInput(LeafgenError):
    """Content, catalogue, stock, profile or request is invalid; every diagnostic is carried."""

    exit_code = 3


class DoesNotFit(InvalidInput):
    """A label is too small for what it must say; the advice names a stock that is not."""


class NotWritten(InvalidInput):
    """The place that was named cannot be written to."""


class ProofFailed(LeafgenError):
    """A file did not hold what was promised; nothing was released under its final name."""

    exit_code = 4


class RefusedByPolicy(LeafgenError):
    """Valid, yet not allowed: no translation, a dose outside its range, a claim the product class forbids."""

    exit_code = 5


class RowsRejected(LeafgenError):
    """Some rows of a batch (or all) were rejected; all others were delivered."""

    exit_code = 6


class EnvironmentLacking(LeafgenError):
    """A font, native library or printer is missing; `leafgen doctor` says what."""

    exit_code = 7
