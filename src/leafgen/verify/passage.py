"""Passages: text as a skeleton of characters and the gaps between them, so that a search runs at the speed of
`str.find` and only the gaps of a hit need looking at.

The skeleton leaves out spaces, ends of lines, and hyphens between letters (which a typesetter may have put
there); the gaps say what was left out where, and `fits` says which gaps a promise allows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from leafgen.verify.folding import folded_words
from leafgen.verify.reading.lines import Glyph, Line

BULLETS = frozenset("•◦▪‣●○■□▸►∙·⁃")
"""Marks of list items."""
_SIGNS = "[" + "".join(sorted(BULLETS)) + "\ue000-\uf8ff]"
"""Bullets, and what symbol fonts have in their place: signs without a meaning of their own (word processors)."""
_SIGN = re.compile(_SIGNS)
_MARK = re.compile(rf"(?:{_SIGNS}|\d{{1,2}}[.)]|[A-Za-z]\)) ")
_OTHER_MARK = re.compile(r"[o*–—!⚠☞→➔➤✓✔-] (?=[^\W\d_])")
"""A dash or a sign before a letter; an o only in another font than what follows: it is a word in some languages."""
_TOUCHING_MARK = re.compile(rf"[{''.join(sorted(BULLETS))}](?=[^\W\d_])")
_LEADER = re.compile("(?: ?[.·…]){5,} ?")
"""Dots that lead from a name to its amount; three alone may stand for words left out."""
BREAK = "\n"
"""A line ends."""
BLOCK = "\x1e"
"""A line ends, and with it a paragraph, cell or heading."""
INITIAL = "\x1d"
"""An initial stands before: whether a space belongs there cannot be seen."""
_HYPHEN = "-"
_WHITE = frozenset((" ", BREAK, BLOCK, INITIAL))
_MAY_BREAK_AFTER = frozenset("-–—/\\.@_?&=:+,")
_SPACELESS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
OPENING = {ord(close): open for open, close in (("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("«", "»"))}
"""Closing brackets as opening ones: from right to left, one is drawn as the mirror image of the other."""


@dataclass(slots=True)
class Passage:
    """skeleton: the characters; gaps[i]: what stands before character i (one longer: the last is what follows);
    owners: the glyph of each character; lines: which line (an index into `source`) each stands in."""

    skeleton: str = ""
    gaps: list[str] = field(default_factory=lambda: [""])
    owners: list[Glyph | None] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    source: list[Line] = field(default_factory=list)

    def starts(self, at: int) -> bool:
        """Whether a word may begin at this character."""
        return at == 0 or bool(set(self.gaps[at]) & _WHITE)

    def text(self, first: int, end: int) -> str:
        """The text from one character up to another, as a reader would say it."""
        parts = []
        for at in range(first, min(end, len(self.skeleton))):
            gap = self.gaps[at] if at > first else ""
            parts.append(gap.replace(BREAK, " ").replace(BLOCK, " ").replace(INITIAL, ""))
            parts.append(self.skeleton[at])
        return unicodedata.normalize("NFC", " ".join("".join(parts).replace("- ", "-").split()))


def is_sign(text: str) -> bool:
    """Whether a text is the mark of a list item and nothing else."""
    return bool(_SIGN.fullmatch(text))


def _mark_end(line: Line) -> int:
    """Where a line goes on after the mark of a list item at its head; 0 where there is none."""
    if mark := _MARK.match(line.text):
        return mark.end()
    if _OTHER_MARK.match(line.text):
        mark_owner, owner = line.owners[0], line.owners[2]
        if line.text[0] != "o":
            return 2
        if mark_owner and owner and mark_owner.shown.typeface is not owner.shown.typeface:
            return 2
    return 0


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


def skeleton_of(text: str, fold_brackets: bool = False) -> tuple[str, list[str]]:
    """Skeleton and gaps of a text (the gaps are one longer than the skeleton)."""
    characters: list[str] = []
    gaps: list[str] = []
    gap = ""
    length = len(text)
    for at, char in enumerate(text):
        if char in _WHITE:
            gap += char
            continue
        if char == _HYPHEN and not gap and characters and _is_letter(characters[-1]):
            following = at + 1
            while following < length and text[following] in _WHITE:
                following += 1
            if following < length and _is_letter(text[following]):
                gap = char
                continue
        characters.append(char)
        gaps.append(gap)
        gap = ""
    gaps.append(gap)
    skeleton = "".join(characters)
    if fold_brackets:
        skeleton = skeleton.translate(OPENING)
    return skeleton, gaps


def passage_of(lines: Sequence[Line], blocks: Iterable[bool], fold_brackets: bool = False) -> Passage:
    """The lines as one passage; `blocks` says of each whether it begins another block than the one before. The mark
    of a list item is a block of its own, and leading dots end one."""
    text: list[str] = []
    owners: list[Glyph | None] = []
    numbers: list[int] = []
    leading = False
    for number, (line, begins_there) in enumerate(zip(lines, blocks, strict=True)):
        own, glyphs = line.text, line.owners
        # Where dots lead from names to amounts line by line, each line is a row.
        begins = begins_there or (leading and _LEADER.search(own) is not None)
        if begins and (end := _mark_end(line)):
            own = own[: end - 1] + BLOCK + own[end:]
        elif begins and _TOUCHING_MARK.match(own):
            own, glyphs = own[0] + BLOCK + own[1:], [glyphs[0], None, *glyphs[1:]]
        own, dots = _LEADER.subn(lambda dots: BLOCK + " " * (len(dots[0]) - 1), own)
        leading = bool(dots)
        led = number > 0 and lines[number - 1].leads is line
        text.append((INITIAL if led else BLOCK if begins else BREAK) + own)
        owners.append(None)
        owners.extend(glyphs)
        numbers.extend([number] * (len(own) + 1))
    whole = "".join(text)
    skeleton, gaps = skeleton_of(whole, fold_brackets)
    passage = Passage(skeleton, gaps, source=list(lines))
    at = 0
    for char, gap in zip(skeleton, gaps, strict=False):
        at += len(gap)
        passage.owners.append(owners[at])
        passage.lines.append(numbers[at])
        at += 1
        del char
    return passage


@dataclass(frozen=True, slots=True)
class Promise:
    """A promised text as skeleton and gaps; `cells`: where each cell after the first begins; `hyphen`: it ends in one
    (as names may), which in a passage stands in a gap, like that of a word that goes on."""

    skeleton: str
    gaps: tuple[str, ...]
    cells: tuple[int, ...] = ()
    hyphen: bool = False


def promise_of(cells: Sequence[str], fold_brackets: bool = False) -> Promise:
    """The promise of a statement's cells."""
    skeleton, gaps, starts = "", [], []
    for cell in cells:
        own, between = skeleton_of(folded_words(cell), fold_brackets)
        if skeleton:
            starts.append(len(skeleton))
            between[0] = " "
        skeleton += own
        gaps += between[:-1]
    hyphen = len(skeleton) > 1 and skeleton[-1] == _HYPHEN and _is_letter(skeleton[-2])
    if hyphen:
        skeleton, gaps = skeleton[:-1], gaps[:-1]
    return Promise(skeleton, tuple(gaps), tuple(starts), hyphen)


def end_of(passage: Passage, at: int, promise: Promise) -> int:
    """Where a promise that stands at a character ends in the passage."""
    end = at + len(promise.skeleton)
    return end + (promise.hyphen and passage.skeleton.startswith(_HYPHEN, end))


def ends(passage: Passage, at: int, promise: Promise) -> str:
    """Why a promise whose skeleton stands at a character does not end there ("" if it does)."""
    end = at + len(promise.skeleton)
    in_gap = passage.gaps[end].startswith(_HYPHEN)
    if promise.hyphen:
        if not in_gap and not passage.skeleton.startswith(_HYPHEN, end):
            return "the hyphen at its end is lost"
        end = end_of(passage, at, promise)
    elif in_gap:
        return "a hyphen stands behind it"
    return "" if end >= len(passage.skeleton) or passage.starts(end) else "it runs on into a word"


def fits(passage: Passage, at: int, promise: Promise) -> str:
    """Why the gaps of a passage do not keep to the promise ("" if they do); its skeleton is taken to agree."""
    for offset in range(1, len(promise.skeleton)):
        wanted, found = promise.gaps[offset], passage.gaps[at + offset]
        if wanted == found:
            continue
        before, after = promise.skeleton[offset - 1], promise.skeleton[offset]
        hyphen, white = _HYPHEN in found, bool(set(found) & _WHITE)
        breaks = BREAK in found or BLOCK in found
        if _HYPHEN in wanted:
            kept = hyphen and (not white or breaks or wanted.endswith(" "))
            if not kept:
                return f"the hyphen between {before!r} and {after!r} is lost"
        elif wanted:
            if not white or hyphen:
                return f"the space between {before!r} and {after!r} is lost"
        elif hyphen:
            if not breaks:
                return f"a hyphen stands between {before!r} and {after!r}"
        elif found != INITIAL and not (breaks and " " not in found and _may_break(before, after)):
            return f"a space stands between {before!r} and {after!r}"
    return ""


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters without a space or hyphen."""
    if before.isdigit() and after.isdigit():
        return False
    if before in _MAY_BREAK_AFTER:
        return not after.isdigit() or before in "-–—/@_?&="
    names = unicodedata.name(before, ""), unicodedata.name(after, "")
    return all(name.startswith(_SPACELESS) for name in names)
