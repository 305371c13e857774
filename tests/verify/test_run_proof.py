"""The proof of a run as it lies in its file: every bit, every patient's text, and faults of the writer itself."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from leafgen.masters.for_runs import Prepared
from leafgen.pipeline import Leafgen
from leafgen.render.run_template import RunTemplate
from leafgen.render.run_writer import RunWriter
from leafgen.verify.run_proof import Entry, run_refusals
from tests.stamping import LABEL
from tests.verify.runs_of_labels import Sealed, ready, sealed_run, windows_of


@pytest.fixture(scope="module")
def sealed(leafgen: Leafgen) -> Sealed:
    return sealed_run(leafgen, **LABEL)


def test_one_bit_anywhere_is_refused(sealed: Sealed) -> None:
    data, chance = bytearray(sealed.data), random.Random(11)
    assert not sealed.refused(bytes(data), read_back=True)
    part = range(sealed.entries[0].start, sealed.entries[1].start)
    listing = range(data.rindex(b"/XRef") - 9, len(data))
    for at in (*part, *listing, *chance.sample(range(len(data)), 600)):
        data[at] ^= (bit := 1 << chance.randrange(8))
        assert sealed.refused(bytes(data)), at
        data[at] ^= bit


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: data + b"\n", lambda data: data[:300], lambda _: b""]
)
def test_a_run_of_another_length_is_refused(sealed: Sealed, damage: Callable[[bytes], bytes]) -> None:
    assert sealed.refused(damage(sealed.data))


def test_another_patients_text_is_refused(sealed: Sealed) -> None:
    first, second, third = sealed.entries
    swapped = [replace(first, texts=second.texts), replace(second, texts=first.texts), third]
    for read_back in (False, True):
        found = list(run_refusals(sealed.data, sealed.frame, swapped, read_back=read_back))
        assert {number for number, _ in found} == {0, 1}
    assert list(run_refusals(sealed.data, sealed.frame, [first, second], read_back=False))
    assert list(run_refusals(sealed.data, sealed.frame, [second, first, third], read_back=False))


# Faults of the writer: what it says it wrote is what is there, and nothing of it is to be believed.


Ready = tuple[Prepared, list[dict[str, str]]]


@pytest.fixture(scope="module")
def prepared(leafgen: Leafgen) -> Ready:
    """A master whose trial was in order: the writer goes wrong after that."""
    return ready(leafgen)[1:]


def leaflets(
    made: Ready, template: Callable[[RunTemplate], RunTemplate] = lambda same: same
) -> tuple[bytes, list[tuple[int, bytes]], list[Entry]]:
    prepared, texts = made
    run = RunWriter(file := BytesIO())
    written = template(prepared.template)
    entries = [Entry(prepared.seal, run.add(written, windows_of(prepared, one)), one) for one in texts]
    run.close()
    return file.getvalue(), run.frame, entries


def messages(run: tuple[bytes, list[tuple[int, bytes]], list[Entry]], *, read_back: bool = False) -> set[str]:
    return {refusal.message for _, refusal in run_refusals(*run, read_back=read_back)}


def test_a_run_of_leaflets_is_proven(prepared: Ready) -> None:
    assert messages(leaflets(prepared), read_back=True) == set()


@pytest.mark.parametrize(
    ("begins", "message"),
    [
        (b"<< /Type /Pages", "the pages do not stand in the order of the documents"),
        (b"<< /Type /StructTreeRoot", "the tags do not stand in the order of the documents"),
        (b"<< /Kids [", "the tags do not stand in the order of the documents"),
    ],
)
def test_what_holds_documents_in_another_order_is_refused(
    prepared: Ready, monkeypatch: pytest.MonkeyPatch, begins: bytes, message: str
) -> None:
    put = RunWriter._put

    def turned(self: RunWriter, number: int, text: bytes) -> None:
        references = re.findall(rb"\d{6} 0 R", text) if text.startswith(begins) else []
        put(self, number, text.replace(b" ".join(references), b" ".join((*references[1:], *references[:1]))))

    monkeypatch.setattr(RunWriter, "_put", turned)
    assert message in messages(leaflets(prepared))


@pytest.mark.parametrize("number", [0, 1, 2, 40, -1])
def test_a_list_of_objects_that_leads_elsewhere_is_refused(
    prepared: Ready, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    list_objects = RunWriter._list

    def astray(self: RunWriter, info: bytes | None) -> None:
        rows = b"".join(self._rows)
        at = (number * 7) % len(rows) + 4
        self._rows = [rows[:at] + bytes((rows[at] ^ 1,)) + rows[at + 1 :]]
        list_objects(self, info)

    monkeypatch.setattr(RunWriter, "_list", astray)
    assert any("list of objects" in message for message in messages(leaflets(prepared)))


def test_a_list_that_leads_astray_where_all_share_is_refused(prepared: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    list_objects = RunWriter._list

    def astray(self: RunWriter, info: bytes | None) -> None:
        fonts = sorted(number for number in self._shared if number >= 20)
        self._shared[fonts[0]], self._shared[fonts[1]] = self._shared[fonts[1]], self._shared[fonts[0]]
        list_objects(self, info)

    monkeypatch.setattr(RunWriter, "_list", astray)
    assert "the list of objects does not say where those are that all share" in messages(leaflets(prepared))


def test_another_root_is_refused(prepared: Ready) -> None:
    def english(template: RunTemplate) -> RunTemplate:
        return replace(template, catalogue={**template.catalogue, "/Lang": b"(en)"})

    assert messages(leaflets(prepared, english)) == {"the root of the run is not that of its first document"}


def test_a_count_that_is_off_is_refused(prepared: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    close = RunWriter.close

    def more(self: RunWriter) -> None:
        self.pages += 1
        close(self)

    monkeypatch.setattr(RunWriter, "close", more)
    found = messages(leaflets(prepared))
    assert {"the pages do not stand in the order of the documents", "pdfium finds another number of pages"} <= found


def test_what_all_share_is_read_back_though_nobody_asked(prepared: Ready) -> None:
    """Content that changed since the trial: the bytes are what was written, and a second reader finds them empty."""

    def emptied(template: RunTemplate) -> RunTemplate:
        numbers = [int(one) for one in re.findall(rb"(\d+) 0 R", template.pages[0].partition(b"/Contents")[2])]
        content = next(number for number in numbers if b"stream" in template.shared.get(number, b""))
        return replace(template, shared={**template.shared, content: b"<< /Length 0 >>\nstream\n\nendstream"})

    assert messages(leaflets(prepared, emptied)) == {"pdfium reads something else than the master with what is stamped"}


def test_a_writer_that_stamps_another_patients_texts_is_refused(
    prepared: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    add, (first, second, _) = RunWriter.add, [windows_of(prepared[0], one) for one in prepared[1]]

    def mixed(self: RunWriter, template: RunTemplate, windows: list[bytes]) -> int:
        return add(self, template, first if windows == second else windows)

    monkeypatch.setattr(RunWriter, "add", mixed)
    run = leaflets(prepared)
    assert {number for number, _ in run_refusals(*run, read_back=False)} == {1}


def test_a_writer_that_numbers_two_patients_alike_is_refused(prepared: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    class Counted(list[Any]):
        def __len__(self) -> int:
            return min(super().__len__(), 1)

    begin = RunWriter.__init__

    def counting(self: RunWriter, out: Any) -> None:
        begin(self, out)
        self._order = Counted()

    monkeypatch.setattr(RunWriter, "__init__", counting)
    assert "a patient's part of the run is not what its master has" in messages(leaflets(prepared))
