"""Arabic as cairo and Qt store it: letter by letter as it is read, and the words around a number in any order."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pikepdf
import uharfbuzz as hb
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from tests.verify.mutants.material import PLEX, Specimen, promise
from tests.verify.mutants.shelf import bad, good

_SIZE, _RIGHT, _HEIGHT = 14.0, 520.0, 600.0
_WORDS = ("تناول", "250", "ملغ", "يوميًا", "مع", "الماء.")


class _Pen:
    """Shapes words with the font, and remembers what each glyph says."""

    def __init__(self) -> None:
        self.data = (PLEX / "IBMPlexSansArabic-Regular.ttf").read_bytes()
        self.font = hb.Font(hb.Face(self.data))
        self.upem = self.font.face.upem
        self.blank: int = self.font.get_nominal_glyph(32)
        self.space = float(self.font.get_glyph_h_advance(self.blank)) * _SIZE / self.upem
        self.said = {self.blank: " "}

    def word(self, word: str, end: float) -> tuple[float, list[tuple[int, float, float]]]:
        """Where a word that ends at `end` begins, and its glyphs as they are read, each with its place."""
        buffer = hb.Buffer()
        buffer.cluster_level = hb.BufferClusterLevel.CHARACTERS
        buffer.add_str(word)
        buffer.guess_segment_properties()
        hb.shape(self.font, buffer)
        scale = _SIZE / self.upem
        start = x = end - sum(place.x_advance for place in buffer.glyph_positions) * scale
        glyphs = []
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            self.said[info.codepoint] = word[info.cluster]
            glyphs.append((info.codepoint, x + place.x_offset * scale, place.y_offset * scale))
            x += place.x_advance * scale
        return start, glyphs if word.isdigit() else glyphs[::-1]


def _page(places: Sequence[int], order: Sequence[int]) -> Specimen:
    """The words; `places`: which word stands where, from the right; `order`: that in which they are written."""
    pen = _Pen()
    drawn: dict[int, list[tuple[int, float, float]]] = {}
    end = _RIGHT
    for at in places:
        start, drawn[at] = pen.word(_WORDS[at], end)
        end = start - pen.space
        drawn[at].append((pen.blank, end, 0.0))
    content = "".join(
        f"1 0 0 1 {x:.3f} {_HEIGHT + y:.3f} Tm <{gid:04x}> Tj " for at in order for gid, x, y in drawn[at]
    )
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    sheet = pdf.pages[0].obj
    sheet.Resources = Dictionary(Font=Dictionary(F=_font(pdf, pen)))
    sheet.Contents = pdf.make_stream(f"BT /F {_SIZE} Tf {content} ET".encode())
    target = BytesIO()
    pdf.save(target)
    return Specimen(target.getvalue(), promise([("dose", " ".join(_WORDS))], "ar"))


def _font(pdf: pikepdf.Pdf, pen: _Pen) -> pikepdf.Dictionary:
    font = TTFont(BytesIO(pen.data))
    advances = [round(font["hmtx"][name][0] * 1000 / pen.upem) for name in font.getGlyphOrder()]
    entries = "".join(f"<{gid:04x}> <{ord(char):04x}>\n" for gid, char in sorted(pen.said.items()))
    cmap = f"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange {len(pen.said)} beginbfchar\n{entries}"
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Leaf"), Flags=4)
    descriptor.FontFile2 = pdf.make_stream(pen.data)
    below = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/ABCDEF+Leaf"))
    below.W, below.CIDToGIDMap = Array([0, Array(advances)]), Name.Identity
    below.CIDSystemInfo = Dictionary(
        Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
    )
    below.FontDescriptor = pdf.make_indirect(descriptor)
    composite = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/ABCDEF+Leaf"))
    composite.Encoding, composite.DescendantFonts = Name("/Identity-H"), Array([pdf.make_indirect(below)])
    composite.ToUnicode = pdf.make_stream(f"{cmap}endbfchar".encode())
    return composite


_READ = range(len(_WORDS))


@good
def arabic_stored_as_read() -> Specimen:
    """Words and letters one after the other, as they are read."""
    return _page(_READ, _READ)


@good
def arabic_number_stored_between() -> Specimen:
    """First what stands at the left of a number, then the number, then what stands at its right."""
    return _page(_READ, (2, 3, 4, 5, 1, 0))


@bad
def arabic_stored_as_read_and_placed_otherwise() -> Specimen:
    """The number and its unit stored as they are read, and exchanged on the page."""
    return _page((0, 2, 1, 3, 4, 5), _READ)


@bad
def arabic_words_placed_from_left_to_right() -> Specimen:
    """The words as they are read, from left to right."""
    return _page(tuple(reversed(_READ)), _READ)
