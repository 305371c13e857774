"""The picture of a proof: what is proven outlined in green, what is refused in red, and never like the print."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pytest
from PIL import Image

from leafgen.cli.main import run
from leafgen.deliver.picture import png
from leafgen.deliver.proof_picture import proof_png
from leafgen.kernel.errors import InvalidInput, ProofFailed
from leafgen.verify.proof import Proof, Verdict
from leafgen.verify.runner import prove
from tests.verify.mutants.bads import BADS
from tests.verify.mutants.goods import GOODS
from tests.verify.mutants.material import Specimen, promise, trusted, usual

GREEN, RED = (0, 110, 60), (200, 0, 30)
DPI = 72.0


def pixels(png_bytes: bytes) -> npt.NDArray[Any]:
    return np.asarray(Image.open(BytesIO(png_bytes)).convert("RGB"))


def of_colour(picture: npt.NDArray[Any], colour: tuple[int, int, int]) -> npt.NDArray[Any]:
    """Where the picture's body (without its heading and list) has exactly this colour, by row."""
    return np.asarray((picture == colour).all(axis=2))


def shown(specimen: Specimen, dpi: float = DPI) -> tuple[Proof, npt.NDArray[Any]]:
    proof = prove(specimen.pdf, specimen.expectation, trusted())
    return proof, pixels(proof_png(specimen.pdf, proof, "a file.pdf", trusted(), dpi))


def test_each_proven_statement_has_a_frame_where_it_stands() -> None:
    proof, picture = shown(usual())
    top, left = corner(picture)
    green = of_colour(picture, GREEN)
    for statement in proof.statements:
        assert statement.places
        for _, box in statement.places:
            x0, x1, y = left + box.x0, left + box.x1, top + 842 - box.y0
            band = green[int(y - 1) : int(y + 4), int(x0) : int(x1)].any(axis=0)
            assert band.mean() > 0.9, statement.id
    assert not of_colour(picture, RED).any()


def corner(picture: npt.NDArray[Any]) -> tuple[int, int]:
    """The first row and column of the page itself, which is white."""
    white = (picture == 255).all(axis=2)
    row = int(np.flatnonzero(white.sum(axis=1) > 400)[0])
    return row, int(np.flatnonzero(white[row])[0])


@pytest.mark.parametrize("kind", ["white", "digit-changed"])
def test_what_is_refused_is_marked_in_red_where_it_stands(kind: str) -> None:
    proof, picture = shown(BADS[kind]())
    (bad,) = (statement for statement in proof.statements if statement.verdict is not Verdict.PROVEN)
    top, left = corner(picture)
    red = of_colour(picture, RED)
    ((_, box),) = bad.places
    frame = red[int(top + 842 - box.y0) - 1 : int(top + 842 - box.y0) + 5, int(left + box.x0) : int(left + box.x1)]
    assert frame.any(axis=0).mean() > 0.9
    assert red[:top].mean() > 0.2  # the heading
    below = picture[top + 860 :].astype(int)
    assert (below[:, :, 0] - below[:, :, 1] > 60).any()  # the list below the page


def test_it_is_never_the_print() -> None:
    specimen = usual()
    _, picture = shown(specimen)
    page = pixels(png(specimen.pdf, 1, DPI))
    assert picture.shape[0] > page.shape[0] + 40
    top, left = corner(picture)
    beside = picture[top : top + 842, left - 8 : left].reshape(-1, 3)
    assert len(np.unique(beside, axis=0)) >= 2
    assert not (beside == 255).all(axis=1).any()


def test_a_statement_over_two_columns_or_pages_has_two_frames() -> None:
    specimen = GOODS["over-a-page-break"]()
    proof = prove(specimen.pdf, specimen.expectation, trusted())
    parted = [statement for statement in proof.statements if len({page for page, _ in statement.places}) > 1]
    assert parted
    assert proof_png(specimen.pdf, proof, "x", trusted(), DPI) != proof_png(specimen.pdf, proof, "x", trusted(), DPI, 2)


def test_a_turned_page_has_its_frames_where_its_text_is_shown() -> None:
    specimen = GOODS["page-turned"]()
    proof = prove(specimen.pdf, specimen.expectation, trusted())
    picture = pixels(proof_png(specimen.pdf, proof, "x", trusted(), DPI))
    plain = pixels(png(specimen.pdf, 1, DPI))
    green = of_colour(picture, GREEN)
    rows = np.flatnonzero(green[60 : 60 + plain.shape[0]].any(axis=1))
    inked = np.flatnonzero((plain < 128).any(axis=(1, 2)))
    assert rows[0] < inked[0] + 80
    assert rows[-1] > inked[-1] - 20


def test_what_cannot_be_read_is_not_shown() -> None:
    proof = prove(b"%PDF-1.7 nothing", promise(), trusted())
    with pytest.raises(ProofFailed, match="damaged"):
        proof_png(b"%PDF-1.7 nothing", proof, "x", trusted(), DPI)


def test_a_page_that_is_not_there_and_a_picture_too_large_are_refused() -> None:
    specimen = usual()
    proof = prove(specimen.pdf, specimen.expectation, trusted())
    with pytest.raises(InvalidInput, match="no page"):
        proof_png(specimen.pdf, proof, "x", trusted(), DPI, 9)
    with pytest.raises(InvalidInput, match="dots"):
        proof_png(specimen.pdf, proof, "x", trusted(), 640)


def test_hundreds_of_pages_are_refused_before_they_fill_the_memory() -> None:
    specimen = usual()
    proof = prove(specimen.pdf, specimen.expectation, trusted())
    with pikepdf.open(BytesIO(specimen.pdf)) as pdf:
        pdf.pages.extend([pdf.pages[0]] * 400)
        target = BytesIO()
        pdf.save(target)
    with pytest.raises(InvalidInput, match="ask for one --page"):
        proof_png(target.getvalue(), proof, "x", trusted(), DPI)
    assert proof_png(target.getvalue(), proof, "x", trusted(), DPI, page=400)


def test_a_proof_without_a_statement_is_shown_as_refused() -> None:
    specimen = usual()
    proof = prove(specimen.pdf, replace(specimen.expectation, flow=()), trusted())
    assert of_colour(pixels(proof_png(specimen.pdf, proof, "x", trusted(), DPI)), RED).any()


def test_the_command_tells_proven_from_refused(tmp_path: Path) -> None:
    wanted = ["--kind", "label", "--indication", "cramps", "--locale", "en", "--stock", "roll-70x35"]
    file, shown = tmp_path / "label.pdf", tmp_path / "label.png"
    assert run(["label", "cramps", "--locale", "en", "--stock", "roll-70x35", "-o", str(file)]) == 0
    assert run(["picture", str(file), "--proof", "-o", str(shown), *wanted]) == 0
    assert shown.stat().st_mode & 0o777 == 0o600
    proven = shown.read_bytes()
    other = [word.replace("cramps", "sleep") for word in wanted]
    assert run(["picture", str(file), "--proof", "-o", str(shown), *other]) == 4
    assert shown.read_bytes() != proven
    assert run(["picture", str(file), "--proof", "-o", str(shown)]) == 2
    assert run(["picture", str(file), "-o", str(shown), *wanted]) == 2
