"""Where a patient's name and dates stand on a label, so that they can be stamped: each in a room of its own.

On a label lines share what room there is, and what stands behind a name moves with it. On a stamped label the name
therefore begins its line and the day of birth ends it; nothing else is set otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from leafgen.compose.composition import Composition, LabelLine
from leafgen.content.stocks import Stock
from leafgen.render.label_code import make_code
from leafgen.render.label_layout import Face, PlacedText
from leafgen.render.label_pdf import LabelPress
from leafgen.render.label_plan import Plan, inner_box
from leafgen.render.label_shaping import ShapedFonts
from leafgen.render.label_style import DOT_GAP
from leafgen.render.stamp_master import Placeholder

#: By how much a day may be wider than its placeholder, which is of the longest month, in em.
SLACK = 0.6
_PT_PER_PX = 0.75
NAME, BIRTH_DATE = "patient.name", "patient.birth-date"


class ShapedPlans(LabelPress):
    """Plans labels whose letters join as the page engine will draw them, and draws none."""

    metrics = ShapedFonts


def name_alone(composition: Composition) -> Composition:
    """The label with the day of birth at the end of the name's line."""
    return replace(composition, lines=tuple(_apart(line) for line in composition.lines))


def _apart(line: LabelLine) -> LabelLine:
    if line.end or [said.id for said in line.said] != [NAME, BIRTH_DATE]:
        return line
    return replace(line, said=line.said[:1], end=line.said[1:])


def label_placeholders(
    composition: Composition, plain: Composition, press: LabelPress, stock: Stock, texts: Mapping[str, str]
) -> list[Placeholder] | None:
    """The rooms of `texts`, by statement, on a label of `composition`; None when one stands in front of something
    that would have to move with it, or when the label is set smaller, or on more labels, than `plain`, which has not
    been changed for the stamp."""
    code = make_code(composition.code) if composition.code else None
    plan, other = press.plan(composition, code), press.plan(plain, code)
    if len(plan.faces) > len(other.faces) or plan.setting.scale.text < other.setting.scale.text:
        return None
    at_right = {said.id for line in composition.lines for said in line.end}
    rooms: dict[str, list[float]] = {id: [] for id in texts}
    for face, text in _texts(plan):
        if text.said.id in rooms:
            room = _room(face, text, stock, at_right)
            if room is None:
                return None
            rooms[text.said.id].append(room)
    if not all(rooms.values()):
        return None
    copies, mirrored = composition.copies, composition.direction == "rtl"
    # The page engine, which draws labels from right to left, gives its type sizes in px.
    unit = _PT_PER_PX if mirrored else 1
    return [
        Placeholder(id, texts[id], min(found) / unit, len(found) * copies, at_right=(id in at_right) != mirrored)
        for id, found in rooms.items()
    ]


def _texts(plan: Plan) -> Iterator[tuple[Face, PlacedText]]:
    yield from ((face, text) for face in plan.faces for text in face.texts)


def _room(face: Face, text: PlacedText, stock: Stock, at_right: set[str]) -> float | None:
    """How wide a text may be where this one stands, in pt; None when it may not be wider."""
    box = inner_box(stock)
    right = min(box.x1, face.code.x - face.code.code.quiet_x) if face.code else box.x1
    air = DOT_GAP * text.size
    beside = [other for other in face.texts if other is not text and abs(other.y - text.y) < 0.01]
    if text.said.id in at_right:
        before = max((other.x + other.width + air for other in beside if other.x < text.x), default=box.x0)
        return min(text.x + text.width - before, text.width + SLACK * text.size)
    behind = [other for other in beside if other.x > text.x]
    if any(other.said.id not in at_right for other in behind):
        return None
    return min((other.x - SLACK * other.size - air for other in behind), default=right) - text.x
