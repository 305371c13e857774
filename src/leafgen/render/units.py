"""Sections as units: the smallest stretches of a section that stay whole on one column, and parts made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from leafgen.compose.composition import Block, Bullets, Paragraph, QuestionBlock, Section, TableBlock

#: A list is only divided with this many items on either side.
_FEWEST_ITEMS = 2
#: A paragraph of fewer characters than this is about one line: it does not begin or end a section on its own.
_ONE_LINE = 90


@dataclass(frozen=True, slots=True)
class Unit:
    """A block of a section, or one item of a list; `breaks`: a column may end before it."""

    block: int
    item: int | None
    breaks: bool

    def mark(self, section: int) -> str:
        """The name under which it is measured on the page."""
        name = f"unit-{section}-{self.block}"
        return name if self.item is None else f"{name}-{self.item}"


def units_of(section: Section) -> tuple[Unit, ...]:
    """The units of a section. Boxes and sections across the page are one unit; a paragraph is never parted from
    the table or list after it, as it may introduce that."""
    return tuple(_units(section))


def _units(section: Section) -> Iterator[Unit]:
    breakable = section.look == "plain" and not section.wide
    for number, block in enumerate(section.blocks):
        before = section.blocks[number - 1] if number else None
        if isinstance(block, Bullets):
            above, below = (_items(blocks) for blocks in (reversed(section.blocks[:number]), section.blocks[number:]))
            for item in range(len(block.items)):
                yield Unit(number, item, breakable and min(above + item, below - item) >= _FEWEST_ITEMS)
        else:
            alone = number == 1 and _is_line(before), number == len(section.blocks) - 1 and _is_line(block)
            yield Unit(number, None, breakable and before is not None and _can_part(before, block) and not any(alone))


def _items(blocks: Iterable[Block]) -> int:
    """How many items the lists hold that `blocks` begin with: lists below each other are read as one."""
    items = 0
    for block in blocks:
        if not isinstance(block, Bullets):
            break
        items += len(block.items)
    return items


def _is_line(block: Block | None) -> bool:
    return isinstance(block, Paragraph) and len(block.said.text) < _ONE_LINE


def _can_part(before: Block, block: Block) -> bool:
    if isinstance(block, QuestionBlock):
        return isinstance(before, QuestionBlock)
    if isinstance(block, TableBlock):
        return block.caption is not None and isinstance(before, TableBlock)
    return isinstance(block, Paragraph)


def part_of(section: Section, first: int, last: int) -> Section:
    """The part of `section` from unit `first` up to `last`, without its heading unless it begins it."""
    chosen = units_of(section)[first:last]
    blocks: list[Block] = []
    for number, block in enumerate(section.blocks):
        items = [unit.item for unit in chosen if unit.block == number and unit.item is not None]
        if isinstance(block, Bullets) and items:
            blocks.append(Bullets(tuple(block.items[item] for item in items)))
        elif any(unit.block == number for unit in chosen):
            blocks.append(block)
    return replace(section, heading=None if first else section.heading, blocks=tuple(blocks))
