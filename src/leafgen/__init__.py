"""leafgen: localised medical leaflets and pharmacy labels, proven to say what they must.

from leafgen import Leafgen, Workspace

leafgen = Leafgen(Workspace.find())
leafgen.release({"kind": "leaflet", "indication": "cramps", "locale": "nl"}, Path("cramps.pdf"))
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leafgen.content.workspace import Workspace
    from leafgen.kernel.errors import LeafgenError
    from leafgen.pipeline import Leafgen

__all__ = ["Leafgen", "LeafgenError", "Workspace"]

#: Where each name comes from: imported when it is asked for, as the whole house takes a second to import, and a
#: document that is known needs hardly any of it.
_ROOMS = {
    "Leafgen": "leafgen.pipeline",
    "LeafgenError": "leafgen.kernel.errors",
    "Workspace": "leafgen.content.workspace",
}


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_ROOMS[name]), name)
