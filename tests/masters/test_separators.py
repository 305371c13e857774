"""The sheet in front of a bundle: read at arm's length on any paper, and proven with the widest that it can say."""

from __future__ import annotations

import pytest

from leafgen.kernel.errors import DoesNotFit
from leafgen.kernel.geometry import A4, Size
from leafgen.masters.separators import separator_master, separator_texts
from leafgen.pipeline import Leafgen
from leafgen.render.separator import CAPTIONS, STAND_INS, separator_page
from leafgen.verify.reading.pdfium import pdfium_text


@pytest.mark.parametrize("paper", [A4, Size(102, 76), Size(54, 25), Size(25, 54)], ids=str)
def test_it_says_its_numbers_on_any_paper(leafgen: Leafgen, paper: Size) -> None:
    master = separator_master(leafgen, paper)
    assert master.stamp
    assert master.seal
    texts = separator_texts("pain-care", 12, 120, 240)
    data = master.stamp.fill(texts)
    assert master.seal.prove(data, texts, read_back=True).proven
    assert " ".join(pdfium_text(data)[0].split()) == "pain-care Bundle 12 Documents 120 Pages 240"


def test_paper_on_which_it_cannot_be_read_is_refused(leafgen: Leafgen) -> None:
    with pytest.raises(DoesNotFit, match="6 x 4 mm"):
        separator_master(leafgen, Size(6, 4))


def test_it_is_known_the_next_time(leafgen: Leafgen, monkeypatch: pytest.MonkeyPatch) -> None:
    first = separator_master(leafgen, A4)
    monkeypatch.setattr("leafgen.masters.separators.separator_page", None)
    assert separator_master(leafgen, A4) is first


def test_everything_on_it_is_promised(leafgen: Leafgen) -> None:
    font = leafgen.workspace.fonts[leafgen.content.locales["en"].font]
    pdf, placeholders, expectation = separator_page(A4, font)
    assert leafgen.prove(pdf, expectation).proven
    assert {one.id for one in placeholders} == set(STAND_INS)
    assert len(expectation.flow) == len(STAND_INS) + len(CAPTIONS)
