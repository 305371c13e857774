"""The structure tree: which block, row and cell a marked piece of content belongs to (ISO 32000-2, 14.7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pikepdf

from leafgen.verify.reading.limits import Limits, TooMuch

_INLINE = frozenset(
    (
        "Span",
        "Link",
        "Em",
        "Strong",
        "Quote",
        "Reference",
        "Code",
        "NonStruct",
        "Sub",
        "Annot",
        "BibEntry",
        "Ruby",
        "RB",
        "RT",
        "RP",
        "Warichu",
        "WT",
        "WP",
        "Private",
    )
)
_MOST_ELEMENTS = 200_000
_DEEPEST = 100

Key = tuple[int, int, int]
"""Page (from 0), object number of the form that holds the content (0: the page itself), MCID."""


@dataclass(slots=True, eq=False)
class Element:
    """One structure element: its role after the role map, and the element above it; `alternative` and `expansion`: what
    a screen reader may say in its place (Alt), or for an abbreviation (E);
    `phoneme`: the sounds that it makes instead."""

    role: str
    parent: Element | None
    number: int
    language: str = ""
    actual_text: str | None = None
    alternative: str = ""
    expansion: str = ""
    phoneme: str = ""

    def above(self, *roles: str) -> Element | None:
        """The nearest element, this one included, of one of these roles."""
        element: Element | None = self
        while element is not None and element.role not in roles:
            element = element.parent
        return element

    @property
    def block(self) -> Element:
        """The nearest element that is a block and no stretch within a line."""
        element = self
        while element.role in _INLINE and element.parent is not None:
            element = element.parent
        return element


@dataclass(slots=True)
class Structure:
    """The tree, as a map from content to elements: `leaves[key]` is (place in reading order, element)."""

    leaves: dict[Key, tuple[int, Element]] = field(default_factory=dict)

    @property
    def tagged(self) -> bool:
        """Whether the file has a tree that leads to content."""
        return bool(self.leaves)


def read_structure(pdf: pikepdf.Pdf, limits: Limits) -> Structure:
    """The structure tree of the file, empty where it has none."""
    structure = Structure()
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary):
        return structure
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    roles = root.get("/RoleMap")
    role_map = {str(key): str(value) for key, value in roles.items()} if isinstance(roles, pikepdf.Dictionary) else {}
    reader = _Reader(structure, pages, role_map, limits)
    reader.kids(root.get("/K"), None, None, 0)
    return structure


class _Reader:
    def __init__(self, structure: Structure, pages: dict[Any, int], roles: dict[str, str], limits: Limits) -> None:
        self.structure, self.pages, self.roles, self.limits = structure, pages, roles, limits
        self.count = 0

    def kids(self, kids: Any, element: Element | None, page: Any, depth: int) -> None:
        if kids is None:
            return
        if depth > _DEEPEST:
            raise TooMuch("its structure tree is nested without end")
        for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
            if isinstance(kid, int):
                self.leaf(element, page, 0, kid)
            elif isinstance(kid, pikepdf.Dictionary):
                self.dictionary(kid, element, page, depth)

    def dictionary(self, kid: Any, element: Element | None, page: Any, depth: int) -> None:
        entries = dict(kid.items())  # asking for each by itself takes four times as long
        kind = str(entries.get("/Type", ""))
        own = entries.get("/Pg")
        if kind == "/MCR":
            stream = entries.get("/Stm")
            self.leaf(
                element,
                own if own is not None else page,
                stream.objgen[0] if stream is not None else 0,
                entries["/MCID"],
            )
        elif kind != "/OBJR":
            self.count += 1
            if self.count > _MOST_ELEMENTS:
                raise TooMuch("its structure tree is too large")
            actual = entries.get("/ActualText")
            below = Element(
                self.role(str(entries.get("/S", ""))),
                element,
                self.count,
                str(entries.get("/Lang", "")),
                str(actual) if actual is not None else None,
                str(entries.get("/Alt", "")),
                str(entries.get("/E", "")),
                str(entries.get("/Phoneme", "")),
            )
            self.kids(entries.get("/K"), below, own if own is not None else page, depth + 1)

    def role(self, name: str) -> str:
        for _ in range(8):
            if name not in self.roles:
                break
            name = self.roles[name]
        return name.lstrip("/")

    def leaf(self, element: Element | None, page: Any, form: int, mcid: int) -> None:
        if element is None or page is None:
            return
        number = self.pages.get(page.objgen)
        if number is not None:
            key = (number, form, int(mcid))
            self.structure.leaves.setdefault(key, (len(self.structure.leaves), element))
