"""`python -m tests.render.verapdf`: every leaflet of every locale and edition, and a sample of those in two
languages, held to PDF/UA-1 and PDF/A-3a in one run of the veraPDF engine; fails on one that is neither.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from leafgen.compose.request import EDITIONS
from leafgen.content.workspace import Workspace, packaged_root
from leafgen.kernel.errors import LeafgenError
from leafgen.pipeline import Leafgen
from tests.render.verapdf.engine import FLAVOURS, MissingError, report, validator

#: Both directions, both scripts beside each other, and the language of the staff.
PAIRS = (("nl", "en"), ("ar", "nl"), ("uk", "ar"), ("en", "ar"))


def every_leaflet(leafgen: Leafgen) -> Iterator[dict[str, str]]:
    """The fields of each."""
    for locale in leafgen.content.locales:
        for indication in leafgen.available(locale):
            for edition in EDITIONS:
                yield {"indication": indication, "locale": locale, "edition": edition}
    for locale, beside in PAIRS:
        for indication in leafgen.available(locale):
            yield {"indication": indication, "locale": locale, "bilingual": beside}


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
                made = leafgen.make({"kind": "leaflet", "clinic": "demo-clinic", "date": "2026-11-22", **fields})
                (folder / f"{what}.pdf").write_bytes(made.pdf)
            except LeafgenError as refusal:
                refused.append(f"{what}: {refusal.message}")
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
