"""The Proof: a verdict for each promised statement, what was left unexplained, and each check's outcome."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leafgen.kernel.geometry import Box


class Verdict(StrEnum):
    """What became of one promised statement."""

    PROVEN = "proven"
    MISSING = "missing"
    ALTERED = "altered"
    HIDDEN = "hidden"
    ILLEGIBLE = "illegible"


@dataclass(frozen=True, slots=True)
class StatementProof:
    """One statement: verdict; page (from 1) and box in pt where it was found; the check that refused it and why.

    places: every stretch of the file that says it, or that stands in its place, as (page, box in pt): one for each
    column and page that it runs over."""

    id: str
    verdict: Verdict
    page: int | None = None
    box: Box | None = None
    check: str = ""
    detail: str = ""
    places: tuple[tuple[int, Box], ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a check holds against a file: as a whole, or against one statement (then with the verdict it gives).

    `index` tells apart statements of the same id: their place among the proof's statements."""

    message: str
    statement: str = ""
    verdict: Verdict = Verdict.ALTERED
    page: int | None = None
    box: Box | None = None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """One check's outcome: passed when it ran and refused nothing. `ms` is what it took."""

    id: str
    refusals: tuple[Refusal, ...]
    ms: float

    @property
    def passed(self) -> bool:
        return not self.refusals


@dataclass(frozen=True, slots=True)
class Proof:
    """The verdict over a file. Proven only if there are statements, all are proven, every check ran and passed."""

    sha256: str
    statements: tuple[StatementProof, ...]
    unexplained: tuple[str, ...]
    checks: tuple[CheckOutcome, ...]

    @property
    def proven(self) -> bool:
        # Asked of every file of a batch: the verdict is looked up once, not for each statement.
        proven = Verdict.PROVEN
        return (
            bool(self.statements)
            and bool(self.checks)
            and not [statement for statement in self.statements if statement.verdict is not proven]
            and all(check.passed for check in self.checks)
        )
