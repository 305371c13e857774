"""Glyphs that do not show what they say, and files that do not open."""

from __future__ import annotations

from io import BytesIO

import pikepdf

from leafgen.verify.reading.lines import Glyph
from tests.verify.mutants.operators.registry import operator
from tests.verify.mutants.surgery import Patient, op


def _digit_pair(patient: Patient) -> tuple[Glyph, Glyph] | None:
    mine = [glyph for glyph in patient.glyphs if glyph.text.isdigit()]
    for glyph in mine:
        for other in patient.evidence.pages[patient.number].glyphs:
            same = other.shown.typeface is glyph.shown.typeface
            if same and other.text.isdigit() and other.text != glyph.text:
                return glyph, other
    return None


@operator
def wrong_to_unicode(patient: Patient) -> bytes | None:
    """Another digit is drawn, and the map to text says that it is the right one."""
    pair = _digit_pair(patient)
    if pair is None:
        return None
    one, two = pair
    font = patient.font_of(one)
    if "/ToUnicode" not in font:
        return None
    width = 2 if one.shown.typeface.one_byte else 4
    cmap = font.ToUnicode.read_bytes().lower()
    first = f"<{one.code:0{width}x}> <{ord(one.text):04x}>".encode()
    second = f"<{two.code:0{width}x}> <{ord(two.text):04x}>".encode()
    if first not in cmap or second not in cmap:
        return _mapped(patient, font, one, two)
    swapped = cmap.replace(first, f"<{one.code:0{width}x}> <{ord(two.text):04x}>".encode())
    swapped = swapped.replace(second, f"<{two.code:0{width}x}> <{ord(one.text):04x}>".encode())
    font.ToUnicode = patient.pdf.make_stream(swapped)
    code = two.code.to_bytes(width // 2, "big")
    return patient.save() if patient.rewrite([one], lambda *_: [code]) else None


def _mapped(patient: Patient, font: pikepdf.Object, one: Glyph, two: Glyph) -> bytes | None:
    """The same for maps that list ranges: append entries that overrule."""
    width = 2 if one.shown.typeface.one_byte else 4
    entries = "".join(
        f"<{code:0{width}x}> <{ord(text):04x}>\n" for code, text in ((one.code, two.text), (two.code, one.text))
    )
    extra = f"2 beginbfchar\n{entries}endbfchar\nendcmap".encode()
    font.ToUnicode = patient.pdf.make_stream(font.ToUnicode.read_bytes().replace(b"endcmap", extra, 1))
    code = two.code.to_bytes(width // 2, "big")
    return patient.save() if patient.rewrite([one], lambda *_: [code]) else None


@operator
def outlines_swapped(patient: Patient) -> bytes | None:
    """Two digits exchange their drawings inside the embedded font."""
    pair = _digit_pair(patient)
    if pair is None:
        return None
    one, two = pair
    font = patient.font_of(one)
    below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    if "/FontFile2" not in below.FontDescriptor:
        return None
    data = bytearray(below.FontDescriptor.FontFile2.read_bytes())
    tables = {bytes(data[at : at + 4]): at for at in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16)}
    loca, head = (int.from_bytes(data[tables[tag] + 8 : tables[tag] + 12], "big") for tag in (b"loca", b"head"))
    long = data[head + 51] == 1
    size = 4 if long else 2
    glyf = int.from_bytes(data[tables[b"glyf"] + 8 : tables[b"glyf"] + 12], "big")

    def extent(gid: int) -> tuple[int, int]:
        start, end = (int.from_bytes(data[loca + size * at : loca + size * (at + 1)], "big") for at in (gid, gid + 1))
        return (start, end) if long else (2 * start, 2 * end)

    (a0, a1), (b0, b1) = extent(one.gid), extent(two.gid)
    first, second = bytes(data[glyf + a0 : glyf + a1]), bytes(data[glyf + b0 : glyf + b1])
    room = min(len(first), len(second))
    if room == 0:
        return None
    if len(first) <= len(second):  # only the shorter drawing fits into both places
        data[glyf + b0 : glyf + b0 + len(first)] = first
        target = two
    else:
        data[glyf + a0 : glyf + a0 + len(second)] = second
        target = one
    below.FontDescriptor.FontFile2 = patient.pdf.make_stream(bytes(data), Length1=len(data))
    return patient.save() if target in patient.glyphs or any(g.text == target.text for g in patient.glyphs) else None


@operator
def actual_text_lie(patient: Patient) -> bytes | None:
    """A digit is changed, and ActualText goes on saying the promised one."""
    text = patient.text
    entry = pikepdf.Dictionary(ActualText=pikepdf.String(text))
    places = patient.places()
    if len(places) != 1:
        return None
    pair = _digit_pair(patient)
    if pair is None:
        return None
    code = pair[1].code.to_bytes(1 if pair[0].shown.typeface.one_byte else 2, "big")
    patient.rewrite([pair[0]], lambda *_: [code])
    (at,) = places
    patient.instructions[at : at + 1] = [op("BDC", pikepdf.Name.Span, entry), patient.instructions[at], op("EMC")]
    return patient.save()


@operator
def homoglyph(patient: Patient) -> bytes | None:
    """A letter says it is its Cyrillic twin."""
    for glyph in patient.glyphs:
        font = patient.font_of(glyph)
        twin = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с"}.get(glyph.text)
        if twin and "/ToUnicode" in font:
            width = 2 if glyph.shown.typeface.one_byte else 4
            extra = f"1 beginbfchar\n<{glyph.code:0{width}x}> <{ord(twin):04x}>\nendbfchar\nendcmap".encode()
            font.ToUnicode = patient.pdf.make_stream(font.ToUnicode.read_bytes().replace(b"endcmap", extra, 1))
            return patient.save()
    return None


@operator
def no_text_layer(patient: Patient) -> bytes | None:
    font = patient.font_of(patient.glyphs[0])
    if "/ToUnicode" not in font:
        return None
    del font["/ToUnicode"]
    return patient.save()


@operator
def font_not_embedded(patient: Patient) -> bytes | None:
    font = patient.font_of(patient.glyphs[0])
    below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    if "/FontFile2" not in below.FontDescriptor:
        return None
    del below.FontDescriptor["/FontFile2"]
    return patient.save()


@operator
def locked(patient: Patient) -> bytes | None:
    return patient.save(encryption=pikepdf.Encryption(owner="owner", user="secret"))


@operator
def encrypted(patient: Patient) -> bytes | None:
    return patient.save(encryption=pikepdf.Encryption(owner="owner", user=""))


@operator
def cut_short(patient: Patient) -> bytes | None:
    return patient.evidence.data[: len(patient.evidence.data) * 2 // 3]


@operator
def page_lost(patient: Patient) -> bytes | None:
    data = patient.save()
    with pikepdf.open(BytesIO(data)) as pdf:
        size = [float(number) for number in pdf.pages[patient.number].mediabox]
        pdf.add_blank_page(page_size=(size[2] - size[0], size[3] - size[1]))
        pdf.pages[patient.number : patient.number + 1] = [pdf.pages[-1]]
        del pdf.pages[-1]
        target = BytesIO()
        pdf.save(target)
    return target.getvalue()


@operator
def wrong_language(patient: Patient) -> bytes | None:
    """The statement is marked as Finnish, which no leaflet of ours is in: a screen reader says it with other sounds."""
    mark = [op("BDC", pikepdf.Name.Span, pikepdf.Dictionary(Lang=pikepdf.String("fi")))]
    return patient.save() if patient.around(mark, [op("EMC")]) else None


@operator
def other_words_for_the_blind(patient: Patient) -> bytes | None:
    """The content says of itself that it reads otherwise."""
    mark = [op("BDC", pikepdf.Name.Span, pikepdf.Dictionary(Alt=pikepdf.String("3500")))]
    return patient.save() if patient.around(mark, [op("EMC")]) else None
