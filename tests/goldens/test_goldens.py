"""Each sample says, is tagged and looks as it is kept here. What changed on purpose is kept anew by `make goldens`,
which shows the difference."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from leafgen.pipeline import Leafgen
from tests.goldens.samples import SAMPLES, TODAY, picture_of, png_of, text_of

KEPT = Path(__file__).parent / "kept"
#: Native libraries round differently: what may differ is this share of the page, and its average by this of 255.
MOST_PIXELS, MOST_MEAN = 0.005, 0.5
ADVICE = "look at it; if it is as it should be: make goldens"


def difference(first: Image.Image, second: Image.Image) -> tuple[float, float]:
    """The share of pixels that differ clearly, and the mean difference in levels of 255; 1 and 255 for other sizes."""
    if first.size != second.size:
        return 1.0, 255.0
    histogram = ImageChops.difference(first.convert("L"), second.convert("L")).histogram()
    count = sum(histogram)
    return sum(histogram[64:]) / count, sum(level * number for level, number in enumerate(histogram)) / count


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_as_it_is_kept(leafgen: Leafgen, name: str) -> None:
    assert leafgen.workspace.today() == TODAY
    pdf = leafgen.make(SAMPLES[name]).pdf
    assert text_of(pdf) == (KEPT / f"{name}.txt").read_text("utf-8"), ADVICE
    with Image.open(KEPT / f"{name}.png") as kept:
        pixels, mean = difference(kept, picture_of(pdf))
    assert pixels <= MOST_PIXELS, ADVICE
    assert mean <= MOST_MEAN, ADVICE


def test_what_is_kept_is_small_and_all_of_it_is_used() -> None:
    assert {path.name for path in KEPT.iterdir()} == {f"{name}.{kind}" for name in SAMPLES for kind in ("txt", "png")}
    assert max(path.stat().st_size for path in KEPT.iterdir()) < 30_000


def test_what_moved_or_lost_its_colour_is_seen(leafgen: Leafgen) -> None:
    """The tolerance is no blindness: the same page a pixel lower, or a box without its ground, is too much."""
    picture = picture_of(leafgen.make(SAMPLES["leaflet-standard-nl"]).pdf)
    assert difference(picture, ImageChops.offset(picture, 0, 1))[0] > MOST_PIXELS
    assert difference(picture, picture.point(lambda grey: 255 if grey > 200 else grey))[1] > MOST_MEAN


def test_a_picture_is_kept_as_it_is(leafgen: Leafgen, tmp_path: Path) -> None:
    picture = picture_of(leafgen.make(SAMPLES["label-sheet-en"]).pdf)
    (tmp_path / "p.png").write_bytes(png_of(picture))
    with Image.open(tmp_path / "p.png") as kept:
        assert difference(kept, picture) == (0.0, 0.0)
