"""What the workshop's processes do: whole jobs, from plain values to plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from leafgen.batch.making import Orders, make
from leafgen.batch.outcome import Outcome
from leafgen.batch.rows import Row
from leafgen.compose.composition import Composition
from leafgen.content.workspace import Workspace
from leafgen.deliver.picture import drawn_pages
from leafgen.deliver.printing import Printed, print_proven
from leafgen.deliver.writer import refusals
from leafgen.kernel.geometry import PT_PER_INCH, Box
from leafgen.pipeline import Leafgen
from leafgen.render.leaflet_expectation import draft_marks, leaflet_expectation
from leafgen.verify.expect_file import parse_expect
from leafgen.verify.proof import StatementProof, Verdict
from leafgen.verify.report import proof_object
from leafgen.web.preview import Preview, preview
from leafgen.web.reviewing import Review, review
from leafgen.web.tables import Delivery, Rows, deliver, read_objects, read_upload

#: Dots an inch of the pictures of leaflets, and of labels, which are small.
_LEAFLET_DPI, _LABEL_DPI = 96, 150
#: Pages whose pictures are shown; the PDF has them all.
_MOST_PICTURES = 6
#: Around what is printed on a sheet of labels, in pt.
_AIR = 12.0


@dataclass(frozen=True, slots=True)
class Page:
    """The picture of a page, its size in pt, and the part of it to be looked at: left, top, width, height in pt."""

    png: bytes
    width: float
    height: float
    view: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Told:
    """A statement of a document, what became of it, and where it stands: (page from 1, box in pt) for each stretch."""

    id: str
    text: str
    safety: bool
    proven: bool
    why: str
    places: tuple[tuple[int, Box], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A document and its proof. `refusals`: why it is not proven, a line each; `proving`: only the pictures of its
    pages are there yet."""

    kind: str
    locale: str
    direction: str
    data: bytes
    sha256: str
    proven: bool
    pages: int
    pictures: tuple[Page, ...]
    told: tuple[Told, ...]
    refusals: tuple[str, ...]
    draft: bool
    proving: bool = False

    @property
    def size(self) -> int:
        """Bytes it takes in memory, roughly."""
        return len(self.data) + sum(len(page.png) for page in self.pictures) + 500 * len(self.told)


_here: list[Leafgen] = []


def open_process(root: Path) -> None:
    """Load the workspace, once in a new process."""
    _here[:] = [Leafgen(Workspace(root))]


def warmed() -> None:
    """Read the workspace, and lay out and prove a leaflet of it: what the engines load at first is then there."""
    leafgen = _here[0]
    source = leafgen.content.source_locale.id
    rendition = leafgen.make(
        {"kind": "leaflet", "indication": next(iter(leafgen.content.indications)), "locale": source}
    )
    leafgen.prove(rendition.pdf, rendition.expectation)


def prepare(fields: Mapping[str, str]) -> None:
    """See to it that a document is known before it is asked for."""
    leafgen = _here[0]
    leafgen.master(leafgen.request(fields))


def known_or_drawn(fields: Mapping[str, str]) -> Made:
    """A leaflet with its proof where it is known; of a new one, the pictures of its pages alone, as laying it out takes
    half the time. The file is not given out: what comes with the proof is made anew."""
    leafgen = _here[0]
    request = leafgen.request(fields)
    if request.stock or leafgen.knows(request):
        return make_document(fields, pictures=True)
    composition = leafgen.compose(request)
    rendition = leafgen.render(request, composition)
    return Made(
        kind=request.kind,
        locale=request.locale.id,
        direction=request.locale.direction,
        data=b"",
        sha256="",
        proven=False,
        pages=rendition.pages,
        pictures=tuple(_pictures(rendition.pdf, request.kind, ())),
        told=(),
        refusals=(),
        draft=bool(draft_marks(composition)),
        proving=True,
    )


def make_document(fields: Mapping[str, str], pictures: bool) -> Made:
    """One document, made and proven. Raises what the pipeline raises."""
    leafgen = _here[0]
    request = leafgen.request(fields)
    composition = leafgen.compose(request)
    document = leafgen.document(request)
    proof = document.proof
    return Made(
        kind=request.kind,
        locale=request.locale.id,
        direction=request.locale.direction,
        data=document.data,
        sha256=proof.sha256,
        proven=proof.proven,
        pages=document.pages,
        pictures=tuple(_pictures(document.data, request.kind, proof.statements)) if pictures else (),
        told=tuple(_told(composition, proof.statements)),
        refusals=() if proof.proven else tuple(refusals(proof)),
        draft=bool(draft_marks(composition)),
    )


def _pictures(pdf: bytes, kind: str, statements: tuple[StatementProof, ...]) -> Iterator[Page]:
    dpi = _LABEL_DPI if kind == "label" else _LEAFLET_DPI
    for number, (picture, _) in drawn_pages(pdf, dpi):
        if number > _MOST_PICTURES:
            return
        out = BytesIO()
        # Packed quickly: it goes no farther than the next room.
        picture.save(out, "PNG", compress_level=1)
        width, height = picture.width * PT_PER_INCH / dpi, picture.height * PT_PER_INCH / dpi
        view = (0.0, 0.0, width, height)
        boxes = [one.box for one in statements if one.box and one.page == number]
        if kind == "label" and boxes:
            view = _printed(boxes, width, height)
        yield Page(out.getvalue(), width, height, view)


def _printed(boxes: Sequence[Box], width: float, height: float) -> tuple[float, float, float, float]:
    """The printed part of a page with a little air, as (left, top, width, height): a label on a sheet is small."""
    left, right = min(box.x0 for box in boxes) - _AIR, max(box.x1 for box in boxes) + _AIR
    top, bottom = height - max(box.y1 for box in boxes) - _AIR, height - min(box.y0 for box in boxes) + _AIR
    left, top, right, bottom = max(0.0, left), max(0.0, top), min(width, right), min(height, bottom)
    return left, top, right - left, bottom - top


def _told(composition: Composition, statements: tuple[StatementProof, ...]) -> Iterator[Told]:
    """Each proven statement with its words: those that were promised."""
    promised = {said.id: (said.text, said.safety) for said in composition.said()}
    promised |= {said.id: (said.text, said.safety) for said in composition.footer}
    if composition.kind == "leaflet":
        flow = leaflet_expectation(composition, ()).flow
        promised |= {expected.id: (expected.text, expected.safety) for expected in flow}
    for statement in statements:
        text, safety = promised.get(statement.id, ("", False))
        places = statement.places or ((statement.page, statement.box),)
        yield Told(
            statement.id,
            text,
            safety,
            statement.verdict is Verdict.PROVEN,
            "" if statement.verdict is Verdict.PROVEN else f"{statement.verdict}: {statement.detail}",
            tuple((page, box) for page, box in places if page is not None and box is not None),
        )


def print_document(fields: Mapping[str, str], queue: str) -> Printed:
    """Make and prove a document, and hand those very bytes to a queue; a label as its calibrated printer needs it."""
    leafgen = _here[0]
    if fields["kind"] == "label" and queue in leafgen.content.printers:
        fields = {**fields, "printer": queue}
    document = leafgen.document(leafgen.request(fields))
    return print_proven(document.data, document.proof, queue)


def verify_pdf(pdf: bytes, fields: Mapping[str, str], expect: bytes) -> dict[str, Any]:
    """The object of `verify --json`, for a PDF held to what leafgen would print, or to what `expect` names."""
    leafgen = _here[0]
    expected = parse_expect(expect, "expect", fields.get("locale", "")) if expect else leafgen.make(fields).expectation
    with leafgen.guard() as guard:
        return proof_object("", guard.prove(pdf, expected, ()))


def review_document(indication: str, tag: str) -> Review:
    """What a leaflet says, with what stands behind it."""
    return review(_here[0], indication, tag)


def preview_document(indication: str, tag: str, stamp: str) -> Preview:
    """How a leaflet would look, for translators."""
    return preview(_here[0], indication, tag, stamp)


def read_table(name: str, data: bytes) -> Rows:
    """The rows of an uploaded table. Raises InvalidInput with every fault of its form."""
    return read_upload(name, data)


def make_some(rows: Sequence[Row], *, keep: bool) -> tuple[Outcome, ...]:
    """What comes of the first of some rows, made and proven for about a second; `keep`: with their bytes."""
    workspace = _here[0].workspace
    return make(_here[0], rows, Orders(workspace.root, workspace.today(), keep=keep)).outcomes


def make_rows(objects: Sequence[Mapping[str, object]]) -> Delivery:
    """Every row that came as an object, made and proven; their files as one archive."""
    return deliver(_here[0], read_objects(objects))
