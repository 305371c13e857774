"""Seals of letters that join: only what the trusted font draws for the row's own text, in its order, is proven."""

from __future__ import annotations

import random
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from leafgen.compose.personal import Personal
from leafgen.masters.master import Master
from leafgen.masters.specimen import BIRTH_DATE, DATE, JOINED_NAME
from leafgen.pipeline import Leafgen
from leafgen.render.stamp import Slot, Stamp
from leafgen.render.stamp_file import write_master
from leafgen.verify.prover import NotSealed
from leafgen.verify.reading.turned import page_order
from leafgen.verify.seal import READ_BACK, SAME_BYTES, SAYS_EXACTLY, PageText, Seal
from leafgen.verify.sealing import seal
from tests.stamping import master_of, personal, unsealed

MARYAM, NIZAR = "\u0645\u0631\u064a\u0645", "\u0646\u0632\u0627\u0631 \u0642\u0628\u0627\u0646\u064a"
ARABIC = {"locale": "ar", "patient_name": NIZAR}


@pytest.fixture(scope="module")
def master(leafgen: Leafgen) -> Master:
    return master_of(leafgen, "arabic", **ARABIC)


@pytest.fixture(scope="module")
def texts(leafgen: Leafgen, master: Master) -> dict[str, str]:
    return master.days.texts(personal(leafgen, **ARABIC))


@pytest.fixture(scope="module")
def stamp(master: Master) -> Stamp:
    return master.stamp


@pytest.fixture(scope="module")
def sealed(master: Master) -> Seal:
    return master.seal


def refused_by(sealed: Seal, data: bytes, texts: dict[str, str], *, read_back: bool = True) -> set[str]:
    return {check.id for check in sealed.prove(data, texts, read_back=read_back).checks if not check.passed}


def slot_of(stamp: Stamp, id: str) -> Slot:
    return next(slot for slot in stamp.windows[0].slots if slot.id == id)


def rewritten(stamp: Stamp, texts: dict[str, str], id: str, string: bytes) -> bytes:
    """The stamped file with another string in the place of a text, and the identifier that belongs to it."""
    (window,) = stamp.windows
    shown = stamp.shown(slot_of(stamp, id), texts[id])
    written = stamp.write(window, texts).replace(shown, string)
    length = window.end - window.start
    return stamp.put_in([written.rstrip(b" ").ljust(length)])


def glyphs(stamp: Stamp, id: str, text: str) -> list[str]:
    joins = stamp.alphabets[slot_of(stamp, id).alphabet].joins
    assert joins is not None
    return [f"{glyph:04X}" for glyph, _ in joins.drawn(text)[0]]


def plainly(codes: list[str]) -> bytes:
    return b"<" + "".join(codes).encode() + b">"


def test_a_stamped_file_is_proven(stamp: Stamp, sealed: Seal, texts: dict[str, str]) -> None:
    data = stamp.fill(texts)
    proof = sealed.prove(data, texts, read_back=True)
    assert proof.proven
    assert [check.id for check in proof.checks] == [SAME_BYTES, SAYS_EXACTLY, READ_BACK]


@pytest.mark.parametrize(
    "other",
    [
        {"patient.name": MARYAM},
        {"patient.name": NIZAR[::-1]},
        {"patient.name": " ".join(reversed(NIZAR.split()))},
        {"patient.name": NIZAR.replace("\u064a", "\u06cc")},
        {"patient.birth-date": "21\u00a0\u0645\u0627\u0631\u0633\u00a01961"},
        {"patient.birth-date": "12\u00a0\u0645\u0627\u0631\u0633\u00a01691"},
        {"patient.birth-date": "1961\u00a0\u0645\u0627\u0631\u0633\u00a012"},
    ],
    ids=ascii,
)
def test_another_text_is_refused_by_both(
    stamp: Stamp, sealed: Seal, texts: dict[str, str], other: dict[str, str]
) -> None:
    """Another patient's name; the same letters or words in the order of the eye; digits and numbers exchanged."""
    assert {SAYS_EXACTLY, READ_BACK} <= refused_by(sealed, stamp.fill(texts), texts | other)


def test_the_order_of_the_eye_is_refused(stamp: Stamp, sealed: Seal, texts: dict[str, str]) -> None:
    """The glyphs of a name, or of a day, the other way round: every letter is there, nothing can be read."""
    for id, text in texts.items():
        codes = glyphs(stamp, id, text)
        data = rewritten(stamp, texts, id, plainly(codes[::-1]))
        assert {SAYS_EXACTLY, READ_BACK} <= refused_by(sealed, data, texts), id


def test_digits_that_run_from_right_to_left_are_refused(stamp: Stamp, sealed: Seal, texts: dict[str, str]) -> None:
    id = "patient.birth-date"
    codes = glyphs(stamp, id, texts[id])
    data = rewritten(stamp, texts, id, plainly([*codes[3::-1], *codes[4:]]))
    assert {SAYS_EXACTLY, READ_BACK} <= refused_by(sealed, data, texts)


def test_letters_that_do_not_join_are_refused(stamp: Stamp, sealed: Seal, texts: dict[str, str]) -> None:
    """Each letter in the form it has alone: every reader finds the text, and no human could."""
    said = texts | {"patient.name": MARYAM}
    alone = [glyphs(stamp, "patient.name", letter)[0] for letter in reversed(MARYAM)]
    shown = stamp.shown(slot_of(stamp, "patient.name"), MARYAM)
    assert plainly(alone) not in shown
    data = rewritten(stamp, said, "patient.name", plainly(alone))
    assert refused_by(sealed, data, said) == {SAYS_EXACTLY}


def test_a_glyph_out_of_its_place_is_refused(stamp: Stamp, sealed: Seal, texts: dict[str, str]) -> None:
    said = texts | {"patient.name": MARYAM}
    shown = stamp.shown(slot_of(stamp, "patient.name"), MARYAM)
    start, _, codes = shown.partition(b"<")
    for wrong in (
        start + b"<" + codes[:4] + b">1<" + codes[4:],
        start + b"<" + codes[:4] + b">-150<" + codes[4:],
        str(int(start or 0) + 1).encode() + b"<" + codes,
        b"<" + codes,
    ):
        assert refused_by(sealed, rewritten(stamp, said, "patient.name", wrong), said) == {SAYS_EXACTLY}, wrong


def test_every_bit_of_the_window_counts(stamp: Stamp, sealed: Seal, texts: dict[str, str]) -> None:
    data, (window,) = bytearray(stamp.fill(texts)), stamp.windows
    chance = random.Random(11)
    for at in chance.sample(range(window.start, window.end), 500):
        bit = 1 << chance.randrange(8)
        data[at] ^= bit
        assert refused_by(sealed, bytes(data), texts, read_back=False), at
        data[at] ^= bit
    assert not refused_by(sealed, bytes(data), texts)


def test_the_second_reader_alone_finds_each_fault(stamp: Stamp, sealed: Seal, texts: dict[str, str]) -> None:
    """Were the strings not read at all, pdfium would still say that something else stands there."""
    data = stamp.fill(texts)
    for other in ({"patient.name": MARYAM}, {"patient.birth-date": "12\u00a0\u0645\u0627\u0631\u0633\u00a01916"}):
        pages = [page.with_texts(texts | other) for page in sealed.pages]
        assert pages != [page.with_texts(texts) for page in sealed.pages]
        assert READ_BACK in refused_by(sealed, data, texts | other)


def test_a_line_is_read_where_its_letters_stand() -> None:
    assert page_order("\u0645\u0631\u064a\u0645 23") == "23\u0645\u064a\u0631\u0645"
    assert page_order("12\u00a0\u0645\u0627\u00a01961") == "1961\u0627\u064512"
    assert page_order("Anna Li 2") == "AnnaLi2"
    turned = PageText(("For", "."), ("name",), (3,))
    assert turned.with_texts({"name": "\u0645\u0631 2"}) == "For2\u0631\u0645."


@pytest.mark.parametrize("told", [True, False], ids=["as it is", "exchanged"])
def test_a_font_that_says_another_letter_is_not_sealed(leafgen: Leafgen, master: Master, told: bool) -> None:
    """The map from glyphs to text exchanged, the pages as they were: the words are drawn anew, and are others."""
    whose = Personal(JOINED_NAME, BIRTH_DATE, DATE)
    texts = master.days.texts(whose)
    with pikepdf.open(BytesIO(master.data)) as pdf:
        font = pdf.pages[0].Resources.Font["/LeafgenStamp0"]
        mapping = font.ToUnicode.read_bytes()
        assert mapping.count(b"> <0636>\n") > 1
        font.ToUnicode.write(mapping if told else mapping.replace(b"> <0636>\n", b"> <0637>\n"))
        window = next(
            one for one in pdf.objects if isinstance(one, pikepdf.Stream) and b"LeafgenStamp" in one.read_bytes()
        )
        written = write_master(pdf, [window])
    ((start, end),) = written.windows
    whole = replace(
        master.stamp, data=written.data, id_at=written.id_at,
        windows=(replace(master.stamp.windows[0], start=start, end=end),),
    )  # fmt: skip
    data = whole.put_in([written.data[start:end]])
    proof = master.seal.prove(master.data, texts, read_back=False)
    said = texts if told else texts | {"patient.name": JOINED_NAME.replace("\u0636", "\u0637")}
    asking = unsealed(data, said, written.windows, master.stamp.windows[0].slots)
    if told:
        assert seal(asking, proof, leafgen.trusted_fonts).pages
        return
    with pytest.raises(NotSealed, match="its own seal"):
        seal(asking, proof, leafgen.trusted_fonts)
