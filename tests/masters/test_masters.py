"""Masters: the same bytes made or kept, kept only as our own, and never a patient's data in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from leafgen.compose.fields import fields_of, personal_of, typed_freely
from leafgen.compose.personal import Personal, read_personal
from leafgen.compose.request import read_request
from leafgen.content.workspace import Workspace, packaged_root
from leafgen.kernel.errors import DoesNotFit, InvalidInput
from leafgen.masters import store as store_module
from leafgen.masters.making import make_master
from leafgen.masters.master import Days, Master, Whole
from leafgen.masters.packing import packed, unpacked
from leafgen.masters.specimen import days_of
from leafgen.masters.store import Masters, key_of
from leafgen.pipeline import Document, Leafgen
from leafgen.verify import proving
from leafgen.verify.beside import Beside
from leafgen.verify.proof import Proof
from leafgen.verify.proving import prove as really_prove
from leafgen.verify.seal import READ_BACK
from tests.conftest import TODAY, Edit
from tests.stamping import ANNA, LABEL, LEAFLET, master_of

NAME = "Xanthippe Quackenbos"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of masters, for this test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "leafgen" / "masters"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, leafgen: Leafgen) -> list[str]:
    """Who was laid out as a master: of the leaflet for Anna one that is there is taken."""
    seen: list[str] = []

    def make(house: Leafgen, request: object, letters: str) -> Master | None:
        seen.append(letters)
        return master_of(leafgen, letters) if letters != "arabic" else None

    monkeypatch.setattr("leafgen.masters.making.make_master", make)
    return seen


def opened() -> Leafgen:
    return Leafgen(Workspace(packaged_root(), today=lambda: TODAY))


def issued(leafgen: Leafgen, proof: str = "full", **fields: str) -> Document:
    return leafgen.document(leafgen.request({**LEAFLET, **ANNA, **fields}), proof=proof)


def test_a_master_made_or_kept_gives_the_same_bytes(store: Path, made: list[str]) -> None:
    first, again = opened(), opened()
    one, two, three = issued(first), issued(first, "sealed"), issued(again)
    assert one.data == two.data == three.data
    assert one.proof.statements == three.proof.statements
    assert made == ["latin"]
    assert one.proof.proven and two.proof.proven and three.proof.proven  # noqa: PT018
    assert READ_BACK in {check.id for check in one.proof.checks} - {check.id for check in two.proof.checks}
    (kept,) = store.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert store.stat().st_mode & 0o777 == 0o700


def test_no_patients_data_is_kept(store: Path, made: list[str]) -> None:
    document = issued(opened(), patient_name=NAME, birth_date="1947-07-17")
    assert document.proof.proven
    (path,) = store.iterdir()
    kept = path.read_bytes()
    with pikepdf.open(BytesIO(kept[kept.index(b"%PDF") :])) as pdf:
        streams = b"".join(one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream))
    for text in (NAME, "Xanthippe", "17\u00a0jul\u00a01947"):
        for form in (text.encode(), text.encode("utf-16-be"), text.encode("utf-16-be").hex().encode()):
            assert form not in kept
            assert form not in streams
    assert NAME not in path.name


@pytest.mark.parametrize("damage", ["cut", "changed", "open to others", "folder open to others", "link"])
def test_a_kept_master_that_cannot_be_trusted_is_made_anew(store: Path, made: list[str], damage: str) -> None:
    right = issued(opened()).data
    (path,) = store.iterdir()
    data = path.read_bytes()
    if damage == "cut":
        path.write_bytes(data[:-4])
    elif damage == "changed":
        path.write_bytes(data[:-900] + bytes([data[-900] ^ 1]) + data[-899:])
    elif damage == "open to others":
        path.chmod(0o666)
    elif damage == "folder open to others":
        store.chmod(0o777)
    else:
        path.rename(store / "other")
        path.symlink_to(store / "other")
    assert issued(opened()).data == right
    assert len(made) == 2


def test_a_master_holds_for_the_workspace_it_was_made_of(
    store: Path, made: list[str], edit: Edit, open_copy: Callable[[], Leafgen]
) -> None:
    issued(open_copy())
    issued(open_copy())
    assert len(made) == 1
    edit("leaflets/cramps.yaml", "revised:", "revised: ")
    issued(open_copy())
    assert len(made) == 2


def test_an_approval_that_ends_ends_the_master(store: Path, leafgen: Leafgen) -> None:
    kept, key = Masters(b"s"), key_of({}, (), "latin")
    ending = replace(master_of(leafgen), last_day=date(2026, 12, 31))
    kept.keep(key, ending, on_disk=True)
    for shelf in (kept, Masters(b"s")):
        assert shelf.find(key, date(2026, 12, 31)) is not None
        assert shelf.find(key, date(2027, 1, 1)) is None
    assert Masters(b"other").find(key, date(2026, 12, 31)) is None


def test_what_was_typed_freely_is_not_kept(store: Path, made: list[str]) -> None:
    issued(opened(), dose="200", dose_note="for Jan's knee")
    assert made
    assert not store.exists()


def test_what_cannot_be_kept_is_made_all_the_same(store: Path, made: list[str]) -> None:
    store.parent.parent.mkdir(parents=True)
    store.parent.write_text("a file where the folder should be")
    assert issued(opened()).proof.proven


def test_the_oldest_go_when_there_are_too_many(store: Path, leafgen: Leafgen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "MOST_KEPT", 10)
    monkeypatch.setattr(store_module, "MOST_HERE", 3)
    kept, plain = Masters(b"s"), Whole(b"%PDF", 1, ())
    for number in range(12):
        kept.keep(key_of({"n": str(number)}, (), "latin"), plain, on_disk=True)
    assert len(list(store.iterdir())) <= 10
    assert kept.find(key_of({"n": "11"}, (), "latin"), TODAY) is not None
    assert kept.find(key_of({"n": "0"}, (), "latin"), TODAY) is None


def test_a_master_comes_back_as_it_was(leafgen: Leafgen) -> None:
    for master in (master_of(leafgen), Whole(b"%PDF-x", 3, master_of(leafgen).statements, date(2027, 1, 1))):
        again = unpacked(packed(master))
        assert (again.data, again.pages, again.statements, again.last_day) == (
            master.data, master.pages, master.statements, master.last_day,
        )  # fmt: skip
        assert again == master


def test_masters_of_one_font_share_its_letters(leafgen: Leafgen) -> None:
    one, other = (unpacked(packed(master_of(leafgen, locale=locale))) for locale in ("nl", "en"))
    assert one.data != other.data
    for part in ("stamp", "seal"):
        assert getattr(one, part).alphabets[0] is getattr(other, part).alphabets[0]


def test_a_document_of_nobody_is_the_proven_bytes(store: Path) -> None:
    fields = {"kind": "label", "indication": "cramps", "locale": "nl", "stock": "zebra-102x76", "date": "2026-11-22"}
    first = opened()
    request = replace(first.request(fields), date=None)
    one, two = first.document(request), opened().document(request)
    assert one.data == two.data == first.render(request, first.compose(request)).pdf
    assert one.proof.proven
    assert two.proof.proven
    assert len(list(store.iterdir())) == 1
    first.document(replace(request, copies=2), remember=False)
    assert len(list(store.iterdir())) == 1


def test_a_label_that_does_not_fit_is_refused_for_what_it_says_itself(store: Path, leafgen: Leafgen) -> None:
    """Not for its placeholders: the stock that the advice names holds this very label."""
    asked = {"kind": "label", "indication": "cramps", "locale": "nl", "dose": "200", "times": "evening"}
    coded = {**asked, **ANNA, "stock": "dymo-11352", "code": "leaflet"}
    with pytest.raises(DoesNotFit) as refused:
        leafgen.document(leafgen.request(coded))
    named = re.search(r"\(([\w-]+)\), on one label", refused.value.advice)
    assert named
    assert leafgen.document(leafgen.request({**coded, "stock": named[1]})).proof.proven


@pytest.mark.parametrize("proof", ["full", "sealed"])
@pytest.mark.parametrize(
    "name",
    [
        "Maximiliaan Alexander Emanuel van Wassenaer tot Duivenvoorde",
        "Bax\u0323",
    ],
    ids=["long", "combining"],
)
def test_what_cannot_be_stamped_is_laid_out_whole(
    store: Path, made: list[str], leafgen: Leafgen, name: str, proof: str
) -> None:
    request = leafgen.request({**LEAFLET, **ANNA, "patient_name": name})
    document = opened().document(request, proof=proof)
    assert document.proof.proven
    assert document.data == leafgen.render(request, leafgen.compose(request)).pdf


@pytest.mark.parametrize("proof", ["full", "sealed"])
@pytest.mark.parametrize("name", ["\u5f20\u4f1f", "\U0001f600"])
def test_a_name_that_no_font_can_draw_is_refused_by_name(made: list[str], name: str, proof: str) -> None:
    with pytest.raises(InvalidInput, match=r"cannot be printed.*in patient\.name"):
        issued(opened(), proof, patient_name=name)


@pytest.mark.parametrize("proof", ["full", "sealed"])
@pytest.mark.parametrize("name", ["\u0645\u0631\u064a\u0645", "Jansen-"], ids=["arabic", "hyphen"])
def test_a_name_that_is_not_stamped_is_laid_out_and_proven_either_way(made: list[str], name: str, proof: str) -> None:
    """Letters that join in a leaflet of another script; a hyphen at a line's end, which readers do not tell."""
    house = opened()
    request = house.request({**LEAFLET, **ANNA, "patient_name": name})
    document = house.document(request, proof=proof)
    assert document.proof.proven
    assert document.data == house.render(request, house.compose(request)).pdf


def test_there_is_no_third_proof(leafgen: Leafgen) -> None:
    with pytest.raises(InvalidInput, match="full, sealed"):
        issued(leafgen, "half")


def test_what_is_stamped_is_what_full_verification_expects(leafgen: Leafgen, made: list[str]) -> None:
    """The whole proof, of every check, over a stamped file."""
    request = leafgen.request({**LEAFLET, **ANNA, "patient_name": "\u00c1ine N\u00ed Dh\u00fail-O'Brien"})
    document = opened().document(request, proof="sealed")
    laid_out = leafgen.render(request, leafgen.compose(request))
    assert document.data != laid_out.pdf
    proof = leafgen.prove(document.data, laid_out.expectation)
    assert proof.proven, [check for check in proof.checks if not check.passed]
    assert [one.id for one in document.proof.statements] == [one.id for one in proof.statements]
    text = pypdfium2.PdfDocument(document.data)[0].get_textpage().get_text_range()
    assert "\u00c1ine N\u00ed Dh\u00fail-O'Brien" in text


# Requests


def some_fields() -> Iterator[dict[str, str]]:
    for locale, edition, dose in product(("nl", "en"), ("", "large"), ("", "200")):
        yield {"kind": "leaflet", "indication": "cramps", "locale": locale, "edition": edition, "dose": dose}
    yield {"kind": "leaflet", "indication": "cramps", "locale": "nl", "bilingual": "en", "dose_note": "bij het eten"}
    label = {"kind": "label", "indication": "sleep", "locale": "nl", "stock": "avery-l7160"}
    yield {**label, "start": "3", "copies": "4", "code": "leaflet", "dose": "200", "times": "evening,morning"}
    yield {**label, "product": "magnesium-citrate-100", "quantity": "60", "dose": "200", "prescribed": "1"}
    yield {**label, "product": "Anything", "quantity": "two boxes"}


@pytest.mark.parametrize("fields", list(some_fields()), ids=str)
def test_the_fields_of_a_request_ask_for_that_request(leafgen: Leafgen, fields: dict[str, str]) -> None:
    request = read_request({**fields, **ANNA}, leafgen.content, TODAY)
    own = fields_of(request, leafgen.content.default_clinic)
    assert read_request({**own, **ANNA}, leafgen.content, TODAY) == request
    assert not set(own) & set(ANNA)
    assert typed_freely(request) == ("dose_note" in fields or fields.get("product") == "Anything")


def test_personal_fields_are_read_as_the_request_reads_them(leafgen: Leafgen) -> None:
    good = {"patient_name": "  Zoe\u0308  de\u00a0Boer ", "birth_date": " 1961-03-12"}
    for kind in ({"kind": "leaflet"}, {"kind": "label", "stock": "avery-l7160"}):
        fields = {**LEAFLET, **good, **kind}
        assert read_personal(fields, TODAY) == personal_of(read_request(fields, leafgen.content, TODAY))
    assert read_personal({"kind": "label"}, TODAY) == Personal()


@pytest.mark.parametrize(
    "bad",
    [
        {"patient_name": "x" * 61}, {"patient_name": "A\u202eB"}, {"patient_name": "A\x00"},
        {"birth_date": "2026-11-23"},
        {"birth_date": "12-03-1961"}, {"date": "2026-13-01"}, {"date": "tomorrow"},
    ],
    ids=str,
)  # fmt: skip
def test_personal_fields_at_fault_are_left_to_the_request(leafgen: Leafgen, bad: dict[str, str]) -> None:
    assert read_personal({**LEAFLET, **bad}, TODAY) is None
    with pytest.raises(InvalidInput):
        read_request({**LEAFLET, **bad}, leafgen.content, TODAY)


def test_each_locale_says_its_days_by_month(leafgen: Leafgen) -> None:
    for locale in leafgen.content.locales.values():
        days = days_of(locale)
        assert (days is None) == (locale.numerals != "latn"), locale.id
        if days:
            assert days.say(date(2026, 5, 1)) == locale.date(date(2026, 5, 1))
    assert Days(("{day}. Jan {year}",) * 12).say(date(2026, 5, 7)) == "7. Jan 2026"


@pytest.mark.parametrize("locale", ["nl", "ar"])
def test_a_master_that_was_proven_beside_is_the_same(locale: str, leafgen: Leafgen) -> None:
    letters = "arabic" if locale == "ar" else "latin"
    fields = {**LEAFLET, **ANNA, **LABEL, "locale": locale}
    fields |= {"patient_name": "\u0645\u0631\u064a\u0645"} if locale == "ar" else {}
    request = leafgen.request(fields)
    here = make_master(leafgen, request, letters)
    with Beside() as beside:
        assert make_master(Leafgen(leafgen.workspace, beside), request, letters) == here
        assert here is not None


def test_a_document_that_is_not_proven_makes_no_master(leafgen: Leafgen, monkeypatch: pytest.MonkeyPatch) -> None:
    request, asked = leafgen.request({**LEAFLET, **ANNA}), 0

    def unproven_at(number: int) -> Callable[..., Proof]:
        def prove(*arguments: Any) -> Proof:
            nonlocal asked
            asked += 1
            proof = really_prove(*arguments)
            return replace(proof, statements=()) if asked == number else proof

        return prove

    # With the placeholders, and with the widest texts.
    for number in (1, 2):
        asked = 0
        monkeypatch.setattr(proving, "prove", unproven_at(number))
        assert make_master(opened(), request, "latin") is None
        assert asked == number
