"""The operators by name, and what several of them share."""

from __future__ import annotations

from collections.abc import Callable

from leafgen.kernel.geometry import Box
from leafgen.verify.reading.lines import Glyph
from tests.verify.mutants.surgery import Instruction, Patient, op

Operator = Callable[[Patient], bytes | None]
OPERATORS: dict[str, Operator] = {}

WHITE = op("g", 1)
NEGATIONS = ("not", "Not", "never", "Never", "no", "niet", "Niet", "geen", "Geen", "nooit", "Nooit", "لا")


def operator(function: Operator) -> Operator:
    """Enter an operator under its name."""
    OPERATORS[function.__name__.replace("_", "-")] = function
    return function


def coloured(patient: Patient, *steps: Instruction, glyphs: list[Glyph] | None = None) -> bytes | None:
    """Show the statement, or some of its glyphs, after some steps, and set the colour back."""
    back = patient.colour_back(patient.glyphs[0].shown)
    return patient.save() if patient.around(steps, [back], glyphs) else None


def negation(patient: Patient) -> list[Glyph]:
    """The glyphs of the first word that negates."""
    text = "".join(glyph.text if len(glyph.text) == 1 else "\0" for glyph in patient.glyphs)
    for word in NEGATIONS:
        at = text.find(word)
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if at >= 0 and not before.isalpha() and not after.isalpha():
            return patient.glyphs[at : at + len(word)]
    return []


def rectangle(box: Box, grow: float = 0.0) -> Instruction:
    """A path around a box."""
    return op("re", box.x0 - grow, box.y0 - grow, box.width + 2 * grow, box.height + 2 * grow)


def gap(glyph: Glyph) -> float:
    """The move that takes the room of a glyph."""
    return -1000 * glyph.shown.advances[glyph.at]
