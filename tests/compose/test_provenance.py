"""Every printed statement and number can be followed to its source."""

from __future__ import annotations

import json

import pytest

from leafgen.compose.provenance import fact_text, origin
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from leafgen.verify.attached import attached_statements

PERSONAL = {"patient_name": "Xanthippe", "birth_date": "1961-03-12", "dose": "300", "times": "evening"}


def test_a_number_is_followed_to_its_fact_source_and_decision(leafgen: Leafgen) -> None:
    found = origin(leafgen.content, "core.limit")
    fact = found.facts["core.upper-limit"]
    assert fact_text(fact) == "250 milligram a day (elemental), exact, adults"
    assert "efsa-limits" in found.sources
    assert "upper-limit" in {dispute.id for dispute in found.decisions}


@pytest.mark.parametrize("identity", ["core.keep-apart.levothyroxine", "core.kidneys@nl", "core.kidneys#label"])
def test_rows_translations_and_short_forms_lead_to_the_same_origin(leafgen: Leafgen, identity: str) -> None:
    assert origin(leafgen.content, identity).sources


def test_an_unknown_id_is_refused_with_near_ones(leafgen: Leafgen) -> None:
    with pytest.raises(InvalidInput, match=r"there is: core\.kidneys"):
        origin(leafgen.content, "cramps.kidneys")


def test_a_leaflet_carries_its_statements_and_nothing_about_the_patient(leafgen: Leafgen) -> None:
    request = leafgen.request({"kind": "leaflet", "indication": "cramps", "locale": "en", **PERSONAL})
    composition = leafgen.compose(request)
    carried = json.loads(composition.record)
    assert carried["facts"]["core.upper-limit"]["high"] == "250"
    assert carried["facts"]["core.upper-limit"]["source"] in carried["sources"]
    text = json.dumps(carried)
    for personal in ("Xanthippe", "1961", "300"):
        assert personal not in text
    rendition = leafgen.render(request, composition)
    assert "core.kidneys" in attached_statements(rendition.pdf)


def test_a_file_without_a_record_has_none() -> None:
    assert attached_statements(b"%PDF-1.7 broken") == ()
