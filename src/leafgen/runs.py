"""Print runs, from requests to one proven file: masters looked up, patients appended in order, the whole read back.

    with open(partial, "w+b") as file:
        run = PrintRun(leafgen, file)
        place = run.add(request)        # the first page, and how many
        proof = run.close(proof="full")

A run has room for nine hundred documents (`has_room`); then another is begun.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from time import perf_counter
from typing import BinaryIO

from leafgen.compose.fields import personal_of
from leafgen.compose.request import Request
from leafgen.deliver.writer import refusals
from leafgen.kernel.errors import ProofFailed
from leafgen.kernel.geometry import Size
from leafgen.masters.for_runs import PREPARED, Prepared, Press, cannot_mark, sheet_windows
from leafgen.masters.master import Document, Master
from leafgen.pipeline import Leafgen
from leafgen.render.run_template import MOST_MASTERS, RunTemplate
from leafgen.render.run_writer import RunWriter
from leafgen.render.stamp import CannotStamp
from leafgen.verify.proof import CheckOutcome, Proof, StatementProof
from leafgen.verify.reading.pdfium import pdfium_text
from leafgen.verify.run_proof import BLANK, Entry, run_refusals
from leafgen.verify.run_seal import RunSeal
from leafgen.verify.run_trial import TRIAL, trial_refusals
from leafgen.verify.seal import PageText, plain

#: The check of a run's proof, by how it was asked for.
CHECKS = {"sealed": "sealed-run", "full": "read-back-run"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands in a run: its first page, counted from 1, and how many it has."""

    page: int
    pages: int


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


class PrintRun:
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
        self._run = RunWriter(file)
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
        windows = (*piece.windows, *sheet_windows(self._number, len(self._entries) + 1, piece.count, piece.marked))
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
            trial = RunWriter(file := BytesIO())
            for place in (1, 2):
                trial.add(template, tuple(sheet_windows(TRIAL, place, len(template.pages), marks.height)))
            trial.close()
            if wrong := list(trial_refusals(file.getvalue(), document.data, marks)):
                raise cannot_mark(wrong[0].message)
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
            prepared = PREPARED.of(master, texts, len(self._prepared), self._press)
            self._prepared[id(master)] = prepared
            self._statements += master.statements
        return prepared
