"""A run of three labels for tests: its bytes, what is no patient's own, and what each must say."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from leafgen.compose.fields import personal_of
from leafgen.masters.for_runs import Prepared, prepare
from leafgen.masters.master import Master
from leafgen.pipeline import Leafgen
from leafgen.render.run_writer import RunWriter
from leafgen.verify.run_proof import Entry, run_refusals
from tests.stamping import ANNA, LEAFLET, master_of

NAMES = ("Anna de Vries", "Bo Wu", "\u0141ucja")


@dataclass(frozen=True)
class Sealed:
    """A run, and what it is held to."""

    data: bytes
    frame: list[tuple[int, bytes]]
    entries: list[Entry]

    def refused(self, data: bytes, *, read_back: bool = False) -> list[tuple[int | None, str]]:
        """What is wrong with other bytes in its place."""
        found = run_refusals(data, self.frame, self.entries, read_back=read_back)
        return [(number, refusal.message) for number, refusal in found]


def ready(leafgen: Leafgen, **fields: str) -> tuple[Master, Prepared, list[dict[str, str]]]:
    """A master, what a run needs of it, and the texts of three patients."""
    master = master_of(leafgen, **fields)
    wanted = [leafgen.request({**LEAFLET, **ANNA, **fields, "patient_name": name}) for name in NAMES]
    texts = [{**master.days.texts(personal_of(request))} for request in wanted]
    return master, prepare(master, texts[0], 0), texts


def windows_of(prepared: Prepared, texts: dict[str, str]) -> list[bytes]:
    """The windows of one patient."""
    return [prepared.stamp.write(window, texts) for window in prepared.stamp.windows]


def sealed_run(leafgen: Leafgen, **fields: str) -> Sealed:
    """The run of three patients."""
    _, prepared, texts = ready(leafgen, **fields)
    run = RunWriter(file := BytesIO())
    entries = [Entry(prepared.seal, run.add(prepared.template, windows_of(prepared, one)), one) for one in texts]
    run.close()
    return Sealed(file.getvalue(), run.frame, entries)
