"""CMaps: codes and texts."""

from __future__ import annotations

from leafgen.verify.reading.cmap import parse_cmap


def test_characters_ranges_and_lists() -> None:
    cmap = parse_cmap(
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"2 beginbfchar <0003> <0041> <0004> <00660069> endbfchar\n"
        b"2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <0079>] endbfrange"
    )
    assert cmap.texts == {3: "A", 4: "fi", 0x10: "a", 0x11: "b", 0x12: "c", 0x20: "x", 0x21: "y"}
    assert cmap.codes(b"\x00\x03\x00\x10") == [3, 16]


def test_an_empty_text_is_no_text() -> None:
    assert parse_cmap(b"1 beginbfchar <0003> <> endbfchar").texts == {3: ""}


def test_codes_of_mixed_width() -> None:
    cmap = parse_cmap(b"2 begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange")
    assert cmap.codes(b"\x41\x81\x02\x42") == [0x41, 0x8102, 0x42]


def test_character_ids() -> None:
    cmap = parse_cmap(b"1 begincidrange <0000> <00ff> 10 endcidrange 1 begincidchar <0100> 7 endcidchar")
    assert cmap.cids[0] == 10
    assert cmap.cids[255] == 265
    assert cmap.cids[256] == 7


def test_nonsense_says_nothing() -> None:
    assert parse_cmap(b"beginbfrange <00> endbfrange beginbfchar [ endbfchar").texts == {}


def test_a_comment_is_not_read() -> None:
    cmap = parse_cmap(b"2 begincidrange <0000> <00ff> 0\n<0033> <0033> 56\n% <0033> <0033> 51\n endcidrange")
    assert cmap.cids[0x33] == 56
