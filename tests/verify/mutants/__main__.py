"""`python -m tests.verify.mutants`: every operator on every original, every kind that must pass, every kind that
must be refused; prints the table and fails on one survivor or one false alarm.

    --sample N   only N originals (default: all), chosen by --seed
    --each N     mutants of each operator and original (default 1)
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from time import perf_counter

from leafgen.verify.runner import prove
from tests.verify.mutants.bads import BADS
from tests.verify.mutants.engine import mutants, refusing
from tests.verify.mutants.goods import GOODS
from tests.verify.mutants.material import trusted
from tests.verify.mutants.operators import OPERATORS
from tests.verify.mutants.real import Original, make, requests

Row = tuple[str, str, str, tuple[str, ...]]
_OPEN = (
    "plain",
    "plain-untagged",
    "justified",
    "two-columns",
    "canvas-lines",
    "platypus",
    "label",
    "arabic",
    "form-object",
)


def _original(fields: dict[str, str]) -> Original:
    if "good" in fields:
        specimen = GOODS[fields["good"]]()
        return Original(fields["good"], specimen.pdf, specimen.expectation, trusted())
    return make(fields)


def run_original(task: tuple[dict[str, str], str, int]) -> list[Row]:
    """The unchanged file must pass; all its mutants must not."""
    fields, seed, each = task
    original = _original(fields)
    rows: list[Row] = [
        (original.name, "(unchanged)", "", refusing(prove(original.pdf, original.expectation, original.fonts)))
    ]
    rows += [
        (mutant.original, mutant.operator, mutant.statement, mutant.refused_by)
        for mutant in mutants(original, OPERATORS, seed, each)
    ]
    return rows


def run_kind(task: tuple[str, str]) -> Row:
    """One kind that must pass or be refused."""
    shelf, name = task
    specimen = (GOODS if shelf == "good" else BADS)[name]()
    return shelf, name, "", refusing(prove(specimen.pdf, specimen.expectation, trusted()))


def _rows(sample: int | None, seed: str, each: int, workers: int) -> Iterator[Row]:
    originals = [*requests(), *({"good": name} for name in _OPEN)]
    if sample is not None:
        originals = random.Random(seed).sample(originals, min(sample, len(originals)))
    kinds = [("good", name) for name in GOODS] + [("bad", name) for name in BADS]
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(run_kind, kinds, chunksize=8)
        for rows in pool.map(run_original, [(fields, seed, each) for fields in originals]):
            yield from rows


def main() -> int:
    """Run the table; 1 for a survivor or a false alarm."""
    parser = argparse.ArgumentParser(prog="python -m tests.verify.mutants")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", default="leafgen")
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    started = perf_counter()
    killed, made = Counter[str](), Counter[str]()
    by: dict[str, Counter[str]] = {}
    passed = alarms = survivors = 0
    for original, operator, statement, refused_by in _rows(given.sample, given.seed, given.each, given.workers):
        if original == "good" or operator == "(unchanged)":
            passed += 1
            if refused_by:
                alarms += 1
                # Said at once: the whole table takes half an hour, and what it found must outlive it.
                print(f"FALSE ALARM  {original} {operator}: refused by {', '.join(refused_by)}", flush=True)
            continue
        name = f"bad: {operator}" if original == "bad" else operator
        made[name] += 1
        killed[name] += bool(refused_by)
        by.setdefault(name, Counter()).update(refused_by)
        if not refused_by:
            survivors += 1
            print(f"SURVIVED     {original} {operator} {statement}", flush=True)
    for name in sorted(made):
        checks = ", ".join(check for check, _ in by[name].most_common(3))
        print(f"{name:48} {killed[name]:4} of {made[name]:4}   {checks}")
    print(
        f"\nmutants: {sum(killed.values())} of {sum(made.values())} refused,"
        f" by {len(OPERATORS)} operators and {len(BADS)} kinds"
    )
    print(f"good files: {passed - alarms} of {passed} proven, {len(GOODS)} kinds")
    print(f"{perf_counter() - started:.0f} s")
    return 1 if survivors or alarms else 0


if __name__ == "__main__":
    sys.exit(main())
