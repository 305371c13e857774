"""Sealing: from a master that was proven in full to the seal that stamped files are held to.

Nothing is taken on trust of what wrote the master: the windows are found again in the file's own pages, the texts of
all glyphs of a stamp's font are read from the file, and each glyph is compared with the pinned font's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

import pikepdf

from leafgen.verify.joined import Joined
from leafgen.verify.proof import Proof
from leafgen.verify.prover import NotSealed, Unsealed
from leafgen.verify.reading.bidi import logical_order
from leafgen.verify.reading.limits import Limits
from leafgen.verify.reading.pdfium import pdfium_text
from leafgen.verify.reading.programs import Program
from leafgen.verify.reading.turned import LINE_END, page_order, runs_left
from leafgen.verify.reading.typefaces import Typeface, read_typeface
from leafgen.verify.seal import Letters, PageText, Seal, SealedSlot, SealedWindow, plain
from leafgen.verify.shapes import same_outline
from leafgen.verify.trust import TrustedFont
from leafgen.verify.trusted import Face, FontBook

#: A string being shown: the font's name, and what stands between the brackets of TJ.
_SHOWN = re.compile(rb"/(\S+) [0-9.]+ Tf \[([^\]]*)\] TJ")
_CODES = re.compile(rb"<([0-9A-F]+)>")
#: In em.
_SAME_WIDTH = 0.001
_IDS = re.compile(rb"/ID \[<[0-9a-f]{32}><([0-9a-f]{32})>\]")


def seal(master: Unsealed, proof: Proof, trusted: Sequence[TrustedFont]) -> Seal:
    """The seal of a master whose file with its placeholders has this `proof`; `trusted`: the fonts that tell what a
    glyph draws. Raises NotSealed when the proof is not green, or the file is not as said."""
    data, texts = master.with_placeholders.data, master.with_placeholders.texts
    with pikepdf.open(BytesIO(data)) as pdf:
        reading = _Reading(pdf, master, FontBook(tuple(trusted)))
        if not proof.proven:
            raise NotSealed("the master is not proven")
        found = tuple(reading.window(start, end) for start, end in master.windows)
    if {slot.id for window in found for slot in window.slots} != set(texts):
        raise NotSealed("not every text to be stamped has a place")
    (identifier,) = _IDS.finditer(data, master.windows[-1][1])
    sealed = Seal(
        data, found, identifier.start(1), tuple(reading.alphabets), tuple(_pages(data, texts)), proof.statements,
        tuple(reading.joins),
    )  # fmt: skip
    if not sealed.prove(data, texts, read_back=True).proven:
        raise NotSealed("the master does not keep its own seal")
    return sealed


class _Reading:
    def __init__(self, pdf: pikepdf.Pdf, master: Unsealed, book: FontBook) -> None:
        self.pdf = pdf
        self.data = master.with_placeholders.data
        self.ids = {plain(text): id for id, text in master.with_placeholders.texts.items()}
        self.rooms = master.rooms
        self.book = book
        self.alphabets: list[Letters] = []
        self.joins: list[Joined | None] = []
        self.known: dict[tuple[int, int], int] = {}

    def window(self, start: int, end: int) -> SealedWindow:
        """The stretch of the file as a stream of one page, and the strings in it that may differ."""
        page = self.page_of(start, end)
        fixed, slots, last = [], [], 0
        written = self.data[start:end]
        for shown in _SHOWN.finditer(written):
            font = page.Resources.Font[f"/{shown[1].decode()}"]
            typeface = read_typeface(font, Limits())
            if id := self.ids.get(plain(_read(shown[2], typeface))):
                fixed.append(written[last : shown.start(2)])
                last = shown.end(2)
                room = self.rooms[id]
                slots.append(SealedSlot(id, room.width, self.letters(font, typeface), room.anchor))
        if not slots:
            raise NotSealed("a window without a text")
        return SealedWindow(start, end, (*fixed, written[last:].rstrip(b" ")), tuple(slots))

    def page_of(self, start: int, end: int) -> pikepdf.Object:
        """The one page that draws the stream whose bytes lie here, uncompressed."""
        dictionary = self.data[self.data.rindex(b" obj\n", 0, start) : start]
        number = int(self.data[: start - len(dictionary)].rsplit(None, 2)[-2])
        pages = [page.obj for page in self.pdf.pages for stream in _streams(page.obj) if stream.objgen == (number, 0)]
        stream = self.pdf.get_object(number, 0)
        if len(pages) != 1 or "/Filter" in stream or stream.read_raw_bytes() != self.data[start:end]:
            raise NotSealed("a window is not one uncompressed stream of one page")
        return pages[0]

    def letters(self, font: pikepdf.Object, typeface: Typeface) -> int:
        """Which alphabet a font of the file is, with every glyph held to the pinned font."""
        if font.objgen not in self.known:
            self.known[font.objgen] = len(self.alphabets)
            face = self.book.recognise(typeface)
            if face is None or typeface.program is None or not typeface.pairs:
                raise NotSealed("the stamp's font is not one of the pinned ones")
            forms = {f"{code:04X}": (text, _width(typeface, code)) for code, text in typeface.texts.items()}
            alone = [code for code in typeface.texts if _is_drawn_alone(typeface, typeface.program, face, code)]
            self.alphabets.append({f"{code:04X}": forms[f"{code:04X}"] for code in alone})
            joins = any(runs_left(text) for text in typeface.texts.values())
            self.joins.append(Joined(face.font.data, face.font.sha256, forms) if joins else None)
        return self.known[font.objgen]


def _is_drawn_alone(typeface: Typeface, program: Program, face: Face, code: int) -> bool:
    """Whether a glyph is the one that the pinned font has for its text alone; False for one of letters that join, which
    are drawn anew with the whole word. Raises NotSealed for any other."""
    gid, text = typeface.gid(code), typeface.text(code)
    own: int = (face.program.font.get_nominal_glyph(ord(text)) or 0) if len(text) == 1 else 0

    def same(wanted: int) -> tuple[bool, bool]:
        outline = same_outline(program.outline(gid), face.program.outline(wanted))
        return outline, abs(typeface.width(code) - face.program.advance(wanted)) <= _SAME_WIDTH

    nominal = own > 0 and all(same(own))
    if nominal or (runs_left(text) and code == gid < face.program.count and all(same(gid))):
        return nominal and not runs_left(text)
    what = "not as wide as it is" if own and same(own)[0] else "not what it says"
    raise NotSealed(f"a glyph of the stamp's font is {what}: U+{ord(text[0]):04X}")


def _width(typeface: Typeface, code: int) -> int:
    return round(typeface.width(code) * 1000)


def _read(string: bytes, typeface: Typeface) -> str:
    """What a string says, in the order of reading."""
    units = [(typeface.text(code), code) for code in _glyphs(string)]
    if not any(runs_left(text) for text, _ in units):
        return "".join(text for text, _ in units)
    return "".join(text for text, _ in logical_order(units))


def _glyphs(string: bytes) -> list[int]:
    codes = b"".join(_CODES.findall(string)).decode()
    return [int(codes[at : at + 4], 16) for at in range(0, len(codes), 4)]


def _streams(page: pikepdf.Object) -> list[pikepdf.Object]:
    contents = page.Contents
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def _pages(data: bytes, texts: Mapping[str, str]) -> Iterator[PageText]:
    """What pdfium reads on each page, cut where the texts stand. Raises NotSealed where one is also said elsewhere,
    or is nowhere to be read."""
    found: set[str] = set()
    every = [range(page.count(LINE_END) + 1) for page in pdfium_text(data)]
    placed = [page.split(LINE_END) for page in pdfium_text(data, every)]
    turned = [tuple(_turned(lines, texts)) for lines in placed]
    for lines, page in zip(turned, map(plain, pdfium_text(data, turned)), strict=True):
        said = {plain(page_order(text) if lines else text): id for id, text in texts.items()}
        parts = re.split(f"({'|'.join(map(re.escape, sorted(said, key=len, reverse=True)))})", page) if said else [page]
        ids = tuple(said[part] for part in parts[1::2])
        found.update(ids)
        yield PageText(tuple(parts[::2]), ids, lines)
    if found != set(texts):
        raise NotSealed("pdfium does not read every text that is stamped")


def _turned(lines: Sequence[str], texts: Mapping[str, str]) -> list[int]:
    """The lines that hold one of the texts, by number, among lines as they stand on the page; none where all of those
    run from left to right."""
    wanted = [page_order(text) for text in texts.values()]
    found = [number for number, line in enumerate(lines) if any(text in line for text in wanted)]
    return found if any(runs_left(lines[number]) for number in found) else []
