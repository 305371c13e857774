"""Faults: a refusal, or a fault of our own, as what a row is rejected for; by column, where one is to blame."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leafgen.batch.record import COLUMNS, Fault
from leafgen.deliver.writer import refusals
from leafgen.kernel.errors import DoesNotFit, EnvironmentLacking, LeafgenError, NotWritten
from leafgen.verify.proof import Proof

#: How statements and rules that come of a row's own cells are called.
_NAMED = re.compile(r"\b(?:patient\.|rule personal-)([a-z-]+)")
_MOST_DETAILS = 3


def blamed_on_row(error: Exception) -> list[Fault]:
    """Every fault of the row whose making raised this. Raises it again where no row is to blame: where nothing can be
    written, or the machine lacks what it takes."""
    if isinstance(error, NotWritten | EnvironmentLacking):
        raise error
    return list(faults_of(error)) if isinstance(error, LeafgenError) else [own_fault(error)]


def faults_of(error: LeafgenError) -> Iterator[Fault]:
    """A refusal as faults of the row: by column where the request, or what could not be printed, says which."""
    ours = [found for found in error.diagnostics if found.place.file == "request"]
    for diagnostic in ours:
        yield Fault(diagnostic.place.path, diagnostic.message, diagnostic.advice)
    if not ours:
        details = [found.message for found in error.diagnostics[:_MOST_DETAILS]]
        more = len(error.diagnostics) - len(details)
        message = ": ".join(filter(None, (error.message, "; ".join(details)))) + (f"; and {more} more" if more else "")
        places = " ".join((message, *(found.place.file for found in error.diagnostics)))
        yield Fault(_column(places) or ("stock" if isinstance(error, DoesNotFit) else ""), message, error.advice)


def _column(text: str) -> str:
    """The column that a refusal speaks of: patient.name is patient_name, the rule personal-dose is about the dose."""
    found = _NAMED.search(text)
    name = found[1].replace("-", "_") if found else ""
    return next((column for column in (f"patient_{name}", name) if column in COLUMNS), "")


def own_fault(error: Exception) -> Fault:
    """A fault of ours in one row is no reason to leave the others unprinted. What the error says may hold a name."""
    return Fault("", f"a fault in leafgen itself: {type(error).__name__}", "make this row alone, and report it")


def not_proven(kind: str, proof: Proof) -> Fault:
    """A document that is not proven, as a fault of its row."""
    why = refusals(proof)
    more = f"; and {len(why) - _MOST_DETAILS} more" if len(why) > _MOST_DETAILS else ""
    return Fault(_column(why[0]), f"the {kind} is not proven: {'; '.join(why[:_MOST_DETAILS])}{more}")
