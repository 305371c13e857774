"""Mutations of a proven file: each loses, hides or changes one statement, and must be refused.

An operator changes its patient and returns the new file, or None where the statement offers nothing to change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pikepdf

from leafgen.kernel.geometry import Box
from leafgen.verify.reading.lines import Glyph
from tests.verify.mutants.surgery import Patient, Token, op

Operator = Callable[[Patient], bytes | None]
OPERATORS: dict[str, Operator] = {}

WHITE, BLACK = op("g", 1), op("g", 0)
NEGATIONS = ("not", "Not", "never", "Never", "no", "niet", "Niet", "geen", "Geen", "nooit", "Nooit", "لا")


def operator(function: Operator) -> Operator:
    """Enter an operator under its name."""
    OPERATORS[function.__name__.strip("_").replace("_", "-")] = function
    return function


# colour and transparency ----------------------------------------------------------------------------------


def _coloured(patient: Patient, *steps: object, glyphs: list[Glyph] | None = None) -> bytes | None:
    back = patient.colour_back(patient.glyphs[0].shown)
    return patient.save() if patient.around(steps, [back], glyphs) else None


@operator
def white(patient: Patient) -> bytes | None:
    return _coloured(patient, WHITE)


@operator
def pale(patient: Patient) -> bytes | None:
    return _coloured(patient, op("g", 0.8))


@operator
def yellow(patient: Patient) -> bytes | None:
    return _coloured(patient, op("rg", 1, 1, 0))


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
    return _coloured(patient, op("g", behind))


@operator
def one_word_white(patient: Patient) -> bytes | None:
    found = _negation(patient) or patient.glyphs[:3]
    return _coloured(patient, WHITE, glyphs=found)


@operator
def one_letter_white(patient: Patient) -> bytes | None:
    digits = [glyph for glyph in patient.glyphs if glyph.text.isdigit()]
    return _coloured(patient, WHITE, glyphs=digits[:1]) if digits else None


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


# covering and striking ------------------------------------------------------------------------------------


def _rectangle(box: Box, grow: float = 0.0) -> object:
    return op("re", box.x0 - grow, box.y0 - grow, box.width + 2 * grow, box.height + 2 * grow)


@operator
def covered(patient: Patient) -> bytes | None:
    patient.later(WHITE, _rectangle(patient.box, 1), op("f"))
    return patient.save()


@operator
def half_covered(patient: Patient) -> bytes | None:
    box = patient.box
    patient.later(WHITE, _rectangle(Box(box.x0, box.y0, box.x1, (box.y0 + box.y1) / 2)), op("f"))
    return patient.save()


@operator
def one_word_covered(patient: Patient) -> bytes | None:
    glyphs = _negation(patient) or patient.glyphs[:3]
    patient.later(WHITE, _rectangle(patient.ink(glyphs), 0.5), op("f"))
    return patient.save()


@operator
def veiled(patient: Patient) -> bytes | None:
    patient.later(patient.state(ca=0.5), WHITE, _rectangle(patient.box, 1), op("f"))
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
    box = patient.box
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
    return patient.save() if patient.rewrite(patient.glyphs, lambda glyph, _: [_gap(glyph)]) else None


# place, size and direction --------------------------------------------------------------------------------


def _gap(glyph: Glyph) -> float:
    return -1000 * glyph.shown.advances[glyph.at]


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
        patient.instructions[start:start] = [op("q"), *undo, _rectangle(box), op("W"), op("n"), back]
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


# layers and states ----------------------------------------------------------------------------------------


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


# text -----------------------------------------------------------------------------------------------------


def _negation(patient: Patient) -> list[Glyph]:
    text = "".join(glyph.text if len(glyph.text) == 1 else "\0" for glyph in patient.glyphs)
    for word in NEGATIONS:
        at = text.find(word)
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if at >= 0 and not before.isalpha() and not after.isalpha():
            return patient.glyphs[at : at + len(word)]
    return []


def _code_for(patient: Patient, char: str, glyph: Glyph) -> bytes | None:
    """The code of another character in the font of a glyph, if some text on the page uses it."""
    for other in patient.evidence.pages[patient.number].glyphs:
        if other.text == char and other.shown.typeface is glyph.shown.typeface:
            return other.code.to_bytes(1 if glyph.shown.typeface.one_byte else 2, "big")
    return None


def _replaced(patient: Patient, glyphs: list[Glyph], choose: Callable[[Glyph], str]) -> bytes | None:
    for glyph in glyphs:
        for char in choose(glyph):
            code = _code_for(patient, char, glyph)
            if char != glyph.text and code is not None:
                wanted = code
                return patient.save() if patient.rewrite([glyph], lambda *_: [wanted]) else None  # noqa: B023
    return None


def _dropped(patient: Patient, glyphs: list[Glyph]) -> bytes | None:
    return patient.save() if glyphs and patient.rewrite(glyphs, lambda glyph, _: [_gap(glyph)]) else None


@operator
def dropped(patient: Patient) -> bytes | None:
    return _dropped(patient, patient.glyphs)


@operator
def last_word_dropped(patient: Patient) -> bytes | None:
    spaces = [at for at, glyph in enumerate(patient.glyphs) if not glyph.text.strip()]
    return _dropped(patient, patient.glyphs[spaces[-1] :]) if spaces else None


@operator
def digit_changed(patient: Patient) -> bytes | None:
    return _replaced(patient, [glyph for glyph in patient.glyphs if glyph.text.isdigit()], lambda _: "3058124679")


@operator
def digit_added(patient: Patient) -> bytes | None:
    digits = [glyph for glyph in patient.glyphs if glyph.text.isdigit()]
    return patient.save() if digits and patient.rewrite(digits[-1:], lambda _, code: [code, code]) else None


@operator
def digit_lost(patient: Patient) -> bytes | None:
    digits = [glyph for glyph in patient.glyphs if glyph.text.isdigit()]
    return patient.save() if len(digits) > 1 and patient.rewrite(digits[:1], lambda *_: []) else None


@operator
def digits_swapped(patient: Patient) -> bytes | None:
    pairs = [
        (one, two)
        for one, two in zip(patient.glyphs, patient.glyphs[1:], strict=False)
        if one.text.isdigit() and two.text.isdigit() and one.text != two.text and one.shown is two.shown
    ]
    if not pairs:
        return None
    one, two = pairs[0]
    width = 1 if one.shown.typeface.one_byte else 2
    codes = {id(one): two.code.to_bytes(width, "big"), id(two): one.code.to_bytes(width, "big")}
    return patient.save() if patient.rewrite([one, two], lambda glyph, _: [codes[id(glyph)]]) else None


@operator
def decimal_mark_lost(patient: Patient) -> bytes | None:
    found = re.search(r"\d[.,]\d", "".join(glyph.text[:1] or " " for glyph in patient.glyphs))
    return _dropped(patient, [patient.glyphs[found.start() + 1]]) if found else None


@operator
def unit_changed(patient: Patient) -> bytes | None:
    found = re.search(
        r"\dmg\b|\d mg\b", "".join(glyph.text[:1] or "\0" for glyph in patient.glyphs).replace("\xa0", " ")
    )
    return _dropped(patient, [patient.glyphs[found.end() - 2]]) if found else None


@operator
def negation_removed(patient: Patient) -> bytes | None:
    found = _negation(patient)
    return patient.save() if found and patient.rewrite(found, lambda *_: []) else None


@operator
def space_lost(patient: Patient) -> bytes | None:
    """1 1/2 becomes 11/2, 020 566 becomes 020566."""
    text = "".join(glyph.text[:1] or "\0" for glyph in patient.glyphs)
    found = re.search(r"\d \d", text)
    return patient.save() if found and patient.rewrite([patient.glyphs[found.start() + 1]], lambda *_: []) else None


@operator
def space_gained(patient: Patient) -> bytes | None:
    """350 becomes 3 50."""
    text = "".join(glyph.text[:1] or "\0" for glyph in patient.glyphs)
    found = re.search(r"\d\d", text)
    if not found:
        return None
    return patient.save() if patient.rewrite([patient.glyphs[found.start()]], lambda _, code: [code, -300.0]) else None


@operator
def longer(patient: Patient) -> bytes | None:
    """A word more behind the statement, from its own letters."""
    last = patient.glyphs[-1]
    same = [glyph for glyph in patient.glyphs if glyph.shown is last.shown and glyph.text.isalpha()][:4]
    width = 1 if last.shown.typeface.one_byte else 2
    extra = b"".join(glyph.code.to_bytes(width, "big") for glyph in same)
    if not extra:
        return None
    return patient.save() if patient.rewrite([last], lambda _, code: [code, -280.0, extra]) else None


@operator
def longer_before(patient: Patient) -> bytes | None:
    """A word more before the statement."""
    first = patient.glyphs[0]
    same = [glyph for glyph in patient.glyphs if glyph.shown is first.shown and glyph.text.isalpha()][:4]
    width = 1 if first.shown.typeface.one_byte else 2
    extra = b"".join(glyph.code.to_bytes(width, "big") for glyph in same)
    if not extra:
        return None
    return patient.save() if patient.rewrite([first], lambda _, code: [extra, -280.0, code]) else None


@operator
def words_swapped(patient: Patient) -> bytes | None:
    """Two words change places on the page, not in the text layer: moves lead the pen back and forth."""
    runs = [glyph for glyph in patient.glyphs if glyph.shown is patient.glyphs[0].shown]
    text = "".join(glyph.text[:1] or "\0" for glyph in runs)
    found = re.search(r"(\w{3,}) (\w{2,})", text)
    if not found:
        return None
    (a0, a1), (b0, b1) = found.span(1), found.span(2)
    one = sum(runs[at].shown.advances[runs[at].at] for at in range(a0, a1)) * 1000
    two = sum(runs[at].shown.advances[runs[at].at] for at in range(b0, b1)) * 1000
    space = runs[a1].shown.advances[runs[a1].at] * 1000

    def move(glyph: Glyph, code: bytes) -> list[Token]:
        at = runs.index(glyph)
        if at == a0:
            return [-(two + space), code]
        if at == b0:
            return [two + one + 2 * space, code]
        if at == b1 - 1:
            return [code, -(one + space)]
        return [code]

    return patient.save() if patient.rewrite(runs[a0:b1], move) else None


@operator
def empty_box(patient: Patient) -> bytes | None:
    letters = [glyph for glyph in patient.glyphs if glyph.text.strip()]
    glyph = letters[len(letters) // 2]
    font = patient.font_of(glyph)
    if glyph.shown.typeface.one_byte or "/ToUnicode" not in font:
        return None
    code = 0xFFFE
    cmap = font.ToUnicode.read_bytes()
    entry = f"1 beginbfchar\n<{code:04x}> <{ord(glyph.text[0]):04x}>\nendbfchar\nendcmap".encode()
    font.ToUnicode = patient.pdf.make_stream(cmap.replace(b"endcmap", entry, 1))
    return patient.save() if patient.rewrite([glyph], lambda *_: [code.to_bytes(2, "big")]) else None


# what glyphs say ------------------------------------------------------------------------------------------


def _digit_pair(patient: Patient) -> tuple[Glyph, Glyph] | None:
    mine = [glyph for glyph in patient.glyphs if glyph.text.isdigit()]
    for glyph in mine:
        for other in patient.evidence.pages[patient.number].glyphs:
            same = other.shown.typeface is glyph.shown.typeface
            if same and other.text.isdigit() and other.text != glyph.text:
                return glyph, other
    return None


@operator
def wrong_to_unicode(patient: Patient) -> bytes | None:
    """Another digit is drawn, and the map to text says that it is the right one."""
    pair = _digit_pair(patient)
    if pair is None:
        return None
    one, two = pair
    font = patient.font_of(one)
    if "/ToUnicode" not in font:
        return None
    width = 2 if one.shown.typeface.one_byte else 4
    cmap = font.ToUnicode.read_bytes().lower()
    first = f"<{one.code:0{width}x}> <{ord(one.text):04x}>".encode()
    second = f"<{two.code:0{width}x}> <{ord(two.text):04x}>".encode()
    if first not in cmap or second not in cmap:
        return _mapped(patient, font, one, two)
    swapped = cmap.replace(first, f"<{one.code:0{width}x}> <{ord(two.text):04x}>".encode())
    swapped = swapped.replace(second, f"<{two.code:0{width}x}> <{ord(one.text):04x}>".encode())
    font.ToUnicode = patient.pdf.make_stream(swapped)
    code = two.code.to_bytes(width // 2, "big")
    return patient.save() if patient.rewrite([one], lambda *_: [code]) else None


def _mapped(patient: Patient, font: pikepdf.Object, one: Glyph, two: Glyph) -> bytes | None:
    """The same for maps that list ranges: append entries that overrule."""
    width = 2 if one.shown.typeface.one_byte else 4
    entries = "".join(
        f"<{code:0{width}x}> <{ord(text):04x}>\n" for code, text in ((one.code, two.text), (two.code, one.text))
    )
    extra = f"2 beginbfchar\n{entries}endbfchar\nendcmap".encode()
    font.ToUnicode = patient.pdf.make_stream(font.ToUnicode.read_bytes().replace(b"endcmap", extra, 1))
    code = two.code.to_bytes(width // 2, "big")
    return patient.save() if patient.rewrite([one], lambda *_: [code]) else None


@operator
def outlines_swapped(patient: Patient) -> bytes | None:
    """Two digits exchange their drawings inside the embedded font."""
    pair = _digit_pair(patient)
    if pair is None:
        return None
    one, two = pair
    font = patient.font_of(one)
    below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    if "/FontFile2" not in below.FontDescriptor:
        return None
    data = bytearray(below.FontDescriptor.FontFile2.read_bytes())
    tables = {bytes(data[at : at + 4]): at for at in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16)}
    loca, head = (int.from_bytes(data[tables[tag] + 8 : tables[tag] + 12], "big") for tag in (b"loca", b"head"))
    long = data[head + 51] == 1
    size = 4 if long else 2
    glyf = int.from_bytes(data[tables[b"glyf"] + 8 : tables[b"glyf"] + 12], "big")

    def extent(gid: int) -> tuple[int, int]:
        start, end = (int.from_bytes(data[loca + size * at : loca + size * (at + 1)], "big") for at in (gid, gid + 1))
        return (start, end) if long else (2 * start, 2 * end)

    (a0, a1), (b0, b1) = extent(one.gid), extent(two.gid)
    first, second = bytes(data[glyf + a0 : glyf + a1]), bytes(data[glyf + b0 : glyf + b1])
    room = min(len(first), len(second))
    if room == 0:
        return None
    if len(first) <= len(second):  # only the shorter drawing fits into both places
        data[glyf + b0 : glyf + b0 + len(first)] = first
        target = two
    else:
        data[glyf + a0 : glyf + a0 + len(second)] = second
        target = one
    below.FontDescriptor.FontFile2 = patient.pdf.make_stream(bytes(data), Length1=len(data))
    return patient.save() if target in patient.glyphs or any(g.text == target.text for g in patient.glyphs) else None


@operator
def actual_text_lie(patient: Patient) -> bytes | None:
    """A digit is changed, and ActualText goes on saying the promised one."""
    text = patient.text
    entry = pikepdf.Dictionary(ActualText=pikepdf.String(text))
    places = patient.places()
    if len(places) != 1:
        return None
    pair = _digit_pair(patient)
    if pair is None:
        return None
    code = pair[1].code.to_bytes(1 if pair[0].shown.typeface.one_byte else 2, "big")
    patient.rewrite([pair[0]], lambda *_: [code])
    (at,) = places
    patient.instructions[at : at + 1] = [op("BDC", pikepdf.Name.Span, entry), patient.instructions[at], op("EMC")]
    return patient.save()


@operator
def homoglyph(patient: Patient) -> bytes | None:
    """A letter says it is its Cyrillic twin."""
    for glyph in patient.glyphs:
        font = patient.font_of(glyph)
        twin = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с"}.get(glyph.text)
        if twin and "/ToUnicode" in font:
            width = 2 if glyph.shown.typeface.one_byte else 4
            extra = f"1 beginbfchar\n<{glyph.code:0{width}x}> <{ord(twin):04x}>\nendbfchar\nendcmap".encode()
            font.ToUnicode = patient.pdf.make_stream(font.ToUnicode.read_bytes().replace(b"endcmap", extra, 1))
            return patient.save()
    return None


@operator
def no_text_layer(patient: Patient) -> bytes | None:
    font = patient.font_of(patient.glyphs[0])
    if "/ToUnicode" not in font:
        return None
    del font["/ToUnicode"]
    return patient.save()


@operator
def font_not_embedded(patient: Patient) -> bytes | None:
    font = patient.font_of(patient.glyphs[0])
    below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    if "/FontFile2" not in below.FontDescriptor:
        return None
    del below.FontDescriptor["/FontFile2"]
    return patient.save()


# files ----------------------------------------------------------------------------------------------------


@operator
def locked(patient: Patient) -> bytes | None:
    return patient.save(encryption=pikepdf.Encryption(owner="owner", user="secret"))


@operator
def encrypted(patient: Patient) -> bytes | None:
    return patient.save(encryption=pikepdf.Encryption(owner="owner", user=""))


@operator
def cut_short(patient: Patient) -> bytes | None:
    return patient.evidence.data[: len(patient.evidence.data) * 2 // 3]


@operator
def page_lost(patient: Patient) -> bytes | None:
    data = patient.save()
    with pikepdf.open(BytesIO(data)) as pdf:
        size = [float(number) for number in pdf.pages[patient.number].mediabox]
        pdf.add_blank_page(page_size=(size[2] - size[0], size[3] - size[1]))
        pdf.pages[patient.number : patient.number + 1] = [pdf.pages[-1]]
        del pdf.pages[-1]
        target = BytesIO()
        pdf.save(target)
    return target.getvalue()
