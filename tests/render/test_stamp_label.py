"""Stamped labels: the same sizes and as many labels as without a stamp, dates flush right, every bit sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest

from leafgen.compose.personal import Personal
from leafgen.masters.making import make_master
from leafgen.masters.master import Master
from leafgen.masters.specimen import with_placeholders
from leafgen.pipeline import Leafgen
from leafgen.render.label_pdf import LabelPress
from leafgen.render.stamp import CannotStamp
from leafgen.render.stamp_label import label_placeholders, name_alone
from tests.conftest import TODAY
from tests.stamping import ANNA, LABEL, LEAFLET, master_of, personal

KINDS: dict[str, Mapping[str, str]] = {
    "roll": {},
    "sheet": {"stock": "avery-l7163", "start": "3", "copies": "4"},
    "code": {"code": "leaflet"},
    "two labels": {"stock": "brother-dk-11201"},
    "only a name": {"birth_date": ""},
    "cyrillic": {"locale": "uk"},
}


def label_master(leafgen: Leafgen, kind: str) -> Master:
    return master_of(leafgen, **{**LABEL, **KINDS[kind]})


@pytest.mark.parametrize("kind", KINDS)
def test_a_stamped_label_stands_up_to_the_whole_proof(leafgen: Leafgen, kind: str) -> None:
    master = label_master(leafgen, kind)
    fields = {**LEAFLET, **ANNA, **LABEL, **KINDS[kind], "patient_name": "Zo\u00eb O'Brien-\u0141uk"}
    request = leafgen.request(fields)
    document = master.document(personal(leafgen, **fields), "full")
    assert document.proof.proven
    laid_out = leafgen.render(request, leafgen.compose(request))
    assert document.pages == laid_out.pages
    proof = leafgen.prove(document.data, laid_out.expectation)
    assert proof.proven, [check for check in proof.checks if not check.passed]


@pytest.mark.parametrize("kind", KINDS)
def test_every_copy_of_a_label_is_stamped(leafgen: Leafgen, kind: str) -> None:
    master = label_master(leafgen, kind)
    document = master.document(personal(leafgen, **{**LABEL, **KINDS[kind]}, patient_name="Bo Wu"), "sealed")
    places = [slot.id for window in master.stamp.windows for slot in window.slots].count("patient.name")
    pages = pypdfium2.PdfDocument(document.data)
    read = "".join(pages[number].get_textpage().get_text_range() for number in range(len(pages)))
    request = leafgen.request({**LEAFLET, **ANNA, **LABEL, **KINDS[kind]})
    promised = [one.id for one in leafgen.render(request, leafgen.compose(request)).expectation.flow]
    assert read.count("Bo Wu") == places == promised.count("patient.name")
    assert "Hulsink" not in read


def test_dates_end_at_the_same_place_whatever_day_it_is(leafgen: Leafgen) -> None:
    master = label_master(leafgen, "roll")
    ends = []
    for day in (TODAY + timedelta(30 * number) for number in range(12)):
        data = master.document(Personal("Bo Wu", day - timedelta(20_000), day), "sealed").data
        page = pypdfium2.PdfDocument(data)[0].get_textpage()
        at = page.get_text_range().index(str(day.year)) + 3
        ends.append(page.get_charbox(at, loose=True)[2])
    assert max(ends) - min(ends) < 0.05


def test_every_bit_of_a_labels_window_counts(leafgen: Leafgen) -> None:
    master = label_master(leafgen, "roll")
    texts = master.days.texts(Personal("Bo Wu", date(1961, 3, 12), date(2026, 5, 3)))
    data = bytearray(master.stamp.fill(texts))
    assert master.seal.prove(bytes(data), texts, read_back=True).proven
    for window in master.stamp.windows:
        for at in range(window.start, window.end):
            for bit in range(8):
                data[at] ^= 1 << bit
                assert not master.seal.prove(bytes(data), texts, read_back=False).proven, (at, bit)
                data[at] ^= 1 << bit


def test_a_date_that_does_not_end_at_the_right_is_refused(leafgen: Leafgen) -> None:
    """Even where the identifier is the right one."""
    master = label_master(leafgen, "roll")
    texts = master.days.texts(Personal("Bo Wu", date(1961, 3, 12), date(2026, 5, 3)))
    window = master.stamp.windows[0]
    written = master.stamp.write(window, texts)
    slot = next(slot for slot in window.slots if slot.id == "patient.date")
    shown = master.stamp.shown(slot, texts[slot.id])
    moved, _, codes = shown.partition(b"<")
    assert int(moved) < 0
    for wrong in (b"", b"1", b"-1", str(int(moved) - 1).encode()):
        data = master.stamp.put_in([written.replace(shown, wrong + b"<" + codes).ljust(len(written))[: len(written)]])
        refusals = [
            refusal for check in master.seal.prove(data, texts, read_back=False).checks for refusal in check.refusals
        ]
        assert [refusal.statement for refusal in refusals] == ["patient.date"]


def test_a_name_has_the_room_that_the_day_of_birth_leaves(leafgen: Leafgen) -> None:
    both, alone = label_master(leafgen, "roll"), label_master(leafgen, "only a name")
    name = "Maximiliaan Alexander van Wassenaer"
    assert alone.document(Personal(name, None, TODAY), "full").proof.proven
    with pytest.raises(CannotStamp, match="too long"):
        both.document(Personal(name, TODAY, TODAY), "full")


def test_a_label_that_would_be_set_smaller_is_laid_out_whole(leafgen: Leafgen, monkeypatch: pytest.MonkeyPatch) -> None:
    request = with_placeholders(leafgen.request({**LEAFLET, **ANNA, **LABEL}))
    composition = name_alone(leafgen.compose(request))
    stock = leafgen.content.stocks[LABEL["stock"]]
    press = LabelPress(stock, leafgen.workspace.fonts[composition.font])
    larger, texts = replace(composition, lines=composition.lines[:3]), {"patient.name": request.patient_name}
    assert press.plan(larger).setting.scale.text > press.plan(composition).setting.scale.text
    assert label_placeholders(composition, larger, press, stock, texts) is None
    monkeypatch.setattr("leafgen.masters.making.label_placeholders", lambda *_: None)
    assert make_master(leafgen, request, "latin") is None


def test_a_name_in_front_of_something_is_not_stamped(leafgen: Leafgen) -> None:
    """As it would have to move what stands behind it."""
    request = with_placeholders(leafgen.request({**LEAFLET, **ANNA, **LABEL}))
    composition = leafgen.compose(request)
    stock = leafgen.content.stocks[LABEL["stock"]]
    press = LabelPress(stock, leafgen.workspace.fonts[composition.font])
    texts = {"patient.name": request.patient_name}
    assert label_placeholders(composition, composition, press, stock, texts) is None
    assert label_placeholders(name_alone(composition), composition, press, stock, texts) is not None
    assert label_placeholders(composition, composition, press, stock, {"patient.nothing": "x"}) is None
