"""The writer of print runs: documents of many patients in one file, in order, with the tag tree and the language kept.

Written as it grows. A patient's part costs its windows and some digits: the rest is the same for all, packed once.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from leafgen.render.run_packing import Packed, packed
from leafgen.render.run_template import (
    CATALOGUE,
    LISTING,
    PAGES,
    PARENTS,
    PATIENT,
    PLACE_DIGITS,
    PLACES,
    TREE,
    RunTemplate,
)
from leafgen.render.stamp import ID_DIGITS

#: Patients are numbered from here on, always in three digits; so no object has a higher number than readers take
#: (ISO 32000-1, annex C, has 8,388,607; pdfium stops at half of that).
FIRST, MOST_PATIENTS = 100, 900
_ROW = struct.Struct(">BIH")
_NUMBER = struct.Struct(">I")
_PLACE = struct.Struct(">H")
_FREE, _PLAIN, _PACKED = 0, 1, b"\x02"
#: qpdf takes a number higher than a third of the file's length for damage.
BYTES_A_NUMBER = 3


class Output(Protocol):
    """Where a run is written: a file opened for writing bytes."""

    def write(self, data: bytes, /) -> object: ...


@dataclass(frozen=True, slots=True)
class _Part:
    """A master in a run: the head of a patient's part and what stands around its windows, each in pieces between which
    the patient's digits go; what is packed behind the head; where in the part each plain object begins; and the places
    of its packed objects as rows of the list end."""

    template: RunTemplate
    head: list[bytes]
    packed: Packed
    stretches: tuple[list[bytes], ...]
    objects: tuple[int, ...]
    places: tuple[bytes, ...]

    @property
    def count(self) -> int:
        """How many objects one patient has."""
        return len(self.objects) + len(self.places) - 1 + len(self.template.whole)


class RunWriter:
    """One file in the making. Add patients until it is `full`, then close it."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._at = 0
        self._hash = hashlib.sha256()
        #: What was written that is no patient's own: where, and what.
        self.frame: list[tuple[int, bytes]] = []
        self._parts: dict[int, _Part] = {}
        self._order: list[_Part] = []
        self._shared: dict[int, int] = {}
        self._rows: list[bytes] = []
        self.pages = 0
        #: The file's root, once it is written.
        self.catalogue = b""
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    @property
    def full(self) -> bool:
        """Whether no other patient has room in this file."""
        return len(self._order) >= MOST_PATIENTS

    def add(self, template: RunTemplate, windows: Sequence[bytes] = ()) -> int:
        """Append one patient's document, with its windows as they are stamped; returns where its part begins in the
        file."""
        number = FIRST + len(self._order)
        patient = b"%d" % number
        part = self._parts.get(id(template)) or self._share(template)
        start, pieces = self._at, [patient.join(part.head), part.packed.of(patient), patient.join(part.stretches[0])]
        for window, stretch in zip(windows, part.stretches[1:], strict=True):
            pieces += (window, patient.join(stretch))
        whole = b"".join(pieces)
        self._out.write(whole)
        self._at += len(whole)
        # The rest of a part is its master's, which is in the hash already.
        self._hash.update(b"".join((patient, *windows)))
        plain = [_ROW.pack(_PLAIN, start + at, 0) for at in part.objects]
        listed = (_PACKED + _NUMBER.pack(number * PLACES)).join(part.places)
        self._rows += (*plain, listed, *self._write_alone(template, patient, len(part.objects) + len(part.places) - 1))
        self._order.append(part)
        self.pages += len(template.pages)
        if template.whole:
            # Nobody else has this part: it is let go of, and held to what was written.
            self.frame.append((start, whole))
            del self._parts[id(template)]
        return start

    def _write_alone(self, template: RunTemplate, patient: bytes, place: int) -> list[bytes]:
        """Write what of a document nobody shares; its rows in the list of objects."""
        rows = []
        for at, (head, rest) in enumerate(template.whole, place):
            rows.append(_ROW.pack(_PLAIN, self._at, 0))
            text = head.replace(PATIENT, patient) + rest
            self._write(b"%s%0*d 0 obj\n%s\nendobj\n" % (patient, PLACE_DIGITS, at, text))
        return rows

    def close(self, root: int = 0) -> None:
        """Write what holds all patients together. The file's language and metadata are those of the document at the
        place `root`."""
        if not self._order:
            raise ValueError("a run without patients")
        self._fill_up()
        # What a document laid out by itself names here is its patient's own.
        named = self._order[root].template.catalogue
        catalogue = {name: value.replace(PATIENT, b"%d" % (FIRST + root)) for name, value in named.items()}
        info = catalogue.pop("/Info", None)
        tops = list(self._references(lambda part: _one(part.template.document)))
        if tops:
            leaves = self._references(lambda part: _one(part.template.document and part.template.first))
            self._put(TREE, b"<< /Type /StructTreeRoot /K [%s] /ParentTree %d 0 R >>" % (b" ".join(tops), PARENTS))
            self._put(PARENTS, b"<< /Kids [%s] >>" % b" ".join(leaves))
            catalogue["/StructTreeRoot"] = b"%d 0 R" % TREE
        pages = b" ".join(self._references(lambda part: range(1, 1 + len(part.template.pages))))
        self._put(PAGES, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (self.pages, pages))
        entries = b" ".join(name.encode() + b" " + value for name, value in catalogue.items())
        self.catalogue = b"<< /Type /Catalog /Pages %d 0 R %s >>" % (PAGES, entries)
        self._put(CATALOGUE, self.catalogue)
        self._list(info)

    def _fill_up(self) -> None:
        """Make the file as long as readers expect of one with such numbers: where small documents leave most numbers
        unused, they would take the highest for damage."""
        lacking = self._size * BYTES_A_NUMBER - self._at
        if lacking > 0:
            self._write(b"%" + b" " * lacking + b"\n")

    @property
    def _size(self) -> int:
        """One more than the highest number of an object."""
        return (FIRST + len(self._order) - 1) * PLACES + self._order[-1].count

    def _list(self, info: bytes | None) -> None:
        """The list of objects (ISO 32000-2, 7.5.8): first the patients', as they were written, then all others."""
        start = self._at
        others = {0: _ROW.pack(_FREE, 0, 65535), LISTING: _ROW.pack(_PLAIN, start, 0)}
        others |= {number: _ROW.pack(_PLAIN, at, 0) for number, at in self._shared.items()}
        index = [f"{(FIRST + place) * PLACES} {part.count}" for place, part in enumerate(self._order)]
        numbers = sorted(others)
        index += [f"{number} 1" for number in numbers]
        data = b"".join((*self._rows, *(others[number] for number in numbers)))
        identifier = self._hash.hexdigest()[:ID_DIGITS].encode()
        entry = b" /Info " + info if info else b""
        self._write(
            b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Index [%s] /Length %d /Root %d 0 R%s"
            b" /ID [<%s><%s>] >>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
            % (
                LISTING,
                self._size,
                " ".join(index).encode(),
                len(data),
                CATALOGUE,
                entry,
                identifier,
                identifier,
                data,
                start,
            )
        )

    def _references(self, places: _Places) -> Iterator[bytes]:
        for number, part in enumerate(self._order, FIRST):
            for place in places(part):
                yield b"%d%0*d 0 R" % (number, PLACE_DIGITS, place)

    def _share(self, template: RunTemplate) -> _Part:
        for number, text in sorted(template.shared.items()):
            if number not in self._shared:
                self._put(number, text)
        part = self._parts[id(template)] = _part(template)
        return part

    def _put(self, number: int, text: bytes) -> None:
        self._shared[number] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, text))

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._hash.update(data)
        self.frame.append((self._at, data))
        self._at += len(data)


class _Places(Protocol):
    """Which of a part's places are asked for."""

    def __call__(self, part: _Part, /) -> Iterable[int]: ...


def _one(place: int | None) -> tuple[int, ...]:
    return () if place is None else (place,)


def _part(template: RunTemplate) -> _Part:
    """A patient's part: one object stream, packed, and the windows, which are left out; PATIENT stands for the digits
    of whoever it is."""
    heads, at = [], 0
    for place, text in enumerate(template.own, template.first):
        heads.append(PATIENT + b"%0*d %d" % (PLACE_DIGITS, place, at))
        at += len(text) + 1
    listed = b" " + b" ".join(heads) + b"\n"
    content = packed(listed + b"\n".join(template.own), PATIENT)
    head = PATIENT + b"000 0 obj\n<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>\nstream\n"
    head %= (len(heads), len(listed), content.length)
    at, out = len(head) + content.length, bytearray(b"\nendstream\nendobj\n")
    objects, cuts = [0], [0]
    for place, text in enumerate(template.pages, 1):
        objects.append(at + len(out))
        out += PATIENT + b"%0*d 0 obj\n%s\nendobj\n" % (PLACE_DIGITS, place, text)
    for place, length in enumerate(template.windows, 1 + len(template.pages)):
        objects.append(at + len(out))
        out += PATIENT + b"%0*d 0 obj\n<< /Length %d >>\nstream\n" % (PLACE_DIGITS, place, length)
        cuts.append(len(out))
        at += length
        out += b"\nendstream\nendobj\n"
    places = (b"", *(_PLACE.pack(place) for place in range(len(template.own))))
    stretches = tuple(bytes(out[first:last]).split(PATIENT) for first, last in pairwise((*cuts, len(out))))
    return _Part(template, head.split(PATIENT), content, stretches, tuple(objects), places)
