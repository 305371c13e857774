"""Print runs, from requests to one proven file: masters looked up, patients appended in order, the whole read back.

    with open(partial, "w+b") as file:
        run = Run(leafgen, file)
        place = run.add(request)        # the first page, and how many
        proof = run.close(proof="full")

A run has room for nine hundred documents (`has_room`); then another is begun.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from time import perf_counter
from typing import BinaryIO

from leafgen.compose.fields import personal_of
from leafgen.compose.request import Request
from leafgen.deliver.writer import refusals
from leafgen.kernel.errors import DoesNotFit, ProofFailed
from leafgen.kernel.geometry import Size
from leafgen.masters.master import Document, Master
from leafgen.pipeline import Leafgen
from leafgen.render.fold_marks import code_box, code_zone, codes, pages_of, zone
from leafgen.render.print_run import PrintRun
from leafgen.render.run_packing import CannotPackError
from leafgen.render.run_template import MOST_MASTERS, NotForARunError, RunTemplate, page_heights, run_template
from leafgen.render.stamp import CannotStamp, Stamp
from leafgen.verify.proof import CheckOutcome, Proof, StatementProof
from leafgen.verify.reading.pdfium import pdfium_text
from leafgen.verify.run_codes import SheetCode
from leafgen.verify.run_proof import BLANK, Entry, run_refusals
from leafgen.verify.run_seal import NotARun, RunSeal, run_seal
from leafgen.verify.run_trial import OCCUPIED, TRIAL, Marks, trial_refusals
from leafgen.verify.seal import PageText, plain

#: The check of a run's proof, by how it was asked for.
CHECKS = {"sealed": "sealed-run", "full": "read-back-run"}
#: Masters that a process keeps ready for its next runs: each takes about as much memory as its file.
_MOST_KNOWN = 64


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands in a run: its first page, counted from 1, and how many it has."""

    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Press:
    """How a run is printed: on both sides of its sheets, and with marks for machines that fold and insert them."""

    duplex: bool = True
    marked: bool = False

    def template(
        self, data: bytes, windows: Sequence[tuple[int, int]], number: int | None
    ) -> tuple[RunTemplate, Marks | None]:
        """The template of a document for a run, and the marks that it has."""
        if not self.marked:
            return run_template(data, windows, number, duplex=self.duplex), None
        heights = page_heights(data)
        bars, length = pages_of(len(heights), heights[0]), len(next(codes(TRIAL, 1, 1, heights[0])))
        template = run_template(data, windows, number, duplex=self.duplex, marks=bars, code=length)
        return template, Marks(heights[0], zone(heights[0]), code_zone(heights[0]), bars, code_box(heights[0]))


DUPLEX = Press()


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a run needs of a master: the template of a patient's part, the stamp, the seal of parts, and of sheets that
    are marked how high they are, in pt."""

    template: RunTemplate
    stamp: Stamp
    seal: RunSeal
    marked: float | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A document that is ready to be appended: its template and stamped windows, and what the proof holds it to: the
    seal and its texts, or the text of its pages where it was laid out by itself. `apart`: it is no patient's;
    `marked`: how high its sheets are, in pt, where these bear marks."""

    template: RunTemplate
    windows: tuple[bytes, ...]
    seal: RunSeal | None
    texts: Mapping[str, str]
    pages: tuple[PageText, ...] = ()
    apart: bool = False
    marked: float | None = None

    @property
    def count(self) -> int:
        """How many pages it has, blank ones included."""
        return len(self.template.pages)


class Run:
    """One print run in the making, written to a file opened for reading and writing bytes. `duplex`: each document
    begins on a sheet of its own; `marked`: with marks for machines that fold and insert, which say the `number` of the
    run."""

    def __init__(
        self, leafgen: Leafgen, file: BinaryIO, *, duplex: bool = True, marked: bool = False, number: int = 1
    ) -> None:
        self._leafgen = leafgen
        self._file = file
        self._number = number
        self._press = Press(duplex, marked)
        self._run = PrintRun(file)
        self._prepared: dict[int, Prepared] = {}
        self._entries: list[Entry] = []
        self._statements: list[StatementProof] = []

    @property
    def has_room(self) -> bool:
        """Whether another patient can be added."""
        return not self._run.full

    @property
    def pages(self) -> int:
        """How many pages there are so far."""
        return self._run.pages

    def add(self, request: Request, *, proof: str = "full") -> Place:
        """Append the document of a request: stamped on its master, or, where that cannot be, as it is laid out and
        proven by itself. Raises what making it raises, and ProofFailed where it is not proven; nothing is written
        then."""
        return self.put(self.prepare(request, proof=proof))

    def prepare(self, request: Request, *, proof: str = "full") -> Piece:
        """What `put` appends, with nothing written: so that it is known of every document of a bundle whether it can be
        made, before the sheet that counts them. Raises as `add` does."""
        try:
            master = self._leafgen.master(request)
            if not isinstance(master, Master):
                raise CannotStamp("document", "nothing in it is stamped")
            # One place is left for the sheets between bundles.
            return self._stamped(master, master.days.texts(personal_of(request)), MOST_MASTERS - 1)
        except CannotStamp:
            return self._whole(self._leafgen.document(request, proof=proof))

    def separator(self, paper: Size, of: str, number: int, documents: int, pages: int) -> Piece:
        """The sheet in front of a bundle: what it is a bundle of, its number, and how many documents and pages follow.
        Raises DoesNotFit on paper that is too small."""
        # It takes the page engine where its master is not known, and few runs have bundles.
        from leafgen.masters.separators import separator_master, separator_texts  # noqa: PLC0415

        master = separator_master(self._leafgen, paper)
        try:
            piece = self._stamped(master, separator_texts(of, number, documents, pages), MOST_MASTERS)
        except CannotStamp:
            piece = self._stamped(master, separator_texts(str(number), number, documents, pages), MOST_MASTERS)
        return replace(piece, apart=True)

    def put(self, piece: Piece) -> Place:
        """Append what was prepared."""
        first = self._run.pages
        coded = piece.marked is not None
        windows = (*piece.windows, *_codes(self._number, len(self._entries) + 1, piece.count, piece.marked))
        start = self._run.add(piece.template, windows)
        self._entries.append(Entry(piece.seal, start, piece.texts, piece.pages, piece.apart, coded))
        return Place(first + 1, piece.count)

    def _stamped(self, master: Master, texts: Mapping[str, str], most: int) -> Piece:
        prepared = self._prepared_for(master, texts, most)
        stamp = prepared.stamp
        windows = tuple(stamp.write(window, texts) for window in stamp.windows)
        return Piece(prepared.template, windows, prepared.seal, texts, marked=prepared.marked)

    def _whole(self, document: Document) -> Piece:
        if not document.proof.proven:
            raise ProofFailed("the document is not proven; it was not printed", "\n".join(refusals(document.proof)))
        template, marks = self._press.template(document.data, (), None)
        if marks:
            trial = PrintRun(file := BytesIO())
            for place in (1, 2):
                trial.add(template, tuple(_codes(TRIAL, place, len(template.pages), marks.height)))
            trial.close()
            if wrong := list(trial_refusals(file.getvalue(), document.data, marks)):
                raise _cannot_mark(wrong[0].message)
        read = [PageText((plain(text),), ()) for text in pdfium_text(document.data)]
        self._statements += document.proof.statements
        pages = (*read, *(BLANK,) * (len(template.pages) - len(read)))
        return Piece(template, (), None, {}, pages, marked=marks.height if marks else None)

    def close(self, *, proof: str = "full") -> Proof:
        """Finish the file and prove it as it lies there: sealed, every byte is held to the masters and the texts; in
        full, pdfium reads every page besides."""
        root = next((place for place, entry in enumerate(self._entries) if not entry.apart), 0)
        self._run.close(root)
        self._file.flush()
        started = perf_counter()
        self._file.seek(0)
        data = self._file.read()
        frame, read_back = self._run.frame, proof == "full"
        found = run_refusals(data, frame, self._entries, read_back=read_back, number=self._number)
        outcome = CheckOutcome(CHECKS[proof], tuple(refusal for _, refusal in found), (perf_counter() - started) * 1000)
        return Proof(hashlib.sha256(data).hexdigest(), tuple(self._statements), (), (outcome,))

    def _prepared_for(self, master: Master, texts: Mapping[str, str], most: int) -> Prepared:
        prepared = self._prepared.get(id(master))
        if prepared is None:
            if len(self._prepared) >= most:
                raise CannotStamp("document", "the run has no room for another master")
            prepared = _KNOWN.prepared(master, texts, len(self._prepared), self._press)
            self._prepared[id(master)] = prepared
            self._statements += master.statements
        return prepared


class _Known:
    """What was prepared last, for the next runs of this process."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, int, Press], tuple[Master, Prepared]] = OrderedDict()

    def prepared(self, master: Master, texts: Mapping[str, str], number: int, press: Press) -> Prepared:
        """What a run needs of a master; no patient's text stays in it."""
        key = (id(master), number, press)
        if key not in self._known:
            # The master is kept as well, so that no other can come to have its identity.
            self._known[key] = (master, prepare(master, texts, number, press))
        self._known.move_to_end(key)
        while len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
        return self._known[key][1]


_KNOWN = _Known()


def prepare(master: Master, texts: Mapping[str, str], number: int, press: Press = DUPLEX) -> Prepared:
    """What a run needs of a master, with its seal told by a run of two patients, which pdfium has read in full.

    Raises CannotStamp for a document that has too many parts for a run, or whose texts cannot be stamped.
    """
    stamp, seal = master.stamp, master.seal
    windows = [(window.start, window.end) for window in stamp.windows]
    trial = PrintRun(file := BytesIO())
    try:
        template, marks = press.template(master.data, windows, number)
        written = [stamp.write(window, texts) for window in stamp.windows]
        height, pages = marks.height if marks else None, len(template.pages)
        one, other = (trial.add(template, (*written, *_codes(TRIAL, place, pages, height))) for place in (1, 2))
    except (NotForARunError, CannotPackError) as reason:
        raise CannotStamp("document", reason.message) from reason
    trial.close()
    data, end = file.getvalue(), min(at for at, _ in trial.frame if at > other)
    first, second = data[one:other], data[other:end]
    code = SheetCode.told(next(codes(TRIAL, 1, pages, height))) if height else None
    told = run_seal(seal, first, second, _windows(first, template), pages, trial.catalogue, code)
    entries = [Entry(told, one, texts), Entry(told, other, texts)]
    wrong = [refusal for _, refusal in run_refusals(data, trial.frame, entries, read_back=True, number=TRIAL)]
    if wrong := wrong or list(trial_refusals(data, stamp.fill(texts), marks)):
        raise _cannot_mark(wrong[0].message) if wrong[0].message == OCCUPIED else NotARun(wrong[0].message)
    return Prepared(template, stamp, told, height)


def _codes(run: int, document: int, pages: int, height: float | None) -> Iterable[bytes]:
    """The windows of the codes of a document's sheets, where these are marked."""
    return codes(run, document, pages, height) if height else ()


def _cannot_mark(why: str) -> DoesNotFit:
    return DoesNotFit(f"it cannot be marked for folding machines: {why}", "choose another edition, or print no marks")


def _windows(part: bytes, template: RunTemplate) -> list[int]:
    """Where the windows begin in a part: each is announced by its length."""
    starts, at = [], 0
    for length in template.windows:
        head = b"<< /Length %d >>\nstream\n" % length
        at = part.index(head, at) + len(head)
        starts.append(at)
        at += length
    return starts
