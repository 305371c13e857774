"""The seal of print runs: each patient's part of the file is the proven one, with that patient's digits and texts.

The part of a patient is a packed list of objects, in which every number of the patient's own begins with the patient's
digits, and the windows behind it. What a part must be is worked out here anew from two parts of a run that was
proven; so no object of one patient can name another's, and nothing is in the part but what the master has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

from leafgen.verify.proof import Refusal
from leafgen.verify.reading.pdfium import PDFIUM, ReaderFailed, pdfium_document
from leafgen.verify.seal import PageText, Seal, other_pages

#: The two parts from which a seal is told are those of these patients: their digits differ in the last one alone.
ONE, OTHER = 10, 11
_PACKED = re.compile(rb"(\d+) 0 obj\n<< /Type /ObjStm /N (\d+) /First (\d+) /Length (\d+) >>\nstream\n")
_DIGITS = b"\x00"
#: What is read on a page that only fills up a sheet.
BLANK = PageText(("",), ())


class NotARun(Exception):
    """Two parts of a run that are not alike but for their patients' digits."""


@dataclass(frozen=True)
class RunSeal:
    """What a patient's part must be: the objects of the packed list with _DIGITS where the patient's stand, what
    stands around each window, the seal that tells what the windows may hold, and how many pages a patient has."""

    objects: tuple[tuple[bytes, bytes], ...]
    around: tuple[bytes, ...]
    seal: Seal
    pages: int

    def expected(self, patient: int) -> tuple[bytes, ...]:
        """The bytes of a patient's part around the windows."""
        digits = b"%d" % patient
        return tuple(digits.join(pieces) for pieces in self._pieces(len(digits)))

    def length(self, patient: int) -> int:
        """How long a patient's part is, in bytes."""
        width = len(str(patient))
        lengths: dict[int, int] = self.__dict__.setdefault("_lengths", {})
        if width not in lengths:
            windows = sum(window.length for window in self.seal.windows)
            lengths[width] = sum(map(len, self.expected(patient))) + windows
        return lengths[width]

    def refusals(self, part: bytes, patient: int, texts: Mapping[str, str]) -> Iterator[Refusal]:
        """What is wrong with a patient's part of the file."""
        pieces, at, places = self.expected(patient), 0, []
        for piece, window in zip(pieces, (*self.seal.windows, None), strict=True):
            if not part.startswith(piece, at):
                yield Refusal("a patient's part of the run is not what its master has")
                return
            at += len(piece)
            if window is not None:
                places.append((at, at + window.length))
                at += window.length
        if at != len(part):
            yield Refusal("a patient's part of the run holds more than its master has")
        yield from self.seal.other_texts(part, places, texts)

    def _pieces(self, width: int) -> tuple[list[bytes], ...]:
        """The part for digits of one width, in pieces between which they go."""
        known: dict[int, tuple[list[bytes], ...]] = self.__dict__.setdefault("_known", {})
        if width not in known:
            known[width] = tuple(stretch.split(_DIGITS) for stretch in self._form(width))
        return known[width]

    def _form(self, width: int) -> tuple[bytes, ...]:
        """The part for digits of one width: offsets in the packed list depend on it."""
        heads, at = [], 0
        for place, body in self.objects:
            heads.append(_DIGITS + place + b" %d" % at)
            at += len(body) + body.count(_DIGITS) * (width - 1) + 1
        head = b" ".join(heads) + b"\n"
        first = len(head) + len(heads) * (width - 1)
        opening = _DIGITS + b"000 0 obj\n<< /Type /ObjStm /N %d /First %d /Length %d >>\nstream\n"
        opening %= (len(heads), first, first + at - 1)
        bodies = b"\n".join(body for _, body in self.objects)
        return (opening + head + bodies + self.around[0], *self.around[1:])


def run_seal(seal: Seal, one: bytes, other: bytes, windows: Sequence[int], pages: int) -> RunSeal:
    """The seal of runs of a master, from the parts of patients ONE and OTHER in a run that is proven. `windows`: where
    each begins in the part. Raises NotARun when the parts differ in more than those patients' digits."""
    marked, last, width = [], 0, len(str(ONE))
    lengths = [window.length for window in seal.windows]
    for at, length in zip((*windows, len(one)), (*lengths, 0), strict=True):
        marked.append(_marked(one[last:at], other[last:at], width))
        last = at + length
    found = _PACKED.match(one)
    if found is None or found[1] != b"%d000" % ONE:
        raise NotARun("a part does not begin with its packed list")
    count, first, length = int(found[2]), int(found[3]), int(found[4])
    heads = one[found.end() : found.end() + first].split()
    places = [number.removeprefix(b"%d" % ONE) for number in heads[::2]]
    offsets = [*map(int, heads[1::2]), length - first + 1]
    if len(places) != count or len(one) < found.end() + length:
        raise NotARun("a packed list is not as long as it says")
    texts = [one[found.end() + first + start : found.end() + first + end - 1] for start, end in pairwise(offsets)]
    twins = [other[found.end() + first + start : found.end() + first + end - 1] for start, end in pairwise(offsets)]
    objects = tuple((place, _marked(text, twin, width)) for place, text, twin in zip(places, texts, twins, strict=True))
    behind = _marked(one[found.end() + length : windows[0] if windows else len(one)],
                     other[found.end() + length : windows[0] if windows else len(one)], width)  # fmt: skip
    made = RunSeal(objects, (behind, *marked[1:]), seal, pages)
    for number, part in ((ONE, one), (OTHER, other)):
        if len(part) != made.length(number):
            raise NotARun(f"the part of patient {number} is not told by its objects")
    return made


def _marked(one: bytes, other: bytes, width: int) -> bytes:
    """A stretch of the first part with _DIGITS wherever the two patients' digits stand."""
    if len(one) != len(other) or _DIGITS in one:
        raise NotARun("two parts are not of one length")
    pieces, last = [], 0
    for at, (here, there) in enumerate(zip(one, other, strict=True)):
        if here != there:
            start = at + 1 - width
            if one[start : at + 1] != b"%d" % ONE or other[start : at + 1] != b"%d" % OTHER:
                raise NotARun("two parts differ in more than their patients' digits")
            pieces.append(one[last:start])
            last = at + 1
    return _DIGITS.join((*pieces, one[last:]))


@dataclass(frozen=True, slots=True)
class Entry:
    """A patient in a run: by which seal, where the part begins, and what it must say. One whose document was laid out
    by itself, and proven as such, has no seal; `pages` is then what pdfium read in it."""

    seal: RunSeal | None
    start: int
    texts: Mapping[str, str]
    pages: tuple[PageText, ...] = ()

    @property
    def all_pages(self) -> tuple[PageText, ...]:
        """What is read on each page, blank ones included."""
        if self.seal is None:
            return self.pages
        read = self.seal.seal.pages
        return (*read, *(BLANK,) * (self.seal.pages - len(read)))

    def length(self, patient: int) -> int:
        """How long the part is that the seal tells, in bytes."""
        return self.seal.length(patient) if self.seal else 0


def run_refusals(
    file: BinaryIO, frame: Sequence[tuple[int, bytes]], entries: Sequence[Entry], *, read_back: bool
) -> Iterator[tuple[int | None, Refusal]]:
    """What is wrong with a run as it lies in a file: with which patient (by place among `entries`, None for the whole).

    frame: what was written that is no patient's own. Every byte of the file is compared. With `read_back` pdfium
    must read on every page what the master's page says with the patient's texts; else it opens the file and counts.
    """
    end = 0
    for start, data in frame:
        file.seek(start)
        if file.read(len(data)) != data:
            yield None, Refusal("what holds the run together is not what was written")
        end = max(end, start + len(data))
    for number, entry in enumerate(entries):
        file.seek(entry.start)
        if entry.seal is None:
            continue
        part = file.read(entry.length(ONE + number))
        for refusal in entry.seal.refusals(part, ONE + number, entry.texts):
            yield number, refusal
    size = file.seek(0, 2)
    if size != end or size != sum(len(data) for _, data in frame) + sum(
        entry.length(ONE + number) for number, entry in enumerate(entries)
    ):
        yield None, Refusal("the file holds more than the run")
    yield from _read(file, entries, read_back=read_back)


def _read(file: BinaryIO, entries: Sequence[Entry], *, read_back: bool) -> Iterator[tuple[int | None, Refusal]]:
    with PDFIUM:
        try:
            with pdfium_document(file) as document:
                if len(document) != sum(len(entry.all_pages) for entry in entries):
                    yield None, Refusal("pdfium finds another number of pages")
                    return
                first = 0
                for number, entry in enumerate(entries):
                    if read_back:
                        texts = [document.text(first + page) for page in range(len(entry.all_pages))]
                        for refusal in other_pages(entry.all_pages, entry.texts, texts):
                            yield number, refusal
                    first += len(entry.all_pages)
        except ReaderFailed as failed:
            yield None, Refusal(str(failed))
