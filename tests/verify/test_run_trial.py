"""The trial of a master in a run: what it leaves out of the tags says nothing, and all else is as it was."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
import numpy.typing as npt
import pytest

from leafgen.kernel.geometry import Box
from leafgen.pipeline import Leafgen
from leafgen.render.label_code import data_matrix
from leafgen.render.run_template import RunTemplate
from leafgen.render.run_writer import RunWriter
from leafgen.verify.run_trial import Marks, trial_refusals
from tests.stamping import LABEL
from tests.verify.runs_of_labels import ready, windows_of


def trial(template: RunTemplate, windows: list[bytes]) -> bytes:
    run = RunWriter(file := BytesIO())
    for _ in range(2):
        run.add(template, windows)
    run.close()
    return file.getvalue()


@pytest.mark.parametrize("fields", [{}, LABEL, {"edition": "clear"}], ids=["leaflet", "label", "clear"])
def test_a_run_is_its_document_over_again(leafgen: Leafgen, fields: dict[str, str]) -> None:
    _, prepared, texts = ready(leafgen, **fields)
    alone = prepared.stamp.fill(texts[0])
    assert list(trial_refusals(trial(prepared.template, windows_of(prepared, texts[0])), alone)) == []


def changed(template: RunTemplate, old: bytes, new: bytes) -> RunTemplate:
    at = next(place for place, text in enumerate(template.own) if old in text)
    own = [*template.own]
    own[at] = own[at].replace(old, new, 1)
    return replace(template, own=tuple(own))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"/S /H1", b"/S /P", "tags"),
        (b"/Alt (", b"/Alt (x", "tags"),
        (b"/K [ 1 ]", b"/K [ 2 ]", "parent tree"),
        (b"/K [ 1 ]", b"/K [ ]", "tags"),
    ],
)
def test_tags_that_say_something_else_are_refused(leafgen: Leafgen, old: bytes, new: bytes, message: str) -> None:
    _, prepared, texts = ready(leafgen)
    bad = trial(changed(prepared.template, old, new), windows_of(prepared, texts[0]))
    assert message in " ".join(one.message for one in trial_refusals(bad, prepared.stamp.fill(texts[0])))


def test_tags_of_another_page_are_refused(leafgen: Leafgen) -> None:
    _, prepared, texts = ready(leafgen)
    template = prepared.template
    pages = tuple(
        page.replace(b"/StructParents \x01\x02\x0301", b"/StructParents \x01\x02\x0302") for page in template.pages
    )
    bad = trial(replace(template, pages=pages), windows_of(prepared, texts[0]))
    assert "parent tree" in " ".join(one.message for one in trial_refusals(bad, prepared.stamp.fill(texts[0])))


def test_a_page_that_looks_otherwise_is_refused(leafgen: Leafgen) -> None:
    _, prepared, texts = ready(leafgen)
    template = prepared.template
    pages = (template.pages[0].replace(b"/MediaBox [ 0 0 595", b"/MediaBox [ 1 0 596"), *template.pages[1:])
    bad = trial(replace(template, pages=pages), windows_of(prepared, texts[0]))
    found = [one.message for one in trial_refusals(bad, prepared.stamp.fill(texts[0]))]
    assert found == ["a page of the run does not look like the document's"] * 2


def test_another_language_is_refused(leafgen: Leafgen) -> None:
    _, prepared, texts = ready(leafgen)
    template = replace(prepared.template, catalogue={**prepared.template.catalogue, "/Lang": b"(en)"})
    bad = trial(template, windows_of(prepared, texts[0]))
    assert [one.message for one in trial_refusals(bad, prepared.stamp.fill(texts[0]))] == [
        "the root of the run does not say what the document's says"
    ]


# Marks for machines

ZONE, MARK, OTHER = Box(5, 10, 25, 90), Box(8, 70, 20, 72), Box(8, 40, 20, 42)
CODE_ZONE, CODE = Box(60, 66, 94, 88), Box(70, 70, 84, 84)
FIRST, LAST = "000000020102", "000000020202"


def page(*boxes: Box, code: str = "") -> npt.NDArray[np.uint8]:
    """A white page of 100 x 100 pt, three pixels a point, with black boxes and the code of a sheet."""
    picture = np.full((300, 300, 3), 255, dtype=np.uint8)
    for box in boxes:
        picture[int(300 - 3 * box.y1) : int(300 - 3 * box.y0), int(3 * box.x0) : int(3 * box.x1)] = 0
    if code:
        dark = np.kron(np.array(data_matrix(code)), np.ones((3, 3), dtype=np.bool_))
        picture[300 - 3 * 84 : 300 - 3 * 70, 3 * 70 : 3 * 84][dark] = 0
    return picture


TEXT = Box(40, 40, 80, 60)
MARKS = Marks(100.0, ZONE, CODE_ZONE, ((MARK, OTHER), (), (MARK,)), CODE)


@pytest.mark.parametrize(
    ("seen", "code", "alone", "place", "message"),
    [
        ([MARK, OTHER, TEXT], FIRST, [TEXT], 0, ""),
        ([TEXT], "", [TEXT], 1, ""),
        ([MARK, TEXT], LAST, [TEXT], 2, ""),
        ([TEXT], "", [TEXT], 3, ""),
        ([MARK, TEXT], FIRST, [TEXT], 0, "not where it should be"),
        ([MARK, OTHER, TEXT], LAST, [TEXT], 2, "other marks"),
        ([MARK, TEXT], "", [TEXT], 3, "other marks"),
        ([Box(8, 66, 20, 68), OTHER], FIRST, [], 0, "not where it should be"),
        ([MARK, OTHER, Box(6, 20, 24, 21)], FIRST, [], 0, "other marks"),
        ([MARK, OTHER], FIRST, [Box(24, 20, 60, 22)], 0, "prints where"),
        ([MARK, OTHER], "", [], 0, "code of a sheet"),
        ([MARK, OTHER], LAST, [], 0, "code of a sheet"),
        ([MARK, OTHER, Box(76, 76, 79, 79)], FIRST, [], 0, "code of a sheet"),
        ([MARK, OTHER, Box(62, 68, 64, 70)], FIRST, [], 0, "other marks"),
        ([], FIRST, [], 1, "other marks"),
        ([MARK, OTHER], FIRST, [Box(86, 60, 90, 68)], 0, "prints where"),
    ],
)
def test_marks_are_these_and_no_others(seen: list[Box], code: str, alone: list[Box], place: int, message: str) -> None:
    picture = page(*seen, code=code)
    found = MARKS.refused(picture, page(*alone), 2, place)
    assert (message in found) if message else found == ""
    if not message:
        assert np.array_equal(picture, page(*alone))
