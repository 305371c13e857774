"""Print runs, from requests to one proven file: masters looked up, patients appended in order, the whole read back.

    with open(partial, "w+b") as file:
        run = Run(leafgen, file)
        place = run.add(request)        # the first page, and how many
        proof = run.close(proof="full")

A run has room for some four thousand patients (`has_room`); then another is begun.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from time import perf_counter
from typing import BinaryIO

from leafgen.compose.fields import personal_of
from leafgen.compose.request import Request
from leafgen.deliver.writer import refusals
from leafgen.kernel.errors import ProofFailed
from leafgen.masters import Document, Master
from leafgen.pipeline import Leafgen
from leafgen.render.print_run import PrintRun
from leafgen.render.run_packing import CannotPackError
from leafgen.render.run_template import MOST_MASTERS, NotForARunError, RunTemplate, run_template
from leafgen.render.stamp import CannotStamp, Stamp
from leafgen.verify.proof import CheckOutcome, Proof, StatementProof
from leafgen.verify.reading.pdfium import pdfium_text
from leafgen.verify.run_proof import BLANK, Entry, run_refusals
from leafgen.verify.run_seal import NotARun, RunSeal, run_seal
from leafgen.verify.run_trial import trial_refusals
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
class Prepared:
    """What a run needs of a master: the template of a patient's part, the stamp, and the seal of parts."""

    template: RunTemplate
    stamp: Stamp
    seal: RunSeal


class Run:
    """One print run in the making, written to a file opened for reading and writing bytes."""

    def __init__(self, leafgen: Leafgen, file: BinaryIO, *, duplex: bool = True) -> None:
        self._leafgen = leafgen
        self._file = file
        self._duplex = duplex
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
        first = self._run.pages
        try:
            pages = self._add_stamped(request)
        except CannotStamp:
            pages = self._add_whole(self._leafgen.document(request, proof=proof))
        return Place(first + 1, pages)

    def _add_stamped(self, request: Request) -> int:
        master = self._leafgen.master(request)
        if master is None or master.stamp is None or master.seal is None or master.days is None:
            raise CannotStamp("document", "it has no master")
        texts = master.texts(personal_of(request), master.days)
        prepared = self._prepared_for(master, texts)
        start = self._run.add(prepared.template, prepared.stamp, texts)
        self._entries.append(Entry(prepared.seal, start, texts))
        return len(prepared.template.pages)

    def _add_whole(self, document: Document) -> int:
        if not document.proof.proven:
            raise ProofFailed("the document is not proven; it was not printed", "\n".join(refusals(document.proof)))
        template = run_template(document.data, (), None, duplex=self._duplex)
        read = [PageText((plain(text),), ()) for text in pdfium_text(document.data)]
        start = self._run.add(template, None, {})
        pages = (*read, *(BLANK,) * (len(template.pages) - len(read)))
        self._entries.append(Entry(None, start, {}, pages))
        self._statements += document.proof.statements
        return len(template.pages)

    def close(self, *, proof: str = "full") -> Proof:
        """Finish the file and prove it as it lies there: sealed, every byte is held to the masters and the texts; in
        full, pdfium reads every page besides."""
        self._run.close()
        self._file.flush()
        started = perf_counter()
        self._file.seek(0)
        data = self._file.read()
        found = run_refusals(data, self._run.frame, self._entries, read_back=proof == "full")
        outcome = CheckOutcome(CHECKS[proof], tuple(refusal for _, refusal in found), (perf_counter() - started) * 1000)
        return Proof(hashlib.sha256(data).hexdigest(), tuple(self._statements), (), (outcome,))

    def _prepared_for(self, master: Master, texts: Mapping[str, str]) -> Prepared:
        prepared = self._prepared.get(id(master))
        if prepared is None:
            if len(self._prepared) == MOST_MASTERS:
                raise CannotStamp("document", "the run has no room for another master")
            prepared = _KNOWN.prepared(master, texts, len(self._prepared), duplex=self._duplex)
            self._prepared[id(master)] = prepared
            self._statements += master.statements
        return prepared


class _Known:
    """What was prepared last, for the next runs of this process."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, int, bool], tuple[Master, Prepared]] = OrderedDict()

    def prepared(self, master: Master, texts: Mapping[str, str], number: int, *, duplex: bool) -> Prepared:
        """What a run needs of a master; no patient's text stays in it."""
        key = (id(master), number, duplex)
        if key not in self._known:
            # The master is kept as well, so that no other can come to have its identity.
            self._known[key] = (master, prepare(master, texts, number, duplex=duplex))
        self._known.move_to_end(key)
        while len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
        return self._known[key][1]


_KNOWN = _Known()


def prepare(master: Master, texts: Mapping[str, str], number: int, *, duplex: bool) -> Prepared:
    """What a run needs of a master, with its seal told by a run of two patients, which pdfium has read in full.

    Raises CannotStamp for a document that has too many parts for a run, or whose texts cannot be stamped.
    """
    stamp, seal = master.stamp, master.seal
    if stamp is None or seal is None:
        raise CannotStamp("document", "nothing in it is stamped")
    windows = [(window.start, window.end) for window in stamp.windows]
    trial = PrintRun(file := BytesIO())
    try:
        template = run_template(master.data, windows, number, duplex=duplex)
        one, other = (trial.add(template, stamp, texts) for _ in range(2))
    except (NotForARunError, CannotPackError) as reason:
        raise CannotStamp("document", reason.message) from reason
    trial.close()
    data, end = file.getvalue(), min(at for at, _ in trial.frame if at > other)
    first, second = data[one:other], data[other:end]
    told = run_seal(seal, first, second, _windows(first, stamp), len(template.pages), trial.catalogue)
    entries = [Entry(told, one, texts), Entry(told, other, texts)]
    wrong = [refusal for _, refusal in run_refusals(data, trial.frame, entries, read_back=True)]
    if wrong := wrong or list(trial_refusals(data, stamp.fill(texts))):
        raise NotARun(wrong[0].message)
    return Prepared(template, stamp, told)


def _windows(part: bytes, stamp: Stamp) -> list[int]:
    """Where the windows begin in a part: each is announced by its length."""
    starts, at = [], 0
    for window in stamp.windows:
        head = b"<< /Length %d >>\nstream\n" % (window.end - window.start)
        at = part.index(head, at) + len(head)
        starts.append(at)
        at += window.end - window.start
    return starts
