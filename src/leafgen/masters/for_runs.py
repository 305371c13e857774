"""A master made ready for print runs: the template of a patient's part, and the seal of parts, told by a trial of two
patients.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from leafgen.kernel.errors import DoesNotFit
from leafgen.masters.master import Master
from leafgen.render.fold_marks import code_box, code_zone, codes, pages_of, zone
from leafgen.render.run_packing import CannotPackError
from leafgen.render.run_template import NotForARunError, RunTemplate, page_heights, run_template
from leafgen.render.run_writer import RunWriter
from leafgen.render.stamp import CannotStamp, Stamp
from leafgen.verify.run_codes import SheetCode
from leafgen.verify.run_proof import Entry, run_refusals
from leafgen.verify.run_seal import NotARun, RunSeal, run_seal
from leafgen.verify.run_trial import OCCUPIED, TRIAL, Marks, trial_refusals

#: Masters that a process keeps ready for its next runs: each takes about as much memory as its file.
_MOST_KNOWN = 64


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


class _Known:
    """What was prepared last, for the next runs of this process."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, int, Press], tuple[Master, Prepared]] = OrderedDict()

    def of(self, master: Master, texts: Mapping[str, str], number: int, press: Press) -> Prepared:
        """What a run needs of a master; no patient's text stays in it."""
        key = (id(master), number, press)
        if key not in self._known:
            # The master is kept as well, so that no other can come to have its identity.
            self._known[key] = (master, prepare(master, texts, number, press))
        self._known.move_to_end(key)
        while len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
        return self._known[key][1]


#: What this process has prepared.
PREPARED = _Known()


def prepare(master: Master, texts: Mapping[str, str], number: int, press: Press = DUPLEX) -> Prepared:
    """What a run needs of a master, with its seal told by a run of two patients, which pdfium has read in full.

    Raises CannotStamp for a document that has too many parts for a run, or whose texts cannot be stamped.
    """
    stamp, seal = master.stamp, master.seal
    windows = [(window.start, window.end) for window in stamp.windows]
    trial = RunWriter(file := BytesIO())
    try:
        template, marks = press.template(master.data, windows, number)
        written = [stamp.write(window, texts) for window in stamp.windows]
        height, pages = marks.height if marks else None, len(template.pages)
        one, other = (trial.add(template, (*written, *sheet_windows(TRIAL, place, pages, height))) for place in (1, 2))
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
        raise cannot_mark(wrong[0].message) if wrong[0].message == OCCUPIED else NotARun(wrong[0].message)
    return Prepared(template, stamp, told, height)


def sheet_windows(run: int, document: int, pages: int, height: float | None) -> Iterable[bytes]:
    """The windows of the codes of a document's sheets, where these are marked."""
    return codes(run, document, pages, height) if height else ()


def cannot_mark(why: str) -> DoesNotFit:
    """The refusal of a document on which marks have no room."""
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
