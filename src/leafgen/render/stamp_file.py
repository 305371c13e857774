"""The file of a master: everything that stays the same first, then the windows, the list of objects last.

So a stamped file and its master begin with the same bytes, and their hash need not be taken anew.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pikepdf

from leafgen.render.stamp import ID_DIGITS

#: A row of the list of objects: kind, place, and a number within an object stream (ISO 32000-2, 7.5.8).
_ROW = struct.Struct(">BIH")
_FREE, _PLAIN, _PACKED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Written:
    """A file, where each window's bytes lie in it (start, end), and where the second identifier begins."""

    data: bytes
    windows: tuple[tuple[int, int], ...]
    id_at: int


def write_master(pdf: pikepdf.Pdf, windows: Sequence[pikepdf.Stream], dropped: Collection[int] = ()) -> Written:
    """The file of `pdf` without the objects whose numbers are `dropped`: `windows` as they are, uncompressed; all that
    is no stream in one object stream. The same objects give the same bytes."""
    last = {stream.objgen[0]: stream for stream in windows}
    packed: dict[int, bytes] = {}
    streams: dict[int, pikepdf.Stream] = {}
    for item in pdf.objects:
        number = item.objgen[0]
        if number in dropped:
            continue
        if not isinstance(item, pikepdf.Stream):
            packed[number] = item.unparse(resolved=True)
        elif item.get("/Type") not in ("/ObjStm", "/XRef") and number not in last:
            streams[number] = item
    size = max(*packed, *streams, *last) + 3
    pack, listing = size - 2, size - 1
    rows = [(_FREE, 0, 0)] * size
    out = bytearray(f"%PDF-{pdf.pdf_version}\n%\u00e2\u00e3\u00cf\u00d3\n".encode("latin-1"))

    def put(number: int, dictionary: bytes, data: bytes) -> tuple[int, int]:
        rows[number] = (_PLAIN, len(out), 0)
        out.extend(b"%d 0 obj\n%s\nstream\n" % (number, dictionary))
        start = len(out)
        out.extend(data + b"\nendstream\nendobj\n")
        return start, start + len(data)

    for number, stream in sorted(streams.items()):
        data = stream.read_raw_bytes()
        put(number, _dictionary(stream, data), data)
    for place, number in enumerate(packed):
        rows[number] = (_PACKED, pack, place)
    put(pack, *_packed(packed))
    places = [
        put(number, _dictionary(stream, data := stream.read_raw_bytes()), data) for number, stream in last.items()
    ]
    first = hashlib.sha256(out[: places[0][0]]).hexdigest()[:ID_DIGITS].encode()
    start = len(out)
    rows[listing] = (_PLAIN, start, 0)
    table = zlib.compress(b"".join(_ROW.pack(*row) for row in rows), 9)
    roots = b" ".join(
        b"%s %s" % (name.encode(), _reference(pdf, name)) for name in ("/Root", "/Info") if name in pdf.trailer
    )
    out += b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Filter /FlateDecode /Length %d %s /ID [<%s><" % (
        listing, size, len(table), roots, first)  # fmt: skip
    id_at = len(out)
    out += b"%s>] >>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (first, table, start)
    return Written(bytes(out), tuple(places), id_at)


def _dictionary(stream: pikepdf.Stream, data: bytes) -> bytes:
    entries = pikepdf.Dictionary(dict(stream.stream_dict.items()))
    entries["/Length"] = len(data)
    return entries.unparse()


def _packed(objects: Mapping[int, bytes]) -> tuple[bytes, bytes]:
    """An object stream: its dictionary and bytes (ISO 32000-2, 7.5.7)."""
    places, bodies, at = [], [], 0
    for number, body in objects.items():
        places.append(b"%d %d" % (number, at))
        bodies.append(body)
        at += len(body) + 1
    head = b" ".join(places) + b"\n"
    data = zlib.compress(head + b"\n".join(bodies), 9)
    described = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>"
    return described % (len(objects), len(head), len(data)), data


def _reference(pdf: pikepdf.Pdf, name: str) -> bytes:
    number, generation = pdf.trailer[name].objgen
    return b"%d %d R" % (number, generation)
