"""Taking a booklet apart: from the sides of its sheets back to its pages, in the order in which they are read.

Each side must be nothing but whole pages of A5, each drawn once, unscaled, in the half where the fold puts it. What
is then proven page by page is what the sheets show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Stream

from leafgen.kernel.booklet import SHEET, halves, offset, slots
from leafgen.kernel.geometry import A5, Box, Size, mm

_ENTRIES = {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources", "/Tabs"}
_FORM_ENTRIES = {
    "/Type", "/Subtype", "/BBox", "/Resources", "/StructParents", "/Length", "/Filter", "/DecodeParms",
}  # fmt: skip
_MOST_SIDES = 64
_DRAWN = re.compile(rb"q 1 0 0 1 ([0-9.]+) 0 cm /(Left|Right) Do Q")


class NotFolded(Exception):
    """The file is no booklet; the message says where it departs from one."""


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A booklet's pages as a file of their own, and where each stands: its side, from 1, and how far right, in pt."""

    pdf: bytes
    places: tuple[tuple[int, float], ...]

    def on_sheet(self, page: int, box: Box) -> tuple[int, Box]:
        """A box on a page (from 1), as the side that carries the page and the box on it."""
        side, right = self.places[page - 1]
        return side, Box(box.x0 + right, box.y0, box.x1 + right, box.y1)


def unfold(data: bytes, direction: str) -> Unfolded:
    """The pages of a booklet. Raises NotFolded, or what pikepdf raises for a file it cannot read."""
    with pikepdf.open(BytesIO(data), suppress_warnings=True) as file:
        if file.is_encrypted or data.count(b"startxref") != 1 or len(file.pages) > _MOST_SIDES:
            raise NotFolded("it is encrypted, was changed after it was made, or has too many sides")
        sides = [_halves(number, page.obj) for number, page in enumerate(file.pages, 1)]
        order = _order(sides, direction)
        pages: dict[tuple[int, int], pikepdf.Object] = {
            form.objgen: file.make_indirect(_page(form)) for _, _, form in order
        }
        if len(pages) != len(order):
            raise NotFolded("a page is drawn twice")
        while file.pages:
            del file.pages[0]
        for _, _, form in order:
            file.pages.append(Page(pages[form.objgen]))
        if "/StructTreeRoot" in file.Root:
            _retag(file.Root.StructTreeRoot, pages, 0)
        if "/Outlines" in file.Root:
            del file.Root["/Outlines"]
        if file.get_warnings():
            raise NotFolded("it had to be mended to be read")
        target = BytesIO()
        file.save(target, compress_streams=False)
    return Unfolded(target.getvalue(), tuple((side, offset(half)) for side, half, _ in order))


def _halves(number: int, page: pikepdf.Object) -> dict[str, Stream]:
    """The forms drawn on one side, by half."""
    if extra := set(page.keys()) - _ENTRIES:
        raise NotFolded(f"side {number} has {', '.join(sorted(extra))} of its own")
    if not _near(page.get("/MediaBox"), SHEET):
        raise NotFolded(f"side {number} is no A4 sheet on its side")
    if set(page.Resources.keys()) != {"/XObject"} or not isinstance(page.Contents, Stream):
        raise NotFolded(f"side {number} holds more than its pages")
    named = page.Resources.XObject
    found: dict[str, Stream] = {}
    for line in page.Contents.read_bytes().split(b"\n"):
        drawn = _DRAWN.fullmatch(line)
        half = drawn[2].decode() if drawn else ""
        if drawn is None or half in found or abs(float(drawn[1]) - offset(half)) > 0.01:
            raise NotFolded(f"side {number} draws something else than whole pages in their place")
        found[half] = _checked(number, named.get(f"/{half}"))
    if {f"/{half}" for half in found} != set(named.keys()):
        raise NotFolded(f"side {number} names a page that it does not draw")
    return found


def _checked(number: int, form: object) -> Stream:
    size = Size(A5.width, A5.height)
    if not isinstance(form, Stream) or set(form.keys()) - _FORM_ENTRIES or form.get("/Subtype") != Name.Form:
        raise NotFolded(f"what side {number} draws is no plain page")
    left, bottom, right, top = (float(edge) for edge in form.BBox)
    if (left, bottom) != (0, 0) or not Size(mm(right), mm(top)).near(size):
        raise NotFolded(f"a page on side {number} is not of A5")
    return form


def _order(sides: list[dict[str, Stream]], direction: str) -> list[tuple[int, str, Stream]]:
    """The pages as they are read: the side, the half and the form of each."""
    count = sum(len(side) for side in sides)
    planned = slots(count, direction)
    if len(planned) != len(sides):
        raise NotFolded(f"{len(sides)} sides are too many or too few for {count} pages")
    found: dict[int, tuple[int, str, Stream]] = {}
    for number, (side, plan) in enumerate(zip(sides, planned, strict=True), 1):
        for half, page in zip(halves(), plan, strict=True):
            if (page is None) is not (half not in side):
                raise NotFolded(f"side {number} has a page on the wrong half")
            if page is not None:
                found[page] = (number, half, side[half])
    return [found[page] for page in range(count)]


def _page(form: Stream) -> Dictionary:
    page = Dictionary(
        Type=Name.Page, MediaBox=form.BBox, Contents=form, Resources=form.Resources, Tabs=Name.S
    )  # fmt: skip
    if "/StructParents" in form:
        page.StructParents = form.StructParents
    return page


def _retag(element: pikepdf.Object, pages: dict[tuple[int, int], pikepdf.Object], depth: int) -> None:
    """What an element says of content in a form, said of content on that form's page."""
    if depth > 200:
        raise NotFolded("its tags are nested too deeply")
    told: list[pikepdf.Object] = []
    for kid in _kids(element):
        if isinstance(kid, Dictionary) and "/Stm" in kid:
            told.append(Dictionary(Type=Name.MCR, Pg=pages[kid.Stm.objgen], MCID=kid.MCID))
            continue
        if isinstance(kid, Dictionary) and "/S" in kid:
            _retag(kid, pages, depth + 1)
        told.append(kid)
    if told:
        element.K = Array(told)
    if "/Pg" in element:
        del element["/Pg"]


def _kids(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = element.get("/K")
    if kids is not None:
        yield from kids if isinstance(kids, Array) else (kids,)


def _near(box: object, wanted: tuple[float, ...]) -> bool:
    return (
        isinstance(box, Array)
        and len(box) == 4
        and all(abs(float(edge) - other) < 0.1 for edge, other in zip(box, wanted, strict=True))
    )
