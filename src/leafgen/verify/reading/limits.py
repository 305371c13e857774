"""Bounds within which a file is read: a hostile one is refused, not suffered."""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass, field

import pikepdf

MEGABYTE = 1 << 20


class TooMuch(Exception):
    """The file asks for more than the bounds allow; the message says of what."""


class UnreadableFontError(ValueError):
    """The embedded program is damaged or of a kind that is not read."""


@dataclass(slots=True)
class Limits:
    """The bounds, and what has been used of them. Sizes in bytes, time in seconds."""

    file_bytes: int = 64 * MEGABYTE
    stream_bytes: int = 48 * MEGABYTE
    all_bytes: int = 192 * MEGABYTE
    pages: int = 500
    operators: int = 2_000_000
    form_depth: int = 12
    page_inches: float = 200.0
    image_pixels: int = 40_000_000
    seconds: float = 60.0
    used_bytes: int = 0
    used_operators: int = 0
    started: float = field(default_factory=time.monotonic)

    def spend(self, operators: int) -> None:
        """Count operators, and look at the clock."""
        self.used_operators += operators
        if self.used_operators > self.operators:
            raise TooMuch(f"it paints with more than {self.operators} operators")
        if time.monotonic() - self.started > self.seconds:
            raise TooMuch(f"reading it takes longer than {self.seconds:g} seconds")


def stream_bytes(stream: pikepdf.Stream, limits: Limits) -> bytes:
    """The decoded bytes of a stream, unless there are too many.

    Flate, the only filter that fonts and contents commonly use, is first measured piece by piece, so that a
    bomb never unfolds in memory.
    """
    if stream.get("/F") is not None:
        raise TooMuch("a stream lies in another file")
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)] if filters else []
    if names:
        raw = stream.read_raw_bytes()
        if names == ["/FlateDecode"] and "/DecodeParms" not in stream:
            plain = _inflate(raw, limits.stream_bytes)
        elif len(raw) > MEGABYTE or len(names) > 2:
            raise TooMuch(f"a stream is packed as {' '.join(names)}, and large")
        else:
            plain = stream.read_bytes()
    else:
        plain = stream.read_raw_bytes()
    limits.used_bytes += len(plain)
    if len(plain) > limits.stream_bytes or limits.used_bytes > limits.all_bytes:
        raise TooMuch("its streams unpack to more than can be read")
    return bytes(plain)


def _inflate(raw: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(raw, most + 1)
    except zlib.error as error:
        raise TooMuch(f"a packed stream is damaged ({error})") from error
    if len(plain) > most:
        raise TooMuch(f"a stream unpacks to more than {most // MEGABYTE} MB")
    return plain
