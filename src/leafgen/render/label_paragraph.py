"""Paragraphs of a label: statements that share lines, with what stands at the right end of the last one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from leafgen.compose.composition import LabelLine, Said
from leafgen.render.label_style import DOT_GAP, FAMILY_OF, FINE_PRIORITY, REGULAR, SENTENCE_GAP, STRONG, STYLES, Press
from leafgen.render.label_text import Line, TooWideError, Typesetter, set_lines

#: The statement that names who hands it out.
PHARMACY = "clinic.name"
#: Shares of the full width at which a message of several lines is tried, so that its lines become about even.
EVEN_SHARES = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Statements that share lines; `end` is what stands at the right end of the last one, `part` the text that
    says which continuation label this is; `least` is the smallest x-height in mm it may have, and `fine` says that
    it is set at that."""

    look: str
    said: tuple[Said, ...]
    end: tuple[Said, ...] = ()
    part: Said | None = None
    least: float = 0.0
    fine: bool = False


def paragraphs(lines: Sequence[LabelLine], press: Press, part: Said | None = None) -> Iterator[Paragraph]:
    """Group lines into paragraphs, as far as the press lets them share lines."""
    made = list(_grouped(lines, press))
    yield from made[:-1]
    if part and made[-1].look not in {"dose", "warning"} and not made[-1].fine:
        yield replace(made[-1], part=part)
        return
    yield made[-1]
    if part:
        yield Paragraph("part", (), (), part)


def _grouped(lines: Sequence[LabelLine], press: Press) -> Iterator[Paragraph]:
    def fine(line: LabelLine) -> bool:
        return press.fine and line.priority == FINE_PRIORITY

    def runs_on(line: LabelLine) -> bool:
        return line.priority >= press.runs_on and line.look in FAMILY_OF and not line.end

    def together(line: LabelLine) -> object:
        return (FAMILY_OF[line.look], fine(line)) if runs_on(line) else id(line)

    for _, members in groupby(lines, key=together):
        group = list(members)
        first, look = group[0], group[0].look
        said = tuple(statement for line in group for statement in line.said)
        least, small = max(line.least_x_height for line in group), fine(first)
        if STYLES[look].own_lines and not runs_on(first):
            for statement in said[:-1]:
                yield Paragraph(look, (statement,), least=least, fine=small)
            said = said[-1:]
        yield Paragraph(look, said, group[-1].end, least=least, fine=small)


@dataclass(frozen=True, slots=True)
class ParagraphSetter:
    """Sets one paragraph at `size` pt; `width_of` tells the width in pt of its n-th line, from 0."""

    setter: Typesetter
    paragraph: Paragraph
    size: float
    width_of: Callable[[int], float]

    def lines(self, *, even: bool) -> list[Line]:
        """The lines, as few as possible; with `even`, those of a single message are made about equally long, and
        where several share lines, one that would be parted begins a line where that takes no more of them.

        Raises TooWideError for a word that no line can hold.
        """
        lines = self._with_ends(frozenset())
        if not even or len(lines) == 1 or not self.paragraph.said:
            return lines
        if len(self.paragraph.said) > 1:
            return self._unparted(lines)
        lone = not self._at_end() and not STYLES[self.paragraph.look].dotted
        return self._evened(lines) if lone else lines

    def _with_ends(self, breaks: frozenset[int]) -> list[Line]:
        """The lines, with what stands at their right end."""
        lines = self._broken(self.width_of, breaks) if self.paragraph.said else []
        for number, said in enumerate(self._at_end()):
            if not number and len(self.paragraph.said) > 1 and not self._beside(lines, said):
                # Better the phone number goes down beside the date than the date stands alone.
                moved = self._broken(self.width_of, breaks | {len(self.paragraph.said) - 1})
                lines = moved if len(moved) <= len(lines) + 1 and self._beside(moved, said) else lines
            if beside := self._beside(lines, said):
                lines[-1] = (*lines[-1], *beside)
            else:
                lines += self._flush(said, len(lines))
        return lines

    def _unparted(self, lines: list[Line]) -> list[Line]:
        breaks: frozenset[int] = frozenset()
        for number, said in enumerate(self.paragraph.said):
            if number and sum(any(fragment.said is said for fragment in line) for line in lines) > 1:
                begun = self._with_ends(breaks | {number})
                if len(begun) <= len(lines):
                    lines, breaks = begun, breaks | {number}
        return lines

    def _broken(self, width_of: Callable[[int], float], breaks: frozenset[int] | set[int] = frozenset()) -> list[Line]:
        style = STYLES[self.paragraph.look]
        measured = []
        for said in self.paragraph.said:
            # The pharmacy's name stands out; its address and phone number and the date do not.
            weights = (STRONG, STRONG) if said.id == PHARMACY else (style.weight, style.strong)
            measured.append((said, self.setter.words(said, *weights)))
        return set_lines(measured, self.size, DOT_GAP if style.dotted else SENTENCE_GAP, width_of, breaks)

    def _at_end(self) -> tuple[Said, ...]:
        part = self.paragraph.part
        return (*self.paragraph.end, *((part,) if part else ()))

    def _beside(self, lines: Sequence[Line], said: Said) -> Line | None:
        """What stands at the right end of the last of these lines, where there is room for it."""
        end = self._flush(said, len(lines) - 1) if lines else []
        return end[0] if len(end) == 1 and _leaves_room(lines, end[0], self.size) else None

    def _flush(self, said: Said, number: int) -> list[Line]:
        """Lines from the n-th on that end at the right."""
        weight = STRONG if said is self.paragraph.part else REGULAR
        words = self.setter.words(said, weight, weight)
        lines = set_lines([(said, words)], self.size, 0.0, lambda below: self.width_of(number + below))
        return [
            tuple(replace(one, x=self.width_of(number + below) - line[-1].width) for one in line)
            for below, line in enumerate(lines)
        ]

    def _evened(self, lines: list[Line]) -> list[Line]:
        for share in EVEN_SHARES:
            try:
                evened = self._broken(lambda number, share=share: self.width_of(number) * share)  # type: ignore[misc]
            except TooWideError:
                continue
            if len(evened) == len(lines):
                return evened
        return lines


def _leaves_room(lines: Sequence[Line], end: Line, size: float) -> bool:
    if not lines or not lines[-1]:
        return False
    last = lines[-1][-1]
    return last.x + last.width + DOT_GAP * size <= end[0].x
