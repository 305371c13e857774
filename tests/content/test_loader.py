"""The loader: every fault of every file at once, each at its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from leafgen.content.workspace import Workspace
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from tests.conftest import SPOKEN, WHOLE, Edit

CRAMPS = "leaflets/cramps.yaml"


def faults(copy: Path) -> list[str]:
    """The diagnostics of loading a copy, as text."""
    with pytest.raises(InvalidInput) as refusal:
        _ = Workspace(copy).content
    return [str(diagnostic) for diagnostic in refusal.value.diagnostics]


def line_of(copy: Path, file: str, text: str) -> int:
    lines = (copy / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_shipped_content_loads(leafgen: Leafgen) -> None:
    assert set(WHOLE) <= set(leafgen.content.indications)
    assert set(SPOKEN) <= set(leafgen.content.locales)


def test_ten_planted_faults_are_all_named_with_their_lines(copy: Path) -> None:
    planted = """\
id: cramps
name: "Muscle cramps"
title: "Magnesium for cramps in 10 days"
subtitle: "Read this leaflet."
product: "magnesium"
product_class: food-suplement
revised: 2026-13-22
source: [nobody]
dose: dose
colour: red
facts:
  dose:
    value: [400, 200]
    unit: milligram
    basis: elemental
    source: prevention
    locator: "section 2"
  dose:
    value: 1
    unit: hour
    source: prevention
    locator: "section 2"
statements:
  - id: what
    kind: usage
    text: "Magnesium is a mineral."
    source: [prevention]
  - id: dose
    kind: dose
    text: "Take {dose} with {drink}."
    arguments: {dose: dosis, spare: dose}
    source: [prevention]
  - id: dose
    kind: dose
    source: [prevention]
"""
    (copy / CRAMPS).write_text(planted, encoding="utf-8")
    found = faults(copy)
    expected = [
        (3, "title", "a digit in a message"),
        (6, "product_class", "food-suplement"),
        (7, "revised", "date"),
        (8, "source[0]", "there is no source 'nobody'"),
        (10, "colour", "unknown key"),
        (12, "facts.dose", "the range must rise"),
        (18, "facts.dose", "the key stands twice, first on line 12"),
        (25, "statements[0].kind", "usage"),
        (30, "statements[1].text", "{drink} has no argument"),
        (31, "statements[1].arguments.dose", "there is no fact 'dosis'"),
        (31, "statements[1].arguments.spare", "not used"),
        (33, "statements[2].id", "stands twice"),
        (33, "statements[2].text", "this key is missing"),
    ]
    for line, path, words in expected:
        near = [fault for fault in found if fault.startswith(f"{CRAMPS}:{line}:") and words in fault]
        assert near, f"no diagnostic at line {line} of {path} says {words!r}:\n" + "\n".join(found)


def test_faults_of_several_files_come_in_one_run(copy: Path, edit: Edit) -> None:
    edit("leaflets/sleep.yaml", "id: sleep", "id: slep")
    edit("leaflets/clinics/demo-clinic.yaml", '"088 0100 985"', '"088 0100 98"')
    edit("leaflets/locales/nl/locale.yaml", "direction: ltr", "direction: up")
    edit("styles/stocks/avery.yaml", "columns: 3", "columns: 4")
    found = "\n".join(faults(copy))
    for words in ("file's name is 'sleep'", "not a number that can exist in NL", "'up'", "avery"):
        assert words in found


def test_yaml_syntax_error_names_its_line(copy: Path) -> None:
    (copy / CRAMPS).write_text("id: cramps\nname: [open\ntitle: x\n", encoding="utf-8")
    assert any(fault.startswith(f"{CRAMPS}:3: not YAML") for fault in faults(copy))


def test_undecided_contradiction_stops_the_build_with_both_sources_named(copy: Path, edit: Edit) -> None:
    decisions = "leaflets/core/decisions.yaml"
    text = (copy / decisions).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("    decision:") and "200 to 400" in line)
    edit(decisions, line, '    decision: ""')
    (fault,) = faults(copy)
    assert "migraine-dose is undecided" in fault
    assert "dc-klinieken says" in fault
    assert "prevention says" in fault
    assert fault.startswith(f"{decisions}:{line_of(copy, decisions, 'id: migraine-dose')}:")


def test_decision_about_something_that_is_not_there(copy: Path, edit: Edit) -> None:
    edit("leaflets/core/decisions.yaml", "concerns: [core.upper-limit,", "concerns: [core.uper-limit,")
    assert any("'core.uper-limit'" in fault for fault in faults(copy))


@pytest.mark.parametrize("digit", ["2", "²", "½", "٣", "Ⅳ"])
def test_digit_of_any_script_in_a_message_is_refused(copy: Path, edit: Edit, digit: str) -> None:
    edit(CRAMPS, 'name: "', f'name: "{digit} ')
    assert any(fault.startswith(f"{CRAMPS}:2: name: a digit") for fault in faults(copy))


def test_missing_file_is_named(copy: Path) -> None:
    (copy / "leaflets/core/sources.yaml").unlink()
    assert any(fault == "leaflets/core/sources.yaml: this file is missing" for fault in faults(copy))


def test_short_emergency_number_is_accepted_and_an_unknown_short_number_is_not(
    copy: Path, edit: Edit, open_copy: Callable[[], Leafgen]
) -> None:
    edit("leaflets/clinics/demo-clinic.yaml", 'emergency: "088 0100 998"', 'emergency: "112"')
    assert open_copy().content.clinics["demo-clinic"].emergency == "112"
    edit("leaflets/clinics/demo-clinic.yaml", 'emergency: "112"', 'emergency: "113112"')
    assert any("113112" in fault for fault in faults(copy))


def test_an_ambulance_number_is_one_of_the_country_s(copy: Path, edit: Edit) -> None:
    edit("leaflets/clinics/demo-clinic.yaml", 'ambulance: "112"', 'ambulance: "088 0100 998"')
    assert any(
        fault.startswith("leaflets/clinics/demo-clinic.yaml:10: ambulance: '088 0100 998' is not an emergency number")
        for fault in faults(copy)
    )


def test_two_default_clinics_are_refused(copy: Path, edit: Edit) -> None:
    edit("leaflets/clinics/demo-clinic.yaml", "kind: clinic", "kind: clinic\ndefault: true")
    assert any("one clinic must be the default" in fault for fault in faults(copy))


def test_pale_brand_colour_is_refused(copy: Path, edit: Edit) -> None:
    edit("leaflets/clinics/demo-clinic.yaml", 'primary: "#1f4e79"', 'primary: "#99ccff"')
    assert any("contrast below 4.5" in fault for fault in faults(copy))


def test_absent_logo_is_refused(copy: Path) -> None:
    (copy / "leaflets/clinics/logos/demo-clinic.svg").unlink()
    assert any("there is no file leaflets/clinics/logos/demo-clinic.svg" in fault for fault in faults(copy))


def test_a_department_without_any_name_is_refused(copy: Path, edit: Edit) -> None:
    edit("leaflets/clinics/demo-clinic.yaml", "id: radiology,", "id: scans,")
    assert any("core/wording.yaml has no department-scans" in fault for fault in faults(copy))


def test_every_fault_of_a_new_profile_is_told_at_once(copy: Path) -> None:
    file = "leaflets/clinics/surgery.yaml"
    (copy / file).write_text(
        """\
id: surgry
name: "Surgery"
kind: clinic
country: NL
address: "Church Street"
questions: "058 12"
emergency: "058 2123457"
ambulance: "058 2123457"
hours:
  - {days: [monday], opens: "8:00", closes: "17:00"}
logo: logos/none.svg
colours: {primary: "blue", accent: "#eeeeff"}
locations:
  - {id: main, name: Main, departments: [{id: physio, emergency: "1"}, {id: Phy/sio, name: P, emergency: "112"}]}
  - {id: main, name: Again}
""",
        encoding="utf-8",
    )
    expected = [
        (1, "id", "the id is 'surgry' but the file's name is 'surgery'"),
        (5, "address", "should be a list"),
        (6, "questions", "'058 12' is not a number that can exist in NL"),
        (8, "ambulance", "'058 2123457' is not an emergency number of NL"),
        (10, "hours[0]", "'8:00' is not a time of day"),
        (11, "logo", "there is no file leaflets/clinics/logos/none.svg"),
        (12, "colours", "'blue' is not a colour such as #0f5f61"),
        (14, "locations[0].departments[0]", "no name: core/wording.yaml has no department-physio"),
        (14, "locations[0].departments[0].emergency", "'1' is not"),
        (14, "locations[0].departments[1].id", "'Phy/sio' cannot be an id"),
        (15, "locations[1].id", "the id 'main' stands twice"),
    ]
    found = faults(copy)
    for line, path, words in expected:
        assert [fault for fault in found if fault.startswith(f"{file}:{line}: {path}: {words}")], "\n".join(found)
    assert len(found) == len(expected)


def test_a_country_nobody_knows_is_named_once(copy: Path, edit: Edit) -> None:
    edit("leaflets/clinics/demo-clinic.yaml", "country: NL", "country: XX")
    (fault,) = faults(copy)
    assert "'XX' is no country" in fault


@pytest.mark.parametrize("value", [".nan", "-.inf", "1e999", "0b", "9" * 5000])
def test_a_number_that_is_none_is_a_fault_at_its_line(copy: Path, edit: Edit, value: str) -> None:
    edit("styles/stocks/dymo.yaml", "width: 54, height: 25", f"width: {value}, height: 25")
    (fault,) = faults(copy)
    assert fault.startswith("styles/stocks/dymo.yaml:6: stocks[0].width: should be a valid number, not ")


@pytest.mark.parametrize("value", ["[]", "{a: b}", "7", "true"])
@pytest.mark.parametrize(
    ("file", "entry"),
    [("leaflets/core/sources.yaml", "id: health-library"), ("styles/stocks/dymo.yaml", "id: dymo-99012")],
)
def test_an_id_of_another_type_is_a_fault(copy: Path, edit: Edit, file: str, entry: str, value: str) -> None:
    edit(file, entry, f"id: {value}")
    assert any(fault.startswith(f"{file}:") and ".id: should be" in fault for fault in faults(copy))


@pytest.mark.parametrize("identity", ["../x", "Über", "two words", "", "a.b", "a--b"])
def test_an_id_that_cannot_be_typed_or_name_a_file_is_refused(copy: Path, edit: Edit, identity: str) -> None:
    edit("styles/stocks/dymo.yaml", "id: dymo-99012", f'id: "{identity}"')
    edit("leaflets/cramps.yaml", "- id: how-much", f'- id: "{identity}"')
    found = "\n".join(faults(copy))
    assert f"stocks[5].id: {identity!r} cannot be an id" in found
    assert f"statements[0].id: {identity!r} cannot be an id" in found


def test_a_printer_may_have_any_id_that_its_queue_has(copy: Path, open_copy: Callable[[], Leafgen]) -> None:
    (copy / "styles/printers.yaml").write_text("printers:\n  - {id: HP_LaserJet-4.2, name: Desk}\n", encoding="utf-8")
    assert "HP_LaserJet-4.2" in open_copy().content.printers


def test_a_faulty_stock_does_not_shift_the_places_of_those_after_it(copy: Path) -> None:
    (copy / "styles/stocks/acme.yaml").write_text(
        """\
vendor: Acme
stocks:
  - {id: acme-a, name: "A", width: 70, hight: 35, source: s}
  - {id: acme-b, name: "B", width: 70, height: 35, margin: 40, source: s}
""",
        encoding="utf-8",
    )
    assert "styles/stocks/acme.yaml:4: stocks[1]: acme-b: margins of 40 and 40 mm leave no room on the label" in faults(
        copy
    )


@pytest.mark.parametrize("value", ["7", "true", "text", "{a: b}"])
def test_stocks_that_are_no_list_are_a_fault(copy: Path, value: str) -> None:
    (copy / "styles/stocks/acme.yaml").write_text(f"vendor: Acme\nstocks: {value}\n", encoding="utf-8")
    assert "styles/stocks/acme.yaml:2: stocks: should be a list" in faults(copy)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("font: fira-sans", "font: comic", "font: there is no font family 'comic'"),
        ("cldr: nl_NL", "cldr: xx_YY", "CLDR knows no locale 'xx_YY'"),
        ("id: nl\n", "id: nl\nnumerals: foo\n", "nl_NL is not written with 'foo'"),
        ("id: nl\n", 'id: nl\ndate_format: "MMMM"\n', "day and year are needed"),
        ("negation: [", "negation: ['(', ", "'(' is no regular expression"),
        ("negation: [", "negation: ['', ", "is found in every text"),
    ],
)
def test_a_locale_that_cannot_be_written_or_find_denials_is_refused(
    copy: Path, edit: Edit, old: str, new: str, words: str
) -> None:
    edit("leaflets/locales/nl/locale.yaml", old, new)
    (fault,) = faults(copy)
    assert fault.startswith("leaflets/locales/nl/locale.yaml:")
    assert words in fault


@pytest.mark.parametrize("days", ["[]", "[monday, friday, monday]"])
def test_opening_hours_name_each_day_once(copy: Path, edit: Edit, days: str) -> None:
    edit("leaflets/clinics/demo-clinic.yaml", "days: [monday, tuesday, wednesday, thursday, friday]", f"days: {days}")
    assert any("days must name at least one day, and none twice" in fault for fault in faults(copy))


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("leaflets/clinics/demo-clinic.yaml", 'name: "Kliniek Voorbeeld"', 'name: " "', "name: an empty name"),
        ("leaflets/clinics/demo-clinic.yaml", 'name: "Dokkum"', 'name: ""', "locations[0].name: an empty name"),
        ("styles/stocks/dymo.yaml", 'name: "Dymo 11352 return address"', 'name: ""', "dymo-11352: name is empty"),
        (CRAMPS, 'name: "Muscle cramps"', 'name: ""', "name: an empty text"),
        ("leaflets/core/wording.yaml", "text: In short", 'text: " "', "text: an empty text"),
    ],
)
def test_what_is_called_nothing_is_refused(copy: Path, edit: Edit, file: str, old: str, new: str, words: str) -> None:
    edit(file, old, new)
    (fault,) = faults(copy)
    assert fault.startswith(f"{file}:")
    assert words in fault


def test_nothing_is_said_without_a_source(copy: Path, edit: Edit) -> None:
    edit("leaflets/sleep.yaml", "    source: [mah-2021]", "    source: []")
    (fault,) = faults(copy)
    line = line_of(copy, "leaflets/sleep.yaml", "    source: []")
    assert fault == f"leaflets/sleep.yaml:{line}: statements[5].source: no source: what is said was read somewhere"


def test_a_daily_dose_is_an_amount_of_magnesium(copy: Path, edit: Edit) -> None:
    edit("leaflets/sleep.yaml", "\ndose: dose\n", "\ndose: onset\n")
    (fault,) = faults(copy)
    assert fault == "leaflets/sleep.yaml:9: dose: the daily dose must be in mg of elemental magnesium"


def test_a_printed_dose_needs_a_daily_dose(copy: Path, edit: Edit) -> None:
    edit("leaflets/sleep.yaml", "\ndose: dose\n", "\n")
    (fault,) = faults(copy)
    assert "statements[0].arguments.dose: the file names no daily dose" in fault
