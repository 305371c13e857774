"""ZPL decoded as a Zebra printer does, and compared with the picture of the same PDF."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
import zxingcpp
from PIL import Image

from leafgen.compose.composition import Barcode, Symbology
from leafgen.content.stocks import Stock
from leafgen.deliver.picture import rasters
from leafgen.deliver.zpl import zpl
from leafgen.kernel.errors import InvalidInput
from leafgen.pipeline import Leafgen
from leafgen.render.label_code import make_code
from leafgen.render.label_pdf import render_labels
from leafgen.render.rendition import Rendition
from tests.render.label_samples import DYMO, FIRA, L7160, label

_FORMAT = re.compile(r"\^XA\^PW(\d+)\^LL(\d+)\^LH0,0\^FO0,0\^GFA,(\d+),(\d+),(\d+),([0-9A-Fa-zG-Y,:]*)\^FS\^PQ1\^XZ\n")


def decoded(text: str) -> list[Image.Image]:
    """The labels of a job, by the rules of the ZPL II Programming Guide."""
    images = []
    at = 0
    while at < len(text):
        found = _FORMAT.match(text, at)
        assert found, text[at : at + 80]
        width, height, total, same, stride = map(int, found.groups()[:5])
        rows: list[str] = []
        row, count = "", 0
        for sign in found[6]:
            if "G" <= sign <= "Y":
                count += ord(sign) - ord("G") + 1
                continue
            if "g" <= sign <= "z":
                count += 20 * (ord(sign) - ord("g") + 1)
                continue
            if sign == ":":
                assert not row
                rows.append(rows[-1])
                continue
            row += "0" * (2 * stride - len(row)) if sign == "," else sign * (count or 1)
            count = 0
            assert len(row) <= 2 * stride
            if len(row) == 2 * stride:
                rows.append(row)
                row = ""
        assert not row
        data = bytes.fromhex("".join(rows))
        assert len(data) == total == same == stride * height
        images.append(Image.frombytes("1", (8 * stride, height), data).crop((0, 0, width, height)))
        at = found.end()
    return images


LARGE = Stock("large", "Large 102 x 76 mm", "test", 101.6, 76.2, "test", margin=1.5)


@pytest.fixture(scope="module")
def made() -> Rendition:
    return render_labels(label("nl", copies=2), DYMO, FIRA)


@pytest.mark.parametrize("dpi", [203, 300])
def test_every_dot_is_that_of_the_proven_pdf(made: Rendition, dpi: int) -> None:
    images = decoded(zpl(made.pdf, dpi).decode("ascii"))
    pages = list(rasters(made.pdf, dpi))
    assert len(images) == len(pages) == made.pages
    for image, page in zip(images, pages, strict=True):
        padded = Image.frombytes("1", (8 * len(page.rows[0]), page.height), b"".join(page.rows))
        assert image.tobytes() == padded.crop((0, 0, page.width, page.height)).tobytes()
        assert image.width == pytest.approx(DYMO.width / 25.4 * dpi, abs=1)
        share = sum(bin(byte).count("1") for row in page.rows for byte in row) / (page.width * page.height)
        assert 0.02 < share < 0.3  # black on white, not the other way round


@pytest.mark.parametrize("tag", ["nl", "ar"])
def test_letters_keep_their_height_in_dots_at_203_dpi(leafgen: Leafgen, tag: str) -> None:
    """1.4 mm are 11 dots: the smallest x-height on a label, measured as rows of dots that a line of text inks."""
    fields = {"kind": "label", "indication": "cramps", "locale": tag, "stock": "dymo-99012"}
    (image,) = decoded(zpl(leafgen.make(fields).pdf, 203).decode("ascii"))[:1]
    inked = [any(image.getpixel((x, y)) for x in range(30, image.width - 30)) for y in range(image.height)]
    edges = [at for at, (before, here) in enumerate(pairwise([False, *inked, False])) if before != here]
    lines = [last - first for first, last in zip(edges[::2], edges[1::2], strict=True)]
    assert max(lines) >= 11


def test_a_code_is_read_from_the_dots_of_a_203_dpi_head() -> None:
    made = render_labels(label("nl"), LARGE, FIRA, code=make_code(Barcode(Symbology.QR, "https://example.org/m")))
    (image,) = decoded(zpl(made.pdf, 203).decode("ascii"))
    # A set dot is black: turned round for the reader, who wants black as 0.
    picture = image.convert("L").point([255 - grey for grey in range(256)])
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == ["https://example.org/m"]


def test_a_sheet_and_an_unknown_head_are_refused(made: Rendition) -> None:
    with pytest.raises(InvalidInput, match="no label printer takes it"):
        zpl(render_labels(label("nl"), L7160, FIRA).pdf, 203)
    with pytest.raises(InvalidInput, match="there is no print head of 72 dpi"):
        zpl(made.pdf, 72)
