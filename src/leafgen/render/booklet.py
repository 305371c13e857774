"""Booklets: pages of A5 printed two on each side of A4 sheets, which are folded once and laid into each other.

Each page becomes a form that is drawn once, unscaled, where the fold puts it; `leafgen.verify.booklet` takes the
sheets apart again by the same rule, so that what is proven is what was printed. All lengths are in pt.
"""

from __future__ import annotations

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from leafgen.kernel.booklet import SHEET, halves, offset, slots


def fold(pdf: bytes, direction: str) -> tuple[bytes, int]:
    """The pages of `pdf`, all of A5, as sides of A4 sheets, and how many sides; tags, bookmarks and what the file
    carries are kept. `direction`: a book in a right-to-left language opens on the other side."""
    with pikepdf.open(BytesIO(pdf)) as file:
        pages = [page.obj for page in file.pages]
        forms = [_form(file, page) for page in pages]
        sides = []
        drawn: dict[tuple[int, int], tuple[pikepdf.Object, int]] = {}
        for side in slots(len(pages), direction):
            chosen = [(place, number) for place, number in zip(halves(), side, strict=True) if number is not None]
            sheet = file.make_indirect(_sheet(file, [(place, forms[number]) for place, number in chosen]))
            drawn.update({pages[number].objgen: (sheet, number) for _, number in chosen})
            sides.append((sheet, chosen))
        at = {pages[number].objgen: offset(place) for _, chosen in sides for place, number in chosen}
        _retag(file.Root.StructTreeRoot, drawn, forms)
        _reach(file.Root, drawn, at)
        while file.pages:
            del file.pages[0]
        for sheet, _ in sides:
            file.pages.append(pikepdf.Page(sheet))
        file.Root.ViewerPreferences.Duplex = Name.DuplexFlipShortEdge
        file.Root.ViewerPreferences.PrintScaling = Name("/None")
        target = BytesIO()
        file.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return target.getvalue(), len(sides)


def _form(file: Pdf, page: pikepdf.Object) -> Stream:
    """A page as a form: its own drawing and resources, and its own numbers of tagged content."""
    if "/Annots" in page:
        raise ValueError("a page with annotations cannot be folded")
    form = Stream(file, page.Contents.read_bytes())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, page.MediaBox
    form.Resources, form.StructParents = page.Resources, page.StructParents
    return form


def _sheet(file: Pdf, drawn: list[tuple[str, Stream]]) -> Dictionary:
    """One side of a sheet, with a form drawn in each half that has one."""
    content = "\n".join(f"q 1 0 0 1 {offset(half):.3f} 0 cm /{half} Do Q" for half, _ in drawn)
    return Dictionary(
        Type=Name.Page,
        MediaBox=Array(SHEET),
        Contents=Stream(file, content.encode()),
        Resources=Dictionary(XObject=Dictionary({f"/{half}": form for half, form in drawn})),
        Tabs=Name.S,
    )


def _retag(
    element: pikepdf.Object,
    drawn: dict[tuple[int, int], tuple[pikepdf.Object, int]],
    forms: list[Stream],
) -> None:
    """What an element says of content on a page, said of content in that page's form."""
    kids = element.get("/K")
    if kids is None:
        return
    own = drawn.get(element.Pg.objgen) if "/Pg" in element else None
    told: list[pikepdf.Object] = []
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            _retag(kid, drawn, forms)
            told.append(kid)
            continue
        marked = isinstance(kid, Dictionary)
        sheet, number = drawn[kid.Pg.objgen] if marked and "/Pg" in kid else own or (None, 0)
        if sheet is None or (marked and "/MCID" not in kid):
            raise ValueError("a tag that names no content of a page cannot be folded")
        mark = kid.MCID if marked else kid
        told.append(Dictionary(Type=Name.MCR, Pg=sheet, Stm=forms[number], MCID=mark))
    element.K = Array(told)
    if own:
        element.Pg = own[0]


def _reach(
    root: pikepdf.Object,
    drawn: dict[tuple[int, int], tuple[pikepdf.Object, int]],
    at: dict[tuple[int, int], float],
) -> None:
    """Bookmarks lead to the sheet on which their page now stands; names that only the page engine uses go."""
    if "/Names" in root and "/Dests" in root.Names:
        del root.Names["/Dests"]
    waiting = [root.Outlines.First] if "/Outlines" in root and "/First" in root.Outlines else []
    while waiting:
        entry = waiting.pop()
        waiting.extend(entry[key] for key in ("/First", "/Next") if key in entry)
        page, how, left, *rest = entry.Dest
        entry.Dest = Array([drawn[page.objgen][0], how, float(left) + at[page.objgen], *rest])
