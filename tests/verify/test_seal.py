"""Seals: not one bit of a stamped file may differ from its master and from what is to be said."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader

from leafgen.masters.master import Master
from leafgen.pipeline import Leafgen
from leafgen.render.stamp import CannotStamp, Stamp
from leafgen.verify.proof import Proof
from leafgen.verify.prover import NotSealed
from leafgen.verify.seal import READ_BACK, SAME_BYTES, SAYS_EXACTLY, PageText, Seal
from leafgen.verify.sealing import seal
from leafgen.verify.trust import TrustedFont
from tests.stamping import master_of, unsealed

ANNA = {
    "patient.name": "Anna de Vries",
    "patient.birth-date": "12\u00a0mrt\u00a01961",
    "patient.date": "22\u00a0nov\u00a02026",
}
Parts = tuple[Stamp, Seal]


@pytest.fixture(scope="module")
def master(leafgen: Leafgen) -> Master:
    return master_of(leafgen)


@pytest.fixture(scope="module")
def parts(master: Master) -> Parts:
    return master.stamp, master.seal


def refused_by(sealed: Seal, data: bytes, texts: dict[str, str], *, read_back: bool = False) -> set[str]:
    """The checks that refuse a file; none means that it is proven."""
    proof = sealed.prove(data, texts, read_back=read_back)
    assert proof.proven == all(check.passed for check in proof.checks)
    return {check.id for check in proof.checks if not check.passed}


def test_a_stamped_file_is_proven_with_every_statement(parts: Parts) -> None:
    stamp, sealed = parts
    proof = sealed.prove(stamp.fill(ANNA), ANNA, read_back=True)
    assert proof.proven
    assert [check.id for check in proof.checks] == [SAME_BYTES, SAYS_EXACTLY, READ_BACK]
    assert {"patient.name", "patient.date"} <= {statement.id for statement in proof.statements}
    assert len(proof.statements) > 90


def test_every_bit_of_a_window_and_of_the_identifier_counts(parts: Parts) -> None:
    stamp, sealed = parts
    data = bytearray(stamp.fill(ANNA))
    (window,) = stamp.windows
    for at in (*range(window.start, window.end), *range(stamp.id_at, stamp.id_at + 32)):
        for bit in range(8):
            data[at] ^= 1 << bit
            assert refused_by(sealed, bytes(data), ANNA), (at, bit)
            data[at] ^= 1 << bit
    assert not refused_by(sealed, bytes(data), ANNA)


def test_every_other_byte_of_the_file_counts(parts: Parts) -> None:
    stamp, sealed = parts
    data, chance = bytearray(stamp.fill(ANNA)), random.Random(7)
    for at in (*chance.sample(range(len(data)), 2000), 0, len(data) - 1):
        bit = 1 << chance.randrange(8)
        data[at] ^= bit
        assert refused_by(sealed, bytes(data), ANNA), at
        data[at] ^= bit


def test_a_tail_is_held_to_what_follows_the_head(parts: Parts) -> None:
    """What is made for each patient, without the beginning that all files of a master share."""
    stamp, sealed = parts
    whole = stamp.fill(ANNA)
    tail = bytearray(stamp.tail(ANNA))
    assert sealed.head + tail == whole
    assert sealed.prove_tail(bytes(tail), ANNA).proven
    assert sealed.prove_tail(bytes(tail), ANNA).sha256 == hashlib.sha256(whole).hexdigest()
    for at in range(len(tail)):
        tail[at] ^= 1
        assert not sealed.prove_tail(bytes(tail), ANNA).proven, at
        tail[at] ^= 1
    for other in (tail[1:], tail[:-1], tail + b"\n", b"", whole):
        assert not sealed.prove_tail(bytes(other), ANNA, read_back=True).proven


def test_a_file_with_another_beginning_is_told_by_its_own_hash(parts: Parts) -> None:
    stamp, sealed = parts
    other = b"%PDF-1.4" + stamp.fill(ANNA)[8:]
    proof = sealed.prove(other, ANNA, read_back=False)
    assert not proof.proven
    assert proof.sha256 == hashlib.sha256(other).hexdigest()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: data[:0],
        lambda data: data + data[-3000:],
        lambda data: data[:200],
    ],
)
def test_a_file_of_another_length_is_refused(parts: Parts, damage: Callable[[bytes], bytes]) -> None:
    stamp, sealed = parts
    assert SAME_BYTES in refused_by(sealed, damage(stamp.fill(ANNA)), ANNA, read_back=True)


@pytest.mark.parametrize(
    "texts",
    [
        {**ANNA, "patient.name": "Anna de Vrie"},
        {**ANNA, "patient.name": "anna de Vries"},
        {**ANNA, "patient.name": "\u0410nna de Vries"},
        {**ANNA, "patient.birth-date": ANNA["patient.date"], "patient.date": ANNA["patient.birth-date"]},
        {"patient.name": "Anna de Vries"},
        {**ANNA, "patient.more": "x"},
    ],
)
def test_another_patients_text_is_refused(parts: Parts, texts: dict[str, str]) -> None:
    stamp, sealed = parts
    assert SAYS_EXACTLY in refused_by(sealed, stamp.fill(ANNA), texts)
    assert READ_BACK in refused_by(sealed, stamp.fill(ANNA), texts, read_back=True) or "patient.more" in texts


def test_a_refusal_quotes_no_text(parts: Parts) -> None:
    stamp, sealed = parts
    proof = sealed.prove(stamp.fill(ANNA), {**ANNA, "patient.name": "Bo"}, read_back=True)
    assert "Anna" not in str(proof)
    assert "'Bo'" not in str(proof)


@pytest.mark.parametrize(
    "inside",
    [
        b"<0003> Tj ET (",
        b"<0003>] TJ 1 1 1 rg [<0003>",
        b"(Anna)",
        b"<00030>",
        b"<000a>",
        b"<>",
        b"<0003>0<0003>",
        b"<0003>-0012<0003>",
        b"<0003>1.5<0003>",
        b"<0003>999<0003>",
        b"<0003>-12",
        b"<FFFF>",
    ],
)
def test_a_window_keeps_to_its_grammar(parts: Parts, inside: bytes) -> None:
    """Even where its identifier is the right one, and its text were that of the file."""
    stamp, sealed = parts
    (window,) = stamp.windows
    written = window.fixed[0] + inside + window.fixed[1] + b"<0003>" + window.fixed[2] + b"<0003>" + window.fixed[3]
    data = stamp.put_in([written.ljust(window.end - window.start)])
    texts = dict.fromkeys(ANNA, "A")
    assert refused_by(sealed, data, texts) == {SAYS_EXACTLY}
    good = window.fixed[0] + b"<0003>" + window.fixed[1] + b"<0003>" + window.fixed[2] + b"<0003>" + window.fixed[3]
    assert not refused_by(sealed, stamp.put_in([good.ljust(window.end - window.start)]), texts)


def test_a_text_that_leaves_its_room_is_refused(parts: Parts) -> None:
    stamp, sealed = parts
    long = "Maximiliaan Alexander Emanuel van Wassenaer tot Duivenvoorde"
    slots = tuple(replace(slot, room=60_000) for slot in stamp.windows[0].slots)
    careless = replace(stamp, windows=(replace(stamp.windows[0], slots=slots),))
    texts = {**ANNA, "patient.name": long}
    assert refused_by(sealed, careless.fill(texts), texts) == {SAYS_EXACTLY}


HOSTILE = [
    "Li", "0", "250 mg", "12 mrt 1961", "Tj ET", ") Tj ET (", "] TJ ET Q", "<0003>", "A & B",
    "O'Brien-\u00d6zt\u00fcrk",
    "a)b", "(((", "\\", "\\)", "%PDF-1.7", "endstream endobj", "{day}", "%s", "Anna\u00a0Li", "\u2028", "A\u202eB",
    "\u200fA", "\u0410nna", "\u0391nna", "Anna\u00ad", "e\u0301", "\u00e9", "\u0645\u0631\u064a\u0645", "\U0001f600",
    "\x00", "\ud800", "\ufb01", "i" * 60, "W" * 60, "x" * 200, "A\nB", "Minimum Hulsink", "Datum", "Voor", "- -", "'",
    "12", "\u00df\u1e9e\u0131\u0130\u0142\u0141", "\u20ac", "1\u00bd", "<script>", "&amp;", "...", "A.", "-", "Jansen-",
    "/Type /Catalog", "N\u01b0\u01a1ng",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_name_is_exactly_itself_or_refused(parts: Parts, name: str) -> None:
    stamp, sealed = parts
    texts = {**ANNA, "patient.name": name}
    try:
        data = stamp.fill(texts)
    except CannotStamp:
        return
    assert not refused_by(sealed, data, texts, read_back=True)
    said = "Voor " + name.replace("\u00a0", " ")
    readings = (
        pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range(),
        PdfReader(BytesIO(data)).pages[0].extract_text(),
    )
    for read in readings:
        lines = read.replace("\r", "").replace("\u00a0", " ").split("\n")
        assert [line for line in lines if line.startswith("Voor ")] in ([said], [f"{said} "])
        assert "Geboren 12 mrt 1961" in (line.strip() for line in lines)


def test_no_two_patients_meet(parts: Parts) -> None:
    """Names drawn from all letters there are: each file is proven for its own row, and for no other."""
    stamp, sealed = parts
    chance, letters = random.Random(2026), sorted(stamp.alphabets[0].letters)
    drawn = {"".join(chance.choices(letters, k=chance.randint(1, 24))) for _ in range(300)}
    names = {" ".join(name.split()).rstrip("-\u2010 ") for name in drawn} - {""}
    made = []
    for name in sorted(names):
        texts = {**ANNA, "patient.name": name}
        made.append((stamp.fill(texts), texts))
    for place, (data, texts) in enumerate(made):
        assert not refused_by(sealed, data, texts)
        assert SAYS_EXACTLY in refused_by(sealed, data, made[place - 1][1])
    for data, texts in chance.sample(made, 20):
        assert not refused_by(sealed, data, texts, read_back=True)


# Sealing


PLACEHOLDERS = {
    "patient.name": "Minimum Hulsink",
    "patient.birth-date": "31\u00a0jan\u00a01901",
    "patient.date": "30\u00a0dec\u00a02099",
}


def sealing(
    master: Master,
    leafgen: Leafgen,
    data: bytes | None = None,
    *,
    windows: Sequence[tuple[int, int]] = (),
    texts: Mapping[str, str] = PLACEHOLDERS,
    proof: Proof | None = None,
    trusted: Sequence[TrustedFont] | None = None,
) -> Seal:
    """The seal of a master, asked for as it was when that was made, but for what is named."""
    stamp = master.stamp
    assert stamp
    windows = windows or [(window.start, window.end) for window in stamp.windows]
    proof = proof or master.seal.prove(stamp.data, PLACEHOLDERS, read_back=False)
    asking = unsealed(data or stamp.data, texts, windows, stamp.windows[0].slots)
    return seal(asking, proof, leafgen.trusted_fonts if trusted is None else trusted)


def test_the_seal_read_out_of_the_file_is_that_of_the_master(master: Master, leafgen: Leafgen) -> None:
    sealed = sealing(master, leafgen)
    assert (sealed.windows, sealed.alphabets, sealed.pages) == (
        master.seal.windows, master.seal.alphabets, master.seal.pages,
    )  # fmt: skip


def test_a_master_that_is_not_proven_is_not_sealed(master: Master, leafgen: Leafgen, parts: Parts) -> None:
    stamp, sealed = parts
    bad = sealed.prove(stamp.data, ANNA, read_back=False)
    with pytest.raises(NotSealed, match="not proven"):
        sealing(master, leafgen, proof=bad)


def test_a_font_that_is_not_pinned_is_not_sealed(master: Master, leafgen: Leafgen) -> None:
    with pytest.raises(NotSealed, match="pinned"):
        sealing(master, leafgen, trusted=leafgen.trusted_fonts[4:])


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"<0046> <0045>", b"<0046> <0046>", r"not what it says|not as"),
        (b"<0003> <0041>", b"<0003> <0062>", "not what it says|place"),
        (b"<0003> <0041>", b"<0003> <00410042>", "not what it says|place"),
    ],
)
def test_a_font_whose_glyph_says_another_letter_is_not_sealed(
    master: Master, leafgen: Leafgen, old: bytes, new: bytes, why: str
) -> None:
    """The map from glyphs to text exchanged in the file, everything else as it was."""
    with pikepdf.open(BytesIO(master.data)) as pdf:
        font = pdf.pages[0].Resources.Font["/LeafgenStamp0"]
        mapping = font.ToUnicode.read_bytes()
        assert old in mapping
        font.ToUnicode.write(mapping.replace(old, new))
        from leafgen.render.stamp_file import write_master  # noqa: PLC0415

        window = next(
            one for one in pdf.objects if isinstance(one, pikepdf.Stream) and b"LeafgenStamp" in one.read_bytes()
        )
        written = write_master(pdf, [window])
    with pytest.raises(NotSealed, match=why):
        sealing(master, leafgen, written.data, windows=list(written.windows))


def test_a_window_that_is_no_stream_of_a_page_is_not_sealed(master: Master, leafgen: Leafgen, parts: Parts) -> None:
    (window,) = parts[0].windows
    with pytest.raises(NotSealed, match="stream"):
        sealing(master, leafgen, windows=[(window.start, window.end - 8)])


def test_a_text_that_the_page_says_nowhere_is_not_sealed(master: Master, leafgen: Leafgen) -> None:
    texts = {"patient.name": "Minimum Hulsink", "patient.note": "nowhere"}
    with pytest.raises(NotSealed, match="place"):
        sealing(master, leafgen, texts=texts)


def test_page_texts_are_told_with_other_texts() -> None:
    assert PageText(("For ", ", born ", "."), ("name", "day")).with_texts({"name": "A", "day": "B"}) == "For A, born B."
