"""Masters for tests: made once a run, with a store of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from leafgen.compose.expectation import Expectation
from leafgen.compose.fields import personal_of
from leafgen.compose.personal import Personal
from leafgen.compose.request import Request
from leafgen.masters.making import make_master
from leafgen.masters.master import Master
from leafgen.pipeline import Leafgen
from leafgen.render.stamp import Slot
from leafgen.verify.prover import Room, Stamped, Unsealed

LEAFLET = {"kind": "leaflet", "indication": "cramps", "locale": "nl"}
#: What makes a label of it.
LABEL = {
    "kind": "label",
    "stock": "zebra-102x76",
    "product": "magnesium-citrate-100",
    "dose": "200",
    "times": "evening",
}
ANNA = {"patient_name": "Anna de Vries", "birth_date": "1961-03-12", "date": "2026-11-22"}


@lru_cache(maxsize=32)
def _made(leafgen: Leafgen, fields: tuple[tuple[str, str], ...], letters: str) -> tuple[Master, Request]:
    request = leafgen.request(dict(fields))
    master = make_master(leafgen, request, letters)
    assert master is not None
    return master, request


def master_of(leafgen: Leafgen, letters: str = "latin", **fields: str) -> Master:
    """The master of the Dutch leaflet for a patient, or of what `fields` make of it."""
    return _made(leafgen, tuple({**LEAFLET, **ANNA, **fields}.items()), letters)[0]


def personal(leafgen: Leafgen, **fields: str) -> Personal:
    """The personal data of such a request."""
    return personal_of(leafgen.request({**LEAFLET, **ANNA, **fields}))


def unsealed(
    data: bytes, texts: Mapping[str, str], windows: Sequence[tuple[int, int]], slots: Sequence[Slot]
) -> Unsealed:
    """A master with `texts` that asks for its seal, and for nothing else."""
    stamped = Stamped(data, texts, Expectation("leaflet", "nl", "ltr", ()))
    return Unsealed(stamped, stamped, windows, {slot.id: Room(slot.room, slot.anchor) for slot in slots})
