"""What viewers are told of a file, read from hostile values too: never a traceback, never without end."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from leafgen.kernel.geometry import Box
from leafgen.verify.reading.active import what_is_active
from leafgen.verify.reading.inks import changes_plain_colours, prints_by_halves, prints_nothing
from leafgen.verify.reading.viewing import bookmarks, cut_of, unprinted

_CROP = Box(0, 0, 595, 842)


def test_a_page_is_cut_to_its_trim_box_and_to_what_viewers_are_told_to_show() -> None:
    page = Dictionary(TrimBox=Array([500, 10, 10, 500]), ArtBox=Array([100, 100, 200, 200]))
    assert cut_of(page, None, _CROP) == Box(10, 10, 500, 500)
    assert cut_of(page, Dictionary(ViewClip=Name.ArtBox), _CROP) == Box(100, 100, 200, 200)
    for nothing in (Array([0, 0, 0, 0]), Array([1, 2]), Name.A, Array([String("x")] * 4)):
        assert cut_of(Dictionary(TrimBox=nothing), None, _CROP) == _CROP


def test_pages_that_are_left_out_of_print() -> None:
    assert unprinted(None, 3) == frozenset()
    assert unprinted(Dictionary(PrintPageRange=Array([1, 1, 3, 10**9])), 3) == frozenset({2})


def test_bookmarks_in_a_circle_end() -> None:
    with pikepdf.new() as pdf:
        one = pdf.make_indirect(Dictionary(Title=String("a")))
        one.Next = one
        titles = list(bookmarks(Dictionary(Outlines=Dictionary(First=one))))
    assert set(titles) == {"a"}
    assert len(titles) <= 1000


def test_actions_in_a_circle_are_none_to_trust() -> None:
    with pikepdf.new() as pdf:
        action = pdf.make_indirect(Dictionary(S=Name.GoTo))
        assert what_is_active(Dictionary(OpenAction=action), []) == ()
        action.Next = action
        assert what_is_active(Dictionary(OpenAction=action), [])


def test_inks() -> None:
    assert prints_nothing(Array([Name.Separation, Name("/None")]))
    assert not prints_nothing(Array([Name.DeviceN, Array([Name("/None"), Name.Black])]))
    assert not prints_nothing(Name.DeviceRGB)
    assert not changes_plain_colours(Dictionary(ColorSpace=Dictionary(DefaultRGB=Array([Name.ICCBased]))))
    assert changes_plain_colours(Dictionary(ColorSpace=Dictionary(DefaultRGB=Array([]))))
    half = Dictionary(HalftoneType=1, TransferFunction=Dictionary())
    assert prints_by_halves(Dictionary(HalftoneType=5, Default=Dictionary(HalftoneType=1), Cyan=half))
    assert not prints_by_halves(Dictionary(HalftoneType=5, Default=Dictionary(HalftoneType=1)))
