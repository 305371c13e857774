"""Where the command starts: a leaflet or label that is known is written at once, before anything heavy is imported.

Reading options, the terminal and the content takes longer than everything else that is then left to do. One that is
not known yet is made with the engine and the proof alone: every other command, and what declares them, would take as
long again. What is not plainly such a call, or is refused, goes the whole way, and is told there what is wrong with it.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from leafgen.cli.request_fields import REQUEST_OPTIONS
from leafgen.cli.streams import ready, write_line
from leafgen.content.places import FOLDERS, chosen_root
from leafgen.deliver.writer import release
from leafgen.kernel.errors import LeafgenError
from leafgen.masters.known import known_document
from leafgen.masters.master import Document
from leafgen.verify.beside import Beside, ProverEnded

KINDS = ("leaflet", "label")
_OUTPUT = ("-o", "--output")


def main() -> None:
    """The entry point: exit with the contract's status."""
    ready()
    # No proof multiplies matrices: the threads that numpy would begin for that only take a core from the other process.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Nothing of one document is garbage before the process ends, and looking for it costs a tenth of a cold start.
    gc.disable()
    try:
        if quick(sys.argv[1:], beside=_cores() > 1):
            # Taking every module down in order takes as long as a proof.
            os._exit(0)
    except ProverEnded as error:
        sys.stderr.write(f"{error}\n")
        sys.stderr.flush()
        os._exit(error.exit_code)
    # By name, as all that the command can do hangs on it.
    command = importlib.import_module("leafgen.cli.main")
    gc.enable()
    command.main()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def quick(arguments: Sequence[str], today: Callable[[], date] = date.today, *, beside: bool = False) -> bool:
    """Make a document, prove it and write it. False when this is no such call, or when anything is wrong with it:
    then nothing was written. `beside`: prove in a process forked from this one, which must have no other thread;
    raises ProverEnded when that brings no proof."""
    fields = plain_fields(arguments)
    root = chosen_root()
    if fields is None or not all((root / folder).is_dir() for folder in FOLDERS):
        return False
    path = Path(fields.pop("output"))
    try:
        document = known_document(root, fields, today()) or _made(root, fields, today, beside=beside)
        released = release(document.data, document.proof, path, document.pages)
    except ProverEnded:
        raise
    except LeafgenError:
        return False
    write_line(released.summary)
    return True


def _made(root: Path, fields: Mapping[str, str], today: Callable[[], date], *, beside: bool) -> Document:
    with Beside() if beside else nullcontext() as prover:
        # The engines and every reader of the proof: a document that is known waits for none of them.
        from leafgen.content.workspace import Workspace  # noqa: PLC0415
        from leafgen.pipeline import Leafgen  # noqa: PLC0415

        leafgen = Leafgen(Workspace(root, today), prover)
        return leafgen.document(leafgen.request(fields))


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
    named = fields.keys() - {"kind", "indication", "output"}
    options = {option.field for option in REQUEST_OPTIONS if arguments[0] in option.kinds and not option.flag}
    whole = fields.get("output", "").lower().endswith(".pdf") and "indication" in fields
    return fields if whole and named <= options else None
