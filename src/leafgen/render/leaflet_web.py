"""Leaflets as one page for a browser: everything inside, nothing fetched, type of the reader's own choice."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from leafgen.compose.composition import Composition
from leafgen.kernel.errors import InvalidInput
from leafgen.render.html import LOGO, PICTOGRAM, web_html
from leafgen.render.leaflet_expectation import web_expectation
from leafgen.render.rendition import Rendition

#: The one style sheet of a page for a browser.
SHEET = "web.css"
#: Where the clinics' logos lie, from the workspace's root.
LOGOS = "leaflets/clinics"
_MEDIA = {".svg": "image/svg+xml", ".png": "image/png"}


def render_web_page(composition: Composition, templates: Path, styles: Path) -> Rendition:
    """The leaflet as a page. Raises InvalidInput for a template at fault, or one that asks for a file it may not
    read."""

    def embed(address: str) -> str:
        if address == LOGO and composition.brand.logo:
            return _data(styles.parent / LOGOS / composition.brand.logo)
        name, _, colour = address.removeprefix(PICTOGRAM).partition("/")
        path = (styles / "pictograms" / f"{name}.svg").resolve()
        if not address.startswith(PICTOGRAM) or not path.is_relative_to(styles.resolve()):
            raise InvalidInput(f"the page asks for what it may not read: {address}")
        return _data(path, colour)

    page = web_html(composition, templates, (styles / SHEET).read_text("utf-8"), embed)
    return Rendition(page.encode("utf-8"), composition, web_expectation(composition), 1)


def _data(path: Path, colour: str = "") -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"the picture {path.name} cannot be read: {error.strerror}") from error
    if colour:
        content = content.replace(b"currentColor", f"#{colour}".encode())
    return f"data:{_MEDIA[path.suffix]};base64,{b64encode(content).decode()}"
