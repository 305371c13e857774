"""Two languages side by side: every statement stands beside its own translation, and both are proven."""

from __future__ import annotations

import pytest

from leafgen.compose.composition import Pair
from leafgen.kernel.errors import InvalidInput, RefusedByPolicy
from leafgen.pipeline import Leafgen
from leafgen.verify.proof import Verdict

FIELDS = {"kind": "leaflet", "indication": "cramps", "locale": "en", "bilingual": "nl"}


def test_each_statement_stands_beside_its_own_translation(leafgen: Leafgen) -> None:
    composition = leafgen.compose(leafgen.request(FIELDS))
    patient = [said.id for said in leafgen.compose(leafgen.request({**FIELDS, "bilingual": ""})).said()]
    both = [said.id for said in composition.said()]
    assert [name for name in both if "@" not in name] == patient
    unpaired = {name for name in patient if f"{name}@nl" not in both}
    assert all(name.startswith("clinic.") for name in unpaired), unpaired
    blocks = [block for section in composition.sections for block in section.blocks]
    assert all(isinstance(block, Pair) for block in blocks)


@pytest.mark.parametrize(("patient", "staff"), [("en", "nl"), ("ar", "nl"), ("nl", "ar")])
def test_both_languages_are_proven(leafgen: Leafgen, patient: str, staff: str) -> None:
    rendition = leafgen.make({**FIELDS, "locale": patient, "bilingual": staff})
    proof = leafgen.prove(rendition.pdf, rendition.expectation)
    assert proof.proven, [item for item in proof.statements if item.verdict is not Verdict.PROVEN]
    proven = {item.id for item in proof.statements}
    assert {"core.kidneys", f"core.kidneys@{staff}", f"core.emergency@{staff}"} <= proven


def test_a_monolingual_file_is_no_bilingual_one(leafgen: Leafgen) -> None:
    alone = leafgen.make({**FIELDS, "bilingual": ""})
    assert not leafgen.prove(alone.pdf, leafgen.make(FIELDS).expectation).proven


def test_the_second_language_must_be_another_and_available(leafgen: Leafgen) -> None:
    with pytest.raises(InvalidInput, match="the leaflet's own language"):
        leafgen.request({**FIELDS, "bilingual": "en"})
    with pytest.raises(InvalidInput, match="there is no locale 'xx'"):
        leafgen.request({**FIELDS, "bilingual": "xx"})
    label = {"kind": "label", "indication": "cramps", "locale": "en", "stock": "dymo-99012", "bilingual": "nl"}
    with pytest.raises(InvalidInput, match="is for leaflets only"):
        leafgen.request(label)


def test_a_second_language_that_lacks_a_statement_is_refused(leafgen: Leafgen, monkeypatch: pytest.MonkeyPatch) -> None:
    dutch = leafgen.translations("nl")
    texts = {context: text for context, text in dutch.texts.items() if context != "core.kidneys"}
    monkeypatch.setitem(leafgen._translations, "nl", type(dutch)("nl", texts))
    with pytest.raises(RefusedByPolicy, match="not available in nl"):
        leafgen.compose(leafgen.request(FIELDS))
