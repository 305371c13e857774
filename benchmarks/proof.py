"""What the full proof costs, check by check: `python -m benchmarks.proof [--rounds N]`.

CPU milliseconds of one process, warm (the least of several rounds), for a two-page leaflet and labels as shipped; per
leaflet page at most 60 and per label at most 20 are asked for. What is made singly is also read by pypdf, whose own
parsing costs half as much as all else together; a batch, whose master pypdf has read, is read by pdfium alone. Both are
shown, with a loop of plain Python beside them: on a busy machine trust the ratio, not the milliseconds.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from time import process_time

from leafgen.content.workspace import Workspace, packaged_root
from leafgen.pipeline import Leafgen
from leafgen.render.rendition import Rendition
from leafgen.verify.proof import Proof
from leafgen.verify.reading.readers import READERS
from leafgen.verify.runner import prove

SAMPLES = (
    {"kind": "leaflet", "indication": "cramps", "locale": "en"},
    {"kind": "label", "indication": "cramps", "locale": "en", "stock": "roll-70x35"},
)


def cheapest(house: Leafgen, rendition: Rendition, readers: Sequence[str], rounds: int) -> tuple[float, Proof]:
    """CPU ms of the cheapest round, and its proof."""
    best: tuple[float, Proof] | None = None
    for _ in range(rounds):
        started = process_time()
        proof = prove(rendition.pdf, rendition.expectation, house.trusted_fonts, readers)
        spent = (process_time() - started) * 1000
        if best is None or spent < best[0]:
            best = (spent, proof)
    assert best is not None
    return best


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
        for readers in (READERS, ("pdfium",)):
            spent, proof = cheapest(house, rendition, readers, rounds)
            heard = " and ".join(readers)
            ratio = spent / pages / yardstick(rounds)
            print(
                f"{fields['kind']}, read by {heard}: {spent / pages:.1f} ms a page"
                f" ({ratio:.2f} of the yardstick), proven: {proof.proven}"
            )
            for check in sorted(proof.checks, key=lambda check: -check.ms):
                if check.ms / pages >= 0.1:
                    print(f"    {check.id:28} {check.ms / pages:6.1f}")


if __name__ == "__main__":
    main()
