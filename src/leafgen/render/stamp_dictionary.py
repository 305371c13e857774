"""Fonts as a master's file describes them: the stamp's own, and the page's, whose codes are counted anew.

pdfium remembers how large a glyph is for codes below 256 alone, and measures it again for every other letter of every
patient's file. So the fonts of a master are renumbered; what is drawn and what is said stay the same.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from leafgen.render.stamp_font import StampFont

#: Codes that pdfium remembers the boxes of; 0 is the glyph that stands for none.
_MOST = 255
_MAPPED = re.compile(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>")
#: A font that is set, or what is shown in it.
_SET_OR_SHOWN = re.compile(rb"/([^\s/<>\[\]()]+) [\d.]+ Tf\b|\[(?:<[0-9a-fA-F]*>|[-+\d.\s])*\] ?TJ|<[0-9a-fA-F]*> ?Tj")
_CODES = re.compile(rb"<([0-9a-fA-F]*)>")
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def renumbered(pdf: Pdf, contents: Sequence[bytes]) -> list[bytes]:
    """The contents of the pages, with the codes of each font counted from one on; the fonts in `pdf` with them.

    A font with more codes than would help, or one that something else than a page draws with, stays as it is.
    """
    fonts = [_fonts(page.obj) for page in pdf.pages]
    elsewhere = {
        font.objgen
        for item in pdf.objects
        if isinstance(item, Stream) and "/Resources" in item
        for font in _fonts(item).values()
    }
    codes: dict[tuple[int, int], dict[bytes, bytes]] = {}
    for content, known in zip(contents, fonts, strict=True):
        for name, shown in _strings(content):
            if name in known:
                used = codes.setdefault(known[name].objgen, {})
                for code in (string[at : at + 4].lower() for string in shown for at in range(0, len(string), 4)):
                    used.setdefault(code, b"%04x" % (len(used) + 1))
    for key, used in list(codes.items()):
        if key in elsewhere or len(used) > _MOST or not _renumber(pdf, pdf.get_object(*key), used):
            del codes[key]
    return [
        _rewritten(content, {name: codes.get(font.objgen, {}) for name, font in known.items()})
        for content, known in zip(contents, fonts, strict=True)
    ]


def _fonts(drawn: Object) -> dict[bytes, Object]:
    found = drawn.get("/Resources", Dictionary()).get("/Font", Dictionary())
    return {name.lstrip("/").encode(): font for name, font in found.items()}


def _strings(content: bytes) -> Iterable[tuple[bytes, list[bytes]]]:
    """Strings that are shown, with the name of the font they are shown in."""
    name = b""
    for found in _SET_OR_SHOWN.finditer(content):
        if found[1]:
            name = found[1]
        else:
            yield name, _CODES.findall(found[0])


def _renumber(pdf: Pdf, font: Object, codes: Mapping[bytes, bytes]) -> bool:
    """Give a font other codes; False when it is not one whose codes are glyph numbers, with a text for each."""
    below = font.DescendantFonts[0] if "/DescendantFonts" in font else Dictionary()
    if font.get("/Encoding") != Name("/Identity-H") or below.get("/CIDToGIDMap") != Name.Identity:
        return False
    mapping = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
    texts = {code.lower(): text.decode() for code, text in _MAPPED.findall(mapping)}
    widths = _widths(below.get("/W", Array()))
    if (
        b"beginbfrange" in mapping
        or not codes.keys() <= texts.keys()
        or not {int(code, 16) for code in codes} <= set(widths)
    ):
        return False
    font.ToUnicode = _packed(pdf, _to_unicode((int(new, 16), texts[old]) for old, new in codes.items()))
    below.W = Array([1, Array([widths[int(old, 16)] for old in codes])])
    below.CIDToGIDMap = _packed(pdf, bytes(2) + b"".join(bytes.fromhex(old.decode()) for old in codes))
    return True


def _widths(array: Object) -> dict[int, Object]:
    """The widths of a font, by code, as far as they are told one by one (ISO 32000-2, 9.7.4.3)."""
    found: dict[int, Object] = {}
    entries = list(array)
    while len(entries) > 1 and isinstance(entries[1], Array):
        first, widths = int(entries.pop(0)), entries.pop(0)
        found.update({first + place: width for place, width in enumerate(widths)})
    return found


def _rewritten(content: bytes, codes: Mapping[bytes, Mapping[bytes, bytes]]) -> bytes:
    own: Mapping[bytes, bytes] = {}

    def string(found: re.Match[bytes]) -> bytes:
        old = found[1].lower()
        return b"<%s>" % b"".join(own[old[at : at + 4]] for at in range(0, len(old), 4))

    def rewrite(found: re.Match[bytes]) -> bytes:
        nonlocal own
        if found[1]:
            own = codes.get(found[1], {})
        return _CODES.sub(string, found[0]) if own and not found[1] else found[0]

    return _SET_OR_SHOWN.sub(rewrite, content)


def _packed(pdf: Pdf, data: bytes) -> Stream:
    return pdf.make_stream(zlib.compress(data, 9), Filter=Name.FlateDecode)


def font_dictionary(pdf: Pdf, font: StampFont, letters: str) -> Dictionary:
    """A stamp's font as the file describes it: its codes are glyph numbers."""
    name = Name(f"/{letters.upper():A<6.6}+{font.postscript_name}")
    by_code = sorted(font.glyphs.items())
    widths: list[object] = []
    for place, (code, (_, advance)) in enumerate(by_code):
        if place and code == by_code[place - 1][0] + 1:
            widths[-1].append(advance)  # type: ignore[attr-defined]
        else:
            widths += [code, [advance]]
    texts = [(code, said.encode("utf-16-be").hex()) for code, (said, _) in by_code]
    program = pdf.make_stream(zlib.compress(font.program, 9), Filter=Name.FlateDecode, Length1=len(font.program))
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor, FontName=name, Flags=4, FontBBox=Array(font.box), ItalicAngle=0, StemV=80,
            Ascent=font.ascent, Descent=font.descent, CapHeight=font.cap_height, FontFile2=program,
        )
    )  # fmt: skip
    below = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, CIDToGIDMap=Name.Identity, FontDescriptor=descriptor,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        W=Array([Array(one) if isinstance(one, list) else one for one in widths]),
    )  # fmt: skip
    mapping = _packed(pdf, _to_unicode(texts))
    font_entry = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(below)]), ToUnicode=mapping,
    )  # fmt: skip
    made: Dictionary = pdf.make_indirect(font_entry)
    return made


def _to_unicode(texts: Iterable[tuple[int, str]]) -> bytes:
    """The text of each code, as hexadecimal digits of UTF-16 (ISO 32000-2, 9.10.3), a hundred to a block."""
    lines = [f"<{code:04x}> <{text}>" for code, text in texts]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return _CMAP.format(body=body).encode()
