"""Inks: colours that a press prints otherwise than a screen shows them, or not at all (ISO 32000-2, 8.6 and 10)."""

from __future__ import annotations

from typing import Any

import pikepdf

_DEFAULTS = ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")
_MEASURED = frozenset(("/CalGray", "/CalRGB", "/ICCBased", "/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Lab"))
_NOTHING = "/None"


def prints_nothing(space: Any) -> bool:
    """Whether a colour space names no ink but that of which there is none, whatever a screen shows for it."""
    if not isinstance(space, pikepdf.Array) or len(space) < 2:
        return False
    match str(space[0]), space[1]:
        case "/Separation", name:
            return str(name) == _NOTHING
        case "/DeviceN", names:
            return all(str(name) == _NOTHING for name in names)
    return False


def changes_plain_colours(resources: Any) -> bool:
    """Whether resources tell programs that follow it to take plain greys and colours for something unmeasured."""
    spaces = resources.get("/ColorSpace") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(spaces, pikepdf.Dictionary):
        return False
    given = (spaces.get(key) for key in _DEFAULTS)
    return any(
        str(space[0] if isinstance(space, pikepdf.Array) and len(space) else space) not in _MEASURED
        for space in given
        if space is not None
    )


def prints_by_halves(halftone: Any) -> bool:
    """Whether a halftone has a transfer function, or one of those that it is made of: a press follows it, hardly any
    screen."""
    if not isinstance(halftone, (pikepdf.Dictionary, pikepdf.Stream)):
        return False
    if isinstance(halftone, pikepdf.Dictionary) and int(halftone.get("/HalftoneType", 1)) == 5:
        parts = [part for part in halftone.values() if isinstance(part, (pikepdf.Dictionary, pikepdf.Stream))]
    else:
        parts = [halftone]
    return any(str(part.get("/TransferFunction", "/Identity")) != "/Identity" for part in parts)
