"""Packing once for all patients: any digits give the stream that unpacks to their text."""

from __future__ import annotations

import random
import zlib

import pytest

from leafgen.render.run_packing import CannotPackError, packed

MARK = b"\x01\x02\x03"


def text(chance: random.Random, marks: int) -> bytes:
    words = [
        b"<< /P ",
        b" 0 R /S /",
        b"Span >>",
        b"100 ",
        b"/K [ 1 ]",
        b"12 0 R\n",
        bytes(chance.choices(b"abcdef", k=9)),
    ]
    return b" " + MARK + b"".join(chance.choice(words) + (MARK if chance.random() < 0.5 else b"") for _ in range(marks))


@pytest.mark.parametrize("marks", [0, 1, 7, 90, 3000])
def test_any_digits_unpack_to_their_text(marks: int) -> None:
    wanted = text(random.Random(marks), marks)
    made = packed(wanted, MARK)
    for digits in (b"100", b"101", b"999", b"000", b"\xff\xff\xff"):
        stream = made.of(digits)
        assert len(stream) == made.length
        assert zlib.decompress(stream) == wanted.replace(MARK, digits)


def test_it_is_small() -> None:
    wanted = text(random.Random(1), 3000)
    assert packed(wanted, MARK).length < 1.1 * len(zlib.compress(wanted, 9))


def test_a_mark_that_is_said_anew_is_no_template(monkeypatch: pytest.MonkeyPatch) -> None:
    """A packer that takes the digits for what they happen to be would say one patient's to all."""
    wanted = b" " + MARK + b" and " + MARK
    plain = zlib.compressobj

    class Forgetful:
        def __init__(self, level: int, method: int, width: int, *_: object) -> None:
            self.packer = plain(level, method, width)

        def compress(self, data: bytes) -> bytes:
            return self.packer.compress(data)

        def flush(self) -> bytes:
            return self.packer.flush()

    monkeypatch.setattr(zlib, "compressobj", Forgetful)
    with pytest.raises(CannotPackError):
        packed(wanted, MARK)
