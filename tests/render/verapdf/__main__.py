"""`python -m tests.render.verapdf`: every leaflet of every locale and edition, a sample of those in two languages, and
a print run of every locale, held to PDF/UA-1 and PDF/A-3a in one run of the veraPDF engine; fails on one that is
neither.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import BinaryIO

from leafgen.compose.request import EDITIONS
from leafgen.content.workspace import Workspace, packaged_root
from leafgen.kernel.errors import LeafgenError, ProofFailed
from leafgen.kernel.geometry import A4
from leafgen.pipeline import Leafgen
from leafgen.runs import PrintRun
from tests.render.verapdf.engine import FLAVOURS, MissingError, report, validator

#: Both directions, both scripts beside each other, and the language of the staff.
PAIRS = (("nl", "en"), ("ar", "nl"), ("uk", "ar"), ("en", "ar"))

COMMON = {"kind": "leaflet", "clinic": "demo-clinic", "date": "2026-11-22"}
NAME, LONG = "Anna de Vries", "Maximiliaan Alexander Emanuel van Wassenaer tot Duivenvoorde"


def every_leaflet(leafgen: Leafgen) -> Iterator[dict[str, str]]:
    """The fields of each."""
    for locale in leafgen.content.locales:
        for indication in leafgen.available(locale):
            for edition in EDITIONS:
                yield {"indication": indication, "locale": locale, "edition": edition}
    for locale, beside in PAIRS:
        for indication in leafgen.available(locale):
            yield {"indication": indication, "locale": locale, "bilingual": beside}


def print_run(leafgen: Leafgen, locale: str, file: BinaryIO) -> None:
    """A run with bundles, separators and marks: leaflets of several editions for one patient, stamped, and one that is
    laid out by itself, since its name is too long to be stamped."""
    run = PrintRun(leafgen, file, marked=True)
    documents = [(*one, NAME) for one in product(("cramps", "sleep"), ("standard", "large"))]
    for number, (indication, edition, name) in enumerate([*documents, (*documents[0][:2], LONG)], 1):
        fields = {"indication": indication, "locale": locale, "edition": edition, "patient_name": name}
        piece = run.prepare(leafgen.request({**COMMON, "birth_date": "1961-03-12", **fields}))
        run.put(run.separator(A4, indication, number, 1, piece.count))
        run.put(piece)
    if not run.close().proven:
        raise ProofFailed("the run is not proven")


def main() -> int:
    """Make them all, validate them, say how many pass."""
    leafgen = Leafgen(Workspace(packaged_root()))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            command = validator(folder)
        except MissingError as missing:
            print(f"archival: NOT VALIDATED: {missing} is missing")
            return 7
        refused = []
        for fields in every_leaflet(leafgen):
            what = "-".join(fields.values())
            try:
                made = leafgen.make({**COMMON, **fields})
                (folder / f"{what}.pdf").write_bytes(made.pdf)
            except LeafgenError as refusal:
                refused.append(f"{what}: {refusal.message}")
        for locale in leafgen.content.locales:
            with (folder / f"run-{locale}.pdf").open("w+b") as file:
                print_run(leafgen, locale, file)
        files = list(folder.glob("*.pdf"))
        said = report(command, files)
    good = said.count("compliant=true")
    print(*(line for line in said.splitlines() if "compliant=true" not in line), *refused, sep="\n")
    print(
        f"archival: {good} of {FLAVOURS * len(files)} verdicts compliant, {len(files)} files, {len(refused)} not made"
    )
    return int(good != FLAVOURS * len(files) or bool(refused))


if __name__ == "__main__":
    sys.exit(main())
