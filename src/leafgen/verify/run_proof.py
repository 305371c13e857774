"""The proof of a print run as it lies in its file: every patient's part sealed, what holds them together worked out
anew, and the whole opened by a second reader.

Read back by pdfium: of every patient in full, where that was asked for; else of the first, the middle and the last,
the pages that say whose they are.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from leafgen.verify.proof import Refusal
from leafgen.verify.reading.failure import ReaderFailed
from leafgen.verify.reading.pdfium import PDFIUM, PdfiumDocument, pdfium_document
from leafgen.verify.run_codes import drawn_in, sheet_codes
from leafgen.verify.run_seal import ONE, OTHER_CODES, PLACES, RunSeal
from leafgen.verify.seal import PageText, other_pages

#: What is read on a page that only fills up a sheet.
BLANK = PageText(("",), ())
#: The list of objects: its row, and how a run says it (ISO 32000-2, 7.5.8): not packed, so that every row can be held
#: to what it must be.
_ROW = struct.Struct(">BIH")
_LISTING = re.compile(
    rb"(\d+) 0 obj\n<< /Type /XRef /Size (\d+) /W \[1 4 2\] /Index \[([\d ]+)\] /Length (\d+) /Root (\d+) 0 R"
    rb"(?: /Info \d+ 0 R)? /ID \[<[0-9a-f]{32}><[0-9a-f]{32}>\] >>\nstream\n"
)
_END = re.compile(rb"\nendstream\nendobj\nstartxref\n(\d+)\n%%EOF\n")
_TAGS = re.compile(rb" /StructTreeRoot (\d+) 0 R")
_TREE = re.compile(rb"<< /Type /StructTreeRoot /K \[([\d R]*)\] /ParentTree (\d+) 0 R >>\nendobj\n")
_LEAVES = re.compile(rb"<< /Kids \[([\d R]*)\] >>\nendobj\n")
_NODES = re.compile(rb"<< /Type /Pages /Count (\d+) /Kids \[([\d R]*)\] >>\nendobj\n")
_OBJECT = re.compile(rb"(\d+) 0 obj\n")
_KID = re.compile(rb"(\d+) 0 R")
_PAGES = re.compile(rb" /Pages (\d+) 0 R")
_FREE, _PLAIN, _PACKED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A patient in a run: by which seal, where the part begins, and what it must say. One whose document was laid out
    by itself, and proven as such, has no seal; `pages` is then what pdfium read in it. `apart`: it is no patient's, but
    the sheet in front of a bundle, and the root of the run is not its own; `coded`: its sheets bear codes."""

    seal: RunSeal | None
    start: int
    texts: Mapping[str, str]
    pages: tuple[PageText, ...] = ()
    apart: bool = False
    coded: bool = False

    @property
    def all_pages(self) -> tuple[PageText, ...]:
        """What is read on each page, blank ones included."""
        if self.seal is None:
            return self.pages
        read = self.seal.seal.pages
        return (*read, *(BLANK,) * (self.seal.pages - len(read)))

    @property
    def count(self) -> int:
        """How many pages there are, blank ones included."""
        return self.seal.pages if self.seal else len(self.pages)

    @property
    def leaf(self) -> int:
        """The place of its leaf of the parent tree: behind what is not packed."""
        if self.seal:
            return self.seal.leaf
        return 1 + len(self.pages) + (len(self.pages) + 1) // 2 * self.coded


#: What is wrong, and with which patient, by place among the entries (None: with the whole).
Found = tuple[int | None, Refusal]


def run_refusals(
    data: bytes, frame: Sequence[tuple[int, bytes]], entries: Sequence[Entry], *, read_back: bool, number: int = 0
) -> Iterator[Found]:
    """What is wrong with the run of this number, given as all bytes of its file.

    frame: what was written that is no patient's own, where. Every byte is compared. With `read_back` pdfium must read
    on every page what the master's page says with the patient's texts.
    """
    for start, written in frame:
        if not data.startswith(written, start):
            yield None, Refusal("what holds the run together is not what was written")
    for place, entry in enumerate(entries):
        if entry.seal is not None:
            for refusal in entry.seal.refusals(data, entry.start, ONE + place, entry.texts, number):
                yield place, refusal
        elif entry.coded:
            end = entries[place + 1].start if place + 1 < len(entries) else len(data)
            if list(drawn_in(data[entry.start : end])) != sheet_codes(number, place + 1, len(entry.pages)):
                yield place, Refusal(OTHER_CODES)
    stretches = [(start, len(written)) for start, written in frame]
    stretches += [(entry.start, entry.seal.length) for entry in entries if entry.seal]
    end = 0
    for start, length in sorted(stretches):
        if start != end:
            break
        end = start + length
    if end != len(data):
        yield None, Refusal("the file holds more than the run, or less")
    for message in _not_held_together(data, entries):
        yield None, Refusal(message)
    yield from _read(data, entries, read_back=read_back)


def _not_held_together(data: bytes, entries: Sequence[Entry]) -> Iterator[str]:
    """What is wrong with the list of objects, the order of pages and the tags of a run, each worked out anew."""
    end = _END.search(data, max(0, len(data) - 64))
    listing = _LISTING.match(data, int(end[1])) if end else None
    if end is None or end.end() != len(data) or listing is None or listing.end() + int(listing[4]) != end.start():
        yield "the list of objects is not where or what it should be"
        return
    numbers = list(map(int, listing[3].split()))
    rows = memoryview(data)[listing.end() : end.start()]
    sections = list(zip(numbers[::2], numbers[1::2], strict=False))
    if len(numbers) % 2 or sum(numbers[1::2]) * _ROW.size != len(rows) or len(sections) < len(entries):
        yield "the list of objects is not as long as it says"
        return
    if int(listing[2]) != sum(sections[len(entries) - 1]):
        yield "the list of objects does not say which number is the highest"
    at = 0
    places: dict[int, int] = {}
    for place, (first, count) in enumerate(sections):
        some = rows[at : at + count * _ROW.size]
        at += len(some)
        if place >= len(entries):
            places |= {first: _ROW.unpack(some)[1]} if count == 1 and first < ONE * PLACES else {-1: -1}
        elif not _lists(data, some, first, entries[place], ONE + place):
            yield f"the list of objects does not say where those of document {place + 1} are"
    if not all(number == 0 or data.startswith(b"%d 0 obj\n" % number, start) for number, start in places.items()):
        yield "the list of objects does not say where those are that all share"
        return
    yield from _order(data, places, int(listing[5]), entries)


def _lists(data: bytes, rows: memoryview, first: int, entry: Entry, patient: int) -> bool:
    """Whether the list says where each of a patient's objects is."""
    if first != patient * PLACES:
        return False
    if entry.seal is not None:
        plain = [_ROW.pack(_PLAIN, entry.start + start, 0) for start in entry.seal.starts]
        return bytes(rows) == b"".join((*plain, entry.seal.packed_rows(first)))
    packed = 0
    for place, (kind, start, index) in enumerate(_ROW.iter_unpack(rows)):
        if kind == _PLAIN and not data.startswith(b"%d 0 obj\n" % (first + place), start):
            return False
        if kind == _PACKED and (start, index) != (first, packed):
            return False
        packed += kind == _PACKED
    return True


def _order(data: bytes, places: Mapping[int, int], root: int, entries: Sequence[Entry]) -> Iterator[str]:
    """What is wrong with the pages and tags that the root names."""

    def text(number: int) -> int:
        head = _OBJECT.match(data, places.get(number, len(data)))
        return head.end() if head else len(data)

    start = text(root)
    catalogue = data[start : data.find(b"\nendobj\n", start)]
    named = _PAGES.search(catalogue)
    nodes = _NODES.match(data, text(int(named[1]))) if named else None
    wanted = [(ONE + place) * PLACES + 1 + page for place, entry in enumerate(entries) for page in range(entry.count)]
    if nodes is None or _kids(nodes[2]) != wanted or int(nodes[1]) != len(wanted):
        yield "the pages do not stand in the order of the documents"
    first = next((entry.seal for entry in entries if not entry.apart), None)
    if first is not None and _TAGS.sub(b"", catalogue) != _TAGS.sub(b"", first.catalogue):
        yield "the root of the run is not that of its first document"
    tags = _TAGS.search(catalogue)
    tree = _TREE.match(data, text(int(tags[1]))) if tags else None
    leaves = _LEAVES.match(data, text(int(tree[2]))) if tree else None
    tops = [(ONE + place) * PLACES + entry.seal.top
            for place, entry in enumerate(entries) if entry.seal and entry.seal.top is not None]  # fmt: skip
    if tags is None and not tops:
        return
    if tree is None or leaves is None:
        yield "the tags of the run are not to be found"
        return
    alone = {ONE + place for place, entry in enumerate(entries) if entry.seal is None}
    holds, keys = _kids(tree[1]), _kids(leaves[1])
    marked = [number // PLACES for number in holds]
    if (
        [number for number in holds if number // PLACES not in alone] != tops
        or marked != sorted(set(marked))
        or keys != [patient * PLACES + entries[patient - ONE].leaf for patient in marked]
    ):
        yield "the tags do not stand in the order of the documents"


def _kids(references: bytes) -> list[int]:
    return list(map(int, _KID.findall(references)))


def _read(data: bytes, entries: Sequence[Entry], *, read_back: bool) -> Iterator[Found]:
    """What is wrong with what a second reader finds: how many pages, and what they say."""
    with PDFIUM:
        try:
            with pdfium_document(data) as document:
                if len(document) != sum(entry.count for entry in entries):
                    yield None, Refusal("pdfium finds another number of pages")
                    return
                looked_at = {0, len(entries) // 2, len(entries) - 1}
                first = 0
                for number, entry in enumerate(entries):
                    if read_back or number in looked_at:
                        for refusal in _read_otherwise(document, first, entry, read_back=read_back):
                            yield number, refusal
                    first += entry.count
        except ReaderFailed as failed:
            yield None, Refusal(str(failed))


def _read_otherwise(document: PdfiumDocument, first: int, entry: Entry, *, read_back: bool) -> Iterator[Refusal]:
    """What is wrong with the pages of one document as pdfium reads them; without `read_back` those that say whose they
    are."""
    pages = entry.all_pages
    wanted = [place for place, page in enumerate(pages) if read_back or page.ids or not entry.seal]
    texts = [document.text(first + place, pages[place].turned) for place in wanted]
    return other_pages([pages[place] for place in wanted], entry.texts, texts)
