"""Every leaflet and label in a made-up language of long words, from left to right and from right to left.

`make pseudo` tries all of them and ends in a table; tests/translate/test_pseudo.py tries a part of them. A document
is either proven or refused, and a refusal says what would do: the editions clear and large take any number of pages,
and a label names the smallest stock that holds it.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from leafgen.cli.main import run
from leafgen.content.places import FOLDERS
from leafgen.content.workspace import Workspace
from leafgen.kernel.errors import DoesNotFit, InvalidInput
from leafgen.pipeline import Leafgen

ROOT = Path(__file__).parents[2]
TAGS = {"ltr": "en-XA", "rtl": "en-XB"}
EDITIONS = ("standard", "clear", "large", "bilingual")
#: Small and middle rolls, sheets of three and of two columns, and one with room for everything.
STOCKS = ("dymo-11352", "roll-70x35", "dymo-99012", "avery-l7160", "sheet-70x50-8", "avery-us-5164")


def workspace(root: Path) -> Leafgen:
    """A copy of the shipped content in `root`, with both made-up languages."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, root / folder)
    for direction in TAGS:
        assert run(["--workspace", str(root), "locale", "pseudo", "--direction", direction]) == 0
    return Leafgen(Workspace(root))


def leaflets(leafgen: Leafgen) -> Iterator[Mapping[str, str]]:
    """Each leaflet in each edition, and beside Dutch, in each direction."""
    for tag in TAGS.values():
        for name in leafgen.content.indications:
            for edition in EDITIONS:
                chosen = {"bilingual": "nl"} if edition == "bilingual" else {"edition": edition}
                yield {"kind": "leaflet", "indication": name, "locale": tag, **chosen}


def labels(leafgen: Leafgen) -> Iterator[Mapping[str, str]]:
    """Each label on each of the stocks, in each direction."""
    for tag in TAGS.values():
        for name, indication in leafgen.content.indications.items():
            for stock in STOCKS if indication.label else ():
                yield {"kind": "label", "indication": name, "locale": tag, "stock": stock}


def outcome(leafgen: Leafgen, fields: Mapping[str, str]) -> str:
    """What became of a document: proven, refused with what would do, or a fault, which begins with FAULT."""
    try:
        document = leafgen.document(leafgen.request(fields), remember=False)
    except DoesNotFit as refusal:
        named = re.search(r"the smallest stock that holds it is .+ \((.+)\)", refusal.advice)
        if named and named[1] in leafgen.content.stocks:
            return f"refused: {named[1]} would do"
        return f"FAULT: no stock named: {refusal}"
    except InvalidInput as refusal:
        helpful = "does not fit 2 pages" in str(refusal) and "edition clear or large" in refusal.advice
        wanted = fields["kind"] == "leaflet" and fields.get("edition") == "standard"
        return "refused: clear or large would do" if helpful and wanted else f"FAULT: {refusal}"
    if document.proof.proven:
        return f"proven on {document.pages} pages"
    return "FAULT: not proven: " + "; ".join(
        f"{check.id}: {refusal.statement}: {refusal.message}"
        for check in document.proof.checks
        for refusal in check.refusals
    )


def main() -> int:
    """Try everything; 1 when anything is neither proven nor refused with advice."""
    with tempfile.TemporaryDirectory() as folder:
        leafgen = workspace(Path(folder) / "workspace")
        count: Counter[str] = Counter()
        for fields in (*leaflets(leafgen), *labels(leafgen)):
            found = outcome(leafgen, fields)
            count[found.split(" ")[0].rstrip(":")] += 1
            print(" ".join(list(fields.values())[1:]), found, sep=": ", flush=True)
        print(", ".join(f"{number} {what}" for what, number in sorted(count.items())))
        return 1 if count["FAULT"] else 0


if __name__ == "__main__":
    sys.exit(main())
