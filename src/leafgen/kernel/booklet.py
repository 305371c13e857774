"""How a booklet is folded: which page stands on which half of which side. Pages count from 0, lengths are in pt."""

from __future__ import annotations

from leafgen.kernel.geometry import A4, A5, pt

#: A sheet lies on its side: left, bottom, right, top.
SHEET = (0.0, 0.0, round(pt(A4.height), 3), round(pt(A4.width), 3))
LEFT, RIGHT = "Left", "Right"


def halves() -> tuple[str, str]:
    """The two halves of a side, as they are named in the file."""
    return LEFT, RIGHT


def offset(half: str) -> float:
    """Where the left edge of a page lies that stands on this half: in its middle."""
    middle = A4.height / 2
    return round(pt((middle - A5.width) / 2 + (middle if half == RIGHT else 0.0)), 3)


def slots(pages: int, direction: str) -> list[tuple[int | None, int | None]]:
    """For each side, the pages on its left and right half; None for a half that stays empty. Sheets lie in each
    other: the first side carries the last page and the first, its back the second and the last but one.
    A right-to-left booklet is the mirror image."""
    full = pages + -pages % 4
    sides: list[tuple[int | None, int | None]] = []
    for side in range(full // 2):
        outer, inner = full - 1 - side, side
        left, right = (outer, inner) if side % 2 == 0 else (inner, outer)
        if direction == "rtl":
            left, right = right, left
        sides.append(tuple(number if number < pages else None for number in (left, right)))  # type: ignore[arg-type]
    return sides
