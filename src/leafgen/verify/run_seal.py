"""The seal of a master in print runs: what each patient's part of the file must be, to the last byte.

The part of a patient is a packed list of objects, in which every number of the patient's own begins with the patient's
digits, and the windows behind it. What a part must be is worked out here anew from two parts of a trial run; so no
object of one patient can name another's, and nothing is in the part but what the master has.
"""

from __future__ import annotations

import re
import struct
import zlib
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from leafgen.verify.proof import Refusal
from leafgen.verify.run_codes import SheetCode, sheet_codes
from leafgen.verify.seal import Seal

#: The two parts from which a seal is told are those of the first patients, whose digits differ in the last one alone.
ONE, OTHER = 100, 101
#: The number of an object is the patient's and, in three digits, its place; lower numbers belong to all patients.
PLACES = 1000
_PACKED = re.compile(
    rb"(\d{3})000 0 obj\n<< /Type /ObjStm /N (\d+) /First (\d+) /Filter /FlateDecode /Length (\d+) >>\nstream\n"
)
#: A packed list begins with a block of four bytes that is not packed, a blank and the digits (RFC 1951, 3.2.4), and
#: ends with a check sum.
_OPENING = re.compile(rb"\x78[\x01\x5e\x9c\xda](\x00\x04\x00\xfb\xff )(...)", re.DOTALL)
_CHECK_BYTES, _RAW, _BASE = 4, -15, 65521
#: What stands for a patient's digits: in a list that is unpacked to be read, and then in what was read.
_STRANGERS, _DIGITS = (b"\x11\x12\x13", b"\x14\x15\x16"), b"\x00"
#: A row of the list of objects for one that is packed (ISO 32000-2, 7.5.8.3).
_ROW_START, _ROW_END, _ROW_PACKED = struct.Struct(">BI"), struct.Struct(">H"), 2
_REFERENCE = re.compile(rb"(\x00?)\b(\d+) \d+ (?:R|obj)\b")
_NEXT = re.compile(rb"\nendobj\n(?=\d+ 0 obj\n)")
_TOP = re.compile(rb"/P \d+ 0 R\b")


#: Said of sheets whose codes are not those of their place.
OTHER_CODES = "the code of a sheet is not that of its run, document and place"


class NotARun(Exception):
    """Two parts of a run that are not alike but for their patients' digits."""


@dataclass(frozen=True)
class CheckSum:
    """How the check sum of a packed list follows from the digits (RFC 1950, 8.2): its halves without any, and what one
    more of each digit adds to them."""

    low: int
    high: int
    steps: tuple[tuple[int, int], ...]

    def of(self, digits: bytes) -> bytes:
        """The check sum with these digits."""
        low, high = self.low, self.high
        for digit, (adds_low, adds_high) in zip(digits, self.steps, strict=True):
            low += digit * adds_low
            high += digit * adds_high
        return (high % _BASE * 65536 + low % _BASE).to_bytes(_CHECK_BYTES, "big")


@dataclass(frozen=True)
class RunSeal:
    """What a patient's part must be. Behind the packed list stand the patient's pages, which are not packed, and the
    windows.

    packed: the packed list up to its check sum, in pieces between which the patient's digits stand; check: that sum;
    around: what stands before, between and behind the windows, in such pieces; seal: what the windows may hold; pages:
    of one patient, a blank one included; objects: how many are packed; top: the place of the top of the patient's
    tags; catalogue: the file's root where this patient is the first; code: how the codes of sheets are drawn, each in a
    window behind those of the seal, where there are any.
    """

    packed: list[bytes]
    check: CheckSum
    around: tuple[list[bytes], ...]
    seal: Seal
    pages: int
    objects: int
    top: int | None
    catalogue: bytes = b""
    code: SheetCode | None = None

    @cached_property
    def windows(self) -> tuple[int, ...]:
        """How long each window is, in bytes."""
        codes = [self.code.length] * ((self.pages + 1) // 2) if self.code else []
        return (*(window.length for window in self.seal.windows), *codes)

    @cached_property
    def length(self) -> int:
        """How long a part is, in bytes."""
        return sum(map(len, self.expected(ONE))) + sum(self.windows)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where in a part each object begins that is not packed: the list, the pages, the windows."""
        starts, at = [0], 0
        for piece, length in zip(self.expected(ONE), (*self.windows, 0), strict=True):
            starts += [at + found.end() for found in _NEXT.finditer(piece)]
            at += len(piece) + length
        return tuple(starts)

    @property
    def leaf(self) -> int:
        """The place of the leaf of the parent tree: behind what is not packed."""
        return 1 + self.pages + len(self.windows)

    @cached_property
    def _rows(self) -> list[bytes]:
        return [b"", *(_ROW_END.pack(place) for place in range(self.objects))]

    def packed_rows(self, number: int) -> bytes:
        """What the list of objects says of the packed ones: in which list each is, and where in it."""
        return _ROW_START.pack(_ROW_PACKED, number).join(self._rows)

    def expected(self, patient: int) -> list[bytes]:
        """The bytes of a patient's part before, between and behind the windows."""
        digits = b"%d" % patient
        first, *rest = (digits.join(pieces) for pieces in self.around)
        return [b"".join((digits.join(self.packed), self.check.of(digits), first)), *rest]

    def refusals(
        self, data: bytes, start: int, patient: int, texts: Mapping[str, str], run: int = 0
    ) -> Iterator[Refusal]:
        """What is wrong with the patient's part that begins at `start` of the file of the run of this number."""
        at, places = start, []
        for piece, length in zip(self.expected(patient), (*self.windows, None), strict=True):
            if not data.startswith(piece, at):
                yield Refusal("a patient's part of the run is not what its master has")
                return
            at += len(piece)
            if length is not None:
                places.append((at, at + length))
                at += length
        own = len(self.seal.windows)
        yield from self.seal.other_texts(data, places[:own], texts)
        if self.code:
            said = [self.code.says(data[first:last]) for first, last in places[own:]]
            if said != sheet_codes(run, patient - ONE + 1, self.pages):
                yield Refusal(OTHER_CODES)


def run_seal(
    seal: Seal,
    one: bytes,
    other: bytes,
    windows: Sequence[int],
    pages: int,
    catalogue: bytes = b"",
    code: SheetCode | None = None,
) -> RunSeal:
    """The seal of runs of a master, from the parts of patients ONE and OTHER in a run that is proven. `windows`: where
    each begins in the part; `catalogue`: the root of that run. Raises NotARun when the parts differ in more than those
    patients' digits."""
    found = _PACKED.match(one)
    if found is None or found[1] != b"%d" % ONE or len(one) != len(other):
        raise NotARun("a part does not begin with its packed list")
    end = found.end() + int(found[4])
    check = end - _CHECK_BYTES
    around, last = [], end
    lengths = [*(window.length for window in seal.windows), *(code.length for _ in range((pages + 1) // 2) if code)]
    if len(windows) != len(lengths):
        raise NotARun("a part has other windows than its master")
    for at, length in zip((*windows, len(one)), (*lengths, 0), strict=True):
        around.append(_apart(one[last:at], other[last:at]))
        last = at + length
    packed, text = _apart(one[:check], other[:check]), unpacked(one[found.end() : check])
    # The patient's digits stand twice in what leads to the packed list, and nowhere in it.
    if len(packed) != 3 or packed[0] or not packed[1].endswith(b" "):
        raise NotARun("a packed list is not its patient's own")
    count, leaf = int(found[2]), 1 + pages + len(windows)
    top = _top(text, int(found[3]), count, leaf)
    for said in (text, *map(_DIGITS.join, around)):
        for reference in _REFERENCE.finditer(said):
            if int(reference[2]) >= (leaf + count if reference[1] else ONE * PLACES):
                raise NotARun("a part names an object that is neither its patient's own nor everybody's")
    made = RunSeal(packed, _check_sum(text), tuple(around), seal, pages, count, top, catalogue, code)
    for number, part in ((ONE, one), (OTHER, other)):
        if made.check.of(b"%d" % number) != part[check:end]:
            raise NotARun("a check sum does not follow from the patient's digits")
    return made


def unpacked(stream: bytes) -> bytes:
    """What a packed list says, without its check sum, with _DIGITS wherever it says the digits it begins with again.

    Unpacked twice with what are no digits at all: what it says for any other digits is then known, as a packed stream
    points back without looking at what it points to. Raises NotARun when it does anything else with them.
    """
    found, texts = _OPENING.match(stream), []
    if found is None:
        raise NotARun("a packed list does not say its patient's digits once")
    for stranger in _STRANGERS:
        packer = zlib.decompressobj(_RAW)
        try:
            text = packer.decompress(found[1] + stranger + stream[found.end() :])
        except zlib.error as error:
            raise NotARun("a packed list cannot be unpacked") from error
        if not packer.eof or packer.unused_data or _DIGITS in text:
            raise NotARun("a packed list does not end where it should")
        texts.append(text.replace(stranger, _DIGITS))
    if texts[0] != texts[1]:
        raise NotARun("a packed list does not say its patient's digits once")
    return texts[0]


def _top(text: bytes, first: int, count: int, place: int) -> int | None:
    """The place of the top of a patient's tags, or None. Raises NotARun for a list that does not name its objects one
    after the other."""
    whole = text.replace(_DIGITS, _STRANGERS[0])
    numbers = whole[:first].split()
    if numbers[::2] != [_STRANGERS[0] + b"%03d" % (place + number) for number in range(count)]:
        raise NotARun("a packed list does not name its patient's objects, one after the other")
    tops = [found.start() - first for found in _TOP.finditer(whole, first)]
    if len(tops) > 1:
        raise NotARun("the tags of one patient have more than one top")
    return place + bisect(list(map(int, numbers[1::2])), tops[0]) - 1 if tops else None


def _check_sum(text: bytes) -> CheckSum:
    """Each byte counts once in one half, and as often as bytes follow in the other."""
    width = len(_STRANGERS[0])
    none = zlib.adler32(text.replace(_DIGITS, bytes(width)))
    behind = [len(piece) for piece in text.split(_DIGITS)[1:]]
    follow, counted, reached = [], 0, 0
    for length in reversed(behind):
        reached += length + width
        follow.append(reached)
        counted += 1
    steps = tuple((counted, sum(bytes_left - place for bytes_left in follow)) for place in range(width))
    return CheckSum(none & 0xFFFF, none >> 16, steps)


def _apart(one: bytes, other: bytes) -> list[bytes]:
    """A stretch of the first part in pieces, cut wherever the two patients' digits stand."""
    if len(one) != len(other):
        raise NotARun("two parts are not of one length")
    pieces, last, width = [], 0, len(str(ONE))
    for at, (here, there) in enumerate(zip(one, other, strict=True)):
        if here != there:
            start = at + 1 - width
            if one[start : at + 1] != b"%d" % ONE or other[start : at + 1] != b"%d" % OTHER:
                raise NotARun("two parts differ in more than their patients' digits")
            pieces.append(one[last:start])
            last = at + 1
    return [*pieces, one[last:]]
