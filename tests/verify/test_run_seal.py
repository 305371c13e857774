"""The seal of a master in runs: told from two parts, and only from such as are each patient's own."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest

from leafgen.pipeline import Leafgen
from leafgen.render.run_template import RunTemplate
from leafgen.render.run_writer import RunWriter
from leafgen.verify.run_seal import ONE, NotARun, RunSeal, run_seal, unpacked
from tests.stamping import LABEL
from tests.verify.runs_of_labels import Sealed, ready, sealed_run, windows_of


@pytest.fixture(scope="module")
def sealed(leafgen: Leafgen) -> Sealed:
    return sealed_run(leafgen, **LABEL)


def parts(sealed: Sealed) -> list[bytes]:
    return [sealed.data[first.start : second.start] for first, second in pairwise(sealed.entries)]


def told(seal: RunSeal, one: bytes, other: bytes, pages: int = 2) -> RunSeal:
    return run_seal(seal.seal, one, other, [one.index(seal.seal.windows[0].fixed[0])], pages)


def test_a_part_is_its_own_patients_and_nobody_elses(sealed: Sealed) -> None:
    seal, (one, other) = sealed.entries[0].seal, parts(sealed)
    assert seal
    texts = [entry.texts for entry in sealed.entries]
    assert not list(seal.refusals(one, 0, ONE, texts[0]))
    assert not list(seal.refusals(other, 0, ONE + 1, texts[1]))
    assert list(seal.refusals(one, 0, ONE + 1, texts[0]))
    assert list(seal.refusals(one, 0, ONE, texts[1]))
    assert list(seal.refusals(other, 0, ONE, texts[1]))
    assert list(seal.refusals(one, 1, ONE, texts[0]))


def test_what_is_not_packed_names_its_own_patient_alone(sealed: Sealed) -> None:
    """A part that says another patient's digits in any one place is refused."""
    seal, (one, _) = sealed.entries[0].seal, parts(sealed)
    assert seal
    found = list(re.finditer(rb"\b100(?=\d{3} 0 (?:R|obj))", one))
    assert len(found) > 3
    for place in found:
        theirs = one[: place.start()] + b"101" + one[place.end() :]
        assert list(seal.refusals(theirs, 0, ONE, sealed.entries[0].texts))


def test_parts_that_differ_in_more_than_digits_tell_no_seal(sealed: Sealed) -> None:
    seal, (one, other) = sealed.entries[0].seal, parts(sealed)
    assert seal
    told(seal, one, other)
    check = one.index(b"\nendstream") - 4
    for bad in (
        other[:-1],
        other.replace(b"/MediaBox", b"/MediaBax", 1),
        other.replace(b"101003 0 obj", b"100003 0 obj", 1),
        other.replace(b"101000 0 obj", b"100000 0 obj", 1),
        other.replace(b"\xfb\xff 101", b"\xfb\xff 100", 1),
        other[:check] + bytes(4) + other[check + 4 :],
    ):
        with pytest.raises(NotARun):
            told(seal, one, bad)
    for bad_one, bad_other in ((b"%" + one, b"%" + other), (other, one)):
        with pytest.raises(NotARun):
            told(seal, bad_one, bad_other)


def trial_of(template: RunTemplate, windows: list[bytes]) -> list[bytes]:
    run = RunWriter(file := BytesIO())
    starts = [run.add(template, windows) for _ in range(3)]
    run.close()
    return [file.getvalue()[first:second] for first, second in pairwise(starts)]


@pytest.mark.parametrize("named", [b"101008 0 R", b"100008 0 R", b"999001 0 R"])
def test_a_master_that_names_one_patients_object_tells_no_seal(leafgen: Leafgen, named: bytes) -> None:
    """Alike in both parts of the trial, such a name would be one patient's in every other's document."""
    _, prepared, texts = ready(leafgen)
    template = prepared.template
    own = [re.sub(rb"/Pg \x01\x02\x03\d{3} 0 R", b"/Pg " + named, text, count=1) for text in template.own]
    assert own != list(template.own)
    first, second = trial_of(template, windows_of(prepared, texts[0]))
    told(prepared.seal, first, second)
    one, other = trial_of(replace(template, own=tuple(own)), windows_of(prepared, texts[0]))
    with pytest.raises(NotARun, match="neither its patient's own"):
        told(prepared.seal, one, other)


def test_a_list_that_leaves_out_an_object_tells_no_seal(leafgen: Leafgen) -> None:
    _, prepared, texts = ready(leafgen)
    own = [re.sub(rb"(/P \x01\x02\x03)\d{3}( 0 R)", rb"\g<1>999\2", text) for text in prepared.template.own]
    one, other = trial_of(replace(prepared.template, own=tuple(own)), windows_of(prepared, texts[0]))
    with pytest.raises(NotARun):
        told(prepared.seal, one, other)


# Unpacking


def stream(text: bytes, mark: bytes = b"\x01\x02\x03", digits: bytes = b"100") -> bytes:
    """As the writer packs: a block that is not packed, then one that points back at it wherever the mark stands."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 8, zlib.Z_DEFAULT_STRATEGY, b" " + mark)
    return b"\x78\xda\x00\x04\x00\xfb\xff " + digits + packer.compress(text) + packer.flush()


def test_what_points_back_is_the_patients() -> None:
    text = b"000 0 obj and \x01\x02\x03001 0 R or \x01\x02\x03002 0 R" + b"abcdef \x01\x02\x03001 0 R" * 9
    assert unpacked(stream(text)) == b" \x00" + text.replace(b"\x01\x02\x03", b"\x00")


def test_digits_that_are_said_anew_stay_what_they_are() -> None:
    """They are not the patient's: what names an object with them is found (test above), whatever they look like."""
    again = b"\x78\xda\x00\x04\x00\xfb\xff 100" + (packer := zlib.compressobj(9, zlib.DEFLATED, -15)).compress(
        b" 100 x"
    )
    assert unpacked(again + packer.flush()) == b" \x00 100 x"


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        stream(b"x")[2:],
        stream(b"x")[:-1],
        stream(b"x") + b"y",
        stream(b"a\x00b"),
        # Pointing at a part of the digits: what it says then depends on what they happen to be.
        stream(b"xyzBCxyzBCx", b"ABC"),
    ],
)
def test_a_list_that_does_anything_else_is_refused(bad: bytes) -> None:
    with pytest.raises(NotARun):
        unpacked(bad)
