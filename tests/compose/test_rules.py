"""Safety rules: each has a case that passes and one that it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from leafgen.compose.case import Case
from leafgen.compose.composition import Composition, Said
from leafgen.compose.rule_runner import rules
from leafgen.content.model import Kind
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from tests.conftest import Edit

LEAFLET = {"kind": "leaflet", "indication": "cramps", "locale": "en"}
LABEL = {"kind": "label", "indication": "cramps", "locale": "en", "stock": "avery-l7160"}


def case(leafgen: Leafgen, fields: dict[str, str]) -> tuple[Case, Composition]:
    request = leafgen.request(fields)
    return Case(request, leafgen.content.core), leafgen.compose(request)


def objections(rule: str, of: Case, composition: Composition) -> list[str]:
    return [f"{item.statement}: {item.message}" for item in rules()[rule].objections(of, composition)]


def without(composition: Composition, section: str) -> Composition:
    return replace(composition, sections=tuple(part for part in composition.sections if part.id != section))


def test_every_rule_says_why_and_by_which_source() -> None:
    assert set(rules()) >= {
        "core-present", "emergency-number", "label-profile", "personal-dose", "product-class", "upper-limit",
    }  # fmt: skip
    for rule in rules().values():
        assert rule.name
        assert rule.rationale
        assert rule.source


@pytest.mark.parametrize("fields", [LEAFLET, LABEL])
@pytest.mark.parametrize(
    "rule", ["core-present", "emergency-number", "label-profile", "personal-dose", "product-class", "upper-limit"]
)
def test_shipped_content_passes_every_rule(leafgen: Leafgen, rule: str, fields: dict[str, str]) -> None:
    assert objections(rule, *case(leafgen, fields)) == []


def test_core_present_names_what_a_leaflet_lost(leafgen: Leafgen) -> None:
    of, composition = case(leafgen, LEAFLET)
    found = objections("core-present", of, without(composition, "do-not-use"))
    assert any(line.startswith("core.kidneys: the warning about severe kidney problems") for line in found)
    assert any(line.startswith("core.keep-apart.") for line in objections(
        "core-present", of, without(composition, "keep-apart")
    ))  # fmt: skip


def test_core_present_names_what_a_label_lost(leafgen: Leafgen) -> None:
    of, composition = case(leafgen, LABEL)
    lines = tuple(line for line in composition.lines if line.said[0].id != "core.kidneys")
    found = objections("core-present", of, replace(composition, lines=lines))
    assert any(line.startswith("core.kidneys") for line in found)


def test_upper_limit_refuses_a_high_dose_without_it(leafgen: Leafgen) -> None:
    of, composition = case(leafgen, LEAFLET)
    (found,) = objections("upper-limit", of, without(composition, "how-to-use"))
    assert "up to 400 mg" in found


@pytest.mark.parametrize(
    ("clinic", "identity", "said"),
    [
        ("demo-clinic", "core.emergency", "Call 088 010 0998. If life is in danger, call 112."),
        ("demo-pharmacy-gb", "core.emergency-call", "Call 999."),
    ],
)
def test_emergency_number_names_the_sentence_a_leaflet_lost(
    leafgen: Leafgen, clinic: str, identity: str, said: str
) -> None:
    of, composition = case(leafgen, {**LEAFLET, "clinic": clinic})
    (sentence,) = [one for one in composition.said() if one.kind is Kind.EMERGENCY]
    assert (sentence.id, sentence.text.replace("\xa0", " ")) == (identity, said)
    found = objections("emergency-number", of, without(composition, "call-at-once"))
    assert found == [f"{identity}: it is not printed whom to call in an emergency"]


def test_a_clinic_without_an_ambulance_number_names_the_emergency_services(
    edit: Edit, open_copy: Callable[[], Leafgen]
) -> None:
    edit("leaflets/clinics/demo-clinic.yaml", 'ambulance: "112"\n', "")
    _, composition = case(open_copy(), {**LEAFLET, "clinic": "demo-clinic"})
    (sentence,) = [one for one in composition.said() if one.kind is Kind.EMERGENCY]
    assert sentence.text.replace("\xa0", " ") == "Call 088 010 0998. If life is in danger, call the emergency services."


def test_product_class_refuses_a_claim_on_a_label(leafgen: Leafgen) -> None:
    of, composition = case(leafgen, LABEL)
    claim = replace(composition.lines[0].said[0], id="cramps.claim", kind=Kind.CLAIM)
    lines = (*composition.lines, replace(composition.lines[0], said=(claim,)))
    assert objections("product-class", of, replace(composition, lines=lines)) == [
        "cramps.claim: a food supplement's label may not say this"
    ]


def test_personal_dose_refuses_what_lies_outside(leafgen: Leafgen) -> None:
    of, composition = case(leafgen, {**LEAFLET, "dose": "300"})
    assert objections("personal-dose", of, composition) == []
    outside = replace(of, request=replace(of.request, dose=of.request.dose and of.request.dose * 10))
    assert "3000 mg a day lies outside" in objections("personal-dose", outside, composition)[0]


def test_a_clinic_s_outline_cannot_drop_the_core(edit: Edit, open_copy: Callable[[], Leafgen]) -> None:
    edit("templates/leaflet.yaml", "{kind: contraindication, form: bullets}", "{kind: form, form: bullets}")
    leafgen = open_copy()
    with pytest.raises(InvalidInput) as refusal:
        leafgen.compose(leafgen.request(LEAFLET))
    assert any(fault.place.path == "core.kidneys" for fault in refusal.value.diagnostics)


def test_a_condition_that_no_rule_knows_is_refused(edit: Edit, open_copy: Callable[[], Leafgen]) -> None:
    edit("leaflets/core/safety.yaml", "when: dose-above-limit", "when: full-moon")
    leafgen = open_copy()
    with pytest.raises(InvalidInput, match="no rule knows the condition 'full-moon'"):
        leafgen.compose(leafgen.request(LEAFLET))


PRESCRIBED = {"product": "magnesium-citrate-150-prescribed", "dose": "300", "times": "morning,evening"}


@pytest.mark.parametrize(
    ("fields", "identity"),
    [
        (LABEL, "wording.label-food-supplement"),
        (LABEL, "wording.label-not-more"),
        (LABEL, "core.children"),
        ({**LABEL, "dose": "300"}, "wording.label-intake"),
        ({**LABEL, **PRESCRIBED, "patient_name": "Ann"}, "clinic.pharmacist"),
        ({**LABEL, **PRESCRIBED, "patient_name": "Ann"}, "wording.label-read-leaflet"),
        ({**LABEL, **PRESCRIBED, "patient_name": "Ann"}, "patient.date"),
        ({**LABEL, **PRESCRIBED, "patient_name": "Ann"}, "patient.product"),
    ],
)
def test_label_profile_names_what_a_label_lost(leafgen: Leafgen, fields: dict[str, str], identity: str) -> None:
    of, composition = case(leafgen, fields)
    assert objections("label-profile", of, composition) == []

    def kept(said: tuple[Said, ...]) -> tuple[Said, ...]:
        return tuple(one for one in said if one.id != identity)

    lines = tuple(replace(line, said=kept(line.said), end=kept(line.end)) for line in composition.lines)
    (found,) = objections("label-profile", of, replace(composition, lines=lines))
    assert found.startswith(f"{identity}: the label of a {of.product_class} product must ")


def test_label_profile_asks_for_a_dose(leafgen: Leafgen) -> None:
    of, composition = case(leafgen, LABEL)
    lines = tuple(line for line in composition.lines if line.look != "dose")
    assert objections("label-profile", of, replace(composition, lines=lines)) == [
        ": the label of a food-supplement product must give the dose"
    ]


def test_a_prescribed_product_without_a_patient_is_refused(leafgen: Leafgen) -> None:
    with pytest.raises(InvalidInput, match="the label of a prescribed product must give the patient's name"):
        leafgen.compose(leafgen.request({**LABEL, **PRESCRIBED}))


def test_an_outline_cannot_drop_what_the_law_asks(edit: Edit, open_copy: Callable[[], Leafgen]) -> None:
    line = "  - {statement: wording.label-food-supplement, look: foot, priority: 3, least: food-law}\n"
    edit("templates/labels/food-supplement.yaml", line, "")
    leafgen = open_copy()
    with pytest.raises(InvalidInput, match="food supplement"):
        leafgen.compose(leafgen.request(LABEL))
