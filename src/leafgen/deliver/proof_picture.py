"""The picture of a proof: what a file says, statement by statement, outlined on its pages, and what was refused.

It is for the eyes of whoever releases a print, and looks like none: striped edges, a heading, and under each page
the list of its statements. Lengths are in dots of the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont, features

from leafgen.deliver.picture import MOST_PIXELS, drawn_pages
from leafgen.kernel.errors import InvalidInput, ProofFailed
from leafgen.kernel.geometry import Box
from leafgen.verify.proof import Proof, Refusal, Verdict
from leafgen.verify.reading.programs import load_program
from leafgen.verify.runner import READABLE
from leafgen.verify.trust import TrustedFont

Colour = tuple[int, int, int]

_INK, _PAPER, _QUIET = (28, 32, 36), (250, 248, 240), (84, 92, 100)
_GOOD, _BAD = (0, 110, 60), (200, 0, 30)
_STRIPES = ((250, 214, 90), (70, 74, 80))
_LEAST_WIDTH_PT = 420.0
_TYPE_PT = 7.5
_NARROW_COLUMN_EM = 19.0
_MOST_LINES_A_REASON = 6
_TAG_GAP = 2
#: Words across a page: their size, how strong they are of 255, and how they slant.
_ACROSS_PT, _ACROSS_STRENGTH, _ACROSS_DEGREES = 16.0, 72, 30


@dataclass(frozen=True, slots=True)
class _Mark:
    """One statement (or text that nobody promised) on one page: its number in the list, what is said of it there,
    and its boxes in dots of the page's picture."""

    number: str
    text: str
    good: bool
    boxes: tuple[Box, ...]


@dataclass(slots=True)
class _Pen:
    """Draws upon a picture of its own in one size of type: `unit` dots are a point."""

    unit: float
    fonts: Sequence[TrustedFont]
    known: dict[tuple[str, float], Any] = field(default_factory=dict)

    @property
    def leading(self) -> int:
        return round(_TYPE_PT * self.unit * 1.35)

    def font(self, text: str, size: float = _TYPE_PT) -> Any:
        """The first of the fonts that has every letter of a text."""
        letters = {ord(char) for char in text if not char.isspace()}
        able = (font for font in self.fonts if all(map(load_program(font.data).font.get_nominal_glyph, letters)))
        font = next(able, self.fonts[0])
        key = (font.sha256, size)
        if key not in self.known:
            self.known[key] = ImageFont.truetype(BytesIO(font.data), max(6.0, size * self.unit))
        return self.known[key]

    def cut(self, text: str, width: float) -> str:
        """As much of a text as fits into `width` dots, an ellipsis for the rest."""
        font = self.font(text)
        if font.getlength(text) <= width:
            return text
        return next((cut for at in range(len(text), 0, -1) if font.getlength(cut := f"{text[:at]}…") <= width), "…")

    def wrapped(self, text: str, width: float) -> list[str]:
        """A text in lines of at most `width` dots; what does not fit into a few of them ends in an ellipsis."""
        font, lines, line = self.font(text), [], ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and font.getlength(longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
        if len(lines) > _MOST_LINES_A_REASON:
            lines = [*lines[: _MOST_LINES_A_REASON - 1], " ".join(lines[_MOST_LINES_A_REASON - 1 :])]
        return [self.cut(line, width) for line in lines]


def proof_png(
    pdf: bytes, proof: Proof, name: str, fonts: Sequence[TrustedFont], dpi: float, page: int | None = None
) -> bytes:
    """Every page of a file (or one, from 1) with its proof drawn upon it, as one PNG.

    `name`: what the file is called in the heading; `fonts`: what the picture's own words are set in, the first that
    has all letters of a line. Raises ProofFailed for a file that could not be read, InvalidInput for a page that is
    not there and for a picture that would be too large.
    """
    if any(check.id == READABLE and not check.passed for check in proof.checks):
        reason = next(refusal.message for check in proof.checks for refusal in check.refusals)
        raise ProofFailed(f"{name} cannot be shown: {reason}")
    pen = _Pen(dpi / 72, fonts)
    panels = []
    dots = 0
    for number, (picture, place) in drawn_pages(pdf, dpi, page):
        panels.append(_panel(pen, picture, number, list(_marks(proof, number, _boxed(place)))))
        dots += panels[-1].width * panels[-1].height
        if dots > MOST_PIXELS:  # before the next page is drawn: there may be hundreds
            raise _too_large()
    return _bound(pen, panels, proof, name, dpi)


def joins_letters() -> bool:
    """Whether pictures can be lettered in scripts whose letters join: what Pillow asks for that is there with Pango."""
    return bool(features.check("raqm"))


def void_png(picture: Any, words: str, fonts: Sequence[TrustedFont], dpi: float) -> bytes:
    """The picture of a page (a PIL image) as a PNG that nobody takes for a print: words across it, again and again."""
    pen = _Pen(dpi / 72, fonts)
    font = pen.font(words, _ACROSS_PT)
    side = picture.width + picture.height
    mask = Image.new("L", (side, side))
    draw = ImageDraw.Draw(mask)
    for row, top in enumerate(range(0, side, round(font.size * 7))):
        line = "     ".join([words] * (1 + side // max(1, round(font.getlength(words)))))
        draw.text((-row * font.size * 4 % side - side / 2, top), line, fill=_ACROSS_STRENGTH, font=font)
    left, top = (side - picture.width) // 2, (side - picture.height) // 2
    slanted = mask.rotate(_ACROSS_DEGREES, Image.Resampling.BICUBIC).crop(
        (left, top, left + picture.width, top + picture.height)
    )
    picture.paste(_BAD, (0, 0), slanted)
    out = BytesIO()
    picture.save(out, "PNG", dpi=(dpi, dpi), compress_level=1)
    return out.getvalue()


def _too_large() -> InvalidInput:
    return InvalidInput(f"the picture would have more than {MOST_PIXELS} dots", "ask for one --page, or fewer --dpi")


def _boxed(place: Any) -> Any:
    """From a box in points of the page to one in dots of its picture (x to the right, y downwards)."""

    def boxed(box: Box) -> Box:
        (ax, ay), (bx, by) = place(box.x0, box.y0), place(box.x1, box.y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    return boxed


def _marks(proof: Proof, page: int, boxed: Any) -> Iterator[_Mark]:
    """What the list under a page says, what was refused first. A statement with no place is listed on the first."""
    marks = []
    for number, one in enumerate(proof.statements, 1):
        here = tuple(boxed(box) for where, box in one.places if where == page)
        good = one.verdict is Verdict.PROVEN
        if here or page == (one.page or 1):
            text = one.id if good else f"{one.id}: {one.verdict}, {one.detail} ({one.check or 'statement-exact'})"
            marks.append(_Mark(str(number), text, good, here))
    for number, (check, refusal) in enumerate(_of_the_file(proof), 1):
        if page == (refusal.page or 1):
            box = (boxed(refusal.box),) if refusal.box else ()
            marks.append(_Mark(f"F{number}", f"{refusal.message} ({check})", False, box))
    yield from sorted(marks, key=lambda mark: mark.good)


def _of_the_file(proof: Proof) -> list[tuple[str, Refusal]]:
    """Refusals that name no statement."""
    return [(check.id, refusal) for check in proof.checks for refusal in check.refusals if refusal.index is None]


def _panel(pen: _Pen, picture: Any, number: int, marks: Sequence[_Mark]) -> Any:
    """One page between striped edges, its marks upon it, and the list of them below."""
    edge = pen.leading
    width = max(picture.width, round(_LEAST_WIDTH_PT * pen.unit))
    entries = _list(pen, marks, width)
    height = picture.height + 2 * edge + pen.leading * (len(entries) + 2)
    panel = Image.new("RGB", (width + 2 * edge, height), _PAPER)
    draw = ImageDraw.Draw(panel)
    left = edge + (width - picture.width) // 2
    panel.paste(_striped(picture.width + 2 * edge, picture.height + 2 * edge, edge), (left - edge, 0))
    panel.paste(picture, (left, edge))
    for mark in reversed(marks):
        for box in mark.boxes:
            _outline(pen, draw, mark, Box(box.x0 + left, box.y0 + edge, box.x1 + left, box.y1 + edge), panel.width)
    top = picture.height + 2 * edge + pen.leading // 2
    _write(pen, draw, (edge, top), f"page {number}", _QUIET)
    for row, cells in enumerate(entries, 1):
        for x, text, colour in cells:
            _write(pen, draw, (edge + x, top + row * pen.leading), text, colour)
    return panel


def _list(pen: _Pen, marks: Sequence[_Mark], width: int) -> list[list[tuple[float, str, Colour]]]:
    """The list in rows of (x, text, colour): what was refused with its reason, over the whole width; then what is
    proven, in columns."""
    rows: list[list[tuple[float, str, Colour]]] = []
    for mark in (mark for mark in marks if not mark.good):
        lead = f"REFUSED {mark.number}  "
        rows += [[(0.0, line, _BAD)] for line in pen.wrapped(lead + mark.text, width)]
    good = [f"{mark.number} {mark.text}" for mark in marks if mark.good]
    columns = max(1, int(width / (_NARROW_COLUMN_EM * _TYPE_PT * pen.unit)))
    depth = -(-len(good) // columns)
    for row in range(depth):
        cells = good[row::depth]
        room = width / columns
        rows.append([(at * room, pen.cut(text, room - pen.leading), _GOOD) for at, text in enumerate(cells)])
    return rows


def _outline(pen: _Pen, draw: Any, mark: _Mark, box: Box, most: int) -> None:
    """The frame of one place, with its number at its edge, outside it where there is room."""
    colour = _GOOD if mark.good else _BAD
    thick = max(1, round(pen.unit * (0.5 if mark.good else 1.5)))
    frame = (box.x0 - thick, box.y0 - thick, box.x1 + thick, box.y1 + thick)
    draw.rectangle(frame, outline=colour, width=thick)
    number = mark.number if mark.good else f"{mark.number} !"
    font = pen.font(number, _TYPE_PT * 0.8)
    wide, high = font.getlength(number) + 2 * _TAG_GAP, font.size + _TAG_GAP
    x = frame[0] - wide if frame[0] - wide >= 0 else min(frame[2], most - wide)
    draw.rectangle((x, frame[1], x + wide, frame[1] + high), fill=colour)
    draw.text((x + _TAG_GAP, frame[1] + high / 2), number, fill=_PAPER, font=font, anchor="lm")


def _striped(width: int, height: int, step: int) -> Any:
    """A picture of slanted stripes: no paper looks so."""
    striped = Image.new("RGB", (width, height), _STRIPES[0])
    draw = ImageDraw.Draw(striped)
    for x in range(-height, width, step):
        draw.line((x, height, x + height, 0), fill=_STRIPES[1], width=max(1, step // 3))
    return striped


def _write(pen: _Pen, draw: Any, place: tuple[float, float], text: str, colour: Colour) -> None:
    draw.text(place, text, fill=colour, font=pen.font(text))


def _bound(pen: _Pen, panels: Sequence[Any], proof: Proof, name: str, dpi: float) -> bytes:
    """The panels one below the other, under a heading that says what this is and what was found."""
    width = max(panel.width for panel in panels)
    refused = sum(statement.verdict is not Verdict.PROVEN for statement in proof.statements)
    verdict = "PROVEN" if proof.proven else "REFUSED"
    heading = (
        f"PROOF PICTURE: not the print, not to be handed out. {verdict}: {name}",
        f"{len(proof.statements) - refused} of {len(proof.statements)} statements proven, sha256 {proof.sha256}",
    )
    lines = [line for text in heading for line in pen.wrapped(text, width - 2 * pen.leading)]
    top = pen.leading * (len(lines) + 1)
    height = top + sum(panel.height + pen.leading for panel in panels)
    if width * height > MOST_PIXELS:
        raise _too_large()
    whole = Image.new("RGB", (width, height), _PAPER)
    draw = ImageDraw.Draw(whole)
    draw.rectangle((0, 0, width, top - pen.leading // 2), fill=_GOOD if proof.proven else _BAD)
    for row, line in enumerate(lines):
        _write(pen, draw, (pen.leading, pen.leading // 4 + row * pen.leading), line, _PAPER)
    for panel in panels:
        whole.paste(panel, ((width - panel.width) // 2, top))
        top += panel.height + pen.leading
    out = BytesIO()
    whole.save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()
