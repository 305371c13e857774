"""The catalogue of checks: one file in `verify/checks/` is one check, its id the file's name with dashes.

A check is a module with RATIONALE (why print without it cannot be trusted), SOURCE (where the rule comes from)
and `check(case)`, which yields what it holds against the file. There is no second list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from leafgen.kernel.catalogue import Catalogue, modules_in
from leafgen.verify import checks as _checks
from leafgen.verify.case import Case
from leafgen.verify.proof import Refusal


@dataclass(frozen=True, slots=True)
class Check:
    """An entry of the catalogue."""

    id: str
    name: str
    rationale: str
    source: str
    run: Callable[[Case], Iterable[Refusal]]


@cache
def all_checks() -> Catalogue[Check]:
    """Every check there is."""
    return Catalogue("check", (_entry(module) for module in modules_in(_checks)))


def _entry(module: object) -> Check:
    full = str(getattr(module, "__name__", ""))
    id = full.rpartition(".")[2].replace("_", "-")
    name = (getattr(module, "__doc__", "") or id).strip().splitlines()[0].rstrip(".")
    return Check(id, name, module.RATIONALE, module.SOURCE, module.check)  # type: ignore[attr-defined]
