"""Text under something else, or struck out."""

from __future__ import annotations

from itertools import pairwise

import pikepdf

from leafgen.kernel.geometry import Box
from tests.verify.mutants.operators.registry import WHITE, gap, negation, operator, rectangle
from tests.verify.mutants.surgery import Patient, op

#: Glyphs further apart than this, in pt, are of two cells or two lines.
_GAP = 12.0


@operator
def covered(patient: Patient) -> bytes | None:
    patient.later(WHITE, rectangle(patient.box, 1), op("f"))
    return patient.save()


@operator
def half_covered(patient: Patient) -> bytes | None:
    box = patient.box
    patient.later(WHITE, rectangle(Box(box.x0, box.y0, box.x1, (box.y0 + box.y1) / 2)), op("f"))
    return patient.save()


@operator
def one_word_covered(patient: Patient) -> bytes | None:
    glyphs = negation(patient) or patient.glyphs[:3]
    patient.later(WHITE, rectangle(patient.ink(glyphs), 0.5), op("f"))
    return patient.save()


@operator
def veiled(patient: Patient) -> bytes | None:
    patient.later(patient.state(ca=0.5), WHITE, rectangle(patient.box, 1), op("f"))
    return patient.save()


@operator
def under_an_image(patient: Patient) -> bytes | None:
    image = patient.pdf.make_stream(
        b"\xe0" * 16,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=4,
        Height=4,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    box = patient.box
    name = patient.resource("/XObject", "/MutImage", image)
    patient.later(op("cm", box.width, 0, 0, box.height, box.x0, box.y0), op("Do", name))
    return patient.save()


@operator
def under_an_ellipse(patient: Patient) -> bytes | None:
    box = patient.box
    middle = (box.y0 + box.y1) / 2
    tall = box.height
    patient.later(
        WHITE,
        op("m", box.x0 - 5, middle),
        op("c", box.x0, middle + 2 * tall, box.x1, middle + 2 * tall, box.x1 + 5, middle),
        op("c", box.x1, middle - 2 * tall, box.x0, middle - 2 * tall, box.x0 - 5, middle),
        op("f"),
    )
    return patient.save()


def _strike(patient: Patient) -> tuple[float, float, float]:
    line = [glyph for glyph in patient.glyphs if glyph.shown is patient.glyphs[0].shown and glyph.text.strip()]
    box = patient.ink(line)
    shown = line[0].shown
    return box.x0, box.x1, shown.matrix[5] + 0.27 * shown.size


@operator
def struck_through(patient: Patient) -> bytes | None:
    x0, x1, y = _strike(patient)
    patient.later(op("G", 0), op("w", 0.6), op("m", x0, y), op("l", x1, y), op("S"))
    return patient.save()


@operator
def struck_through_before(patient: Patient) -> bytes | None:
    x0, x1, y = _strike(patient)
    fills = [paint.box for paint in patient.evidence.pages[patient.number].paints if paint.kind == "fill"]
    if any(box.x0 < x1 and box.x1 > x0 and box.y0 < y < box.y1 for box in fills):
        return None  # a tinted box would hide the line
    patient.earlier(op("g", 0), op("re", x0, y - 0.3, x1 - x0, 0.6), op("f"))
    return patient.save()


@operator
def crossed_out(patient: Patient) -> bytes | None:
    # Across a row of cells the line would run through the gap between them, and strike nothing.
    ends = (at for at, (one, two) in enumerate(pairwise(patient.glyphs), 1) if abs(two.start - one.end) > _GAP)
    box = patient.ink(patient.glyphs[: next(ends, None)])
    patient.later(op("G", 0), op("w", 1), op("m", box.x0, box.y0), op("l", box.x1, box.y1), op("S"))
    return patient.save()


@operator
def annotation_over(patient: Patient) -> bytes | None:
    box = patient.box
    look = patient.pdf.make_stream(
        f"1 g 0 0 {box.width:.2f} {box.height:.2f} re f".encode(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, box.width, box.height],
    )
    _annotate(patient, "/Square", box, look, "")
    return patient.save()


def _annotate(patient: Patient, kind: str, box: Box, look: pikepdf.Stream, text: str) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name(kind),
        Rect=[box.x0, box.y0, box.x1, box.y1],
        F=4,
        Contents=pikepdf.String(text),
        AP=pikepdf.Dictionary(N=look),
    )
    notes = patient.page.obj.get("/Annots", pikepdf.Array())
    notes.append(patient.pdf.make_indirect(note))
    patient.page.obj.Annots = notes


@operator
def annotation_only(patient: Patient) -> bytes | None:
    box, text = patient.box, patient.text
    look = patient.pdf.make_stream(
        b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, box.width, box.height]
    )
    _annotate(patient, "/FreeText", box, look, text)
    return patient.save() if patient.rewrite(patient.glyphs, lambda glyph, _: [gap(glyph)]) else None
