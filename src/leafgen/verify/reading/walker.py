"""Walk a page's content: every glyph and every painted shape, in painting order, with what hides or shows it.

The operators are those of ISO 32000-2, annex A. Form XObjects are walked in place; nothing is skipped because a
viewer might clip it: that is for the checks to judge.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf

from leafgen.kernel.geometry import Box
from leafgen.verify.reading.graphics import (
    Marked,
    Paint,
    Shown,
    State,
    Walked,
    box_of,
    intersection,
    matrix_of,
    placed,
    times,
)
from leafgen.verify.reading.inks import changes_plain_colours, prints_by_halves, prints_nothing
from leafgen.verify.reading.layers import Layers
from leafgen.verify.reading.limits import Limits, TooMuch, stream_bytes
from leafgen.verify.reading.paths import Path
from leafgen.verify.reading.procedures import procedures_of
from leafgen.verify.reading.showing import TextOperators
from leafgen.verify.reading.typefaces import Typeface, read_typeface

_CONTENT_BYTES = 6 << 20
_INSTRUCTIONS = 600_000
_MOST_ASIDE = 200
_TRACE = 0.01


class Walker:
    """Walks pages of one file. `typefaces` are read once a file."""

    def __init__(self, pdf: pikepdf.Pdf, limits: Limits, layers: Layers) -> None:
        self.pdf = pdf
        self.limits = limits
        self.layers = layers
        self.typefaces: dict[object, Typeface] = {}
        self.fonts: dict[Typeface, Any] = {}
        self.read: set[tuple[int, int]] = set()
        self.odd: set[str] = set()  # what some programs show and others do not
        self.procedures: dict[Typeface, dict[int, bytes]] = {}
        self.direct: list[Any] = []  # fonts without a number are known by their place in memory, which must stay theirs

    def walk(self, page: pikepdf.Page, frame: Box) -> Walked:
        """Everything the page's content paints. `frame`: the media box, where clipping starts."""
        walked = Walked()
        contents = page.obj.get("/Contents")
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        data = b"\n".join(stream_bytes(part, self.limits) for part in parts if isinstance(part, pikepdf.Stream))
        resources = page.obj.get("/Resources")
        self.look_at(resources)
        _Run(self, walked, State(clip=frame), resources, (), 0, 0).run(data)
        return walked

    def aside(self, stream: Any, resources: Any, walked: Walked) -> None:
        """What a pattern or the look of an annotation shows, read once: in a place of its own, not on the page."""
        if stream.objgen not in self.read and len(self.read) < _MOST_ASIDE:
            self.read.add(stream.objgen)
            apart = Walked()
            data = stream_bytes(stream, self.limits)
            _Run(self, apart, State(), stream.get("/Resources", resources), (), 0, 1).run(data)
            walked.aside += [apart.shown, *apart.aside]

    def look_at(self, resources: Any) -> None:
        """Note what resources hold that programs understand in different ways."""
        if changes_plain_colours(resources):
            self.odd.add("a colour space that makes other colours of plain ones")

    def procedure(self, typeface: Typeface, code: int) -> bytes:
        """What draws a code of a Type 3 font, read once."""
        if typeface not in self.procedures:
            self.procedures[typeface] = procedures_of(self.fonts[typeface], self.limits)
        return self.procedures[typeface].get(code, b"")

    def typeface(self, font: Any) -> Typeface:
        """The Typeface of a font dictionary, read once."""
        key: object = font.objgen if font.objgen != (0, 0) else id(font)
        if key not in self.typefaces:
            typeface = self.typefaces[key] = read_typeface(font, self.limits)
            self.fonts[typeface] = font
            if not font.is_indirect:  # into another file it can be put only as an object of its own
                self.direct.append(font)
                self.fonts[typeface] = self.pdf.make_indirect(font)
        return self.typefaces[key]


class _Run(TextOperators):
    """One content stream being walked."""

    def __init__(
        self,
        walker: Walker,
        walked: Walked,
        state: State,
        resources: Any,
        marks: tuple[Marked, ...],
        form: int,
        depth: int,
    ) -> None:
        if depth > walker.limits.form_depth:
            raise TooMuch("its forms are nested without end")
        super().__init__(walker, walked, state, resources, marks, form)
        self.pages, self.depth = walker, depth
        self.base_marks = len(marks)
        self.stack: list[State] = []
        self.entries: dict[str, dict[str, Any]] = {}
        self.path = Path()

    def run(self, data: bytes) -> None:
        if len(data) > _CONTENT_BYTES or data.count(b" ") + data.count(b"\n") > _INSTRUCTIONS * 4:
            raise TooMuch("a page's content is too long")
        instructions = pikepdf.parse_content_stream(pikepdf.Stream(self.pages.pdf, data))
        self.pages.limits.spend(len(instructions))
        for instruction in instructions:
            name = str(instruction.operator)
            if (handler := _HANDLERS.get(name)) is not None:
                try:
                    handler(self, instruction.operands)
                except (IndexError, TypeError, ValueError, ArithmeticError, AttributeError):
                    continue  # an operator without its operands paints nothing, in viewers too
            elif name in _PAINTING:
                self.paint(name)
            if len(self.stack) > 512:
                raise TooMuch("its graphics states are nested without end")

    # graphics ---------------------------------------------------------------------------------------------

    def save(self, _: Any) -> None:
        self.stack.append(self.state.copy())

    def restore(self, _: Any) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def transform(self, operands: Any) -> None:
        self.state.ctm = times(matrix_of(operands), self.state.ctm)

    def set_state(self, operands: Any) -> None:
        name = str(operands[0])
        if name not in self.entries:
            found = self.resource("/ExtGState", name)
            self.entries[name] = dict(found.items()) if isinstance(found, pikepdf.Dictionary) else {}
        entry, state = self.entries[name], self.state
        state.fill_alpha = float(entry.get("/ca", state.fill_alpha))
        state.stroke_alpha = float(entry.get("/CA", state.stroke_alpha))
        state.line_width = float(entry.get("/LW", state.line_width))
        if (over := entry.get("/op", entry.get("/OP"))) is not None:
            state.overprint = bool(over)
        if (blend := entry.get("/BM")) is not None:
            first = blend[0] if isinstance(blend, pikepdf.Array) else blend
            state.blend = str(first).lstrip("/")
        if (mask := entry.get("/SMask")) is not None:
            state.masked = isinstance(mask, pikepdf.Dictionary)
        if prints_by_halves(entry.get("/HT")):
            self.pages.odd.add("a halftone that may hide what it prints")
        if isinstance(font := entry.get("/Font"), pikepdf.Array):
            state.typeface, state.size = self.pages.typeface(font[0]), float(font[1])

    def paint(self, operator: str) -> None:
        fill, stroke, close, even_odd = _PAINTING[operator]
        state, path = self.state, self.path
        if close:
            path.close()
        if fill and path.subpaths:
            self.add("fill", path.polygons(), state.fill_alpha, state.fill, even_odd=even_odd)
        if stroke and path.subpaths:
            a, b, c, d, _, _ = state.ctm
            width = state.line_width * abs(a * d - b * c) ** 0.5
            self.add("stroke", path.polygons(), state.stroke_alpha, state.stroke, width=width)
        if path.clipping:
            state.clip = intersection(state.clip, path.box())
        self.path = Path()

    def add(
        self,
        kind: str,
        outlines: list[list[tuple[float, float]]],
        alpha: float,
        colour: tuple[float, ...],
        even_odd: bool = False,
        width: float = 0.0,
    ) -> None:
        box = box_of([point for outline in outlines for point in outline])
        grown = Box(box.x0 - width / 2, box.y0 - width / 2, box.x1 + width / 2, box.y1 + width / 2)
        box = intersection(grown, self.state.clip)
        self.walked.order += 1
        hidden = any(mark.unseen for mark in self.marks)
        alpha *= self.state.group_alpha
        if self.state.knockout:
            alpha = max(alpha, _TRACE)  # there, what is not seen itself wipes out what was painted before
        self.walked.paints.append(
            Paint(self.walked.order, kind, box, alpha, colour, outlines, even_odd, width, self.state.blend, hidden)
        )

    def image(self, _: Any = None) -> None:
        corners = placed(self.state.ctm, Box(0, 0, 1, 1))
        square = [
            (corners.x0, corners.y0),
            (corners.x1, corners.y0),
            (corners.x1, corners.y1),
            (corners.x0, corners.y1),
        ]
        self.add("image", [square], self.state.fill_alpha, ())

    def shade(self, _: Any) -> None:
        clip = self.state.clip
        corners = [(clip.x0, clip.y0), (clip.x1, clip.y0), (clip.x1, clip.y1), (clip.x0, clip.y1)]
        self.add("shading", [corners], self.state.fill_alpha, ())

    def draw(self, operands: Any) -> None:
        thing = self.resource("/XObject", operands[0])
        if not isinstance(thing, pikepdf.Stream):
            return
        layer = thing.get("/OC")
        if str(thing.get("/Subtype")) == "/Image":
            pixels = int(thing.get("/Width", 0)) * int(thing.get("/Height", 0))
            if pixels > self.pages.limits.image_pixels:
                raise TooMuch("an image is too large")
            if thing.get("/Alternates") is not None:
                self.pages.odd.add("an image that may be another in print")
            before = len(self.walked.paints)
            self.image()
            for paint in self.walked.paints[before:]:
                paint.hidden |= self.pages.layers.unseen(layer)
        elif str(thing.get("/Subtype")) == "/Form":
            self.draw_form(thing, layer)

    def draw_form(self, form: Any, layer: Any) -> None:
        state = self.state.copy()
        if (matrix := form.get("/Matrix")) is not None:
            state.ctm = times(matrix_of(matrix), state.ctm)
        if (box := form.get("/BBox")) is not None:
            x0, y0, x1, y1 = (float(number) for number in box)
            inner = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            state.clip = intersection(state.clip, placed(state.ctm, inner))
        if form.get("/Ref") is not None:
            self.pages.odd.add("a drawing that stands for a page of another file")
        if isinstance(group := form.get("/Group"), pikepdf.Dictionary):
            state.knockout |= bool(group.get("/K", False))
            state.group_alpha *= state.fill_alpha
            state.group_masked |= state.masked
            state.fill_alpha = state.stroke_alpha = 1.0
            state.masked, state.blend = False, "Normal"
        marks = tuple(self.marks)
        if layer is not None:
            layers = self.pages.layers
            marks = (*marks, Marked("OC", hidden=layers.hidden(layer), unseen=layers.unseen(layer)))
        resources = form.get("/Resources", self.resources)
        self.pages.look_at(resources)
        run = _Run(self.pages, self.walked, state, resources, marks, form.objgen[0], self.depth + 1)
        run.run(stream_bytes(form, self.pages.limits))

    def show(self, items: Any) -> None:
        """Show text; what a font without outlines draws for it is painted on the page like any other drawing."""
        before = len(self.walked.shown)
        super().show(items)
        for shown in self.walked.shown[before:]:
            if shown.typeface.drawn_freely:
                self.draw_glyphs(shown)

    def draw_glyphs(self, shown: Shown) -> None:
        font = self.pages.fonts[shown.typeface]
        resources, matrix = font.get("/Resources", self.resources), matrix_of(font.FontMatrix)
        for code, x in zip(shown.codes, shown.xs, strict=True):
            if procedure := self.pages.procedure(shown.typeface, code):
                state = self.state.copy()
                state.ctm = times(matrix, times((1, 0, 0, 1, x, 0), shown.matrix))
                _Run(self.pages, self.walked, state, resources, tuple(self.marks), 0, self.depth + 1).run(procedure)

    # colour and marks -------------------------------------------------------------------------------------

    def fill_colour(self, operands: Any) -> None:
        self.state.fill = _numbers(operands)
        if len(operands) and isinstance(operands[-1], pikepdf.Name):
            pattern = self.resource("/Pattern", operands[-1])
            if isinstance(pattern, pikepdf.Stream):
                self.pages.aside(pattern, self.resources, self.walked)

    def fill_space(self, operands: Any) -> None:
        self.state.fill_inkless = prints_nothing(self.resource("/ColorSpace", operands[0]))

    def stroke_space(self, operands: Any) -> None:
        self.state.stroke_inkless = prints_nothing(self.resource("/ColorSpace", operands[0]))

    def plain_fill(self, operands: Any) -> None:
        self.state.fill, self.state.fill_inkless = _numbers(operands), False

    def plain_stroke(self, operands: Any) -> None:
        self.state.stroke, self.state.stroke_inkless = _numbers(operands), False

    def stroke_colour(self, operands: Any) -> None:
        self.state.stroke = _numbers(operands)

    def begin_marked(self, operands: Any) -> None:
        tag = str(operands[0]).lstrip("/")
        entry = operands[1] if len(operands) > 1 else None
        if isinstance(entry, pikepdf.Name):
            entry = self.resource("/Properties", entry)
        entries = dict(entry.items()) if isinstance(entry, pikepdf.Dictionary) else {}
        mcid, actual = entries.get("/MCID"), entries.get("/ActualText")
        self.marks.append(
            Marked(
                tag,
                int(mcid) if mcid is not None else None,
                str(actual) if actual is not None else None,
                tag == "OC" and self.pages.layers.hidden(entry),
                tag == "Artifact",
                tag == "OC" and self.pages.layers.unseen(entry),
                str(entries.get("/Lang", "")),
                str(entries.get("/Alt", "")),
                str(entries.get("/E", "")),
            )
        )

    def end_marked(self, _: Any) -> None:
        if len(self.marks) > self.base_marks:
            self.marks.pop()


def _numbers(operands: Any) -> tuple[float, ...]:
    return tuple(float(operand) for operand in operands if not isinstance(operand, pikepdf.Name))


def _set(attribute: str, factor: float = 1.0) -> Callable[[_Run, Any], None]:
    def handler(run: _Run, operands: Any) -> None:
        setattr(run.state, attribute, float(operands[0]) * factor)

    return handler


def _mode(run: _Run, operands: Any) -> None:
    run.state.mode = int(operands[0])


def _on_path(method: str) -> Callable[[_Run, Any], None]:
    def handler(run: _Run, operands: Any) -> None:
        getattr(run.path, method)(run.state.ctm, *map(float, operands))

    return handler


_PAINTING: dict[str, tuple[bool, bool, bool, bool]] = {
    "S": (False, True, False, False),
    "s": (False, True, True, False),
    "f": (True, False, True, False),
    "F": (True, False, True, False),
    "f*": (True, False, True, True),
    "B": (True, True, False, False),
    "B*": (True, True, False, True),
    "b": (True, True, True, False),
    "b*": (True, True, True, True),
    "n": (False, False, False, False),
}
"""Operator: does it fill, stroke, close the path first, and by the even-odd rule."""

_HANDLERS: dict[str, Callable[[_Run, Any], None]] = {
    "q": _Run.save, "Q": _Run.restore, "cm": _Run.transform, "gs": _Run.set_state, "w": _set("line_width"),
    "m": _on_path("start"), "l": _on_path("line"), "c": _on_path("curve"), "v": _on_path("curve_from_here"),
    "y": _on_path("curve_to_end"), "re": _on_path("rectangle"), "h": lambda run, _: run.path.close(),
    "W": lambda run, _: run.path.clip(), "W*": lambda run, _: run.path.clip(),
    "BT": _Run.begin_text, "Tc": _set("character_space"), "Tw": _set("word_space"), "Tz": _set("scale", 0.01),
    "TL": _set("leading"), "Tf": _Run.set_font, "Tr": _mode, "Ts": _set("rise"), "Td": _Run.move,
    "TD": _Run.move_leading, "Tm": _Run.set_matrix, "T*": _Run.next_line, "Tj": _Run.show_one,
    "TJ": _Run.show_many, "'": _Run.show_next, '"': _Run.show_spaced, "Do": _Run.draw, "sh": _Run.shade,
    "g": _Run.plain_fill, "rg": _Run.plain_fill, "k": _Run.plain_fill, "sc": _Run.fill_colour,
    "INLINE IMAGE": _Run.image, "cs": _Run.fill_space, "CS": _Run.stroke_space,
    "scn": _Run.fill_colour, "G": _Run.plain_stroke, "RG": _Run.plain_stroke, "K": _Run.plain_stroke,
    "SC": _Run.stroke_colour, "SCN": _Run.stroke_colour, "BDC": _Run.begin_marked, "BMC": _Run.begin_marked,
    "EMC": _Run.end_marked,
}  # fmt: skip
