"""The loader: every fault of every file at once, each at its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from leafgen.content.workspace import Workspace
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from tests.conftest import Edit

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
    assert set(leafgen.content.indications) == {
        "about-magnesium", "constipation", "cramps", "migraine-prevention", "sleep",
    }  # fmt: skip


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
