"""What the full proof costs, check by check: `python -m benchmarks.proof [--rounds N]`.

CPU milliseconds of one process, warm (the least of several rounds), for two-page leaflets and labels as shipped; per
leaflet page at most 60 and per label at most 20 are asked for. A loop of plain Python is shown beside them: on a busy
machine trust the ratio, not the milliseconds.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from time import process_time

from leafgen.content.workspace import Workspace, packaged_root
from leafgen.pipeline import Leafgen
from leafgen.render.rendition import Rendition
from leafgen.verify.proof import Proof
from leafgen.verify.runner import prove

SAMPLES = (
    {"kind": "leaflet", "indication": "cramps", "locale": "en"},
    {"kind": "leaflet", "indication": "cramps", "locale": "ar"},
    {"kind": "label", "indication": "cramps", "locale": "en", "stock": "roll-70x35"},
    {"kind": "label", "indication": "cramps", "locale": "en", "stock": "roll-70x35", "code": "leaflet"},
    {"kind": "label", "indication": "cramps", "locale": "ar", "stock": "roll-70x35"},
)


def cheapest(house: Leafgen, rendition: Rendition, rounds: int) -> tuple[float, dict[str, float], Proof]:
    """CPU ms of the cheapest round, ms of each check in its own cheapest round, and the proof."""
    best, checks = float("inf"), defaultdict[str, float](lambda: float("inf"))
    for _ in range(rounds):
        started = process_time()
        proof = prove(rendition.pdf, rendition.expectation, house.trusted_fonts)
        best = min(best, (process_time() - started) * 1000)
        for check in proof.checks:
            checks[check.id] = min(checks[check.id], check.ms)
    return best, checks, proof


def yardstick(rounds: int) -> float:
    """CPU ms of a fixed piece of plain Python, the least of several rounds."""
    best = float("inf")
    for _ in range(rounds):
        started = process_time()
        pairs = []
        for number in range(200_000):
            pairs.append((number, number & 7))
        best = min(best, (process_time() - started) * 1000)
    return best


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proof")
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    house = Leafgen(Workspace(packaged_root()))
    for fields in SAMPLES:
        rendition = house.make(fields)
        pages = rendition.pages  # of a roll, each label is a page
        spent, checks, proof = cheapest(house, rendition, rounds)
        ratio = spent / pages / yardstick(rounds)
        what = f"{fields['kind']} in {fields['locale']}{', with a code' * ('code' in fields)}"
        print(f"{what}: {spent / pages:.1f} ms a page ({ratio:.2f} of the yardstick), proven: {proof.proven}")
        for id, ms in sorted(checks.items(), key=lambda entry: -entry[1]):
            if ms / pages >= 0.1:
                print(f"    {id:28} {ms / pages:6.1f}")


if __name__ == "__main__":
    main()
