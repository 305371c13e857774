"""The looks of a label: type sizes, weights, spacing, and which lines may run on. All lengths in pt.

Rules of the field: at least 3 mm between lines and an x-height of at least 1.4 mm (EC Readability Guideline 2009),
smaller only for what food law lets be smaller (1.2 mm, Regulation (EU) 1169/2011), with lines as much nearer;
one message a line, the dose the largest (Health Base / KNMP dosing-text guides).
"""

from __future__ import annotations

from dataclasses import dataclass

from leafgen.kernel.geometry import pt

LEAST_BETWEEN_LINES = pt(3.0)
#: EC Readability Guideline 2009: label text at least 7 pt or an x-height of 1.4 mm. We keep both, and half a point.
LEAST_SIZE_PT = 7.5
LEAST_X_HEIGHT_MM = 1.4
#: The dose is the largest line, and never smaller than body text of a leaflet.
LEAST_DOSE_PT = 9.0
DOSE_TO_TEXT = 4 / 3
LARGER_SIZES_PT = (16.0, 14.0, 12.0, 11.0, 10.0, 9.5, 9.0, 8.5, 8.0)
#: More stickers than this on one box are no longer read.
MOST_PARTS = 3
REGULAR, MEDIUM, STRONG = 400, 500, 600
#: Between two statements that run on: wider than a word space, so that a reader (and an extractor) sees the end.
SENTENCE_GAP, DOT_GAP = 0.45, 0.9
#: A bar of 1.1 mm is 9 dots of a 203 dpi thermal printer; a rule of 0.25 mm is 2.
BAR_WIDTH, BAR_GAP = pt(1.1), pt(1.3)
RULE_WIDTH, RULE_ABOVE, RULE_BELOW = pt(0.25), 1.3, 1.0
DOT_WIDTH = pt(0.4)
#: A code may cost a label type size down to here, and what a press costs that leaves warnings their own lines.
LEAST_BESIDE_CODE_PT = 8.0
#: The most air in pt that spare room puts between two groups of lines.
WIDEST_GROUP_GAP = 7.0


@dataclass(frozen=True, slots=True)
class Reach:
    """Shares of a size that a line takes above and below its baseline; `accented` above it where a capital bears an
    accent."""

    above: float
    below: float
    accented: float


#: Parentheses reach 0.855 em in Fira Sans, descenders 0.22.
LATIN_REACH = Reach(0.86, 0.27, 1.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Type sizes in pt: of the dose, and of all else."""

    text: float
    dose: float


@dataclass(frozen=True, slots=True)
class Style:
    """How a look is set: weights, whether the separator between statements is a dot, whether each statement
    begins a line."""

    weight: int
    strong: int
    dotted: bool = False
    own_lines: bool = False


STYLES = {
    "head": Style(REGULAR, REGULAR, dotted=True),
    "patient": Style(MEDIUM, MEDIUM, dotted=True),
    "product": Style(MEDIUM, MEDIUM, dotted=True),
    "dose": Style(STRONG, STRONG, own_lines=True),
    "text": Style(REGULAR, STRONG),
    "warning": Style(MEDIUM, STRONG, own_lines=True),
    "foot": Style(REGULAR, STRONG),
    "part": Style(STRONG, STRONG),
}

#: The look of what stands below all else: what the law asks for besides directions and warnings.
SMALL_PRINT = "foot"

#: Looks whose lines may run on together. The head and the dose never do.
FAMILIES = (frozenset({"patient", "product"}), frozenset({"text", "foot"}), frozenset({"warning"}))
FAMILY_OF = {look: number for number, family in enumerate(FAMILIES) for look in family}


@dataclass(frozen=True, slots=True)
class Press:
    """How far a label is pressed: lines of priority `runs_on` or above it in number run on; with `fine`, those of the
    last priority are set at their own legal minimum; `gap` is the least air in pt between groups of lines."""

    runs_on: int
    fine: bool
    gap: float


#: In this order; type shrinks down to the common minimum before each. Warnings (priority 1) give way last of all.
PRESSES = (Press(4, False, 1.2), Press(2, False, 0.6), Press(2, True, 0.6), Press(1, True, 0.0))
WARNING_PRIORITY, FINE_PRIORITY = 1, 3


@dataclass(frozen=True, slots=True)
class Setting:
    """How a label is set: its sizes, and how far it is pressed."""

    scale: Scale
    press: Press = PRESSES[0]
