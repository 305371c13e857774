"""What the full proof costs, check by check: `python -m benchmarks.proof [--rounds N]`.

CPU milliseconds of one process, warm (the least of several rounds), for a two-page leaflet and a label as shipped;
per leaflet page at most 60 and per label at most 20 are asked for, pypdf apart.
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


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proof")
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    house = Leafgen(Workspace(packaged_root()))
    for fields in SAMPLES:
        rendition = house.make(fields)
        pages = rendition.pages if fields["kind"] == "leaflet" else 1
        for readers in (READERS, ("pdfium",)):
            spent, proof = cheapest(house, rendition, readers, rounds)
            heard = " and ".join(readers)
            print(f"{fields['kind']}, read by {heard}: {spent / pages:.1f} ms a page, proven: {proof.proven}")
            for check in sorted(proof.checks, key=lambda check: -check.ms):
                if check.ms / pages >= 0.1:
                    print(f"    {check.id:28} {check.ms / pages:6.1f}")


if __name__ == "__main__":
    main()
