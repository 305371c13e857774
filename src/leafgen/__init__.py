"""leafgen: localised medical leaflets and pharmacy labels, proven to say what they must.

from leafgen import Leafgen, Workspace

leafgen = Leafgen(Workspace.find())
leafgen.release({"kind": "leaflet", "indication": "cramps", "locale": "nl"}, Path("cramps.pdf"))
"""

from leafgen.content.workspace import Workspace
from leafgen.kernel.errors import LeafgenError
from leafgen.pipeline import Leafgen

__all__ = ["Leafgen", "LeafgenError", "Workspace"]
