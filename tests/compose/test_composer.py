"""The composer: what is said, in which order, by which conditions, with which contacts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from leafgen.compose.composition import Composition, Role
from leafgen.content.model import Kind
from leafgen.kernel.errors import RefusedByPolicy
from leafgen.pipeline import Leafgen
from tests.conftest import Edit

LEAFLET = {"kind": "leaflet", "indication": "cramps", "locale": "en"}
LABEL = {"kind": "label", "indication": "cramps", "locale": "en", "stock": "avery-l7160"}


def compose(leafgen: Leafgen, **fields: str) -> Composition:
    return leafgen.compose(leafgen.request(fields))


def texts(composition: Composition) -> dict[str, str]:
    return {said.id: said.text.replace("\u00a0", " ") for said in composition.said()}


def test_the_dose_is_said_from_its_fact(leafgen: Leafgen) -> None:
    composition = compose(leafgen, **LEAFLET)
    dose = next(said for said in composition.said() if said.id == "cramps.dose")
    numbers = [run.text.replace("\u00a0", " ") for run in dose.runs if run.role is Role.QUANTITY]
    assert numbers == ["200 to 400 mg a day"]
    assert dose.facts == ("cramps.dose",)
    assert dose.source


def test_every_number_of_a_leaflet_stands_in_a_run_of_its_own(leafgen: Leafgen) -> None:
    for name in leafgen.content.indications:
        for said in compose(leafgen, kind="leaflet", indication=name, locale="en").said():
            for run in said.runs:
                assert run.role is not Role.TEXT or not any(mark.isdigit() for mark in run.text), said.id


def test_sections_follow_the_outline(leafgen: Leafgen) -> None:
    names = [section.id for section in compose(leafgen, **LEAFLET).sections]
    order = [outline.id for outline in leafgen.content.leaflet.sections]
    assert names == [name for name in order if name in names]
    assert names[:2] == ["in-short", "do-not-use"]


def test_the_limit_is_said_only_above_it(leafgen: Leafgen) -> None:
    assert "core.limit" in texts(compose(leafgen, **LEAFLET))
    assert "core.limit" not in texts(compose(leafgen, **LEAFLET, dose="250"))
    assert "core.limit" in texts(compose(leafgen, **LEAFLET, dose="300"))


def test_a_dose_outside_its_range_is_refused_unless_prescribed(leafgen: Leafgen) -> None:
    for dose in ("100", "401", "2000"):
        with pytest.raises(RefusedByPolicy, match="may not be printed so") as refusal:
            compose(leafgen, **LEAFLET, dose=dose)
        assert "outside the sourced range of 200 to 400 mg" in str(refusal.value)
    said = texts(compose(leafgen, **LEAFLET, dose="600", prescribed="yes"))
    assert said["core.prescribed"] == "Your prescriber has set this dose for you."


def test_a_dose_for_a_leaflet_that_gives_none_is_refused(leafgen: Leafgen) -> None:
    with pytest.raises(RefusedByPolicy, match="gives no dose"):
        compose(leafgen, kind="leaflet", indication="about-magnesium", locale="en", dose="200")


def test_the_timetable_divides_the_dose(leafgen: Leafgen) -> None:
    said = texts(compose(leafgen, **LEAFLET, dose="300", times="evening,morning"))
    assert said["patient.timetable.morning#1"] == "Morning"
    assert said["patient.timetable.morning#2"] == "150 mg"
    assert said["patient.timetable.evening#2"] == "150 mg"
    assert said["patient.dose"] == "300 mg a day"
    assert said["cramps.how-much"] == "300 mg a day"
    assert "cramps.dose" not in said, "a personal dose stands in the place of the usual one"
    assert texts(compose(leafgen, **LEAFLET))["cramps.how-much"] == "200 to 400 mg a day"


@pytest.mark.parametrize(
    ("place", "emergencies"),
    [
        (
            {},
            {
                "clinic.emergency.dokkum.pain-care": "Emergency at Dokkum, after pain care: 088 010 0960",
                "clinic.emergency.dokkum.stomach-bowel":
                    "Emergency at Dokkum, after stomach and bowel examination: 088 010 0960",
                "clinic.emergency.dokkum.radiology": "Emergency at Dokkum, after radiology: 088 010 0985",
                "clinic.emergency": "Any other emergency: 088 010 0998",
            },
        ),
        (
            {"location": "dokkum"},
            {
                "clinic.emergency.dokkum.pain-care": "Emergency after pain care: 088 010 0960",
                "clinic.emergency.dokkum.stomach-bowel": "Emergency after stomach and bowel examination: 088 010 0960",
                "clinic.emergency.dokkum.radiology": "Emergency after radiology: 088 010 0985",
                "clinic.emergency": "Any other emergency: 088 010 0998",
            },
        ),
        ({"location": "dokkum", "department": "pain-care"}, {"clinic.emergency": "In an emergency: 088 010 0960"}),
        ({"location": "dokkum", "department": "radiology"}, {"clinic.emergency": "In an emergency: 088 010 0985"}),
        ({"location": "zwolle"}, {"clinic.emergency": "In an emergency: 088 010 0998"}),
    ],
)  # fmt: skip
def test_emergency_numbers_by_location_and_department(
    leafgen: Leafgen, place: dict[str, str], emergencies: dict[str, str]
) -> None:
    said = texts(compose(leafgen, **LEAFLET, clinic="demo-clinic", **place))
    assert {name: text for name, text in said.items() if name.startswith("clinic.emergency")} == emergencies
    assert said["clinic.questions"] == "Questions: 088 010 0900"
    number = emergencies["clinic.emergency"].rpartition(": ")[2]
    assert number in said["core.emergency"]


def test_label_says_dose_warning_side_effect_and_where_to_ask(leafgen: Leafgen) -> None:
    said = texts(compose(leafgen, **LABEL, patient_name="Ann", product="Magnesium citrate 150 mg", quantity="60"))
    assert said["clinic.name"] == "Apotheek Voorbeeld"
    assert said["clinic.questions"] == "0519 229 200"
    assert said["patient.date"] == "22 Nov 2026"
    assert said["patient.product"] == "Magnesium citrate 150 mg"
    assert "200 to 400 mg a day" in said["cramps.dose"]
    assert said["core.kidneys"] == "Do not use with severe kidney problems."
    assert said["core.side-effects-common"] == "Can cause loose stools."
    assert said["wording.label-read-leaflet"] == "Read the leaflet first."


def test_label_of_a_personal_dose_says_it_by_time_of_day(leafgen: Leafgen) -> None:
    said = texts(compose(leafgen, **LABEL, dose="200", times="evening"))
    assert said["patient.timetable.evening"] == "Evening: 200 mg"
    assert "cramps.dose" not in said
    assert "core.limit" not in said


def test_no_claim_on_the_label_of_a_food_supplement(leafgen: Leafgen) -> None:
    for indication in ("cramps", "migraine-prevention"):
        composition = compose(leafgen, **{**LABEL, "indication": indication})
        assert not {said.kind for said in composition.said()} & {Kind.CLAIM, Kind.EVIDENCE, Kind.USE}
        assert "migraine" not in " ".join(texts(composition).values()).lower()


def test_a_locale_that_lacks_a_statement_is_refused_by_name(edit: Edit, open_copy: Callable[[], Leafgen]) -> None:
    edit("leaflets/locales/nl/leafgen.po", 'msgctxt "core.kidneys"\n', 'msgctxt "core.kidneys-gone"\n')
    leafgen = open_copy()
    assert leafgen.available("nl") == []
    with pytest.raises(RefusedByPolicy) as refusal:
        compose(leafgen, kind="leaflet", indication="cramps", locale="nl")
    assert [str(fault.place.path) for fault in refusal.value.diagnostics] == ["core.kidneys"]


def test_an_indication_s_own_gap_leaves_the_others_available(edit: Edit, open_copy: Callable[[], Leafgen]) -> None:
    edit("leaflets/cramps.yaml", "text: ", "text: Now ")
    available = open_copy().available("nl")
    assert "cramps" not in available
    assert "sleep" in available


def test_a_clinic_without_a_name_in_the_reader_s_language_is_refused(
    edit: Edit, open_copy: Callable[[], Leafgen]
) -> None:
    edit("leaflets/clinics/demo-clinic.yaml", "id: radiology,", "id: scans, name: {nl: scans},")
    with pytest.raises(RefusedByPolicy, match="gives no name of scans in en"):
        compose(open_copy(), **LEAFLET, clinic="demo-clinic")


def test_content_hash_follows_the_words_not_the_patient(edit: Edit, open_copy: Callable[[], Leafgen]) -> None:
    before = compose(open_copy(), **LEAFLET).content_hash
    assert compose(open_copy(), **LEAFLET, patient_name="Ann").content_hash == before
    edit("leaflets/cramps.yaml", "Take it every day", "Use it every day")
    assert compose(open_copy(), **LEAFLET).content_hash != before
