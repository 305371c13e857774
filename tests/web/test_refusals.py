"""Refusals in the language of the page: each kind of them, and none that the code can say is forgotten."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import leafgen
from leafgen.batch.record import Fault
from leafgen.kernel.diagnostics import Diagnostic, Place
from leafgen.kernel.errors import EnvironmentLacking, InvalidInput, LeafgenError
from leafgen.pipeline import Leafgen
from leafgen.web.refusals import Refusals
from leafgen.web.sentences import ADVICE, RULES, SENTENCES, TABLES
from leafgen.web.tables import read_upload
from leafgen.web.texts import interfaces
from tests.conftest import Edit

ROOT = Path(leafgen.__file__).parent
#: Where what staff meet at the counter and with a table is refused.
SAYING = (
    "compose/request.py", "compose/contacts.py", "compose/dose.py", "batch/rows.py", "batch/record.py",
    "batch/columns.py", "batch/json_lines.py", "batch/delimited.py", "web/house.py", "web/counter.py", "web/forms.py",
    "web/workshop.py", "web/batch_pages.py", "web/tables.py", "web/batches.py", "deliver/printing.py",
)  # fmt: skip
#: The first of these that a call has is what it says.
CALLS = {"fault": 1, "add": 1, "Fault": 1, "InvalidInput": 0, "RefusedByPolicy": 0, "CommandError": 0, "Busy": 0,
         "TooLong": 0, "NotFromThisPage": 0, "LeafgenError": 0, "EnvironmentLacking": 0, "_Broken": 1}  # fmt: skip
#: Carried as diagnostics, under a head that the pages give in their own words; or never met by staff.
HEADS = {"the request is invalid", "'X' is no name of a queue", "the proof is that of another file"}
#: Asked of the product's unit once the request has been read with it: that says so first.
NEVER = {
    "X is no encoding of text",
    "the map names this header, but the input does not have it",
    "X mg is no number of Xs of X",
    "X is not what was proven",
}


@pytest.fixture(scope="module")
def dutch(web_leafgen: Leafgen) -> Refusals:
    return Refusals(interfaces(web_leafgen.workspace)["nl"], web_leafgen)


@pytest.fixture(scope="module")
def english(web_leafgen: Leafgen) -> Refusals:
    return Refusals(interfaces(web_leafgen.workspace)["en"], web_leafgen)


def sentences(file: str) -> Iterator[str]:
    """What a file can say, with an X for whatever is filled in."""
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        at = CALLS.get(name)
        if at is None or len(node.args) <= at:
            continue
        said = node.args[at]
        if isinstance(said, ast.Constant) and isinstance(said.value, str):
            yield said.value
        elif isinstance(said, ast.JoinedStr):
            yield "".join(
                str(part.value)
                if isinstance(part, ast.Constant)
                else "'X'"
                if isinstance(part, ast.FormattedValue) and part.conversion == ord("r")
                else "X"
                for part in said.values
            )


@pytest.mark.parametrize("file", SAYING)
def test_every_sentence_of_the_code_is_known(file: str, dutch: Refusals) -> None:
    said = set(sentences(file)) - HEADS - NEVER
    other = dutch.say("refusal.other")
    unknown = []
    for sentence in said:
        as_table = dutch.of(InvalidInput("table.csv cannot be read; nothing was made",
                                         diagnostics=[Diagnostic(Place("table.csv", 2), sentence)]))  # fmt: skip
        whole = dutch.of(InvalidInput(sentence, "there is: .csv"))
        texts = (dutch.fault(Fault("", sentence)).text, as_table.faults[0].text, whole.text)
        if all(other in text for text in texts):
            unknown.append(sentence)
    assert unknown == []


def test_every_form_leads_to_a_text_that_is_there(english: Refusals) -> None:
    for key, _ in (*SENTENCES, *RULES, *TABLES, *ADVICE):
        assert english.say(key)


BASE = {"kind": "leaflet", "indication": "cramps", "locale": "nl"}
LABEL = {**BASE, "kind": "label", "stock": "avery-l7160"}


@pytest.mark.parametrize(
    ("fields", "dutch_text"),
    [
        ({**BASE, "dose": "2000"}, "Dosis, mg magnesium per dag: 2000 mg per dag valt buiten het bereik"),
        ({**BASE, "dose": "x"}, "Dosis, mg magnesium per dag: “x” is geen dosis"),
        ({**BASE, "indication": "cramp"}, "Bedoelde u “cramps”?"),
        ({**BASE, "birth_date": "31-12-2020"}, "Geboortedatum: “31-12-2020” is geen dag van de kalender"),
        ({**BASE, "birth_date": "2099-01-01"}, "Geboortedatum: Deze dag moet nog komen."),
        ({**BASE, "patient_name": "a" * 61}, "Naam: Het heeft 61 tekens; er worden er hoogstens 60 afgedrukt."),
        ({**BASE, "patient_name": "a\u200fb"}, "Naam: Er staat een teken in dat niet afgedrukt kan worden: U+200F"),
        ({**BASE, "patient_name": "中"}, "Naam: Geen lettertype hier kan dit teken tekenen: 中 (U+4E2D)"),
        ({**LABEL, "patient_name": "中"}, "Naam: Geen lettertype hier kan dit teken tekenen: 中 (U+4E2D)"),
        ({**LABEL, "start": "22"}, "Een vel Avery L7160 heeft 21 etiketten: etiket 22 is er niet."),
        ({**LABEL, "copies": "0"}, "Aantal etiketten: “0” is geen heel getal van 1 tot en met 500."),
        ({**LABEL, "stock": "nothing"}, "Etikettenpapier: “nothing” is hier niet bekend."),
        ({**LABEL, "stock": ""}, "Etikettenpapier: Er is nog niets gekozen."),
        ({**LABEL, "indication": "about-magnesium"}, "Een algemene folder: hierbij is geen etiket"),
        ({**LABEL, "product": "magnesium-citraat", "dose": "201"}, "geen aantal eenheden"),
        ({**LABEL, "stock": "zebra-64x25", "patient_name": "Wilhelmina " * 5, "dose_note": "W" * 40,
          "product": "W" * 40}, "Het etiket past niet op"),
    ],
)  # fmt: skip
def test_what_the_counter_refuses_is_said_in_dutch(
    web_leafgen: Leafgen, dutch: Refusals, english: Refusals, fields: dict[str, str], dutch_text: str
) -> None:
    fields = {name: text for name, text in fields.items() if text}
    if "product" in fields and "dose" in fields:
        whole = (one for one in web_leafgen.content.products.values() if one.count(Decimal(201)) is None)
        fields["product"] = next(whole).id
    with pytest.raises(LeafgenError) as refused:
        web_leafgen.make(fields)
    refusal = dutch.of(refused.value)
    said = " ".join((refusal.text, *(fault.text for fault in refusal.faults)))
    assert dutch_text in said
    assert dutch.say("refusal.other") not in said
    assert refusal.detail or all(fault.detail for fault in refusal.faults)
    same = english.of(refused.value)
    assert english.say("refusal.other") not in " ".join((same.text, *(fault.text for fault in same.faults)))


def test_all_faults_are_said_at_once(web_leafgen: Leafgen, dutch: Refusals) -> None:
    with pytest.raises(LeafgenError) as refused:
        web_leafgen.request({**LABEL, "copies": "x", "start": "x", "date": "x"})
    assert len(dutch.of(refused.value).faults) == 3


def test_a_leaflet_without_a_translation(edit: Edit, open_copy: Callable[[], Leafgen]) -> None:
    edit("leaflets/locales/uk/leafgen.po", 'msgctxt "core.watch-out"\n', '#, fuzzy\nmsgctxt "core.watch-out"\n')
    copy = open_copy()
    with pytest.raises(LeafgenError) as refused:
        copy.compose(copy.request({**BASE, "locale": "uk"}))
    refusal = Refusals(interfaces(copy.workspace)["nl"], copy).of(refused.value)
    assert "Spierkrampen kan niet in het Oekraïens worden afgedrukt" in refusal.text
    assert "fuzzy" in refusal.detail


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("rows.exe", b"x", "Zo’n tabel kan niet worden gelezen. Keuze uit: .csv"),
        ("rows.csv", b"id,colour\n1,red\n", "colour: Deze kolom bestaat niet."),
        ("rows.csv", b"id,colour\n1,red\n", "kind: Deze kolom ontbreekt."),
        ("rows.csv", b"id,kind,indication,locale\n", "Er staat geen rij onder de kop."),
        ("rows.csv", b"id,kind,indication,locale\n\xff,leaflet,cramps,nl\n", "Regel 2: De letters van het bestand"),
        ("rows.csv", b'id,kind,indication,locale\n"a,leaflet,cramps,nl\n', "Een aanhalingsteken is niet gesloten."),
        ("rows.csv", b"id,id,kind,indication,locale\na,b,leaflet,cramps,nl\n", "id: Deze kop staat er twee keer."),
        ("rows.xlsx", b"PK", "Dit is geen rekenblad dat gelezen kan worden."),
        ("rows.jsonl", b"[1]\n", "Regel 1: De regel is geen JSON-object."),
    ],
)
def test_what_is_wrong_with_a_table_is_said_in_dutch(dutch: Refusals, name: str, data: bytes, said: str) -> None:
    with pytest.raises(LeafgenError) as refused:
        read_upload(name, data)
    refusal = dutch.of(refused.value)
    assert said in " ".join((refusal.text, *(fault.text for fault in refusal.faults)))


def test_what_is_not_known_is_shown_as_it_is(dutch: Refusals, english: Refusals) -> None:
    for refusals in (dutch, english):
        found = refusals.of(InvalidInput("the moon is in the way", "wait a little"))
        assert found.text == refusals.say("refusal.other")
        assert found.detail == "the moon is in the way\nwait a little".replace("\n", " ")
        fault = refusals.fault(Fault("dose", "the moon is in the way"))
        assert refusals.say("refusal.other") in fault.text
        assert fault.detail == "dose: the moon is in the way"


def test_what_the_computer_lacks_and_what_is_our_own_fault(dutch: Refusals) -> None:
    assert "leafgen doctor" in dutch.of(EnvironmentLacking("there is no font family 'x'")).text
    assert dutch.of(LeafgenError("something is odd")).text == dutch.say("refusal.fault-of-ours")


def test_english_pages_repeat_nothing(english: Refusals) -> None:
    assert english.fault(Fault("birth_date", "lies in the future")).detail == ""
    assert (
        "wider than"
        in english.fault(
            Fault("stock", "the cramps label in nl does not fit on A (a): a word is wider than 2 mm")
        ).detail
    )
