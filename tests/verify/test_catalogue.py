"""The catalogue of checks: each documents itself, and each has a file that it, and perhaps it alone, refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leafgen.kernel.geometry import A4, Size
from leafgen.verify.case import Case
from leafgen.verify.catalogue import all_checks
from leafgen.verify.proof import Verdict
from leafgen.verify.reading.readers import READERS
from leafgen.verify.runner import prove
from leafgen.verify.trusted import FontBook
from tests.verify.mutants.bads import BADS
from tests.verify.mutants.engine import mutants, refusing
from tests.verify.mutants.goods import GOODS
from tests.verify.mutants.material import Specimen, trusted, usual
from tests.verify.mutants.real import Original
from tests.verify.mutants.surgery import read

BY_KIND = {
    "fonts-trusted": "standard-font",
    "glyphs-say-what-they-show": "ellipsis",
    "in-the-tree": "in-no-element",
    "legal-size": "two-points",
    "no-overlap": "over-another",
    "nothing-behind": "bar-in-a-pattern-behind",
    "nothing-contradicts": "contradicting-dose",
    "nothing-over-text": "struck-through",
    "on-the-page": "overflow-hidden-in-a-letter",
    "painted": "no-opacity",
    "reading-order": "words-in-another-order",
    "statement-exact": "digit-changed",
    "upright": "mirrored",
    "visible-ink": "white",
}
BY_OPERATOR = {"actual-text": "actual-text-lie", "glyphs-exist": "empty-box", "one-state": "earlier-state"}


@pytest.mark.parametrize("id", all_checks())
def test_a_check_documents_itself(id: str) -> None:
    check = all_checks()[id]
    assert check.name
    assert len(check.rationale) > 80
    assert check.source


@pytest.mark.parametrize(("id", "kind"), BY_KIND.items())
def test_a_check_refuses_its_kind(id: str, kind: str) -> None:
    specimen = BADS[kind]()
    assert id in refusing(prove(specimen.pdf, specimen.expectation, trusted()))


@pytest.mark.parametrize(("id", "operator"), BY_OPERATOR.items())
def test_a_check_refuses_its_mutant(id: str, operator: str) -> None:
    specimen = GOODS["plain"]()
    original = Original("plain", specimen.pdf, specimen.expectation, trusted())
    (mutant,) = mutants(original, [operator])
    assert id in mutant.refused_by


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_that_misses_a_digit_refuses(reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    specimen = usual()
    evidence, findings = read(specimen.pdf, specimen.expectation)
    case = Case(evidence, specimen.expectation, findings, FontBook(trusted()))
    assert not list(all_checks()["second-reader"].run(case))
    texts_by = type(evidence).texts_by
    read_well = list(evidence.texts_by(reader))[-1]
    worse = [[page.replace("350", "30") for page in read_well]]
    monkeypatch.setattr(
        type(evidence), "texts_by", lambda self, name: iter(worse) if name == reader else texts_by(self, name)
    )
    assert [refusal.message for refusal in all_checks()["second-reader"].run(case)] == [
        f"{reader} does not find 1 characters (5)"
    ]


def closed(**changes: object) -> Specimen:
    """A page of which everything is promised, and its promise changed."""
    specimen = GOODS["canvas-lines"]()
    return Specimen(specimen.pdf, replace(specimen.expectation, closed=True, kind="label", **changes))  # type: ignore[arg-type]


def test_a_closed_file_is_proven_when_all_of_it_is_promised() -> None:
    specimen = closed(page_sizes=(A4,), maximum_pages=1)
    proof = prove(specimen.pdf, specimen.expectation, trusted())
    assert refusing(proof) == ()
    assert proof.proven


@pytest.mark.parametrize(
    ("id", "changes"),
    [
        ("pages-as-promised", {"page_sizes": (Size(100, 100),)}),
        ("pages-as-promised", {"maximum_pages": 0}),
        ("title-and-language", {"title": "Something else"}),
        ("title-and-language", {"locale": "nl"}),
        ("fonts-trusted", {"font_files": ("0" * 64,)}),
        ("legal-size", {"minimum_pt": 12.0}),
        ("legal-size", {"minimum_x_height_mm": 3.0}),
        ("statement-exact", {"flow": ()}),
    ],
)
def test_a_frame_that_is_not_kept_is_refused(id: str, changes: dict[str, object]) -> None:
    specimen = closed(**changes)
    assert id in refusing(prove(specimen.pdf, specimen.expectation, trusted()))


def test_what_was_not_promised_refuses_a_closed_file_only() -> None:
    specimen = closed()
    short = replace(specimen.expectation, flow=specimen.expectation.flow[1:])
    assert refusing(prove(specimen.pdf, short, trusted())) == ("nothing-unexplained",)
    assert prove(specimen.pdf, replace(short, closed=False), trusted()).proven


def test_statements_in_another_order_refuse_a_closed_file() -> None:
    specimen = closed()
    turned = replace(specimen.expectation, flow=specimen.expectation.flow[::-1])
    assert "statement-exact" in refusing(prove(specimen.pdf, turned, trusted()))


def test_no_trusted_font_is_no_proof() -> None:
    specimen = usual()
    assert refusing(prove(specimen.pdf, specimen.expectation)) == ("fonts-trusted",)


def test_an_altered_statement_says_what_stands_there() -> None:
    specimen = BADS["digit-changed"]()
    proof = prove(specimen.pdf, specimen.expectation, trusted())
    (statement,) = (one for one in proof.statements if one.verdict is not Verdict.PROVEN)
    assert statement.id == "warn"
    assert statement.verdict is Verdict.ALTERED
    assert statement.page == 1
    assert "850" in statement.detail
