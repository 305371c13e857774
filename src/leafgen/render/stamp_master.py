"""From a file with placeholders to a master: the placeholders' drawing taken out of the page, and stamped back in.

Every operator around a placeholder stays, so that nothing behind it changes its looks; only the font of the
placeholder and the string that is shown are others. What stands in its place belongs to the same marked content, so
the tags of the file hold for any text.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from leafgen.content.fonts import FontFace, FontFamily
from leafgen.content.memory import made_once
from leafgen.kernel.errors import LeafgenError
from leafgen.render.stamp import Slot, Stamp, Window
from leafgen.render.stamp_dictionary import font_dictionary, renumbered
from leafgen.render.stamp_file import write_master
from leafgen.render.stamp_font import StampFont, advances

#: A string being shown in a font: name, size, and what stands between the brackets of TJ, or before Tj.
_SHOWN = re.compile(
    rb"/([^\s/<>\[\]()]+) ([\d.]+) Tf\s+(?:\[((?:<[0-9a-fA-F]*>|[-+\d.\s])*)\] ?TJ|(<[0-9a-fA-F]*>) ?Tj)"
)
_CODES = re.compile(rb"<([0-9a-fA-F]*)>")
_BFCHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_BFCHAR = re.compile(rb"<([0-9a-fA-F]{2,4})> <([0-9a-fA-F]+)>")
#: The longest text of a slot in characters (TEXT_LIMITS), and the most bytes that one of them takes with its kerning.
MOST_LETTERS, BYTES_A_LETTER = 60, 10
_FONT_NAME = "LeafgenStamp"


class NotAMasterError(LeafgenError):
    """The placeholders cannot be found in the page as the engine wrote it: a fault of this code, not of the user."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A text in a file that stamps will stand for: its statement's id, the room it has, in the units in which the
    page gives type sizes, how many times it is said, and whether it ends at the right of its room. `said` stands in its
    place in the master, where that is another text."""

    id: str
    text: str
    room: float
    times: int = 1
    at_right: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A placeholder in a page's content: what it is, its font, where the font's operator lies, and where what
    shows it ends."""

    placeholder: Placeholder
    face: FontFace
    size: bytes
    font: tuple[int, int]
    end: int


def make_stamp(
    pdf: bytes,
    placeholders: Sequence[Placeholder],
    family: FontFamily,
    letters: str,
    texts: tuple[str, ...] = (),
) -> Stamp:
    """The master of a file. Stamped with its own placeholders it is the very file that is returned in `data`.

    family: that which the texts are set in, names in plain letters in its own for those; letters: those of the
    stamp's font (LETTERS); texts: what else it must be able to draw, from right to left.
    Raises NotAMasterError where a placeholder is not found as one string in a known font, and CannotStamp where
    it holds a letter that is not among `letters`.
    """
    with Pdf.open(BytesIO(pdf)) as opened:
        return _Maker(opened, placeholders, family, letters, texts).make()


class _Maker:
    def __init__(
        self,
        pdf: Pdf,
        placeholders: Sequence[Placeholder],
        family: FontFamily,
        letters: str,
        texts: tuple[str, ...],
    ) -> None:
        self.pdf = pdf
        self.placeholders = {_plain(placeholder.text): placeholder for placeholder in placeholders}
        # Words from right to left are of the family itself.
        self.faces = {face: texts if one is family else () for one in family.with_plain for face in one.faces}
        self.letters = letters
        self.dropped: set[int] = set()
        self.fonts: dict[FontFace, tuple[int, StampFont, Dictionary]] = {}

    def make(self) -> Stamp:
        pages = [page.obj for page in self.pdf.pages]
        contents = [tersely(b"\n".join(stream.read_bytes() for stream in _streams(page))) for page in pages]
        contents = renumbered(self.pdf, contents)
        cuts = [cut for page, content in zip(pages, contents, strict=True) if (cut := self.cut(page, content))]
        seen = [slot.id for cut in cuts for slot in cut.slots]
        if wrong := [one.id for one in self.placeholders.values() if seen.count(one.id) != one.times]:
            raise NotAMasterError(f"{', '.join(wrong)}: not in as many places as it should be")
        written = write_master(self.pdf, [cut.stream for cut in cuts], self.dropped)
        windows = tuple(
            Window(start, end, cut.fixed, cut.slots) for (start, end), cut in zip(written.windows, cuts, strict=True)
        )
        alphabets = tuple(font.alphabet for _, font, _ in self.fonts.values())
        empty = Stamp(written.data, windows, written.id_at, alphabets)
        return replace(empty, data=empty.fill({one.id: one.said or one.text for one in self.placeholders.values()}))

    def cut(self, page: Object, content: bytes) -> _Cut | None:
        """Take the placeholders out of a page's content: what stands before the first of them, the window, and what
        stands behind the last become three streams, which together draw the page."""
        found = list(self.find(content, page.Resources.get("/Font", Dictionary())))
        # What the page drew before has no place in the file any more: not even as an object that nothing names.
        self.dropped.update(old.objgen[0] for old in _streams(page))
        if not found:
            page.Contents = self.packed(content)
            return None
        before, fixed, slots = content[: found[0].font[0]], [b""], []
        for one, following in zip(found, (*found[1:], None), strict=True):
            number, _, dictionary = self.font(one.face)
            name = f"{_FONT_NAME}{number}"
            page.Resources.Font[f"/{name}"] = dictionary
            fixed[-1] += b"/%s %s Tf [" % (name.encode(), one.size)
            room = int(one.placeholder.room * 1000 / float(one.size))
            anchor = sum(advances(one.face, one.placeholder.text)) if one.placeholder.at_right else None
            slots.append(Slot(one.placeholder.id, room, number, anchor))
            # The font that was set here is set again: what comes may count on it.
            rest = content[one.end : following.font[0]] if following else b""
            fixed.append(b"] TJ\n" + content[slice(*one.font)] + rest)
        room = sum(map(len, fixed)) + len(slots) * MOST_LETTERS * BYTES_A_LETTER
        stream = self.pdf.make_stream(b" " * room)
        after = self.packed(content[found[-1].end :])
        page.Contents = Array([self.packed(before), stream, after])
        return _Cut(stream, tuple(fixed), tuple(slots))

    def packed(self, data: bytes) -> Stream:
        return self.pdf.make_stream(zlib.compress(data, 9), Filter=Name.FlateDecode)

    def find(self, content: bytes, fonts: Object) -> Iterator[_Found]:
        """The placeholders in a page's content, in order."""
        known = {name.lstrip("/").encode(): _Font(font) for name, font in fonts.items()}
        for shown in _SHOWN.finditer(content):
            font = known.get(shown[1])
            codes = b"".join(_CODES.findall(shown[3] or shown[4])).decode().lower()
            text = font.text(codes) if font else ""
            if font and (placeholder := self.placeholders.get(_plain(text))):
                operator = (shown.start(), shown.end(2) + len(" Tf"))
                yield _Found(placeholder, self.face(font, codes), shown[2], operator, shown.end())

    def face(self, font: _Font, codes: str) -> FontFace:
        """The pinned face that a font of the file was cut from, told by how wide its letters are."""
        widths = [font.widths.get(int(code, 16)) for code in font.split(codes)]
        alike = [face for face in self.faces if widths == advances(face, font.text(codes))]
        if len(alike) != 1:
            raise NotAMasterError("a placeholder is set in a font that is not known")
        return alike[0]

    def font(self, face: FontFace) -> tuple[int, StampFont, Dictionary]:
        if face not in self.fonts:
            font = stamp_font(face, self.letters, self.faces[face])
            self.fonts[face] = (len(self.fonts), font, font_dictionary(self.pdf, font, self.letters))
        return self.fonts[face]


@lru_cache(maxsize=16)
def stamp_font(face: FontFace, letters: str, texts: tuple[str, ...] = ()) -> StampFont:
    """The stamp font of a pinned face with the `letters` of one of LETTERS, and with what it takes to draw `texts`,
    which run from right to left. Cut once, which takes a moment, and remembered for the next process."""

    def cut() -> StampFont:
        # Cutting a font takes a library of its own, for which one that is remembered does not wait.
        from leafgen.render.stamp_cutting import cut_stamp_font  # noqa: PLC0415

        return cut_stamp_font(face, letters, texts)

    return made_once("stamp", repr((str(face.path), face.sha256, letters, texts)), cut)


def tersely(content: bytes) -> bytes:
    """The same strings without the zeros that the page engine writes between their letters: every reader of every
    file would read them again."""
    return _SHOWN.sub(lambda shown: shown[0].replace(b">0<", b""), content)


@dataclass(frozen=True, slots=True)
class _Cut:
    stream: Stream
    fixed: tuple[bytes, ...]
    slots: tuple[Slot, ...]


class _Font:
    """A font of the file: the text of its codes, and how wide each is in thousandths of an em. Codes have four
    hexadecimal digits, those of a simple font two."""

    def __init__(self, font: Object) -> None:
        mapping = b"".join(_BFCHARS.findall(font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""))
        self.digits = 4 if "/DescendantFonts" in font else 2
        self.texts = {code.decode().lower(): bytes.fromhex(text.decode()).decode("utf-16-be")
                      for code, text in _BFCHAR.findall(mapping)}  # fmt: skip
        self.widths: dict[int, int] = {}
        if self.digits == 2:
            first, widths = int(font.get("/FirstChar", 0)), font.get("/Widths", Array())
            self.widths = {first + place: round(float(width)) for place, width in enumerate(widths)}
            return
        entries = list(font.DescendantFonts[0].get("/W", Array()))
        while entries:
            first, widths = int(entries.pop(0)), entries.pop(0)
            self.widths.update({first + place: round(float(width)) for place, width in enumerate(widths)})

    def split(self, codes: str) -> list[str]:
        """Codes one by one."""
        return [codes[at : at + self.digits] for at in range(0, len(codes), self.digits)]

    def text(self, codes: str) -> str:
        """What codes say; "?" for one that does not say."""
        return "".join(self.texts.get(code, "?") for code in self.split(codes))


def _streams(page: Object) -> list[Object]:
    contents = page.Contents
    return list(contents) if isinstance(contents, Array) else [contents]


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")
