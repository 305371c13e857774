"""The map file: what it may say, and every fault of it at once with its line."""

from __future__ import annotations

import pytest

from leafgen.batch.mapping import InputMap, read_map
from leafgen.kernel.errors import InvalidInput

WHOLE = """
columns: {Patient: patient_name, No: id}
ignore: [Ward]
defaults: {kind: both, stock: dymo-99012, copies: 2, prescribed: true}
values:
  locale: {Dutch: nl}
medications:
  "http://rx|316049": {indication: cramps, product: magnesium-citrate-150}
reasons:
  "http://snomed|37796009": {indication: migraine-prevention}
dosage:
  as needed: {en: Only when needed., nl: Alleen als het nodig is.}
"""


def test_every_section() -> None:
    found = read_map(WHOLE, "m.yaml")
    assert found.columns == {"Patient": "patient_name", "No": "id"}
    assert found.ignore == {"Ward"}
    assert found.defaults == {"kind": "both", "stock": "dymo-99012", "copies": "2", "prescribed": "yes"}
    assert found.values == {"locale": {"Dutch": "nl"}}
    assert found.medications == {"http://rx|316049": {"indication": "cramps", "product": "magnesium-citrate-150"}}
    assert found.reasons["http://snomed|37796009"] == {"indication": "migraine-prevention"}
    assert found.dosage["as needed"]["nl"] == "Alleen als het nodig is."


def test_an_empty_map_says_nothing() -> None:
    assert read_map("", "m.yaml") == InputMap()


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("- a", 1, "is no mapping"),
        ("colums: {}", 1, "did you mean 'columns'"),
        ("columns: [a]", 1, "is no mapping"),
        ("columns:\n  Name: patient", 2, "did you mean 'patient_name'"),
        ("columns:\n  Name: [id]", 2, "is no text"),
        ("ignore: Ward", 1, "is no list"),
        ("ignore: [1]", 1, "is no list"),
        ("defaults:\n  id: p1", 2, "there is no column 'id'"),
        ("values:\n  language: {}", 2, "there is no column 'language'"),
        ("medications:\n  aspirin: {indication: cramps}", 2, "system|code"),
        ("reasons:\n  a|b: {name: Ann}", 2, "there is no column of a code 'name'"),
        ("columns: {", 1, "not YAML"),
        ("ignore: []\nignore: []", 2, "twice"),
    ],
)
def test_faults(text: str, line: int, problem: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_map(text, "m.yaml")
    assert any(problem in str(fault) for fault in refusal.value.diagnostics)
    assert refusal.value.diagnostics[0].place.line == line


def test_all_faults_at_once() -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_map("colums: {}\ncolumns:\n  Name: patient\nignore: x\n", "m.yaml")
    assert [fault.place.line for fault in refusal.value.diagnostics] == [1, 3, 4]
