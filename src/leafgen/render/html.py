"""The leaflet's HTML, for the page engine and for browsers: every text escaped, nothing added."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.exceptions import TemplateError

from leafgen.compose.composition import Composition, Role, Run
from leafgen.content.fonts import in_plain_letters
from leafgen.kernel.errors import InvalidInput
from leafgen.render.colours import palette
from leafgen.render.editions import EDITIONS
from leafgen.render.leaflet_expectation import draft_marks
from leafgen.render.pages import Band
from leafgen.render.units import part_of

#: The address under which a page asks for its clinic's logo.
LOGO = "asset:logo"
#: The class of names in plain letters on a page in another script: set in the family that has all of these letters.
PLAIN = "plain-letters"
#: The address of a pictogram begins so; its name and its colour, six hexadecimal digits, follow.
PICTOGRAM = "asset:pictogram/"

#: Letters of right-to-left scripts (Hebrew to Arabic, with their presentation forms), with the spaces between words.
_RIGHT_TO_LEFT = re.compile(
    r"([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+(?:\s+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)*)"
)
_OUTER_SPACE = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
#: A picture's address in a page; in text a quotation mark is escaped, so that no text looks like it.
_ASSET = re.compile(r'src="(asset:[^"]+)"')
#: Two words of fewer letters than this in all stay together at the end of a text, so that none ends in a lone word.
_LONGEST_ENDING = 16
#: In a text of fewer words than this, as in the cells of a table, they may part.
_FEWEST_WORDS = 5
_PAGE_NUMBERS = re.compile(r"(\{page\}|\{pages\})")


def leaflet_html(
    composition: Composition, templates: Path, classes: Sequence[str], bands: Sequence[Band] | None
) -> str:
    """The whole page. `classes` (edition, step) choose the looks; `bands` say where each section goes, None asks
    for a page to be measured. Raises InvalidInput when a template is at fault."""
    return _fill(
        templates,
        "leaflet.html.j2",
        composition,
        web=False,
        classes=" ".join(classes),
        bands=bands,
        part_of=part_of,
        logo=LOGO if composition.brand.logo else None,
        logo_alternative=composition.brand.logo_alternative or _handed_out_by(composition),
        page_of_parts=_PAGE_NUMBERS.split(composition.page_of.text) if composition.page_of else (),
    )


def web_html(composition: Composition, templates: Path, style: str, embed: Callable[[str], str]) -> str:
    """The leaflet as one page for a browser, with `style` inside. `embed` turns the address of a picture into the
    picture itself, as a data: address. Raises InvalidInput when a template is at fault."""
    page = _fill(
        templates,
        "web.html.j2",
        composition,
        web=True,
        style=style,
        logo=LOGO if composition.brand.logo else None,
    )
    return _ASSET.sub(lambda match: f'src="{embed(match[1])}"', page)


def _fill(templates: Path, name: str, composition: Composition, **values: object) -> str:
    isolate = "rtl" in (composition.direction, composition.second_direction)
    try:
        return (
            _environment(templates)
            .get_template(name)
            .render(
                composition=composition,
                edition=EDITIONS.choose(composition.edition),
                palette=palette(composition.brand),
                stretches=lambda run: stretches(run, isolate=isolate),
                together=together,
                classes_of=lambda run: classes_of(run, isolate=isolate and not values["web"]),
                marks={item.id for item in draft_marks(composition)},
                **values,
            )
        )
    except TemplateError as error:
        raise InvalidInput(f"the leaflet's template is at fault: {error}", f"look in {templates}") from error


def classes_of(run: Run, *, isolate: bool) -> str:
    """The classes of a run of the page: its role, and whether it is a name for the family of plain letters."""
    plain = isolate and run.role is Role.NAME and in_plain_letters(run.text)
    return f"{run.role} {PLAIN}" if plain else run.role


def together(text: str) -> str:
    """A text of some length whose last two words are short, with a no-break space between these. (In an element of
    their own the page engine would break the line before them, though there is room.)"""
    before, _, last = text.rpartition(" ")
    words = before.split(" ")
    if len(words) < _FEWEST_WORDS or not words[-1] or len(words[-1]) + len(last) >= _LONGEST_ENDING:
        return text
    return f"{before}\u00a0{last}"


def stretches(run: Run, *, isolate: bool) -> Iterator[tuple[str, str]]:
    """The text of a run in stretches, each with the direction in which it is to be isolated, or none.

    A number with its unit is drawn left to right whatever stands around it, as "100–300 mg" would turn into
    "300–100"; words of its own in a right-to-left script stay in the flow of the sentence. A name is isolated
    whole, in the direction of its first letter.
    """
    if not isolate:
        yield run.text, ""
    elif run.role is Role.NAME:
        yield run.text, _direction(run.text)
    else:
        for stretch in _RIGHT_TO_LEFT.split(run.text):
            before, inner, after = _OUTER_SPACE.fullmatch(stretch).groups()  # type: ignore[union-attr]
            parts = ((before, ""), (inner, "" if _RIGHT_TO_LEFT.match(inner) else "ltr"), (after, ""))
            yield from ((text, direction) for text, direction in parts if text)


def _direction(text: str) -> str:
    classes = (unicodedata.bidirectional(character) for character in text)
    return next(("ltr" if found == "L" else "rtl" for found in classes if found in ("L", "R", "AL")), "ltr")


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
