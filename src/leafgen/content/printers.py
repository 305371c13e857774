"""Printers: how far each is off, as measured on its test page (leafgen stock test-page, leafgen stock calibrate)."""

from __future__ import annotations

from dataclasses import dataclass

#: What a printer can be off by; more is a wrong stock or a driver that scales, not a matter of calibration.
MOST_OFFSET_MM = 8.0
MOST_SCALE = 0.03


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer of styles/printers.yaml. What is printed is scaled about the paper's bottom left, then moved, in mm
    to the right and upwards, so that it lands where it should."""

    id: str
    name: str
    offset_x: float = 0.0
    offset_y: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0

    def __post_init__(self) -> None:
        if max(abs(self.offset_x), abs(self.offset_y)) > MOST_OFFSET_MM:
            raise ValueError(f"an offset of more than {MOST_OFFSET_MM:g} mm is no calibration")
        if max(abs(self.scale_x - 1), abs(self.scale_y - 1)) > MOST_SCALE:
            raise ValueError(f"a scale off by more than {MOST_SCALE:.0%} is no calibration")
