"""FHIR: what becomes a row, in whose language, by which codes; and that nothing of a request is lost without a word."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from leafgen.batch.batch import Options, run
from leafgen.batch.record import Fault, Reading
from leafgen.batch.rows import Row, rows
from leafgen.batch.tables import Table, read_table
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from tests.batch.bundles import MAP, SNOMED, bundle, coded, patient, request, saved
from tests.batch.test_batch import unwatched

LOCALES = ("de", "en", "nl", "zh-Hant", "pt-BR")


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "map.yaml"
    path.write_text(MAP, encoding="utf-8")
    return path


@pytest.fixture
def read(tmp_path: Path, names: Path) -> Any:
    def table(*resources: dict[str, Any], name: str = "in.json") -> Table:
        return read_table(saved(tmp_path / name, *resources), names, Reading(locales=LOCALES))

    return table


def all_rows(table: Table) -> list[Row]:
    return list(rows(table.source, table.columns))


def one(table: Table) -> Row:
    [row] = all_rows(table)
    return row


def faults(row: Row) -> list[str]:
    return [fault.column for fault in row.faults]


@pytest.mark.parametrize("name", ["in.json", "in.ndjson", "in.jsonl"])
def test_a_request_and_its_patient_are_a_row(read: Any, name: str) -> None:
    row = one(read(request(), patient(), name=name))
    assert (row.line, row.id, row.faults) == (1, "req", ())
    assert row.fields == {
        "kind": "label", "stock": "dymo-99012", "indication": "cramps", "product": "magnesium-citrate-150",
        "locale": "nl", "patient_name": "Zoë M. Tak", "birth_date": "1961-03-12",
    }  # fmt: skip


@pytest.mark.parametrize(
    "subject", ["Patient/pat", "urn:uuid:pat", "http://clinic.example/fhir/Patient/pat", "Patient/pat/_history/2"]
)
def test_every_way_to_name_a_patient(read: Any, subject: str) -> None:
    assert one(read(patient(), request(subject=subject))).fields["patient_name"] == "Zoë M. Tak"


@pytest.mark.parametrize("subject", ["Patient/nobody", "#inside"])
def test_a_patient_who_is_not_there(read: Any, subject: str) -> None:
    assert faults(one(read(patient(), request(subject=subject)))) == ["patient_name"]


@pytest.mark.parametrize(
    ("language", "locale"),
    [("nl", "nl"), ("de-AT", "de"), ("en-US", "en"), ("pt-BR", "pt-BR"), ("zh-Hant-TW", "zh-Hant"), ("ru-RU", "ru-RU"),
     ("pt-PT", "pt-PT"), ("zh-Hans-CN", "zh-Hans-CN")],
)  # fmt: skip
def test_a_language_keeps_its_script_and_loses_its_region(read: Any, language: str, locale: str) -> None:
    assert one(read(patient(language=language), request())).fields["locale"] == locale


def spoken(*languages: tuple[str, bool]) -> list[dict[str, Any]]:
    return [{"language": coded(tag, "urn:ietf:bcp:47"), "preferred": preferred} for tag, preferred in languages]


def test_of_several_languages_the_preferred_one(read: Any) -> None:
    row = one(read(patient(communication=spoken(("en", False), ("de", True))), request()))
    assert row.fields["locale"] == "de"


@pytest.mark.parametrize(
    "communication",
    [
        spoken(("en", False), ("de", False)),
        spoken(("en", True), ("de", True)),
        [{"language": {"text": "Frisian"}}],
        None,
    ],
)
def test_a_language_that_is_not_certain_is_not_chosen(read: Any, communication: Any) -> None:
    row = one(read(patient(communication=communication), request()))
    assert faults(row) == ["locale"]
    assert "locale" not in row.fields


def test_a_request_is_rejected_when_no_map_has_its_medication(read: Any) -> None:
    unknown = coded("999", text="Aspirin")
    row = one(read(patient(), request(medicationCodeableConcept=unknown, reasonCode=[coded("37796009", SNOMED)])))
    assert faults(row) == ["indication"]
    assert "'Aspirin'" in str(row.faults[0])
    assert "rxnorm|999" in str(row.faults[0])
    assert "indication" not in row.fields


def test_a_code_of_another_system_is_another_code(read: Any) -> None:
    row = one(read(patient(), request(medicationCodeableConcept=coded("6574", "http://other"))))
    assert faults(row) == ["indication"]


def test_a_medication_without_an_indication_needs_a_reason_of_the_map(read: Any) -> None:
    medication: dict[str, Any] = {"medicationCodeableConcept": coded("1")}
    known = one(read(patient(), request(**medication, reasonCode=[coded("37796009", SNOMED)])))
    assert known.fields["indication"] == "migraine-prevention"
    unknown = one(read(patient(), request(**medication, reasonCode=[coded("1", SNOMED, text="Cough")])))
    assert "'Cough'" in str(unknown.faults[0])
    assert "none is given" in str(one(read(patient(), request(**medication))).faults[0])


def test_a_reason_and_a_medication_may_be_resources_of_their_own(read: Any) -> None:
    condition = {"resourceType": "Condition", "id": "c", "code": coded("37796009", SNOMED)}
    medication = {"resourceType": "Medication", "id": "m", "code": coded("1")}
    asked: dict[str, Any] = {"medicationCodeableConcept": None, "reasonReference": [{"reference": "Condition/c"}]}
    for reference, inside in (("Medication/m", None), ("#m", [medication])):
        wanted = request(**asked, medicationReference={"reference": reference}, contained=inside)
        row = one(read(patient(), condition, medication, wanted))
        assert (row.fields["indication"], row.faults) == ("migraine-prevention", ())


def test_codes_that_ask_for_different_leaflets(read: Any) -> None:
    both = {"coding": [*coded("6574")["coding"], *coded("2")["coding"]]}
    assert faults(one(read(patient(), request(medicationCodeableConcept=both)))) == ["indication"]
    row = one(read(patient(), request(reasonCode=[coded("37796009", SNOMED)])))
    assert "the medication asks for cramps, the reason for migraine-prevention" in str(row.faults[0])


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"status": "stopped"}, "the request is stopped"),
        ({"status": "entered-in-error"}, "the request is entered-in-error"),
        ({"intent": "proposal"}, "no order but a proposal"),
        ({"doNotPerform": True}, "not to give"),
        ({"authoredOn": "yesterday"}, "MedicationRequest.authoredOn"),
        ({"status": None}, "MedicationRequest.status"),
        ({"dosage": []}, "MedicationRequest.dosage"),
    ],
)
def test_a_request_that_is_not_to_be_printed(read: Any, changes: dict[str, Any], says: str) -> None:
    assert says in str(one(read(patient(), request(**changes))).faults[0])


def test_a_map_may_name_other_statuses(read: Any, names: Path) -> None:
    names.write_text(MAP + "statuses: [active, stopped]\n", encoding="utf-8")
    assert one(read(patient(), request(status="stopped"))).faults == ()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": None}, "no name"),
        ({"name": [{"use": "old", "family": "Old"}]}, "no name"),
        ({"birthDate": "1961-02-31"}, "Patient.birthDate"),
        ({"gender": 1}, "Patient.gender"),
    ],
)
def test_a_patient_who_cannot_be_addressed(read: Any, changes: dict[str, Any], says: str) -> None:
    assert says in str(one(read(patient(**changes), request())).faults[0])


def test_what_is_wrong_is_told_without_what_stands_there(read: Any) -> None:
    row = one(read(patient(birthDate="Tak-1961"), request()))
    assert row.faults
    assert "Tak" not in str(row.faults[0])


NEEDED = {"asNeededBoolean": True}
TWICE = {
    "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
    "doseAndRate": [{"type": coded("ordered"), "doseQuantity": {"value": 1, "unit": "tablet"}}],
}


@pytest.mark.parametrize(
    ("instruction", "note"),
    [
        ({"text": "Neem in met water."}, "Neem in met water."),
        ({"text": "Neem in.", "patientInstruction": "Niet kauwen."}, "Neem in.; Niet kauwen."),
        ({"text": "Neem in. Niet kauwen.", "patientInstruction": "Niet kauwen."}, "Neem in. Niet kauwen."),
        ({"text": "Neem in.", "additionalInstruction": [coded("1", text="Met voedsel.")]}, "Neem in.; Met voedsel."),
        ({"text": "Zoals besproken.", **NEEDED}, "Zoals besproken."),
        ({"sequence": 1, "asNeededBoolean": False}, ""),
        (NEEDED, "Alleen als het nodig is."),
        (dict(reversed(TWICE.items())), "Tweemaal per dag een tablet."),
    ],
)
def test_what_was_written_is_printed_and_what_the_map_knows(read: Any, instruction: Any, note: str) -> None:
    row = one(read(patient(), request(dosageInstruction=[instruction])))
    assert (row.fields.get("dose_note", ""), row.faults) == (note, ())


def daily(count: Any = 1, unit: Any = "tablet", **repeat: Any) -> dict[str, Any]:
    """So many tablets, so often."""
    repeat = repeat or {"frequency": 1, "period": 1, "periodUnit": "d"}
    return {"timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": {"value": count, "unit": unit}}]}


GTS = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"
EVERY_DAY: dict[str, Any] = {"period": 1, "periodUnit": "d"}


@pytest.mark.parametrize(
    ("instruction", "dose", "times"),
    [
        (daily(), "150", ""),
        (daily(2, "{tablet}"), "300", ""),
        (daily(2, "tabs", when=["HS"]), "300", "bedtime"),
        (daily(1, when=["MORN", "EVE"], frequency=2, **EVERY_DAY), "300", "morning,evening"),
        (daily(1, frequency=4, **EVERY_DAY), "600", "morning,noon,evening,bedtime"),
        (daily(1, frequency=3, **EVERY_DAY), "450", "morning,noon,evening"),
        (daily(Decimal("2.0"), when=["NOON"]), "300", "noon"),
        ({**daily(2), "timing": {"code": coded("QD", GTS)}}, "300", ""),
        ({**daily(2), "asNeededBoolean": False, "sequence": 1}, "300", ""),
        ({**daily(2), "patientInstruction": "Niet kauwen."}, "300", ""),
    ],
)
def test_tablets_of_a_known_product_are_a_dose(
    leafgen: Leafgen, tmp_path: Path, instruction: Any, dose: str, times: str
) -> None:
    path, names = tmp_path / "in.json", tmp_path / "map.yaml"
    names.write_text(MAP + 'values: {times: {"3 x / 1 d": "morning, noon, evening"}}\n', encoding="utf-8")
    path.write_text(json.dumps(bundle(patient(), request(dosageInstruction=[instruction])), default=float))
    row = one(read_table(path, names, Reading(locales=LOCALES, products=leafgen.content.products)))
    assert row.faults == ()
    assert (row.fields["dose"], row.fields.get("times", "")) == (dose, times)
    assert row.fields.get("dose_note", "") == instruction.get("patientInstruction", "")


@pytest.mark.parametrize(
    "instructions",
    [
        [daily(2, "mg")],
        [daily(2, "capsule")],
        [daily(Decimal("0.333"))],
        [daily(1, frequency=3, **EVERY_DAY)],
        [daily(1, frequency=1, period=2, periodUnit="d")],
        [daily(1, frequency=1, period=1, periodUnit="wk")],
        [daily(1, frequency=1, frequencyMax=2, **EVERY_DAY)],
        [daily(1, when=["MORN", "ACM"])],
        [daily(1, when=["MORN", "EVE"], frequency=1, **EVERY_DAY)],
        [daily(1, when=["MORN"], boundsDuration={"value": 5, "unit": "d", "system": "x", "code": "d"})],
        [daily(1, when=["MORN"], dayOfWeek=["mon"])],
        [{**daily(), "asNeededBoolean": True}],
        [{**daily(), "route": coded("26643006", SNOMED)}],
        [{**daily(), "timing": {"code": coded("BID", GTS)}}],
        [{**daily(), "timing": {"code": coded("QD", "elsewhere")}}],
        [{"timing": daily()["timing"]}],
        [{"timing": daily()["timing"], "doseAndRate": daily()["doseAndRate"] * 2}],
        [daily(2, when=["MORN"]), daily(1, when=["EVE"])],
    ],
    ids=lambda value: json.dumps(value, default=str)[:60],
)
def test_what_is_no_plain_number_of_tablets_is_named(leafgen: Leafgen, tmp_path: Path, instructions: Any) -> None:
    path, names = tmp_path / "in.json", tmp_path / "map.yaml"
    names.write_text(MAP, encoding="utf-8")
    path.write_text(json.dumps(bundle(patient(), request(dosageInstruction=instructions)), default=float))
    row = one(read_table(path, names, Reading(locales=LOCALES, products=leafgen.content.products)))
    assert {fault.column for fault in row.faults} == {"dose_note"}
    assert len(row.faults) == len(instructions)
    assert "dose" not in row.fields


def test_tablets_of_an_unknown_product_are_named(read: Any) -> None:
    assert faults(one(read(patient(), request(dosageInstruction=[daily()])))) == ["dose_note"]


def test_all_instructions_are_printed(read: Any) -> None:
    row = one(read(patient(), request(dosageInstruction=[{"text": "Eerst een."}, {"text": "Dan twee."}])))
    assert row.fields["dose_note"] == "Eerst een.; Dan twee."


@pytest.mark.parametrize(
    ("instruction", "said"),
    [
        (TWICE, "2 x / 1 d, 1 tablet"),
        ({"timing": {"repeat": {"frequency": 1, "period": 4.5, "periodUnit": "h"}}}, "1 x / 4.5 h"),
        ({"timing": {"repeat": {"when": ["MORN", "HS"], "offset": 30}}}, "at MORN HS, offset 30"),
        ({"timing": {"code": coded("BID", text="twice")}}, "twice"),
        ({"timing": {"event": ["2026-11-22"]}}, "event"),
        ({"asNeededCodeableConcept": coded("1", text="cramp")}, "as needed for cramp"),
        ({"route": coded("26643006", SNOMED)}, "route 26643006"),
        ({"maxDosePerPeriod": {"numerator": {"value": 4}, "denominator": {"value": 1}}}, "maxDosePerPeriod"),
        ({"doseAndRate": [{"doseRange": {"low": {"value": 1}, "high": {"value": 2}}}]}, "doseRange"),
        ({"patientInstruction": "Neem in.", **TWICE}, "2 x / 1 d, 1 tablet"),
    ],
)
def test_what_nobody_has_put_in_words_is_named(read: Any, instruction: Any, said: str) -> None:
    row = one(read(patient(), request(dosageInstruction=[instruction])))
    assert faults(row) == ["dose_note"]
    assert said in row.faults[0].message
    assert "in words for nl" in row.faults[0].advice


def test_a_language_for_which_the_map_has_no_words(read: Any) -> None:
    assert faults(one(read(patient(language="de"), request(dosageInstruction=[NEEDED])))) == ["dose_note"]


def test_rows_are_counted_by_their_place_in_the_input(read: Any) -> None:
    table = read(patient(), request("a"), patient("other"), request("b", "Patient/other"))
    assert [(row.line, row.id) for row in all_rows(table)] == [(2, "a"), (4, "b")]


def test_a_folder_of_files_is_one_input(tmp_path: Path, names: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    saved(folder / "MedicationRequest.ndjson", request("a"), request("b"))
    saved(folder / "Patient.ndjson", patient())
    saved(folder / "more.json", patient("two"), request("c", "Patient/two"))
    (folder / "readme.txt").write_text("not FHIR")
    table = read_table(folder, names, Reading(locales=LOCALES))
    assert [(row.id, row.faults) for row in all_rows(table)] == [("a", ()), ("b", ()), ("c", ())]
    (folder / "more.json").rename(folder / "most.json")
    assert read_table(folder, names, Reading(locales=LOCALES)).stamps != table.stamps


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("in.json", "", 1),
        ("in.json", "{\n]", 2),
        ("in.json", "[]", 1),
        ("in.json", "{}", 1),
        ("in.json", '{"resourceType": "Bundle"}', 0),
        ("in.json", '{"resourceType": "Patient"}', 0),
        ("in.ndjson", '{"resourceType": "Patient"}\n{', 2),
        ("in.ndjson", '{"resourceType": "Patient"}\n{"id": 1}', 2),
        ("in.json", "\xff", 1),
    ],
)
def test_what_is_no_fhir(tmp_path: Path, name: str, text: str, line: int) -> None:
    (tmp_path / name).write_bytes(text.encode("latin-1"))
    with pytest.raises(InvalidInput) as refusal:
        read_table(tmp_path / name, how=Reading(locales=LOCALES))
    assert [fault.place.line for fault in refusal.value.diagnostics] == [line]


def test_a_rejected_request_cannot_be_fed_back_unread(leafgen: Leafgen, tmp_path: Path, names: Path) -> None:
    """A table has no status, and no codes of a dosage: without mending, nobody would know of them."""
    stopped = request("a", status="stopped")
    unclear = request("b", dosageInstruction=[TWICE])
    path = saved(tmp_path / "in.json", patient(), stopped, unclear, request("c", dosageInstruction=[NEEDED]))
    table = read_table(path, names, Reading(locales=leafgen.content.locales))
    report = run(leafgen, table, tmp_path / "out", Options(workers=1), unwatched)
    assert (report.tally.delivered, report.tally.rejected) == (1, 2)
    with (tmp_path / "out/rejected.csv").open(encoding="utf-8", newline="") as file:
        found = {row["id"]: row for row in csv.DictReader(file)}
    assert {row["indication"] for row in found.values()} == {""}
    assert found["b"]["dose_note"] == "2 x / 1 d, 1 tablet"
    again = run(
        leafgen, read_table(tmp_path / "out/rejected.csv", names), tmp_path / "again", Options(workers=1), unwatched
    )
    assert (again.tally.delivered, again.tally.rejected) == (0, 2)


def test_faults_are_the_same_in_every_pass(read: Any) -> None:
    table = read(patient(), request(status="draft"))
    assert list(table.source.records()) == list(table.source.records())
    assert all(isinstance(fault, Fault) for row in all_rows(table) for fault in row.faults)
