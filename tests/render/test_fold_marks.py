"""Marks for folding machines: the code of six positions, within the measures of its source."""

from __future__ import annotations

from itertools import pairwise

import pytest

from leafgen.kernel.geometry import Box, pt
from leafgen.render.fold_marks import bars, code_box, code_zone, codes, drawn, pages_of, zone

HEIGHT = 842.0


def read(boxes: tuple[Box, ...]) -> str:
    """The code as it stands from top to bottom, by the pitch of 1/6 inch."""
    places = {round((HEIGHT - pt(50.0) - box.y1) / 12.0) for box in boxes}
    return "".join("X" if place in places else "." for place in range(6))


@pytest.mark.parametrize(
    ("sheet", "sheets", "code"),
    [(1, 1, "XX..XX"), (1, 2, "XXX..X"), (2, 2, "XX.X.X"), (2, 3, "XXXXXX"), (3, 3, "XX.X.X")],
)
def test_a_sheet_says_whether_it_begins_or_ends_its_set(sheet: int, sheets: int, code: str) -> None:
    assert read(bars(sheet, sheets, HEIGHT)) == code
    assert code.count("X") % 2 == 0


def test_bars_keep_the_measures_of_the_source() -> None:
    every = bars(2, 3, HEIGHT)
    assert all(pt(0.35) <= box.height <= pt(0.7) and box.width >= pt(10) - 0.001 for box in every)
    assert all(above.y1 - below.y1 >= pt(2.54) for above, below in pairwise(every))
    assert every[0].y1 - every[-1].y0 <= pt(70)
    clear = zone(HEIGHT)
    assert clear.y1 - every[0].y1 >= pt(20) - 0.001
    assert every[-1].y0 - clear.y0 >= pt(20) - 0.001
    assert clear.x1 - every[0].x1 >= pt(3) - 0.001
    # The middle of the bars lies 59 to 108 mm from the middle of an A4 sheet, and far from either edge.
    assert pt(59) <= pt(105) - (every[0].x0 + every[0].x1) / 2 <= pt(108)
    assert HEIGHT - every[0].y1 >= pt(20)
    assert every[-1].y0 >= pt(30)


def test_fronts_alone_have_bars() -> None:
    assert [bool(boxes) for boxes in pages_of(5, HEIGHT)] == [True, False, True, False, True]
    assert pages_of(5, HEIGHT)[4] == bars(3, 3, HEIGHT)


def test_bars_are_drawn_as_artifacts() -> None:
    content = drawn(bars(1, 1, HEIGHT))
    assert content.startswith(b"/Artifact BMC q 0 g ")
    assert content.endswith(b" f Q EMC\n")
    assert content.count(b" re") == 4


def test_the_code_of_a_sheet_stands_clear_of_the_bars_and_of_the_fold() -> None:
    box, clear = code_box(HEIGHT), code_zone(HEIGHT)
    assert clear.y1 <= zone(HEIGHT).y0
    assert clear.y1 < HEIGHT - pt(99)
    # A module around it is asked for (ISO/IEC 16022, 5.3), and printers leave 4.2 mm unprinted.
    assert min(box.x0 - clear.x0, clear.x1 - box.x1, box.y0 - clear.y0, clear.y1 - box.y1) > box.width / 14
    assert pt(4.2) < box.x0 < clear.x1 < zone(HEIGHT).x1
    assert box.width == pytest.approx(box.height) == pytest.approx(pt(7))


def test_each_sheet_has_a_code_of_the_same_length() -> None:
    every = [one for run in (1, 99_999) for document in (1, 900) for one in codes(run, document, 5, HEIGHT)]
    assert len(set(every)) == len(every) == 12
    assert len({len(one) for one in every}) == 1
    assert all(one.startswith(b"/Artifact BMC q 0 g ") and one.endswith(b" EI Q EMC\n") for one in every)
