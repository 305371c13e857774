"""Rows of one layout: what they ask for is read once, and only whose each document is, anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from leafgen.compose.fields import fields_of, personal_of
from leafgen.compose.personal import PERSONAL_FIELDS, Personal, read_personal
from leafgen.compose.request import LABELS_ONLY, Request
from leafgen.masters.master import Document
from leafgen.masters.store import key_of
from leafgen.pipeline import Leafgen
from leafgen.render.stamp import CannotStamp, letters_for


@dataclass(frozen=True, slots=True)
class Order:
    """What rows of one layout ask for: the request, which is nobody's, and the fields that ask for it."""

    request: Request
    fields: Mapping[str, str]
    _keys: dict[tuple[tuple[str, ...], str], str] = field(default_factory=dict, repr=False)

    def key(self, given: tuple[str, ...], letters: str) -> str:
        """The key of its master, by which personal fields are given, and in which letters."""
        if (given, letters) not in self._keys:
            self._keys[given, letters] = key_of(self.fields, given, letters)
        return self._keys[given, letters]


@dataclass(frozen=True, slots=True)
class Asked:
    """One document that a row asks for: what, and for whom."""

    order: Order
    personal: Personal

    @property
    def request(self) -> Request:
        """The patient's own request."""
        name, birth_date, day = self.personal.name, self.personal.birth_date, self.personal.date
        return replace(self.order.request, patient_name=name, birth_date=birth_date, date=day)


class Layouts:
    """What some rows ask for, of which many may be of one layout."""

    def __init__(self, leafgen: Leafgen) -> None:
        self._leafgen = leafgen
        self._today = leafgen.workspace.today()
        self._orders: dict[tuple[object, ...], Order] = {}

    def ask(self, row: Mapping[str, str], kind: str) -> Asked:
        """What a row's fields ask for in its document of a kind. Raises InvalidInput, with every fault of them, as the
        request does."""
        fields = {**row, "kind": kind}
        shared = (row.get("kind"), *[item for item in fields.items() if item[0] not in PERSONAL_FIELDS])
        order, personal = self._orders.get(shared), read_personal(fields, self._today)
        if order is None or personal is None:
            request = self._leafgen.request(_wanted(row, kind))
            nobodys = replace(request, patient_name="", birth_date=None, date=None)
            order = Order(nobodys, fields_of(nobodys, self._leafgen.content.default_clinic))
            personal = personal_of(request)
            self._orders[shared] = order
        return Asked(order, personal)

    def document(self, asked: Asked, proof: str) -> Document:
        """The document, made and held to what it must say; look at its proof before it is used. What is known is
        stamped at once; the house makes all else."""
        personal, letters = asked.personal, letters_for(asked.personal.name)
        master = letters and self._leafgen.masters.find(asked.order.key(personal.given, letters), self._today)
        if master:
            try:
                return master.document(personal, proof)
            except CannotStamp:
                pass
        return self._leafgen.document(asked.request, proof=proof)


def _wanted(row: Mapping[str, str], kind: str) -> dict[str, str]:
    """What one document of a row is asked for. A row for both keeps what is for labels from its leaflet; and a stock
    is what a whole table may name in advance, so a leaflet's row may bear one."""
    fields = {**row, "kind": kind}
    if kind != "label":
        for_labels = LABELS_ONLY if row.get("kind") != kind else ("stock",)
        fields = {name: text for name, text in fields.items() if name not in for_labels}
    return fields
