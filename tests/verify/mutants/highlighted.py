"""Highlights, as readers of PDF put them over words; and what only calls itself one."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.verify.mutants.by_hand import LEFT, WARN, Hook, height, lines, page, width
from tests.verify.mutants.material import Specimen
from tests.verify.mutants.shelf import bad, good

_LOW, _HIGH = -3.0, 10.0


def _highlight(
    fill: str = "1 1 0 rg",
    low: float = _LOW,
    high: float = _HIGH,
    blend: str = "Multiply",
    looked: bool = True,
    more: str = "",
    alone: bool = False,
) -> Hook:
    """A highlight over the warning; `low`, `high`: over its baseline; without a look of its own if not `looked`."""
    x0, y0, x1, y1 = box = [LEFT - 1, height("warn") + low, LEFT + width(WARN) + 1, height("warn") + high]

    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        one = Dictionary(Type=Name.Annot, Subtype=Name.Highlight, Rect=Array(box), F=4, C=Array([1, 1, 0]))
        one.QuadPoints = Array([x0, y1, x1, y1, x0, y0, x1, y0])
        if looked:
            content = f"/H gs {fill} {x0} {y0} {x1 - x0} {y1 - y0} re f {more}"
            look = pdf.make_stream(content.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array(box))
            look.Resources = Dictionary(ExtGState=Dictionary(H=Dictionary(BM=Name(f"/{blend}"))))
            look.Group = Dictionary(S=Name.Transparency, I=alone)
            one.AP = Dictionary(N=look)
        sheet.Annots = Array([pdf.make_indirect(one)])

    return change


@good
def highlighted() -> Specimen:
    """A sentence that somebody has marked in yellow."""
    return page(lines(), change=_highlight())


@good
def highlighted_without_a_look() -> Specimen:
    """The same, where the viewer is to draw it."""
    return page(lines(), change=_highlight(looked=False))


@bad
def highlighted_in_black() -> Specimen:
    """A mark so dark that nothing can be read on it."""
    return page(lines(), change=_highlight("0 g"))


@bad
def highlight_that_covers() -> Specimen:
    """A mark that is laid over the words instead of beneath them."""
    return page(lines(), change=_highlight(blend="Normal"))


@bad
def highlight_of_its_own() -> Specimen:
    """A mark that multiplies with nothing, and so covers."""
    return page(lines(), change=_highlight(alone=True))


@bad
def highlight_that_strikes() -> Specimen:
    """A mark as thin as a line, through the words."""
    return page(lines(), change=_highlight(".5 g", 2.5, 3.5))


@bad
def highlight_that_strikes_without_a_look() -> Specimen:
    """The same, where the viewer is to draw it."""
    return page(lines(), change=_highlight(low=2.5, high=3.5, looked=False))


@bad
def highlight_with_a_line() -> Specimen:
    """A mark that draws a line as well."""
    across = f"0 G {LEFT} {height('warn') + 3} m {LEFT + 200} {height('warn') + 3} l S"
    return page(lines(), change=_highlight(more=across))
