"""What could make a file show something else than its pages: actions, scripts, forms, what viewers show instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

_CHANGING = frozenset(("/JavaScript", "/SetOCGState", "/Hide", "/ResetForm", "/ImportData", "/Rendition", "/Trans"))
"""Actions that change what a page shows (ISO 32000-2, 12.6.4)."""
_MOST_ACTIONS = 64
_MOST_PARENTS = 20


def what_is_active(root: Any, pages: Sequence[Any]) -> tuple[str, ...]:
    """Each thing in words, once; `pages`: their dictionaries."""
    return tuple(dict.fromkeys((*_of_file(root), *(one for page in pages for one in _of_page(page)))))


def _of_file(root: Any) -> Iterator[str]:
    opening = root.get("/OpenAction")
    if root.get("/AA") is not None or any(kind != "/GoTo" for kind in _actions(opening)):
        yield "an action that runs when it is opened"
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        if "/JavaScript" in names:
            yield "JavaScript"
        if "/AlternatePresentations" in names:
            yield "a slide show that viewers may present instead"
    if root.get("/Collection") is not None:
        yield "other files, which viewers show instead of its pages"
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        yield "an XFA form"


def _of_page(page: Any) -> Iterator[str]:
    if page.get("/AA") is not None:
        yield "an action that runs when a page is opened"
    if page.get("/PresSteps") is not None:
        yield "a page that is shown in steps"
    for entry in page.get("/Annots", []):
        node, steps = entry, 0
        while isinstance(node, pikepdf.Dictionary) and steps < _MOST_PARENTS:  # a field's own are its parent's too
            if node.get("/AA") is not None:
                yield "an action that runs when something on a page is pointed at, shown or changed"
            if any(kind in _CHANGING for kind in _actions(node.get("/A"))):
                yield "an action that changes what is shown"
            node, steps = node.get("/Parent"), steps + 1


def _actions(action: Any) -> Iterator[str]:
    """The kinds of an action, and of all that follow it."""
    waiting = [action]
    for _ in range(_MOST_ACTIONS):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary):
            yield str(one.get("/S"))
            following = one.get("/Next")
            waiting += list(following) if isinstance(following, pikepdf.Array) else [following]
    yield "/Endless"
