"""The main job end to end: what is promised is printed and proven, and what was changed on the way is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from leafgen.compose.composition import Composition, Run, Said
from leafgen.pipeline import Leafgen
from leafgen.render.rendition import Rendition
from leafgen.verify.proof import Proof, Verdict

LEAFLET = {"kind": "leaflet", "indication": "migraine-prevention", "locale": "en"}
LABEL = {"kind": "label", "indication": "migraine-prevention", "locale": "en", "stock": "dymo-99012"}


def render(leafgen: Leafgen, fields: dict[str, str], change: Callable[[Said], Said | None]) -> tuple[Rendition, bytes]:
    """What is promised, and a PDF in which each statement went through `change` (None: left out)."""
    request = leafgen.request(fields)
    composition = leafgen.compose(request)
    return leafgen.render(request, composition), leafgen.render(request, changed(composition, change)).pdf


def changed(composition: Composition, change: Callable[[Said], Said | None]) -> Composition:
    """The composition with every statement changed or left out, wherever it stands."""

    def walk(node: object) -> object:
        if isinstance(node, Said):
            return change(node)
        if isinstance(node, tuple):
            walked = (walk(item) for item in node)
            return tuple(item for item in walked if item is not None)
        if hasattr(node, "__dataclass_fields__") and not isinstance(node, Run):
            parts = {name: walk(getattr(node, name)) for name in node.__dataclass_fields__}
            if "said" in parts and not parts["said"]:
                return None
            return replace(node, **parts)  # type: ignore[type-var]
        return node

    result = walk(composition)
    assert isinstance(result, Composition)
    return result


def exchange(identity: str, old: str, new: str) -> Callable[[Said], Said | None]:
    """Replace `old` by `new` in one statement."""

    def change(said: Said) -> Said | None:
        if said.id != identity:
            return said
        assert old in said.text, said.text
        return replace(said, runs=tuple(replace(run, text=run.text.replace(old, new)) for run in said.runs))

    return change


def drop(identity: str) -> Callable[[Said], Said | None]:
    return lambda said: None if said.id == identity else said


def refused(proof: Proof) -> dict[str, Verdict]:
    return {item.id: item.verdict for item in proof.statements if item.verdict is not Verdict.PROVEN}


@pytest.mark.parametrize("fields", [LEAFLET, LABEL], ids=["leaflet", "label"])
def test_what_is_made_is_proven(leafgen: Leafgen, fields: dict[str, str]) -> None:
    rendition = leafgen.make(fields)
    proof = leafgen.prove(rendition.pdf, rendition.expectation)
    assert proof.proven
    assert not proof.unexplained


@pytest.mark.parametrize("fields", [LEAFLET, LABEL], ids=["leaflet", "label"])
@pytest.mark.parametrize(
    ("identity", "change"),
    [
        ("core.kidneys", drop("core.kidneys")),
        ("core.kidneys", exchange("core.kidneys", "Do not use", "You may use")),
        ("migraine-prevention.dose", exchange("migraine-prevention.dose", "200", "2000")),
        ("migraine-prevention.dose", exchange("migraine-prevention.dose", "400", "4000")),
        ("migraine-prevention.dose", exchange("migraine-prevention.dose", "mg", "g")),
        ("clinic.questions", exchange("clinic.questions", "0519\u00a0229", "0519\u00a0292")),
        ("core.limit", exchange("core.limit", "only if", "if")),
    ],
    ids=["dropped", "negation", "digit", "magnitude", "unit", "phone", "condition"],
)
def test_a_change_on_the_way_is_refused_by_name(
    leafgen: Leafgen, fields: dict[str, str], identity: str, change: Callable[[Said], Said | None]
) -> None:
    promised, pdf = render(leafgen, fields, change)
    proof = leafgen.prove(pdf, promised.expectation)
    assert not proof.proven
    assert identity in refused(proof)


def test_an_addition_is_refused_as_unexplained(leafgen: Leafgen) -> None:
    promised, pdf = render(leafgen, LEAFLET, exchange("migraine-prevention.what", "magnesium", "pure magnesium"))
    proof = leafgen.prove(pdf, promised.expectation)
    assert not proof.proven
    assert "migraine-prevention.what" in refused(proof)


def test_every_statement_of_every_leaflet_is_safe_from_being_dropped(leafgen: Leafgen) -> None:
    composition = leafgen.compose(leafgen.request(LEAFLET))
    rendition = leafgen.render(leafgen.request(LEAFLET), composition)
    promised = {expected.id.partition("#")[0] for expected in rendition.expectation.flow}
    for said in composition.said():
        assert said.id.partition("#")[0] in promised or said.id.rpartition("#")[0] in promised, said.id
