"""From a master to the template of a print run: what all its patients share, and what each has of its own.

Fonts, pictures and all content but the window are shared. A patient's own are the pages, the windows and the elements
of the tag tree; their objects are numbered `<patient><place>`, both in three digits, so that a patient's part is the
template with the patient's digits put in: no number is reckoned, and parts are of the same length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf, Stream

from leafgen.kernel.errors import LeafgenError
from leafgen.kernel.geometry import Box
from leafgen.render.fold_marks import drawn

#: What stands in a template for the patient's digits: no byte of it is in the text of any object.
PATIENT = b"\x01\x02\x03"
#: Numbers of objects that whole runs share, below those of the masters, of which each may share so many. All lie
#: below the patients' own: readers take a number that is high for the size of a file for damage.
RUN_OBJECTS, MASTER_OBJECTS, MOST_MASTERS = 20, 200, 49
PAGES, TREE, PARENTS, CATALOGUE, LISTING = range(1, 6)
#: How many objects a patient may have of their own, and pages.
PLACES, PLACE_DIGITS, MOST_PAGES = 1_000, 3, 100
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")


@dataclass(frozen=True, slots=True)
class RunTemplate:
    """A master for print runs.

    shared: number -> an object all patients share, as bytes (a stream with its dictionary); whole: objects of the same
    kind that are one patient's, as nobody shares a document that was laid out by itself: head with PATIENT, and the
    rest; pages: the texts of a patient's pages, a blank one included that makes them even, PATIENT standing for the
    patient; own: those of the packed objects of one patient, by place, that of the parent tree first; windows: how
    long each window is; document: the place of the top of the patient's tag tree, None where there is none; catalogue:
    entries of the file's root.
    """

    shared: Mapping[int, bytes]
    pages: tuple[bytes, ...]
    own: tuple[bytes, ...]
    windows: tuple[int, ...]
    document: int | None
    catalogue: Mapping[str, bytes]
    whole: tuple[tuple[bytes, bytes], ...] = ()

    @property
    def first(self) -> int:
        """The place of the first of `own`: behind the part itself, the pages and the windows."""
        return 1 + len(self.pages) + len(self.windows)


class NotForARunError(LeafgenError):
    """A master whose objects cannot be told apart into shared ones and a patient's own: a fault of this code."""


def run_template(
    data: bytes,
    windows: Sequence[tuple[int, int]],
    number: int | None,
    *,
    duplex: bool = True,
    marks: Sequence[tuple[Box, ...]] = (),
    code: int = 0,
) -> RunTemplate:
    """The template of a master whose windows lie at (start, end); `number` tells the masters of a run apart. Without
    one it is a document that one patient alone has, and shares nothing. Where it is printed on both sides, each
    patient begins on a sheet of their own. marks: bars for machines, page by page (leafgen.render.fold_marks); each
    page that has any has also a window of the length `code`, behind those of the master."""
    with Pdf.open(BytesIO(data)) as pdf:
        return _Maker(pdf, data, windows, number, marks, code).make(duplex=duplex)


def page_heights(data: bytes) -> list[float]:
    """How high each page of a file is, in pt."""
    with Pdf.open(BytesIO(data)) as pdf:
        return [float(page.mediabox[3]) - float(page.mediabox[1]) for page in pdf.pages]


class _Maker:
    def __init__(
        self,
        pdf: Pdf,
        data: bytes,
        windows: Sequence[tuple[int, int]],
        number: int | None,
        marks: Sequence[tuple[Box, ...]],
        code: int,
    ) -> None:
        self.pdf = pdf
        self.marks = marks
        self.coded = [place for place, boxes in enumerate(marks) if boxes]
        self.alone = number is None
        self.offset = RUN_OBJECTS + (number or 0) * MASTER_OBJECTS
        raws = [data[start:end] for start, end in windows]
        streams = [one for one in pdf.objects if isinstance(one, Stream) and one.get("/Type") is None]
        by_bytes = {raw: [one.objgen[0] for one in streams if one.read_raw_bytes() == raw] for raw in raws}
        # Windows of two labels may be alike to the byte: each is a stream of its own.
        if any(len(by_bytes[raw]) != raws.count(raw) for raw in raws):
            raise NotForARunError("a window of the master was not found")
        self.windows = [by_bytes[raw].pop(0) for raw in raws]
        self.lengths = (*map(len, raws), *(code for _ in self.coded))
        self.places: dict[int, int] = {}
        self.shared: dict[int, bytes] = {}
        self.numbers: dict[int, int] = {}
        self.folded: dict[int, int] = {}
        self.codes: dict[int, int] = {}

    def make(self, *, duplex: bool) -> RunTemplate:
        pages = [page.obj for page in self.pdf.pages]
        tree: Any = self.pdf.Root.get("/StructTreeRoot")
        elements = [
            one for one in self.pdf.objects if isinstance(one, Dictionary) and one.get("/Type") == "/StructElem"
        ]
        tops = [element for element in elements if element.P.objgen == tree.objgen]
        if elements and len(tops) != 1:
            raise NotForARunError("the tag tree has more than one top")
        if elements and not all("/StructParents" in page for page in pages):
            raise NotForARunError("the tags are not of its pages, as in a booklet", "make it as a file: --layout files")
        # The foot of a page hangs on the top, which does not hold it: nothing that is read out.
        held = {kid.objgen[0] for one in elements for kid in _listed(one.get("/K", Array())) if _is_element(kid)}
        for top in [one for one in elements if one.objgen[0] not in held]:
            self.fold(top)
        elements = [element for element in elements if element.objgen[0] not in self.folded]
        # Places: the part itself, the pages, the windows, then what is packed: parents and elements. Pages are not
        # packed, as a reader that looks for one passes by all before it, and would unpack all that those patients have.
        sheets = len(pages) + (len(pages) % 2 if duplex else 0)
        self.codes = {place: 1 + sheets + len(self.windows) + at for at, place in enumerate(self.coded)}
        leaf = 1 + sheets + len(self.lengths)
        self.places = {page.objgen[0]: place for place, page in enumerate(pages, 1)}
        self.places |= {number: place for place, number in enumerate(self.windows, 1 + sheets)}
        self.places |= {element.objgen[0]: place for place, element in enumerate(elements, leaf + 1)}
        self.places |= {number: self.places[self.holder(number)] for number in self.folded}
        count = leaf + 1 + len(elements)
        if self.alone:
            self.offset = count
        if count > PLACES or sheets > MOST_PAGES:
            raise NotForARunError("the document has too many parts for a run")
        own_pages = [self.page(page, place) for place, page in enumerate(pages)]
        if sheets > len(pages):
            box = _text(pages[-1].MediaBox)
            own_pages.append(b"<< /Type /Page /Parent %d 0 R /MediaBox %s /Resources << >> >>" % (PAGES, box))
        texts = [self.parents(tree, pages) if tree is not None else b"null"]
        texts += [self.element(element, tree) for element in elements]
        kept = self.catalogue()
        if self.alone and self.offset + len(self.shared) > PLACES:
            raise NotForARunError("the document has too many parts for a run")
        return RunTemplate(
            {} if self.alone else self.shared,
            tuple(own_pages),
            tuple(texts),
            self.lengths,
            self.places[tops[0].objgen[0]] if tops else None,
            kept,
            tuple(_headed(text) for _, text in sorted(self.shared.items())) if self.alone else (),
        )

    def fold(self, top: Any) -> list[Any]:
        """What an element holds, without what only groups it: boxes and spans that say nothing of their own give what
        they hold to their element. That is every second element as the page engine writes them, and nothing that
        anyone is told."""
        kept: list[Any] = []
        kids = _listed(top.get("/K", Array()))
        # Marks are told by the page of the element that holds them: of one that holds none that may be any.
        free = all(map(_is_element, kids))
        for kid in kids:
            if not _is_element(kid):
                kept.append(kid)
                continue
            held = self.fold(kid)
            grouping = kid.S in _GROUPING and set(kid.keys()) <= _SAYS_NOTHING
            if grouping and free and "/Pg" in kid and not all(map(_is_element, held)):
                top.Pg, free = kid.Pg, False
            same = "/Pg" in top and "/Pg" in kid and kid.Pg.objgen == top.Pg.objgen
            if grouping and (same or all(map(_is_element, held))):
                self.folded[kid.objgen[0]] = top.objgen[0]
                kept += held
            else:
                kept.append(kid)
        top.K = Array(kept)
        return kept

    def holder(self, number: int) -> int:
        """The element that holds what a folded one held."""
        while number in self.folded:
            number = self.folded[number]
        return number

    def own_ref(self, place: int) -> bytes:
        return PATIENT + b"%03d 0 R" % place

    def ref(self, number: int) -> bytes:
        """A reference to one of the master's objects: a patient's own, or a shared one, which is then kept."""
        if number in self.places:
            return self.own_ref(self.places[number])
        if number not in self.numbers:
            own = self.numbers[number] = self.offset + len(self.numbers)
            text = self.shared[own] = self.whole(self.pdf.get_object(number, 0))
            if len(self.numbers) > MASTER_OBJECTS:
                raise NotForARunError("the document shares too many parts for a run")
            if not self.alone and PATIENT in _headed(text)[0]:
                raise NotForARunError("what patients share names what is one patient's own")
        return self.own_ref(self.numbers[number]) if self.alone else b"%d 0 R" % self.numbers[number]

    def whole(self, item: Object) -> bytes:
        if not isinstance(item, Stream):
            return self.text(item)
        data = item.read_raw_bytes()
        entries = Dictionary(dict(item.stream_dict.items()))
        entries["/Length"] = len(data)
        return self.text(entries) + b"\nstream\n" + data + b"\nendstream"

    def text(self, item: Object) -> bytes:
        """An object as bytes, its references turned. Raises NotForARunError where a string looks like one."""
        if any(_REFERENCE.search(bytes(string)) for string in _strings(item)):
            raise NotForARunError("a text in the master looks like a reference")
        return _REFERENCE.sub(lambda found: self.ref(int(found[1])), item.unparse(resolved=True))

    def page(self, page: Object, place: int) -> bytes:
        entries = {name: value for name, value in page.items() if name not in ("/Parent", "/StructParents", "/Annots")}
        # A box that is the whole page is what readers take it for anyway (ISO 32000-2, 14.11.2).
        for name in _BOXES & entries.keys():
            if list(entries[name]) == list(page.MediaBox):
                del entries[name]
        texts = {name: self.value(value) for name, value in entries.items()}
        if place in self.codes:
            # First, where lengths are still those of the page.
            bars = self.pdf.make_indirect(Stream(self.pdf, drawn(self.marks[place])))
            contents = (self.value(bars), self.own_ref(self.codes[place]), *map(self.value, _listed(page.Contents)))
            texts["/Contents"] = b"[" + b" ".join(contents) + b"]"
        body = b" ".join(name.encode() + b" " + text for name, text in texts.items())
        parents = b" /StructParents " + PATIENT + b"%02d" % place if "/StructParents" in page else b""
        return b"<< " + body + b" /Parent %d 0 R" % PAGES + parents + b" >>"

    def value(self, value: object) -> bytes:
        if isinstance(value, Object) and value.is_indirect:
            return self.ref(value.objgen[0])
        return self.text(value) if isinstance(value, Object) else _text(value)

    def element(self, element: Object, tree: Object) -> bytes:
        """An element of the tag tree; the top one hangs on the tree of the run."""
        entries = dict(element.items())
        # What need not be said is not said thousands of times: the page is for marks that an element holds itself.
        del entries["/Type"]
        if all(map(_is_element, _listed(element.get("/K", Array())))):
            entries.pop("/Pg", None)
        top = entries["/P"].objgen == tree.objgen
        if top:
            del entries["/P"]
            # A run can hold documents in other languages than that of its root.
            if "/Lang" in self.pdf.Root:
                entries.setdefault("/Lang", self.pdf.Root.Lang)
        body = b" ".join(name.encode() + b" " + self.value(value) for name, value in entries.items())
        return b"<< " + body + (b" /P %d 0 R" % TREE if top else b"") + b" >>"

    def parents(self, tree: Object, pages: Sequence[Object]) -> bytes:
        """The leaf of the parent tree for a patient's pages (ISO 32000-2, 14.7.5.4)."""
        nums = list(tree.ParentTree.Nums)
        by_key = {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}
        rows = [
            PATIENT + b"%02d " % place + self.text_of_array(by_key[int(page.StructParents)])
            for place, page in enumerate(pages)
        ]
        limits = PATIENT + b"00 " + PATIENT + b"%02d" % (len(pages) - 1)
        return b"<< /Limits [" + limits + b"] /Nums [" + b" ".join(rows) + b"] >>"

    def text_of_array(self, array: Object) -> bytes:
        return b"[" + b" ".join(self.value(one) for one in array) + b"]"

    def catalogue(self) -> dict[str, bytes]:
        root = self.pdf.Root
        kept = {name: self.value(root[name]) for name in _KEPT if name in root}
        if "/Info" in self.pdf.trailer:
            kept["/Info"] = self.value(self.pdf.trailer.Info)
        return kept


_BOXES = {"/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"}
#: Elements that only group what they hold, and what one may have without saying anything (ISO 32000-2, 14.8.4).
_GROUPING, _SAYS_NOTHING = ("/Div", "/NonStruct", "/Span"), {"/Type", "/S", "/P", "/K", "/Pg"}
#: What a run takes over of a master's root. Outlines and named places are of one leaflet, not of thousands.
_KEPT = ("/Lang", "/MarkInfo", "/Metadata", "/OutputIntents", "/ViewerPreferences")


def _listed(kids: Any) -> list[Any]:
    return list(kids) if isinstance(kids, Array) else [kids]


def _is_element(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def _headed(text: bytes) -> tuple[bytes, bytes]:
    """An object's text, and what follows of it when it is a stream."""
    head, stream, rest = text.partition(b"\nstream\n")
    return head, stream + rest


def _strings(item: object) -> Iterator[Object]:
    if isinstance(item, pikepdf.String):
        yield item
    elif isinstance(item, Dictionary):
        for _, value in item.items():
            if not (isinstance(value, Object) and value.is_indirect):
                yield from _strings(value)
    elif isinstance(item, Array):
        for value in item:
            if not (isinstance(value, Object) and value.is_indirect):
                yield from _strings(value)


def _text(value: object) -> bytes:
    text: bytes = value.unparse() if isinstance(value, Object) else Array([value]).unparse()[1:-1].strip()
    return text
