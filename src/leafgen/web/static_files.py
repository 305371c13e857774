"""The files that pages ask for: read once, served from memory, each under a name that changes with what it holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files

#: htmx as its makers publish it on npm; `make setup` gets it. One that is not this is not served: the pages then work
#: as plain forms.
HTMX = "htmx-4.0.1.min.js"
HTMX_SHA256 = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file: its bytes, its media type, and the address under which it may be kept for good."""

    data: bytes
    media_type: str
    address: str


def static_files() -> dict[str, StaticFile]:
    """Every file of the folder `static/`, by name."""
    found = {}
    for entry in sorted(files("leafgen.web").joinpath("static").iterdir(), key=lambda entry: entry.name):
        suffix = "." + entry.name.rpartition(".")[2]
        if suffix not in _TYPES:
            continue
        data = entry.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if entry.name.startswith("htmx") and (entry.name != HTMX or digest != HTMX_SHA256):
            continue
        found[entry.name] = StaticFile(data, _TYPES[suffix], f"/static/{entry.name}?{digest[:12]}")
    return found
