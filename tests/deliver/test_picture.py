"""Pictures of a PDF: the size that was asked for, and nothing for what is not there."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from leafgen.cli.main import run
from leafgen.deliver.picture import page_count, png
from leafgen.kernel.errors import InvalidInput
from leafgen.render.label_pdf import render_labels
from leafgen.render.rendition import Rendition
from tests.render.label_samples import DYMO, FIRA, label


@pytest.fixture(scope="module")
def made() -> Rendition:
    return render_labels(label("nl", copies=2), DYMO, FIRA)


def test_a_picture_has_the_size_of_its_page(made: Rendition) -> None:
    picture = Image.open(BytesIO(png(made.pdf, 1, 300)))
    assert picture.format == "PNG"
    assert picture.width == pytest.approx(DYMO.width / 25.4 * 300, abs=1)
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert len(set(picture.convert("L").tobytes())) > 2
    assert page_count(made.pdf) == made.pages


@pytest.mark.parametrize(("page", "dpi"), [(0, 150), (99, 150), (1, 0), (1, 20000)])
def test_what_cannot_be_shown_is_refused(made: Rendition, page: int, dpi: float) -> None:
    with pytest.raises(InvalidInput):
        png(made.pdf, page, dpi)


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no PDF"):
        png(b"%PDF-nothing", 1, 150)


def test_the_command_writes_for_the_owner_alone(made: Rendition, tmp_path: Path) -> None:
    file, shown = tmp_path / "label.pdf", tmp_path / "label.png"
    file.write_bytes(made.pdf)
    assert run(["picture", str(file), "-o", str(shown), "--dpi", "203"]) == 0
    assert shown.stat().st_mode & 0o777 == 0o600
    assert Image.open(BytesIO(shown.read_bytes())).height == pytest.approx(DYMO.height / 25.4 * 203, abs=1)
    assert run(["picture", str(tmp_path / "no.pdf"), "-o", str(shown)]) == 3
