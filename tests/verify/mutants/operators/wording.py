"""Text that says something else."""

from __future__ import annotations

import re
from collections.abc import Callable

from leafgen.verify.reading.lines import Glyph
from tests.verify.mutants.operators.registry import gap, negation, operator
from tests.verify.mutants.surgery import Patient, Token


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
    return patient.save() if glyphs and patient.rewrite(glyphs, lambda glyph, _: [gap(glyph)]) else None


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
    found = negation(patient)
    return patient.save() if found and patient.rewrite(found, lambda *_: []) else None


@operator
def space_lost(patient: Patient) -> bytes | None:
    """1 1/2 becomes 11/2, 020 566 becomes 020566, and no gap is left."""
    text = "".join(glyph.text[:1] or "\0" for glyph in patient.glyphs)
    found = re.search(r"\d \d", text)
    if not found:
        return None
    before, space, after = patient.glyphs[found.start() : found.end()]
    if not before.shown is space.shown is after.shown:
        return None
    left = (after.start - before.end) / space.shown.size - space.shown.advances[space.at]
    return patient.save() if patient.rewrite([space], lambda *_: [1000 * left]) else None


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
