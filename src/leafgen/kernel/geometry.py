"""Lengths and boxes: millimetres inside leafgen, points only at the edge (1 pt = 1/72 inch)."""

from __future__ import annotations

from dataclasses import dataclass

MM_PER_INCH = 25.4
PT_PER_INCH = 72.0


def pt(mm: float) -> float:
    """Millimetres to points."""
    return mm * PT_PER_INCH / MM_PER_INCH


def mm(points: float) -> float:
    """Points to millimetres."""
    return points * MM_PER_INCH / PT_PER_INCH


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in mm."""

    width: float
    height: float

    def near(self, other: Size, tolerance: float = 0.2) -> bool:
        """Whether both measures agree within `tolerance` mm."""
        return abs(self.width - other.width) <= tolerance and abs(self.height - other.height) <= tolerance


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-aligned box: left, bottom, right, top. The unit is the owner's (mm on paper, pt in a PDF)."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def contains(self, other: Box, tolerance: float = 0.0) -> bool:
        """Whether `other` lies wholly inside, give or take `tolerance`."""
        return (
            other.x0 >= self.x0 - tolerance
            and other.y0 >= self.y0 - tolerance
            and other.x1 <= self.x1 + tolerance
            and other.y1 <= self.y1 + tolerance
        )

    def overlaps(self, other: Box, tolerance: float = 0.0) -> bool:
        """Whether the two share an area, overlaps thinner than `tolerance` aside."""
        return (
            self.x0 < other.x1 - tolerance
            and other.x0 < self.x1 - tolerance
            and self.y0 < other.y1 - tolerance
            and other.y0 < self.y1 - tolerance
        )

    def union(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))


A4 = Size(210.0, 297.0)
A5 = Size(148.0, 210.0)
