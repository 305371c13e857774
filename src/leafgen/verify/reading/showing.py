"""Showing text: the text operators of ISO 32000-2, 9.3 and 9.4, from font and matrices to glyphs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Protocol

import pikepdf

from leafgen.verify.reading.graphics import IDENTITY, Marked, Matrix, Shown, State, Walked, matrix_of, times
from leafgen.verify.reading.typefaces import Typeface

_NUMBERS = frozenset((int, Decimal))
_SPACE = 32
_NO_INKS = (0.0, 0.0, 0.0, 0.0)
"""White, of the four inks of a press."""


class Typefaces(Protocol):
    """Where typefaces come from: read once a file."""

    def typeface(self, font: Any) -> Typeface: ...


class TextOperators:
    """The text part of a content stream being walked: its text matrices, and what it shows."""

    def __init__(
        self,
        walker: Typefaces,
        walked: Walked,
        state: State,
        resources: Any,
        marks: tuple[Marked, ...],
        form: int,
    ) -> None:
        self.walker, self.walked, self.state = walker, walked, state
        self.resources = resources if isinstance(resources, pikepdf.Dictionary) else pikepdf.Dictionary()
        self.marks, self.form = list(marks), form
        self.tm: Matrix = IDENTITY
        self.line: Matrix = IDENTITY
        self.fonts: dict[str, Typeface | None] = {}

    def resource(self, kind: str, name: object) -> Any:
        """An entry of the resources, None where there is none."""
        group = self.resources.get(kind)
        return group.get(str(name)) if isinstance(group, pikepdf.Dictionary) else None

    def set_font(self, operands: Any) -> None:
        name = str(operands[0])
        if name not in self.fonts:
            font = self.resource("/Font", name)
            self.fonts[name] = self.walker.typeface(font) if isinstance(font, pikepdf.Dictionary) else None
        self.state.typeface, self.state.size = self.fonts[name], float(operands[1])

    def begin_text(self, _: Any) -> None:
        self.tm = self.line = IDENTITY

    def move(self, operands: Any) -> None:
        self.line = self.tm = times((1, 0, 0, 1, float(operands[0]), float(operands[1])), self.line)

    def move_leading(self, operands: Any) -> None:
        self.state.leading = -float(operands[1])
        self.move(operands)

    def next_line(self, _: Any = None) -> None:
        self.line = self.tm = times((1, 0, 0, 1, 0, -self.state.leading), self.line)

    def set_matrix(self, operands: Any) -> None:
        self.line = self.tm = matrix_of(operands)

    def show_one(self, operands: Any) -> None:
        self.show((operands[0],))

    def show_many(self, operands: Any) -> None:
        self.show(operands[0])

    def show_next(self, operands: Any) -> None:
        self.next_line()
        self.show((operands[0],))

    def show_spaced(self, operands: Any) -> None:
        self.state.word_space, self.state.character_space = float(operands[0]), float(operands[1])
        self.show_next((operands[2],))

    def show(self, items: Any) -> None:
        state = self.state
        typeface = state.typeface
        if typeface is None:
            return
        codes: list[int] = []
        xs: list[float] = []
        advances: list[float] = []
        size = state.size or 1e-9
        between, word = state.character_space / size, state.word_space / size
        widths, default, split = typeface.widths, typeface.default_width, typeface.split
        pen = 0.0
        for item in items:
            if type(item) in _NUMBERS:  # quicker than asking whether it is a string
                if item:
                    pen -= float(item) / 1000
                continue
            if not isinstance(item, pikepdf.String):
                pen -= float(item) / 1000
                continue
            string = split(bytes(item))
            moves = [widths.get(code, default) for code in string]
            codes += string
            advances += moves
            if word and typeface.one_byte:
                for code, advance in zip(string, moves, strict=True):
                    xs.append(pen)
                    pen += advance + between
                    if code == _SPACE:
                        pen += word
            else:
                for advance in moves:
                    xs.append(pen)
                    pen += advance + between
        em = times((size * state.scale, 0, 0, size, 0, state.rise), times(self.tm, state.ctm))
        self.tm = times((1, 0, 0, 1, pen * size * state.scale, 0), self.tm)
        if not codes:
            return
        a, b, c, d, _, _ = em
        height = (c * c + d * d) ** 0.5
        length = (a * a + b * b) ** 0.5
        stroked = state.mode % 4 == 1
        alpha = state.stroke_alpha if stroked else state.fill_alpha
        inkless = state.stroke_inkless if stroked else state.fill_inkless
        if inkless or (state.overprint and state.fill == _NO_INKS):
            alpha = 0.0  # it adds nothing to what a press has printed there
        self.walked.order += 1
        self.walked.shown.append(
            Shown(
                order=self.walked.order,
                typeface=typeface,
                matrix=em,
                size=height if state.size else 0.0,
                stretch=length / height if height > 1e-6 else 0.0,
                codes=codes,
                xs=xs,
                advances=advances,
                mode=state.mode,
                alpha=state.group_alpha * alpha,
                blend=state.blend,
                masked=state.masked or state.group_masked,
                colour=state.stroke if stroked else state.fill,
                clip=state.clip,
                marks=tuple(self.marks),
                form=self.form,
                line_width=state.line_width * abs(state.ctm[0] * state.ctm[3] - state.ctm[1] * state.ctm[2]) ** 0.5,
            )
        )
