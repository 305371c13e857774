"""Text that is drawn and not seen: colours, transparency, modes, layers."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pikepdf

from leafgen.verify.reading.lines import Glyph
from tests.verify.mutants.operators.registry import WHITE, coloured, negation, operator
from tests.verify.mutants.surgery import Patient, op


def on_dark(patient: Patient) -> bool:
    """Whether the statement is set light on dark: there a pale colour hides nothing."""
    return min(patient.glyphs[0].shown.colour, default=0.0) > 0.8


def whitened(patient: Patient, glyphs: list[Glyph] | None = None) -> bytes | None:
    """The statement, or some of its glyphs, in white; what is white already stays as it is."""
    return None if on_dark(patient) else coloured(patient, WHITE, glyphs=glyphs)


@operator
def white(patient: Patient) -> bytes | None:
    return whitened(patient)


@operator
def pale(patient: Patient) -> bytes | None:
    return None if on_dark(patient) else coloured(patient, op("g", 0.8))


@operator
def yellow(patient: Patient) -> bytes | None:
    return None if on_dark(patient) else coloured(patient, op("rg", 1, 1, 0))


@operator
def nearly_transparent(patient: Patient) -> bytes | None:
    done = patient.around([patient.state(ca=0.12)], [patient.state(ca=1)])
    return patient.save() if done else None


@operator
def transparent(patient: Patient) -> bytes | None:
    done = patient.around([patient.state(ca=0)], [patient.state(ca=1)])
    return patient.save() if done else None


@operator
def same_as_background(patient: Patient) -> bytes | None:
    """In the colour of whatever lies behind it."""
    picture = patient.evidence.pictures[patient.number]
    across, down = picture.scale
    box = patient.ink([glyph for glyph in patient.glyphs if glyph.shown is patient.glyphs[0].shown])
    left, right = (int((x - picture.crop.x0) * across) for x in (box.x0, box.x1))
    top, bottom = (int((picture.crop.y1 - y) * down) for y in (box.y1, box.y0))
    behind = int(np.median(picture.seen[top : bottom + 1, left : right + 1])) / 255
    return coloured(patient, op("g", behind))


@operator
def one_word_white(patient: Patient) -> bytes | None:
    found = negation(patient) or patient.glyphs[:3]
    return whitened(patient, found)


@operator
def one_letter_white(patient: Patient) -> bytes | None:
    digits = [glyph for glyph in patient.glyphs if glyph.text.isdigit()]
    return whitened(patient, digits[:1]) if digits else None


@operator
def invisible_mode(patient: Patient) -> bytes | None:
    return patient.save() if patient.around([op("Tr", 3)], [op("Tr", 0)]) else None


@operator
def clip_mode(patient: Patient) -> bytes | None:
    return patient.save() if patient.around([op("Tr", 7)], [op("Tr", 0)]) else None


@operator
def soft_mask(patient: Patient) -> bytes | None:
    form = patient.pdf.make_stream(
        b"0 g 0 0 2000 2000 re f",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 2000, 2000],
        Group=pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceGray),
    )
    mask = pikepdf.Dictionary(S=pikepdf.Name.Luminosity, G=form)
    done = patient.around([patient.state(SMask=mask)], [patient.state(SMask=pikepdf.Name("/None"))])
    return patient.save() if done else None


def _layer(patient: Patient, **usage: object) -> bytes | None:
    group = patient.pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("layer"), **usage)  # type: ignore[arg-type]
    )
    off = pikepdf.Array() if usage else pikepdf.Array([group])
    patient.pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[group], D=pikepdf.Dictionary(OFF=off, Order=[group]))
    name = patient.resource("/Properties", "/MutLayer", group)
    return patient.save() if patient.around([op("BDC", pikepdf.Name.OC, name)], [op("EMC")]) else None


@operator
def layer_off(patient: Patient) -> bytes | None:
    return _layer(patient)


@operator
def layer_not_printed(patient: Patient) -> bytes | None:
    usage = pikepdf.Dictionary(Print=pikepdf.Dictionary(PrintState=pikepdf.Name.OFF))
    return _layer(patient, Usage=usage)


@operator
def earlier_state(patient: Patient) -> bytes | None:
    """A digit changed by an incremental update: the file holds both states."""
    data = patient.evidence.data
    start = data.rfind(b"startxref")
    offset = int(data[start + 9 :].split()[0])
    with pikepdf.open(BytesIO(data)) as pdf:
        root = pdf.Root.objgen[0]
        size = len(pdf.objects) + 1
    number = len(data) + 1
    extra = f"\n{size} 0 obj\n<</Note (earlier)>>\nendobj\n".encode()
    table = len(data) + len(extra)
    extra += f"xref\n{size} 1\n{number:010d} 00000 n \n".encode()
    extra += f"trailer\n<</Size {size + 1} /Root {root} 0 R /Prev {offset}>>\n".encode()
    return data + extra + f"startxref\n{table}\n%%EOF\n".encode()


@operator
def script(patient: Patient) -> bytes | None:
    patient.pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.beep(0)"))
    return patient.save()
