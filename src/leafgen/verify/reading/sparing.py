"""pypdf, sparing: of the objects packed into one stream it parses those alone that are asked for.

By itself it parses all of them to find one: all tags of a leaflet to find its fonts, which takes half as long as all of
its reading. What is parsed is parsed by pypdf; where it begins is said by the stream's own list.
"""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import IndirectObject, PdfObject, StreamObject, read_object

_Packed = tuple[BytesIO, dict[int, int]]


class SparingReader(PdfReader):
    """A PdfReader for which a packed object costs what that object costs."""

    def __init__(self, stream: BytesIO) -> None:
        self._packed: dict[int, _Packed] = {}
        super().__init__(stream)

    def get_object(self, indirect_reference: int | IndirectObject) -> PdfObject | None:
        """The object; one that does not lie plainly in its stream is found as ever."""
        if isinstance(indirect_reference, IndirectObject):
            number, generation = indirect_reference.idnum, indirect_reference.generation
        else:
            number, generation = indirect_reference, 0
        if generation == 0 and number in self.xref_objStm and (0, number) not in self.resolved_objects:
            data, places = self._unpacked(self.xref_objStm[number][0])
            if number in places:
                data.seek(places[number])
                return self.cache_indirect_object(0, number, read_object(data, self))
        return super().get_object(indirect_reference)

    def _unpacked(self, number: int) -> _Packed:
        if number not in self._packed:
            stream = None if number in self.xref_objStm else super().get_object(number)
            self._packed[number] = packed(stream) if isinstance(stream, StreamObject) else (BytesIO(), {})
        return self._packed[number]


def packed(stream: StreamObject) -> _Packed:
    """The content of a stream of objects, and where in it each begins, by number (ISO 32000-2, 7.5.7).

    No places where its list is not plain: each number once, each place behind the one before and at an object.
    """
    data, first, count = stream.get_data(), int(stream.get("/First", 0)), int(stream.get("/N", 0))
    header = data[:first].split()
    if len(header) == 2 * count > 0 and all(map(bytes.isdigit, header)):
        listed = [int(number) for number in header]
        places = {number: first + offset for number, offset in zip(listed[::2], listed[1::2], strict=True)}
        ascending = sorted(set(places.values()))
        if len(ascending) == count and ascending == list(places.values()) and ascending[-1] < len(data):
            return BytesIO(data), places
    return BytesIO(), {}
