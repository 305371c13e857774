"""Text in the wrong place, size or direction."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf

from leafgen.kernel.geometry import Box
from leafgen.verify.reading.lines import Glyph
from tests.verify.mutants.operators.registry import operator, rectangle
from tests.verify.mutants.surgery import Patient, Token, op


def _transformed(patient: Patient, make: Callable[[Glyph], tuple[float, ...]]) -> bytes | None:
    """Show the statement's pieces through another text matrix: six numbers in em, about the piece's origin."""
    places = patient.places()
    for at in sorted(places, reverse=True):
        shown = places[at][0].shown
        a, b, c, d, e, f = make(places[at][0])
        em = shown.matrix
        steps = [op("ET"), op("q"), *_undo(patient, at)]
        combined = (
            a * em[0] + b * em[2],
            a * em[1] + b * em[3],
            c * em[0] + d * em[2],
            c * em[1] + d * em[3],
            e * em[0] + f * em[2] + em[4],
            e * em[1] + f * em[3] + em[5],
        )
        font = next(step for step in reversed(patient.instructions[:at]) if str(step.operator) == "Tf")
        steps += [op("cm", *combined), op("BT"), op("Tf", font.operands[0], 1)]
        steps += [patient.instructions[at], op("ET"), op("Q"), op("BT")]
        steps += _resume(patient, at)
        patient.instructions[at : at + 1] = steps
    return patient.save() if places else None


def _undo(patient: Patient, at: int) -> list[object]:
    """Instructions that undo the transformation in force, so that what follows is in the page's own space."""
    ctm = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    stack = []
    for step in patient.instructions[:at]:
        match str(step.operator):
            case "q":
                stack.append(ctm)
            case "Q":
                ctm = stack.pop()
            case "cm":
                g = [float(number) for number in step.operands]
                a, b, c, d, e, f = ctm
                ctm = (
                    *(g[0] * a + g[1] * c, g[0] * b + g[1] * d),
                    *(g[2] * a + g[3] * c, g[2] * b + g[3] * d),
                    *(g[4] * a + g[5] * c + e, g[4] * b + g[5] * d + f),
                )
    a, b, c, d, e, f = ctm
    area = a * d - b * c
    return [op("cm", d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area)]


def _resume(patient: Patient, at: int) -> list[object]:
    """The text matrix and font that the rest of a text object relied on."""
    start = max(place for place in range(at) if str(patient.instructions[place].operator) == "BT")
    return [
        step for step in patient.instructions[start + 1 : at] if str(step.operator) in ("Tm", "Td", "Tf", "TL", "T*")
    ]


@operator
def off_the_page(patient: Patient) -> bytes | None:
    return _transformed(patient, lambda _: (1, 0, 0, 1, 200, 0))


@operator
def over_the_edge(patient: Patient) -> bytes | None:
    page = patient.evidence.pages[patient.number].crop
    return _transformed(patient, lambda glyph: (1, 0, 0, 1, (page.x1 - patient.box.x1 + 6) / glyph.shown.size, 0))


@operator
def two_points(patient: Patient) -> bytes | None:
    return _transformed(patient, lambda glyph: (2 / glyph.shown.size, 0, 0, 2 / glyph.shown.size, 0, 0))


@operator
def scaled_down(patient: Patient) -> bytes | None:
    return _transformed(patient, lambda glyph: (5 / glyph.shown.size, 0, 0, 5 / glyph.shown.size, 0, 0))


@operator
def squashed(patient: Patient) -> bytes | None:
    return _transformed(patient, lambda _: (0.45, 0, 0, 1, 0, 0))


@operator
def flattened(patient: Patient) -> bytes | None:
    return _transformed(patient, lambda _: (1, 0, 0, 0.35, 0, 0))


@operator
def mirrored(patient: Patient) -> bytes | None:
    width = patient.box.width
    return _transformed(patient, lambda glyph: (-1, 0, 0, 1, width / glyph.shown.size, 0))


@operator
def upside_down(patient: Patient) -> bytes | None:
    width = patient.box.width
    return _transformed(patient, lambda glyph: (-1, 0, 0, -1, width / glyph.shown.size, 0.5))


@operator
def crop_box(patient: Patient) -> bytes | None:
    box, page = patient.box, patient.page
    x0, _, x1, y1 = (float(number) for number in page.mediabox)
    page.obj.CropBox = pikepdf.Array([x0, (box.y0 + box.y1) / 2, x1, y1])
    return patient.save()


def _clipped(patient: Patient, box: Box) -> bytes | None:
    places = patient.places()
    for at in sorted(places, reverse=True):
        undo = _undo(patient, at)
        start = max(place for place in range(at) if str(patient.instructions[place].operator) == "BT")
        end = next(
            place for place in range(at, len(patient.instructions)) if str(patient.instructions[place].operator) == "ET"
        )
        a, b, c, d, e, f = (float(number) for number in undo[0].operands)  # type: ignore[attr-defined]
        area = a * d - b * c
        back = op("cm", d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area)
        patient.instructions.insert(end + 1, op("Q"))
        patient.instructions[start:start] = [op("q"), *undo, rectangle(box), op("W"), op("n"), back]
    return patient.save() if places else None


@operator
def clipped_away(patient: Patient) -> bytes | None:
    box = patient.box
    return _clipped(patient, Box(box.x0, box.y0 - 500, box.x0 + 1, box.y0 - 499))


@operator
def clipped_in_a_letter(patient: Patient) -> bytes | None:
    box = patient.box
    return _clipped(patient, Box(box.x0 - 5, box.y0 - 5, box.x1 - 2.2, box.y1 + 5))


@operator
def clipped_below(patient: Patient) -> bytes | None:
    box = patient.box
    return _clipped(patient, Box(box.x0 - 5, box.y0 + 0.45 * box.height, box.x1 + 5, box.y1 + 5))


@operator
def printed_over(patient: Patient) -> bytes | None:
    """Move the statement onto another piece of the page."""
    box = patient.box
    for glyph in patient.others():
        if glyph.text.strip() and abs(glyph.shown.matrix[5] - patient.glyphs[0].shown.matrix[5]) > 12:
            e, f = glyph.shown.matrix[4:]
            shown = patient.glyphs[0].shown
            dx, dy = (e - box.x0) / shown.size, (f - shown.matrix[5]) / shown.size
            return _transformed(patient, lambda _: (1, 0, 0, 1, dx, dy))  # noqa: B023
    return None


@operator
def letters_piled(patient: Patient) -> bytes | None:
    def pile(glyph: Glyph, code: bytes) -> list[Token]:
        return [code, 1000 * glyph.shown.advances[glyph.at] * 0.75]

    return patient.save() if patient.rewrite(patient.glyphs, pile) else None
