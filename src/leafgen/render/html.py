"""The leaflet's HTML: a composition poured into the templates, every text escaped, nothing added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.exceptions import TemplateError

from leafgen.compose.composition import Composition
from leafgen.kernel.errors import InvalidInput
from leafgen.render.colours import palette
from leafgen.render.editions import EDITIONS
from leafgen.render.pages import Band
from leafgen.render.units import part_of

#: The address under which a page asks for its clinic's logo.
LOGO = "asset:logo"
#: The address of a pictogram begins so; its name and its colour, six hexadecimal digits, follow.
PICTOGRAM = "asset:pictogram/"

_PAGE_NUMBERS = re.compile(r"(\{page\}|\{pages\})")


def leaflet_html(
    composition: Composition, templates: Path, classes: Sequence[str], bands: Sequence[Band] | None
) -> str:
    """The whole page. `classes` (edition, step) choose the looks; `bands` say where each section goes, None asks
    for a page to be measured. Raises InvalidInput when a template is at fault."""
    try:
        return (
            _environment(templates)
            .get_template("leaflet.html.j2")
            .render(
                composition=composition,
                edition=EDITIONS.choose(composition.edition),
                classes=" ".join(classes),
                palette=palette(composition.brand),
                bands=bands,
                part_of=part_of,
                logo=LOGO if composition.brand.logo else None,
                logo_alternative=composition.brand.logo_alternative or _handed_out_by(composition),
                page_of_parts=_PAGE_NUMBERS.split(composition.page_of.text) if composition.page_of else (),
                marks={item.id for item in composition.footer if "draft" in item.id},
            )
        )
    except TemplateError as error:
        raise InvalidInput(f"the leaflet's template is at fault: {error}", f"look in {templates}") from error


def _handed_out_by(composition: Composition) -> str:
    return composition.head[0].text if composition.head else composition.title.text


@lru_cache(maxsize=8)
def _environment(templates: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
