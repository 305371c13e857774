"""The leaflet as one page for a browser: it says what the paper says, loads nothing, and is held to that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leafgen.cli.main import run
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from leafgen.verify.proof import Verdict

FIELDS = {"kind": "leaflet", "indication": "cramps", "locale": "nl"}


def page(leafgen: Leafgen, **fields: str) -> str:
    return leafgen.make({**FIELDS, **fields}, web=True).pdf.decode("utf-8")


@pytest.mark.parametrize("locale", ["nl", "en", "ar", "uk"])
def test_it_says_exactly_what_the_composition_says(leafgen: Leafgen, locale: str) -> None:
    rendition = leafgen.make({**FIELDS, "locale": locale, "patient_name": "A. <b>de</b> Vries"}, web=True)
    proof = leafgen.prove(rendition.pdf, rendition.expectation)
    assert proof.proven, [item for item in proof.statements if item.verdict is not Verdict.PROVEN]
    assert not proof.unexplained


def test_every_leaflet_of_every_locale_can_be_a_page(leafgen: Leafgen) -> None:
    for locale in leafgen.content.locales:
        for indication in leafgen.available(locale):
            rendition = leafgen.make({"kind": "leaflet", "indication": indication, "locale": locale}, web=True)
            proof = leafgen.prove(rendition.pdf, rendition.expectation)
            assert proof.proven, (locale, indication, [check for check in proof.checks if not check.passed])
            assert len(rendition.pdf) < 400_000


def test_it_stands_alone(leafgen: Leafgen) -> None:
    text = page(leafgen)
    assert "<script" not in text
    assert not re.findall(r'(?:src|href)="(?!data:|tel:|#)[^"]*"', text)
    assert re.search(r'href="tel:\+31519229200"', text)
    assert text.count("<h1") == 1
    assert 'scope="col"' in text
    assert '<html lang="nl" dir="ltr"' in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Gebruik geen magnesium als", "Gebruik magnesium als"),
        ("<body", '<body style="opacity:0"'),
        ("</style>", "li { display: none }</style>"),
        ("</body>", "<p>Neem gerust meer.</p></body>"),
        ("</body>", "<script>document.body.remove()</script></body>"),
        ('lang="nl"', 'lang="en"'),
    ],
    ids=["negation", "attribute", "style", "addition", "script", "language"],
)
def test_a_changed_page_is_refused(leafgen: Leafgen, old: str, new: str) -> None:
    text = page(leafgen)
    assert old in text
    expectation = leafgen.make(FIELDS, web=True).expectation
    assert not leafgen.prove(text.replace(old, new, 1).encode(), expectation).proven


def test_a_label_is_for_paper(leafgen: Leafgen, tmp_path: Path) -> None:
    label = {"kind": "label", "indication": "cramps", "locale": "nl", "stock": "dymo-99012"}
    with pytest.raises(InvalidInput, match="a label is for paper"):
        leafgen.release(label, tmp_path / "x.html")


def test_the_name_s_ending_chooses_it(tmp_path: Path) -> None:
    made = tmp_path / "x.html"
    assert run(["leaflet", "cramps", "--locale", "nl", "-o", str(made)]) == 0
    verify = ["--indication", "cramps", "--kind", "leaflet"]
    assert run(["verify", str(made), *verify, "--locale", "nl"]) == 0
    assert run(["verify", str(made), *verify, "--locale", "en"]) == 4
