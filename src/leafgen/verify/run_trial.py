"""The trial of a master in a print run: two patients, held by other readers to the document as it is by itself.

What a seal is told by must be right to begin with. So the pages must look the same to the last pixel, and the tags
say the same, element by element, whatever a run leaves out of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice, zip_longest
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2

from leafgen.kernel.geometry import Box
from leafgen.verify.proof import Refusal
from leafgen.verify.reading.pdfium import PDFIUM
from leafgen.verify.run_codes import only, sheet_codes

#: Elements that only group, and what one may have without saying anything of its own (ISO 32000-2, 14.8.4).
_GROUPING, _SAYS_NOTHING = ("/Div", "/NonStruct", "/Span"), {"/Type", "/S", "/P", "/K", "/Pg"}
#: Where an element hangs, and what it holds, are told by its place; the rest is what it says.
_PLACING = ("/Type", "/P", "/K", "/Pg")


_WHITE, _GREY, _DARK = 255, 128, 100
#: The number that a trial has as a run.
TRIAL = 0
#: Said of a document that cannot be marked: no fault of the run.
OCCUPIED = "the document prints where marks for machines are to stand"
_OTHER_MARKS = "there are other marks than there should be"
#: How finely pages are looked at that carry marks, in pixels a point: a mark is a few pixels thick.
_MARKS_SCALE = 3
_Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks for machines that a run adds to pages so high, in pt from the bottom left: the zones that are theirs alone,
    which the document must leave white, of bars and of the code of a sheet; the bars themselves, on each page of a
    document; and where the code stands on the pages that have any."""

    height: float
    zone: Box
    code_zone: Box
    pages: tuple[tuple[Box, ...], ...]
    code: Box

    def refused(self, picture: _Picture, alone: _Picture, document: int, place: int) -> str:
        """Why a page of a document (from 1) of the trial is not the page alone with these marks and nothing else; ""
        when it is. Takes the marks out of the picture."""
        return self._bars_refused(picture, alone, place) or self._code_refused(picture, alone, document, place)

    def _code_refused(self, picture: _Picture, alone: _Picture, document: int, place: int) -> str:
        zone = self._pixels(self.code_zone, picture, 0)
        marked = _taken_out(picture, alone, zone)
        if marked is None:
            return OCCUPIED
        if place < len(self.pages) and self.pages[place]:
            sheets = sheet_codes(TRIAL, document, len(self.pages))
            if only(marked[zone[::-1]].min(axis=2) < _GREY) != sheets[place // 2]:
                return "the code of a sheet cannot be read, or is another's"
            across, down = self._pixels(self.code, picture, 1)
            marked[down, across] = _WHITE
        return _OTHER_MARKS if (marked < _WHITE).any() else ""

    def _bars_refused(self, picture: _Picture, alone: _Picture, place: int) -> str:
        marked = _taken_out(picture, alone, self._pixels(self.zone, picture, 0))
        if marked is None:
            return OCCUPIED
        for mark in self.pages[place] if place < len(self.pages) else ():
            inner_across, inner_down = self._pixels(mark, picture, -1)
            if (marked[inner_down, inner_across] > _DARK).any():
                return "a mark for machines is not where it should be"
            outer_across, outer_down = self._pixels(mark, picture, 1)
            marked[outer_down, outer_across] = _WHITE
        return _OTHER_MARKS if (marked < _WHITE).any() else ""

    @staticmethod
    def _pixels(box: Box, picture: _Picture, wider: int) -> tuple[slice, slice]:
        """The columns and rows of a box, some pixels wider at each side."""
        left, right = int(box.x0 * _MARKS_SCALE) - wider, int(box.x1 * _MARKS_SCALE + 1) + wider
        height = picture.shape[0]
        top, bottom = height - int(box.y1 * _MARKS_SCALE + 1) - wider, height - int(box.y0 * _MARKS_SCALE) + wider
        return slice(max(left, 0), right), slice(max(top, 0), bottom)


def _taken_out(picture: _Picture, alone: _Picture, zone: tuple[slice, slice]) -> _Picture | None:
    """What stands in a zone (columns, rows) of a picture, on a page of its own, and out of the picture; None when the
    document itself has something there."""
    across, down = zone
    if (alone[down, across] < _WHITE).any():
        return None
    marked = np.full_like(picture, _WHITE)
    marked[down, across] = picture[down, across]
    picture[down, across] = _WHITE
    return marked


def trial_refusals(trial: bytes, alone: bytes, marks: Marks | None = None) -> Iterator[Refusal]:
    """What is wrong with a run of one document, twice over, beside the document by itself. `marks`: those that a page
    of the run has besides."""
    with pikepdf.open(BytesIO(trial)) as run, pikepdf.open(BytesIO(alone)) as document:
        for problem in run.check_pdf_syntax():
            yield Refusal(f"qpdf finds in the run: {problem}")
        wanted = list(_tagged(document, 0, len(document.pages)))
        tops = _kids(run.Root.StructTreeRoot) if "/StructTreeRoot" in run.Root else [None]
        each = len(run.pages) // len(tops)
        for place in range(len(tops)):
            if list(_tagged(run, place, each)) != wanted:
                yield Refusal("the tags of the run do not say what the document's say")
        yield from _parents(run)
        if any(run.Root.get(name) != document.Root.get(name) for name in ("/Lang", "/MarkInfo", "/ViewerPreferences")):
            yield Refusal("the root of the run does not say what the document's says")
    yield from _looks(trial, alone, marks)


def _tagged(pdf: pikepdf.Pdf, place: int, pages: int) -> Iterator[object]:
    """What the tags of a document say that is the one at `place` in its file: each element's role and entries, which
    marks it holds on which of its pages, and where it ends."""
    numbers = {page.obj.objgen: at for at, page in enumerate(islice(pdf.pages, place * pages, (place + 1) * pages))}

    def walk(element: Any) -> Iterator[object]:
        for kid in _kids(element):
            if isinstance(kid, int):
                yield numbers.get(element.Pg.objgen), kid
            elif "/S" not in kid:
                yield numbers.get(kid.Pg.objgen), int(kid.MCID)
            elif kid.S in _GROUPING and set(kid.keys()) <= _SAYS_NOTHING:
                yield from walk(kid)
            else:
                yield {name: _said(value) for name, value in kid.items() if name not in _PLACING}
                yield from walk(kid)
                yield None

    if "/StructTreeRoot" in pdf.Root:
        top = _kids(pdf.Root.StructTreeRoot)[place]
        yield str(top.S)
        yield from walk(top)


def _said(value: Any) -> str:
    return repr(value.unparse(resolved=True)) if isinstance(value, pikepdf.Object) else str(value)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _parents(run: pikepdf.Pdf) -> Iterator[Refusal]:
    """Marks whose element, as the parent tree tells it, does not hold them (ISO 32000-2, 14.7.5.4)."""
    if "/StructTreeRoot" not in run.Root:
        return
    by_key: dict[int, Any] = {}
    for leaf in run.Root.StructTreeRoot.ParentTree.Kids:
        by_key |= {int(key): marks for key, marks in zip(leaf.Nums[::2], leaf.Nums[1::2], strict=True)}
    keys = [int(page.obj.StructParents) for page in run.pages if "/StructParents" in page.obj]
    if sorted(by_key) != keys:
        yield Refusal("the pages of the run and its parent tree do not belong together")
        return
    for page in run.pages:
        marks = by_key[int(page.obj.StructParents)] if "/StructParents" in page.obj else ()
        for mark, element in enumerate(marks):
            if element.Pg.objgen != page.obj.objgen or mark not in _kids(element):
                yield Refusal("the parent tree of the run names an element that does not hold the mark")
                return


def _looks(trial: bytes, alone: bytes, marks: Marks | None) -> Iterator[Refusal]:
    scale = _MARKS_SCALE if marks else 1
    with PDFIUM:
        pages, wanted = _pictures(trial, scale), _pictures(alone, scale)
    each = len(pages) // 2
    for document, first in enumerate((0, each), 1):
        for place, (picture, page) in enumerate(zip_longest(pages[first : first + each], wanted)):
            beside = page if page is not None or picture is None else np.full_like(picture, _WHITE)
            if beside is None or picture is None or beside.shape != picture.shape:
                yield Refusal("the run has other pages than the document")
            elif marks and (message := marks.refused(picture, beside, document, place)):
                yield Refusal(message)
            elif not np.array_equal(picture, beside):
                yield Refusal("a page of the run does not look like the document's")


def _pictures(data: bytes, scale: int) -> list[_Picture]:
    document = pypdfium2.PdfDocument(data)
    pages = [page.render(scale=scale).to_numpy() for page in document]
    document.close()
    return pages
