"""Malformed, locked, huge and hostile files: refused in words, within bounds, never a traceback."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from leafgen.verify.proof import Proof
from leafgen.verify.reading.limits import MEGABYTE
from leafgen.verify.runner import READABLE, prove
from tests.verify.mutants.material import promise, trusted, usual

SECONDS = 20.0


def proof_of(pdf: bytes) -> Proof:
    """The proof, which must come soon."""
    started = time.monotonic()
    proof = prove(pdf, promise(), trusted())
    assert time.monotonic() - started < SECONDS
    return proof


def changed(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The usual leaflet, changed."""
    with pikepdf.open(BytesIO(usual().pdf)) as pdf:
        change(pdf)
        target = BytesIO()
        pdf.save(target)
    return target.getvalue()


def with_content(content: bytes) -> bytes:
    """The usual leaflet with other content on its first page."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Contents = pdf.make_stream(content)

    return changed(change)


def bomb(size: int) -> bytes:
    """A leaflet whose content unpacks to `size` bytes."""

    def change(pdf: pikepdf.Pdf) -> None:
        packer = zlib.compressobj(9)
        packed = b"".join(packer.compress(b" " * MEGABYTE) for _ in range(size // MEGABYTE)) + packer.flush()
        stream = pikepdf.Stream(pdf, b"")
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        pdf.pages[0].obj.Contents = pdf.make_indirect(stream)

    return changed(change)


def forms_in_forms(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"/F Do /F Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(F=form)
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/F Do")


def tree_in_a_circle(pdf: pikepdf.Pdf) -> None:
    element = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P))
    element.K = element
    pdf.Root.StructTreeRoot.K = element


def page_of_a_mile(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 999_999, 999_999])


def huge_image(pdf: pikepdf.Pdf) -> None:
    image = pdf.make_stream(
        b"\0",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=200_000,
        Height=200_000,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(I=image)
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/I Do")


def broken_font(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].obj.Resources.Font.values():
        font.DescendantFonts[0].FontDescriptor.FontFile2 = pdf.make_stream(b"\0\1\0\0" + b"\xff" * 400)


def no_fonts(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Resources["/Font"]


def nonsense_numbers(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.MediaBox = pikepdf.Array([pikepdf.Name.A, pikepdf.Name.B, 1, 1])


@pytest.mark.parametrize(
    "change", [forms_in_forms, tree_in_a_circle, page_of_a_mile, huge_image, broken_font, no_fonts]
)
def test_a_hostile_file_is_refused(change: Callable[[pikepdf.Pdf], None]) -> None:
    proof = proof_of(changed(change))
    assert not proof.proven
    assert all(refusal.message for check in proof.checks for refusal in check.refusals)


def test_a_file_that_was_saved_for_the_web_and_then_changed_holds_two_states() -> None:
    specimen = usual()
    with pikepdf.open(BytesIO(specimen.pdf)) as pdf:
        target = BytesIO()
        pdf.save(target, linearize=True)
    whole = target.getvalue()
    later = whole + whole[whole.rfind(b"startxref") :]
    for data, states in ((whole, 1), (later, 2)):
        refused = {check.id for check in prove(data, specimen.expectation, trusted()).checks if not check.passed}
        assert ("one-state" in refused) is (states > 1)


def test_a_file_of_ours_that_had_to_be_mended_is_refused() -> None:
    specimen = usual()
    expectation = replace(specimen.expectation, closed=True)
    for pdf, mended in ((specimen.pdf, False), (changed(nonsense_numbers), True)):
        checks = {check.id: check for check in prove(pdf, expectation, trusted()).checks}
        assert checks["well-formed"].passed is not mended


@pytest.mark.parametrize(
    "content",
    [
        b"q " * 300_000,
        b"0 0 m 1 1 l S " * 400_000,
        b"BT /F1 1e30 Tf 1e30 0 0 1e30 1e30 1e30 Tm (x) Tj ET",
        b"Tj TJ ' \" Tf cm re c gs Do BDC EMC Q Q Q",
        b"BT (unclosed",
        b"[[[[[[[[[[[" * 5000,
        b"<< /A << /B " * 3000,
        b"BI /W 9999999 /H 9999999 ID xx EI",
        b"\0\xff\xfe" * 1000,
        b"",
    ],
)
def test_hostile_content_is_refused(content: bytes) -> None:
    assert not proof_of(with_content(content)).proven


def test_a_bomb_does_not_unfold() -> None:
    proof = proof_of(bomb(400 * MEGABYTE))
    assert not proof.proven
    assert "unpacks to more" in proof.checks[0].refusals[0].message


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"hello", "not a PDF"),
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\n" + b"\0" * 5000, "damaged"),
        (b"%PDF-1.7\n" + b" " * (65 * MEGABYTE), "larger than"),
    ],
)
def test_what_is_no_pdf_is_refused_in_words(data: bytes, word: str) -> None:
    proof = proof_of(data)
    assert not proof.proven
    assert [check.id for check in proof.checks] == [READABLE]
    assert word in proof.checks[0].refusals[0].message


@pytest.mark.parametrize(("user", "word"), [("secret", "password"), ("", "encrypted")])
def test_a_locked_file_is_refused(user: str, word: str) -> None:
    with pikepdf.open(BytesIO(usual().pdf)) as pdf:
        target = BytesIO()
        pdf.save(target, encryption=pikepdf.Encryption(owner="owner", user=user))
    proof = proof_of(target.getvalue())
    assert word in proof.checks[0].refusals[0].message


def test_every_prefix_and_every_flipped_byte_is_survived() -> None:
    pdf = usual().pdf
    for end in range(0, len(pdf), len(pdf) // 23):
        assert not proof_of(pdf[:end]).proven
    for at in range(100, len(pdf), len(pdf) // 37):
        data = bytearray(pdf)
        data[at] ^= 0x5A
        proof_of(bytes(data))  # may still be proven: some bytes say nothing; it must not raise


def drawn_by(content: bytes, objects: str = "", trailer: str = "", kids: str = "3 0 R", count: int = 1) -> bytes:
    """A small file written by hand, without a cross-reference table: readers mend that."""
    stream = f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"
    return (
        b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
        + f"2 0 obj << /Type /Pages /Kids [{kids}] /Count {count} >> endobj\n".encode()
        + b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >> endobj\n"
        + b"4 0 obj " + stream + b" endobj\n" + objects.encode()
        + f"trailer << /Root 1 0 R {trailer} >>\n%%EOF\n".encode()
    )  # fmt: skip


def million_pages() -> bytes:
    """One page, counted a million times."""
    return drawn_by(b"", kids="3 0 R " * 1_000_000, count=1_000_000)


def forked_tree() -> bytes:
    """A page tree that doubles at each of thirty levels."""
    levels = "".join(
        f"{10 + n} 0 obj << /Type /Pages /Parent {9 + n} 0 R /Kids [{11 + n} 0 R {11 + n} 0 R] /Count 1 >> endobj\n"
        for n in range(30)
    )
    return drawn_by(b"", levels + "40 0 obj << /Type /Page /Parent 39 0 R >> endobj\n", kids="10 0 R")


def tiling() -> bytes:
    """Patterns within patterns, each painted a million times by whoever draws it."""
    cell = "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.001 /YStep 0.001"
    body = "/Pattern cs /P scn 0 0 1 1 re f"
    patterns = "".join(
        f"{n} 0 obj << {cell} /Resources << /Pattern << /P {n + 1} 0 R >> >> /Length {len(body)} >>\n"
        f"stream\n{body}\nendstream endobj\n"
        for n in range(10, 20)
    )
    page = drawn_by(b"/Pattern cs /P scn 0 0 595 842 re f", patterns)
    return page.replace(b"/Resources << >>", b"/Resources << /Pattern << /P 10 0 R >> >>", 1)


def bomb_in_a_bomb() -> bytes:
    """A content packed twice, which unpacks to two gigabytes."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b" " * MEGABYTE) for _ in range(2048)) + packer.flush()
    twice = zlib.compress(once, 9)
    head = f"<< /Length {len(twice)} /Filter [/FlateDecode /FlateDecode] >>".encode()
    return drawn_by(b"X").replace(b"<< /Length 1 >>\nstream\nX", head + b"\nstream\n" + twice)


FILES: dict[str, Callable[[], bytes]] = {
    "a million pages": million_pages,
    "a page tree in a circle": lambda: drawn_by(b"", kids="2 0 R", count=1),
    "a page tree that doubles": forked_tree,
    "objects nested without end": lambda: drawn_by(b"", "5 0 obj " + "[" * 200_000 + " endobj\n", "/X 5 0 R"),
    "dictionaries nested without end": lambda: drawn_by(b"", "5 0 obj " + "<</A" * 200_000 + " endobj\n", "/X 5 0 R"),
    "a length that leads to itself": lambda: drawn_by(b"").replace(b"/Length 0", b"/Length 4 0 R"),
    "a parent that is its own": lambda: drawn_by(b"").replace(
        b"/Parent 2 0 R /MediaBox [0 0 595 842]", b"/Parent 3 0 R"
    ),
    "a bomb in a bomb": bomb_in_a_bomb,
    "patterns in patterns": tiling,
    "strings without end": lambda: drawn_by(b"BT (" + b"(" * 3_000_000),
    "numbers without end": lambda: drawn_by(b"9" * 5_000_000 + b" 0 Td"),
    "a dash of nothing": lambda: drawn_by(b"[0.00001 0.00001] 0 d 0 0 m 99999999 99999999 l S"),
    "names without end": lambda: drawn_by(b"/" + b"#41" * 1_500_000 + b" Do"),
}
"""Hostile files, some of which bring readers down: for a process apart."""
