"""The evidence: what a PDF holds, read once, for every check to judge.

Whatever cannot be read is an `Unreadable` with words for people: a file that cannot be read is never proven.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf

from leafgen.kernel.geometry import Box
from leafgen.verify.folding import fold
from leafgen.verify.reading.active import what_is_active
from leafgen.verify.reading.annotations import Annotation, borders_of, looks_of, read_annotations
from leafgen.verify.reading.boxes import Boxes, ink_boxes
from leafgen.verify.reading.echoes import echoes
from leafgen.verify.reading.failure import ReaderFailed
from leafgen.verify.reading.graphics import Paint, Point, Shown, box_of, intersection
from leafgen.verify.reading.layers import Layers
from leafgen.verify.reading.limits import Limits, TooMuch
from leafgen.verify.reading.lines import Glyph, Line, LineMaker
from leafgen.verify.reading.pictures import Picture, in_colours, take_pictures, text_only
from leafgen.verify.reading.readers import pypdf_text
from leafgen.verify.reading.structure import Element, Structure, read_structure
from leafgen.verify.reading.typefaces import Typeface
from leafgen.verify.reading.viewing import bookmarks, box_of_array, cut_of, unprinted
from leafgen.verify.reading.walker import Walker

_POINTS_PER_INCH = 72.0
_LARGER = 3.0
"""Text so many times as large as most of its page may be a mark across it."""
_FRAME = 2.0
"""A border of a link, in points, that is no wider than that is a frame: it hides nothing, though it may strike out."""
_SOFT_HYPHEN = "\u00ad"
_LINEARISED = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)")


class Unreadable(Exception):
    """The file cannot be read as evidence; the message says why, and what would help."""


@dataclass(eq=False)
class PageEvidence:
    """One page. Boxes in points of the page's own space; `cut`: what is left of it when it is trimmed;
    `rotate`: degrees clockwise that viewers turn it;
    `unit`: how many points one unit of its space is; `aside`: what its annotations and patterns say."""

    number: int
    media: Box
    crop: Box
    cut: Box
    rotate: int
    unit: float
    shown: list[Shown]
    paints: list[Paint]
    glyphs: list[Glyph]
    lines: list[Line]
    annotations: list[Annotation]
    aside: list[str] = field(default_factory=list)

    @cached_property
    def usual_size(self) -> float:
        """The type size in points of most of the page; where all sizes are near each other, the largest."""
        sizes = [shown.size for shown in self.shown]
        if not sizes or max(sizes) <= _LARGER * min(sizes):
            return max(sizes, default=0.0)
        return median(shown.size for shown in self.shown for _ in shown.codes)

    @cached_property
    def ink(self) -> Boxes:
        """Where the ink of each glyph lies: n x 4, in points; not-a-number for a glyph without ink."""
        return ink_boxes(self.shown)

    @cached_property
    def inked(self) -> npt.NDArray[np.int64]:
        """The numbers of the glyphs that leave ink of their own: no echoes of others."""
        with np.errstate(invalid="ignore"):
            rows = np.flatnonzero(np.isfinite(self.ink).all(axis=1))
        echoed = [glyph.index for glyph in self.glyphs if glyph.echo]
        return rows[~np.isin(rows, echoed)] if echoed else rows


@dataclass(eq=False)
class Evidence:
    """Everything read from one file. The second readers and the pictures are made when first asked for.

    plain: the file's text alone as a PDF of its own; shows_title: viewers show the title; active: what could make
    the file show something else later; unprinted: the pages, from 1, that viewers are told to leave out of print;
    bookmarks: their titles; revisions: how many states of the file its bytes hold;
    warnings: what had to be mended to read it.
    """

    data: bytes
    sha256: str
    pages: list[PageEvidence]
    plain: bytes
    structure: Structure
    layers: Layers
    title: str
    shows_title: bool
    language: str
    revisions: int
    active: tuple[str, ...] = ()
    unprinted: frozenset[int] = frozenset()
    bookmarks: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    plain_without_marks: bytes = b""
    limits: Limits = field(default_factory=Limits)

    def texts_by(self, reader: str) -> Iterator[list[str]]:
        """The text of each page as a second reader finds it, quickly; then once more, by what it has of care. Raises
        ReaderFailed."""
        if reader == "pdfium":
            yield [picture.said for picture in self.pictures]
            return
        with suppress(ReaderFailed):  # it is asked again
            yield pypdf_text(self.data, letters_alone=True)
        yield pypdf_text(self.data)

    @cached_property
    def pictures_in_colours(self) -> list[Picture]:
        """The same, with their colours: a common grey is darker than the colour it stands for."""
        return in_colours(self.data, self.plain, self.pictures, [page.rotate for page in self.pages])

    @cached_property
    def pictures_without_marks(self) -> list[Picture] | None:
        """The same, without the text that lies across a page (a mark such as "draft"); None where there is none."""
        if not self.plain_without_marks:
            return None
        crops = [page.crop for page in self.pages]
        return take_pictures(self.data, self.plain_without_marks, crops, [page.rotate for page in self.pages])

    @cached_property
    def pictures(self) -> list[Picture]:
        """Each page as it looks, and its text alone."""
        crops = [page.crop for page in self.pages]
        return take_pictures(self.data, self.plain, crops, [page.rotate for page in self.pages])


def gather(data: bytes, right_to_left: bool = False, limits: Limits | None = None) -> Evidence:
    """Read a PDF once. Raises Unreadable for what is no PDF, is locked, empty, damaged or asks for too much."""
    limits = limits or Limits()
    if not data:
        raise Unreadable("the file is empty")
    if len(data) > limits.file_bytes:
        raise Unreadable(f"the file is larger than {limits.file_bytes >> 20} MB")
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("the file is not a PDF")
    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Unreadable("the file is encrypted; a file that is handed out must open for everyone")
            return _read(pdf, data, right_to_left, limits)
    except Unreadable:
        raise
    except pikepdf.PasswordError as error:
        raise Unreadable("the file is locked with a password") from error
    except TooMuch as error:
        raise Unreadable(f"the file cannot be read within bounds: {error}") from error
    except MemoryError as error:
        raise Unreadable("the file cannot be read within bounds: it takes too much memory") from error
    except Exception as error:
        raise Unreadable(f"the file is damaged or not a proper PDF ({type(error).__name__})") from error


def _read(pdf: pikepdf.Pdf, data: bytes, right_to_left: bool, limits: Limits) -> Evidence:
    count = len(pdf.pages)
    if not count:
        raise Unreadable("the file has no pages")
    if count > limits.pages:
        raise Unreadable(f"the file has {count} pages, more than the {limits.pages} that are proven at once")
    layers = Layers(pdf)
    structure = read_structure(pdf, limits)
    walker = Walker(pdf, limits, layers)
    root = pdf.Root
    preferences = root.get("/ViewerPreferences")
    pages = [
        _page(walker, structure, number, page, preferences, right_to_left) for number, page in enumerate(pdf.pages)
    ]
    crops = [page.crop for page in pages]
    small = [[shown for shown in page.shown if not is_mark(page, shown)] for page in pages]
    marked = any(len(few) < len(page.shown) for few, page in zip(small, pages, strict=True))
    info = pdf.trailer.get("/Info")
    title = str(info.get("/Title", "")) if isinstance(info, pikepdf.Dictionary) else ""
    shows = isinstance(preferences, pikepdf.Dictionary) and bool(preferences.get("/DisplayDocTitle", False))
    return Evidence(
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=pages,
        plain=text_only([page.shown for page in pages], crops, walker.fonts),
        plain_without_marks=text_only(small, crops, walker.fonts) if marked else b"",
        structure=structure,
        layers=layers,
        title=title or _xmp_title(root),
        shows_title=shows,
        language=str(root.get("/Lang", "")),
        revisions=_revisions(data),
        active=(*what_is_active(root, [page.obj for page in pdf.pages]), *sorted(walker.odd)),
        unprinted=unprinted(preferences, len(pages)),
        bookmarks=tuple(bookmarks(root)),
        warnings=tuple(str(warning) for warning in pdf.get_warnings()),
        limits=limits,
    )


def _xmp_title(root: Any) -> str:
    metadata = root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return ""
    found = re.search(rb"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", metadata.read_bytes()[:1_000_000], re.DOTALL)
    return found[1].decode("utf-8", "replace") if found else ""


def _revisions(data: bytes) -> int:
    """How many states of the file its bytes hold: incremental updates keep what they replace. A linearised file
    (two cross-reference sections, the first early on) is one state, as long as it is as long as it says."""
    ends = len(re.findall(rb"startxref\s+\d+\s+%%EOF", data))
    length = _LINEARISED.search(data[:2048])
    return max(1, ends - (length is not None and int(length[1]) == len(data)))


def _inherited(page: Any, key: str) -> Any:
    node, steps = page, 0
    while node is not None and steps < 50:
        if (value := node.get(key)) is not None:
            return value
        node, steps = node.get("/Parent"), steps + 1
    return None


def _page(
    walker: Walker, structure: Structure, number: int, page: pikepdf.Page, preferences: Any, right_to_left: bool
) -> PageEvidence:
    media = box_of_array(_inherited(page.obj, "/MediaBox"))
    if media is None:
        raise Unreadable(f"page {number + 1} does not say how large it is")
    crop = intersection(box_of_array(_inherited(page.obj, "/CropBox")) or media, media)
    unit = float(page.obj.get("/UserUnit", 1))
    limit = walker.limits.page_inches * _POINTS_PER_INCH
    if max(media.width, media.height) * unit > limit or min(crop.width, crop.height) <= 0:
        raise Unreadable(f"page {number + 1} is {media.width * unit:g} by {media.height * unit:g} pt: no page to print")
    if page.obj.get("/Resources") is None and (resources := _inherited(page.obj, "/Resources")) is not None:
        page.obj.Resources = resources
    walked = walker.walk(page, media)
    maker = LineMaker(number + 1, right_to_left)
    known: dict[Typeface, dict[int, str]] = {}
    repeated = echoes(walked.shown)
    for number_on_page, shown in enumerate(walked.shown):
        element, place, artifact = _belongs(shown, structure, number)
        said, typeface = known.setdefault(shown.typeface, {}), shown.typeface
        for code in set(shown.codes).difference(said):
            said[code] = _said(typeface, code)
        texts = [said[code] for code in shown.codes]
        if any(mark.actual_text == _SOFT_HYPHEN for mark in shown.marks):
            # Browsers put a space of no width where a word could be hyphenated and is not.
            texts = ["" if text == " " else text for text in texts]
        maker.add(shown, texts, element, place, artifact, echo=number_on_page in repeated)
    rotate = int(_inherited(page.obj, "/Rotate") or 0) % 360
    lines = maker.finish()
    annotations = read_annotations(page)
    for look in looks_of(page):
        walker.aside(look, page.obj.get("/Resources"), walked)
    aside = [annotation.text for annotation in annotations if annotation.text]
    aside += [_read_aside(shown, right_to_left) for shown in walked.aside if shown]
    paints = walked.paints + [_frame(walked.order, width, corners) for width, corners in borders_of(page)]
    cut = cut_of(page.obj, preferences, crop)
    return PageEvidence(
        number + 1, media, crop, cut, rotate, unit, walked.shown, paints, maker.glyphs, lines, annotations, aside
    )


def _frame(last: int, width: float, corners: list[Point]) -> Paint:
    """The border of a link as something painted: a wide one over all else, after the `last` thing on the page."""
    box, half = box_of(corners), width / 2
    grown = Box(box.x0 - half, box.y0 - half, box.x1 + half, box.y1 + half)
    return Paint(last + 1 if width > _FRAME else 0, "stroke", grown, 1.0, (), [corners], width=width)


def _read_aside(drawn: Sequence[Shown], right_to_left: bool) -> str:
    """What is said by text that stands in a place of its own."""
    maker = LineMaker(0, right_to_left)
    for shown in drawn:
        maker.add(shown, [_said(shown.typeface, code) for code in shown.codes], None, None, False)
    return " ".join(line.text for line in maker.finish())


def _said(typeface: Typeface, code: int) -> str:
    """What a code says, folded; a soft hyphen that is drawn is a hyphen."""
    text = typeface.text(code)
    if text == _SOFT_HYPHEN and typeface.program is not None and typeface.program.box(typeface.gid(code)) is not None:
        return "-"
    return fold(text)


def is_mark(page: PageEvidence, shown: Shown) -> bool:
    """Whether a text is so much larger than most of its page that it may lie across it."""
    return shown.size > _LARGER * page.usual_size


def _belongs(shown: Shown, structure: Structure, page: int) -> tuple[Element | None, int | None, bool]:
    artifact = False
    for mark in reversed(shown.marks):
        if mark.mcid is not None:
            found = structure.leaves.get((page, shown.form, mark.mcid)) or structure.leaves.get((page, 0, mark.mcid))
            if found:
                return found[1], found[0], artifact
        artifact |= mark.artifact
    return None, None, artifact
