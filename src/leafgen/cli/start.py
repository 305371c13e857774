"""Where the command starts: a leaflet or label that is known is written at once, before anything heavy is imported.

Reading options, the terminal and the content takes longer than everything else that is then left to do. What is not
plainly such a call goes the whole way, and is told there what is wrong with it.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from leafgen.content.places import FOLDERS, chosen_root
from leafgen.deliver.writer import release
from leafgen.kernel.errors import LeafgenError
from leafgen.known import known_document

KINDS = ("leaflet", "label")
_OUTPUT = ("-o", "--output")


def main() -> None:
    """The entry point: exit with the contract's status."""
    if not quick(sys.argv[1:]):
        # By name, as all that the command can do hangs on it.
        importlib.import_module("leafgen.cli.main").main()


def quick(arguments: Sequence[str], today: Callable[[], date] = date.today) -> bool:
    """Write a document that is known. False when this is no such call, or the master is not there: then nothing
    was written."""
    fields = plain_fields(arguments)
    root = chosen_root()
    if fields is None or not all((root / folder).is_dir() for folder in FOLDERS):
        return False
    path = Path(fields.pop("output"))
    try:
        document = known_document(root, fields, today())
        released = document and release(document.data, document.proof, path, document.pages)
    except LeafgenError:
        return False
    if released:
        sys.stdout.write(f"{released.summary}\n")
    return bool(released)


def plain_fields(arguments: Sequence[str]) -> dict[str, str] | None:
    """The fields of `leaflet INDICATION --name value ... -o FILE.pdf`, by name; None for any other call."""
    if not arguments or arguments[0] not in KINDS:
        return None
    fields, rest = {"kind": arguments[0]}, list(arguments[1:])
    while rest:
        word = rest.pop(0)
        if not word.startswith("-"):
            name, value = "indication", word
        elif "=" in word or "_" in word or not rest or rest[0].startswith("-"):
            return None
        else:
            name, value = "output" if word in _OUTPUT else word.removeprefix("--").replace("-", "_"), rest.pop(0)
        if name in fields or not value.strip():
            return None
        fields[name] = value if name == "output" else value.strip()
    return fields if fields.get("output", "").lower().endswith(".pdf") and "indication" in fields else None
