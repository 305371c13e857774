"""Making a master: laid out once by the engine with placeholders, which are then stamped, and proven twice in full.

First with the placeholders, as they were laid out; then with the widest texts that can ever be stamped, so that the
room they are given is known to be free. The seal is read out of the file itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from leafgen.compose.composition import Composition
from leafgen.compose.expectation import Expectation
from leafgen.compose.imposition import Calibration
from leafgen.compose.request import Request
from leafgen.content.content import Content
from leafgen.content.workspace import Workspace
from leafgen.kernel.errors import DoesNotFit
from leafgen.masters.master import Master, seal_like, statements_kept
from leafgen.masters.specimen import Specimen, specimen_of
from leafgen.masters.store import Masters
from leafgen.render.label_pdf import LabelPress
from leafgen.render.rendition import Rendition
from leafgen.render.stamp import CannotStamp, Slot, Stamp
from leafgen.render.stamp_label import ShapedPlans, label_placeholders, name_alone
from leafgen.render.stamp_master import MOST_LETTERS, NotAMasterError, Placeholder, make_stamp
from leafgen.verify.prover import NotSealed, Room, Stamped, Unsealed
from leafgen.verify.seal import Seal

#: The widest texts are made of these: accents on capitals and descenders reach farthest up and down.
_WIDEST, _WIDEST_JOINED = "\u00c5gmw ", "\u0623\u063a\u062c\u0639"
#: How much of its room a text leaves free, in px: more than rounding could cost.
_SPARE = 0.5


class House(Protocol):
    """What making a master needs of leafgen."""

    workspace: Workspace

    @property
    def content(self) -> Content: ...

    @property
    def masters(self) -> Masters: ...

    def compose(self, request: Request) -> Composition: ...

    def render(self, request: Request, composition: Composition) -> Rendition: ...

    def seal_master(self, master: Unsealed) -> Seal: ...

    def last_day(self, request: Request) -> date | None: ...


def make_master(house: House, request: Request, letters: str) -> Master | None:
    """The master for a document that bears a name or a day, whose stamp has at least `letters`; None where there can
    be none: nothing of it can be stamped (see `specimen_of`), it is not proven, or a label is too small for what stands
    for any patient's texts. Raises what else composing and rendering raise."""
    last_day = house.last_day(request)
    specimen = specimen_of(request, letters, house.compose, house.workspace.fonts)
    if specimen is None:
        return None
    plain = specimen.composition
    composition = name_alone(plain) if request.stock else plain
    try:
        rendition = house.render(specimen.request, composition)
        placeholders = _placeholders(specimen, composition, rendition)
        if not placeholders:
            return None
        stamp = make_stamp(rendition.pdf, placeholders, specimen.font, specimen.letters(letters), specimen.months)
        seal = sealed(house, stamp, rendition.expectation, specimen.texts)
    except (DoesNotFit, CannotStamp, NotAMasterError, NotSealed):
        # On a small label the placeholders may not fit where this patient's texts do; if not, these are refused.
        return None
    seal = replace(seal, statements=statements_kept(seal.statements))
    return Master(stamp, specimen.days, seal, rendition.pages, last_day)


def _placeholders(specimen: Specimen, composition: Composition, rendition: Rendition) -> Sequence[Placeholder] | None:
    """Where the specimen's texts stand in what was made of it; None when one of them can have no room of its own.
    Raises DoesNotFit."""
    stock, runs_left = specimen.request.stock, specimen.runs_left
    found: Sequence[Placeholder] | None
    if stock:
        calibration = Calibration.of(specimen.request.printer)
        press = (ShapedPlans if runs_left else LabelPress)(stock, specimen.font, calibration=calibration)
        found = label_placeholders(composition, specimen.composition, press, stock, specimen.drawn)
    else:
        room = rendition.room - _SPARE
        found = [Placeholder(id, text, room, at_right=runs_left) for id, text in specimen.drawn.items()]
    return found and [replace(one, said=specimen.texts[one.id]) for one in found]


def sealed(house: House, stamp: Stamp, expectation: Expectation, texts: Mapping[str, str]) -> Seal:
    """The seal of a stamp's file, in which `texts` stand, as it was read out of it: found to be what the stamp says it
    wrote. Raises NotSealed, also where every check does not pass with the widest texts that its rooms admit."""
    wide = {slot.id: widest(stamp, slot) for window in stamp.windows for slot in window.slots}
    unsealed = Unsealed(
        Stamped(stamp.data, texts, saying(expectation, texts)),
        Stamped(stamp.fill(wide), wide, saying(expectation, wide)),
        [(window.start, window.end) for window in stamp.windows],
        {slot.id: Room(slot.room, slot.anchor) for window in stamp.windows for slot in window.slots},
    )
    own = house.seal_master(unsealed)
    if own != seal_like(stamp, own.pages, own.statements):
        raise NotSealed("what is read out of the file is not what was written")
    return own


def widest(stamp: Stamp, slot: Slot) -> str:
    """A text that fills a slot."""
    text, letters = "", _WIDEST if stamp.draws(slot, _WIDEST[0]) else _WIDEST_JOINED
    while len(text) < MOST_LETTERS:
        longer = text + letters[len(text) % len(letters)]
        try:
            stamp.shown(slot, longer)
        except CannotStamp:
            break
        text = longer
    return text.strip()


def saying(expectation: Expectation, texts: Mapping[str, str]) -> Expectation:
    """The promise of the same document with other texts in the places of some statements."""
    flow = tuple(replace(one, cells=(texts[one.id],)) if one.id in texts else one for one in expectation.flow)
    return replace(expectation, flow=flow)
