"""The plan of a label: the largest sizes at which everything fits, on as few labels as it takes, or a refusal.

What gives way, in this order: type size, down to the common minimum; the own lines of all but warnings; the size of
small print, down to its own legal minimum; the own lines of warnings; then the single label. A message is never cut,
split over labels, or set below the legal size.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from math import ceil

from leafgen.compose.composition import Composition, LabelLine, Run, Said
from leafgen.content.fonts import FontFamily
from leafgen.content.stocks import Stock
from leafgen.kernel.errors import DoesNotFit, InvalidInput
from leafgen.kernel.geometry import Box, mm, pt
from leafgen.render.label_layout import Code, Face, LabelLayout
from leafgen.render.label_rows import RowSetter
from leafgen.render.label_style import (
    DOSE_TO_TEXT,
    FINE_PRIORITY,
    LARGER_SIZES_PT,
    LEAST_BESIDE_CODE_PT,
    LEAST_DOSE_PT,
    LEAST_SIZE_PT,
    LEAST_X_HEIGHT_MM,
    MOST_PARTS,
    PRESSES,
    SMALL_PRINT,
    STYLES,
    WARNING_PRIORITY,
    Press,
    Scale,
    Setting,
)
from leafgen.render.label_text import TooWideError, Typesetter


@dataclass(frozen=True, slots=True)
class Plan:
    """How a composition stands on one stock: a face for each continuation label, how they are
    set, the lines that each carries, and what says which part it is."""

    faces: tuple[Face, ...]
    setting: Setting
    shares: tuple[tuple[LabelLine, ...], ...]
    parts: tuple[Said | None, ...] = (None,)


class DoesNotFitError(Exception):
    """No plan keeps the rules: `left` names the statements without room; `word` is set when one is too wide, `code`
    when all fits but the code."""

    def __init__(self, left: tuple[str, ...], *, word: bool = False, code: bool = False) -> None:
        super().__init__(", ".join(left))
        self.left = left
        self.word = word
        self.code = code


def least_size(font: FontFamily) -> float:
    """The smallest size in pt of label text in this font: legal as a size and as an x-height."""
    by_x_height = pt(LEAST_X_HEIGHT_MM) / font.x_height
    return max(LEAST_SIZE_PT, ceil(by_x_height * 20) / 20)


def scales(font: FontFamily) -> Iterator[Scale]:
    """Sizes to try, the largest first; at the smallest text size the dose gives way down to its own floor."""
    least = least_size(font)
    for text in (*(size for size in LARGER_SIZES_PT if size > least), least):
        yield Scale(text, max(LEAST_DOSE_PT, round(text * DOSE_TO_TEXT, 1)))
    for dose in (9.5, LEAST_DOSE_PT):
        if least * DOSE_TO_TEXT > dose > least:
            yield Scale(least, dose)


#: Letters of joined scripts overhang their line's ends (the arm of a kaf, 0.1 em): kept free besides the margin, in mm.
OVERHANG_MM = 0.4


def inner_box(stock: Stock, *, overhang: float = 0.0) -> Box:
    """The part of a label in which lines stand, in pt from its bottom left; `overhang` in mm."""
    sides = stock.sides + overhang
    return Box(pt(sides), pt(stock.margin), pt(stock.width - sides), pt(stock.height - stock.margin))


class Planner:
    """Plans labels in one font. Raises InvalidInput for text that cannot be set at all."""

    def __init__(self, font: FontFamily, setter: Typesetter) -> None:
        self._setter = setter
        self._font = font
        self._scales = tuple(scales(font))
        self._overhang = OVERHANG_MM if font.needs_shaping else 0.0

    def plan(self, composition: Composition, stock: Stock, code: Code | None = None) -> Plan:
        """The best plan for a composition on a stock, with a code where one is given. Raises DoesNotFitError if
        MOST_PARTS labels do not hold it."""
        layout = LabelLayout(self._setter, inner_box(stock, overhang=self._overhang))
        deals = self._deals(composition, layout)
        deal, coded = self._with_code(composition, deals, layout, code) if code else (next(deals), None)
        faces = (
            layout.lay_out(share, deal.setting, part, code if number == coded else None)
            for number, (share, part) in enumerate(zip(deal.shares, deal.parts, strict=True))
        )
        return replace(deal, faces=tuple(faces))

    def _deals(self, composition: Composition, layout: LabelLayout) -> Iterator[Plan]:
        """The plans before they are laid out, each on more labels than the one before: how it is set, and what each
        label carries. Raises DoesNotFitError where there is none."""
        lines = self._lines(composition)
        presses = self._presses(lines)
        found = False
        for press in presses:
            if setting := self._largest(press, lambda setting: layout.fits(lines, setting)):
                found = True
                yield Plan((), setting, (tuple(lines),))
                break
        for parts in range(2, MOST_PARTS + 1) if composition.part_of else ():
            named = self._parts(composition, parts)
            for press in presses:
                split = partial(_split, lines, layout, named)
                if setting := self._largest(press, lambda setting, split=split: not split(setting)[1]):  # type: ignore[misc]
                    found = True
                    shares, _ = split(setting)
                    yield Plan((), setting, tuple(map(tuple, shares)), tuple(named))
                    break
        if not found:
            raise self._does_not_fit(composition, lines, layout)

    def _with_code(
        self, composition: Composition, deals: Iterable[Plan], layout: LabelLayout, code: Code
    ) -> tuple[Plan, int]:
        """The labels with a code, and which of them (from 0) carries it. Raises DoesNotFitError where none has room:
        who asks for a code rather has one label more than none."""
        for deal in deals:
            if found := self._coded(composition, deal, layout, code):
                return found
        raise DoesNotFitError((), code=True)

    def _coded(self, composition: Composition, deal: Plan, layout: LabelLayout, code: Code) -> tuple[Plan, int] | None:
        """How as many labels are set with a code, and which of them carries it. It may cost air, a little size, and
        the own lines and size of what is no direction for use of its own; never the own line of a warning."""
        scale, press = deal.setting.scale, deal.setting.press
        least = min(scale.text, LEAST_BESIDE_CODE_PT)
        smaller = [one for one in self._scales[self._scales.index(scale) :] if one.text >= least]
        tighter = [one for one in PRESSES[PRESSES.index(press) :] if one is press or one.runs_on > WARNING_PRIORITY]
        for setting in (Setting(one, other) for other in tighter for one in smaller):
            shares = deal.shares
            if len(shares) > 1:
                dealt, left = _split(self._lines(composition), layout, deal.parts, setting)
                if left or len(dealt) < len(shares):
                    continue
                shares = tuple(map(tuple, dealt))
            for number in reversed(range(len(shares))):
                if layout.fits(shares[number], setting, deal.parts[number], code):
                    return replace(deal, setting=setting, shares=shares), number
        return None

    def _lines(self, composition: Composition) -> list[LabelLine]:
        lines = [line for line in composition.lines if line.said]
        if len(lines) < len(composition.lines) or not lines:
            raise InvalidInput(f"the {composition.indication} label in {composition.locale} has an empty line, or none")
        for line in lines:
            if line.look not in STYLES:
                raise InvalidInput(f"a label line has no look {line.look!r}", f"there is: {', '.join(STYLES)}")
        return [self._setter.known(line) for line in lines]

    def _parts(self, composition: Composition, parts: int) -> list[Said | None]:
        """“Label 1 of 2” for each continuation label."""
        texts = [part_text(composition, part, parts) for part in range(1, parts + 1)]
        return [text and self._setter.known(text) for text in texts]

    def _presses(self, lines: Sequence[LabelLine]) -> list[Press]:
        """How far these lines may be pressed, step by step; without small print, one step makes no difference."""
        small = any(line.priority == FINE_PRIORITY and line.least_x_height < LEAST_X_HEIGHT_MM for line in lines)
        return [press for press in PRESSES if small or not press.fine or press is PRESSES[-1]]

    def _largest(self, press: Press, fits: Callable[[Setting], bool]) -> Setting | None:
        """The largest scale at which `fits` holds, by halving: what fits at one size fits at all smaller ones."""
        if not fits(Setting(self._scales[-1], press)):
            return None
        index = bisect_left(self._scales, True, key=lambda scale: fits(Setting(scale, press)))
        return Setting(self._scales[index], press)

    def _does_not_fit(
        self, composition: Composition, lines: Sequence[LabelLine], layout: LabelLayout
    ) -> DoesNotFitError:
        smallest = Setting(self._scales[-1], PRESSES[-1])
        for line in lines:
            if wide := _too_wide(line, layout, smallest):
                return DoesNotFitError((wide,), word=True)
        parts = MOST_PARTS if composition.part_of else 1
        named = self._parts(composition, parts)
        _, left = _split(lines, layout, named if parts > 1 else [None], smallest)
        return DoesNotFitError(tuple(said.id for line in left for said in (*line.said, *line.end)))

    def refusal(
        self,
        composition: Composition,
        stock: Stock,
        fault: DoesNotFitError,
        others: Iterable[Stock],
        code: Code | None = None,
    ) -> DoesNotFit:
        """The refusal of a label: what found no room, and the smallest stock that holds it. It names statements,
        not their text, which may be a patient's name."""
        what = f"the {composition.indication} label in {composition.locale} does not fit on {stock.name} ({stock.id})"
        size = f"{least_size(self._font):g} pt"
        if fault.code:
            why = "its text leaves no room for the code, which takes none from a direction or a warning"
        elif fault.word:
            room = f"{mm(inner_box(stock, overhang=self._overhang).width):.1f} mm"
            why = f"a word or number of {fault.left[0]} is wider than the {room} there are, at {size}"
        else:
            parts = f"{MOST_PARTS} labels" if composition.part_of else "one label"
            why = f"even on {parts} at {size} there is no room for {', '.join(fault.left)}"
        return DoesNotFit(f"{what}: {why}", self._advice(composition, others, code))

    def _advice(self, composition: Composition, others: Iterable[Stock], code: Code | None) -> str:
        best: tuple[int, Stock] | None = None
        for other in sorted(others, key=lambda stock: stock.width * stock.height):
            try:
                parts = len(self.plan(composition, other, code).faces)
            except DoesNotFitError:
                continue
            if best is None or parts < best[0]:
                best = (parts, other)
            if parts == 1:
                break
        if best is None:
            return "no stock of the catalogue holds it: shorten the name, product or dose note"
        labels = "one label" if best[0] == 1 else f"{best[0]} labels"
        return f"the smallest stock that holds it is {best[1].name} ({best[1].id}), on {labels}"


def _split(
    lines: Sequence[LabelLine], layout: LabelLayout, parts: Sequence[Said | None], setting: Setting
) -> tuple[list[list[LabelLine]], list[LabelLine]]:
    """Deal lines to labels, each as full as it gets: the lines of each label, and what is left over. The dose and the
    warnings come first, so that no warning is on the next label for the sake of what gives way before it; on each
    label lines stand in their own order."""
    shares: list[list[LabelLine]] = []
    left = [line for line in lines if not line.repeat]
    first = next((place for place, line in enumerate(left) if line.priority == WARNING_PRIORITY), len(left))
    left[first:] = sorted(left[first:], key=lambda line: line.priority)
    for part in parts:

        def share(count: int) -> list[LabelLine]:
            here = {id(line) for line in left[:count]}  # noqa: B023 - called within this round only
            return [line for line in lines if line.repeat or id(line) in here]

        count = bisect_left(
            range(1, len(left) + 1),
            True,
            key=lambda count, part=part, share=share: not layout.fits(share(count), setting, part),  # type: ignore[misc]
        )
        if not count:
            break
        shares.append(share(count))
        left = left[count:]
    if not left:
        _keep_small_print_together(shares, layout, parts, setting)
    return shares, left


def _keep_small_print_together(
    shares: list[list[LabelLine]], layout: LabelLayout, parts: Sequence[Said | None], setting: Setting
) -> None:
    """Where small print goes on on the next label and there is room for all of it, none of it stays behind."""
    for number in reversed(range(len(shares) - 1)):
        here, there = shares[number], shares[number + 1]
        ending = list(takewhile(lambda line: line.look == SMALL_PRINT, reversed(here)))[::-1]
        begin = next(place for place, line in enumerate(there) if not line.repeat)
        if ending and there[begin].look == SMALL_PRINT and len(ending) < sum(not line.repeat for line in here):
            whole = [*there[:begin], *ending, *there[begin:]]
            if layout.fits(whole, setting, parts[number + 1]):
                shares[number], shares[number + 1] = here[: -len(ending)], whole


def part_text(composition: Composition, part: int, parts: int) -> Said | None:
    """“Label 1 of 2” as a statement, or None where the composition has no words for it."""
    said = composition.part_of
    if said is None:
        return None
    runs = tuple(
        Run(run.text.replace("{parts}", str(parts)).replace("{part}", str(part)), run.role) for run in said.runs
    )
    return replace(said, runs=runs)


def _too_wide(line: LabelLine, layout: LabelLayout, setting: Setting) -> str | None:
    """The statement of this line that holds a word wider than the label, if there is one."""
    try:
        RowSetter(layout.setter, setting, layout.box.width).blocks([line])
    except TooWideError as wide:
        return wide.said.id
    return None
