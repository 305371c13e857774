"""Print runs: the leaflets or labels of many patients in one file, in order, with the tag tree and the language kept.

Written as it grows: what is in memory at any time is one patient's part, and the list of objects, packed.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

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
from leafgen.render.stamp import ID_DIGITS, Stamp

#: Patients are numbered from here; no object has a higher number than readers take (ISO 32000-1, annex C, has twice
#: as many; pdfium stops there).
FIRST, HIGHEST_OBJECT = 10, 4_194_303
#: How many patients one file has room for.
MOST_PATIENTS = HIGHEST_OBJECT // PLACES - FIRST
_ROW = struct.Struct(">BIH")
_PLACE = struct.Struct(">H")
_FREE, _PLAIN, _PACKED = 0, 1, 2
_LEAST_PACKING = 1
#: qpdf takes a number higher than a third of the file's length for damage.
BYTES_A_NUMBER = 3


class Output(Protocol):
    """Where a run is written: a file opened for writing bytes."""

    def write(self, data: bytes, /) -> object: ...


@dataclass(frozen=True, slots=True)
class _Part:
    """A master in a run: a patient's part around its windows, each stretch in pieces between which the patient's
    digits go, where in the part each plain object begins, and the places of its packed objects as rows of the list end.
    """

    template: RunTemplate
    stretches: tuple[list[bytes], ...]
    objects: tuple[int, ...]
    places: tuple[bytes, ...]


class PrintRun:
    """One file in the making. Add patients until it is `full`, then close it."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._at = 0
        self._hash = hashlib.sha256()
        #: What was written that is no patient's own: where, and what.
        self.frame: list[tuple[int, bytes]] = []
        self._parts: dict[tuple[int, int], _Part] = {}
        self._order: list[_Part] = []
        self._shared: dict[int, int] = {}
        self._packer = zlib.compressobj(_LEAST_PACKING)
        self._rows: list[bytes] = []
        self.pages = 0
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    @property
    def full(self) -> bool:
        """Whether no other patient has room in this file."""
        return len(self._order) >= MOST_PATIENTS

    def add(self, template: RunTemplate, stamp: Stamp | None, texts: Mapping[str, str]) -> int:
        """Append one patient's document; returns where its part begins in the file. Raises CannotStamp, with nothing
        written, for a text that cannot be stamped."""
        written = [stamp.write(window, texts) for window in stamp.windows] if stamp else []
        number = FIRST + len(self._order)
        patient = b"%d" % number
        part = self._parts.get((id(template), len(patient))) or self._share(template, len(patient))
        start, pieces = self._at, [patient.join(part.stretches[0])]
        for window, stretch in zip(written, part.stretches[1:], strict=True):
            pieces += (window, patient.join(stretch))
        whole = b"".join(pieces)
        self._out.write(whole)
        self._at += len(whole)
        # The rest of a part is its master's, which is in the hash already.
        self._hash.update(b"".join((patient, *written)))
        plain = (_ROW.pack(_PLAIN, start + at, 0) for at in part.objects)
        packed = (bytes((_PACKED,)) + (number * PLACES).to_bytes(4, "big")).join((b"", *part.places))
        alone = self._write_alone(template, number, len(part.objects) + len(part.places))
        self._rows.append(self._packer.compress(b"".join((*plain, packed, *alone))))
        self._order.append(part)
        self.pages += template.pages
        if template.whole:
            # Nobody else has this part: it is let go of, and held to what was written.
            self.frame.append((start, whole))
            del self._parts[id(template), len(patient)]
        return start

    def _write_alone(self, template: RunTemplate, number: int, place: int) -> list[bytes]:
        """Write what of a document nobody shares; its rows in the list of objects."""
        rows = []
        for at, (head, rest) in enumerate(template.whole, place):
            rows.append(_ROW.pack(_PLAIN, self._at, 0))
            text = head.replace(PATIENT, b"%d" % number) + rest
            self._write(b"%d%0*d 0 obj\n%s\nendobj\n" % (number, PLACE_DIGITS, at, text))
        return rows

    def close(self) -> None:
        """Write what holds all patients together."""
        if not self._order:
            raise ValueError("a run without patients")
        self._fill_up()
        # What a document laid out by itself names here is its patient's own: the first one's.
        named = self._order[0].template.catalogue
        catalogue = {name: value.replace(PATIENT, b"%d" % FIRST) for name, value in named.items()}
        info = catalogue.pop("/Info", None)
        tops = list(self._references(lambda part: part.template.document))
        if tops:
            leaves = self._references(lambda part: part.template.first + 1 if part.template.document else None)
            self._put(TREE, b"<< /Type /StructTreeRoot /K [%s] /ParentTree %d 0 R >>" % (b" ".join(tops), PARENTS))
            self._put(PARENTS, b"<< /Kids [%s] >>" % b" ".join(leaves))
            catalogue["/StructTreeRoot"] = b"%d 0 R" % TREE
        nodes = b" ".join(self._references(lambda part: part.template.first))
        self._put(PAGES, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (self.pages, nodes))
        entries = b" ".join(name.encode() + b" " + value for name, value in catalogue.items())
        self._put(CATALOGUE, b"<< /Type /Catalog /Pages %d 0 R %s >>" % (PAGES, entries))
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
        return (FIRST + len(self._order) - 1) * PLACES + self._count(self._order[-1])

    def _list(self, info: bytes | None) -> None:
        """The list of objects (ISO 32000-2, 7.5.8): first the patients', as they were written, then all others."""
        start = self._at
        others = {0: _ROW.pack(_FREE, 0, 65535), LISTING: _ROW.pack(_PLAIN, start, 0)}
        others |= {number: _ROW.pack(_PLAIN, at, 0) for number, at in self._shared.items()}
        index = [f"{(FIRST + place) * PLACES} {self._count(part)}" for place, part in enumerate(self._order)]
        numbers = sorted(others)
        index += [f"{number} 1" for number in numbers]
        self._rows.append(self._packer.compress(b"".join(others[number] for number in numbers)))
        self._rows.append(self._packer.flush())
        data = b"".join(self._rows)
        identifier = self._hash.hexdigest()[:ID_DIGITS].encode()
        entry = b" /Info " + info if info else b""
        self._write(
            b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Index [%s] /Filter /FlateDecode /Length %d /Root %d 0 R%s"
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

    @staticmethod
    def _count(part: _Part) -> int:
        return len(part.objects) + len(part.places) + len(part.template.whole)

    def _references(self, place: _Placed) -> Iterator[bytes]:
        for number, part in enumerate(self._order, FIRST):
            if (at := place(part)) is not None:
                yield b"%d%0*d 0 R" % (number, PLACE_DIGITS, at)

    def _share(self, template: RunTemplate, digits: int) -> _Part:
        for number, text in sorted(template.shared.items()):
            if number not in self._shared:
                self._put(number, text)
        part = self._parts[id(template), digits] = _part(template, PATIENT[:digits])
        return part

    def _put(self, number: int, text: bytes) -> None:
        self._shared[number] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, text))

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._hash.update(data)
        self.frame.append((self._at, data))
        self._at += len(data)


class _Placed(Protocol):
    """Which of a part's places is asked for; None where it has none."""

    def __call__(self, part: _Part, /) -> int | None: ...


def _part(template: RunTemplate, patient: bytes) -> _Part:
    """A patient's part: one object stream, uncompressed, and the windows, which are left out; `patient` stands for
    the digits of whoever it is."""
    heads, bodies, at = [], [], 0
    for place, marked in enumerate(template.own, template.first):
        text = marked.replace(PATIENT, patient)
        heads.append(patient + b"%03d %d" % (place, at))
        bodies.append(text)
        at += len(text) + 1
    head, body = b" ".join(heads) + b"\n", b"\n".join(bodies)
    stream = b"<< /Type /ObjStm /N %d /First %d /Length %d >>" % (len(heads), len(head), len(head) + len(body))
    out = bytearray(patient + b"000 0 obj\n" + stream + b"\nstream\n" + head + body + b"\nendstream\nendobj\n")
    objects, windows, left_out = [0], [], 0
    for place, length in enumerate(template.windows, 1):
        objects.append(len(out) + left_out)
        out += patient + b"%03d 0 obj\n<< /Length %d >>\nstream\n" % (place, length)
        windows.append(len(out))
        left_out += length
        out += b"\nendstream\nendobj\n"
    places = tuple(_PLACE.pack(place) for place in range(len(template.own)))
    cuts = [0, *windows, len(out)]
    stretches = tuple(bytes(out[first:last]).split(patient) for first, last in pairwise(cuts))
    return _Part(template, stretches, tuple(objects), places)
