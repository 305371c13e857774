"""Kinds that a forger or a careless script makes of tags: what a screen reader says, in which language, and whether at
all; and, beside them, what looks like it and is good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.verify.mutants.by_hand import DOSE, STATEMENTS, height, line, page
from tests.verify.mutants.material import Specimen
from tests.verify.mutants.shelf import BADS, GOODS

Edit = Callable[[pikepdf.Pdf, Any, list[Any]], None]
"""What happens to the tree: its root, and one paragraph for each line."""


def _tagged(
    edit: Edit = lambda _pdf, _root, _kids: None, tag: str = "P", entries: str = "", outside: str = ""
) -> Specimen:
    """The lines as paragraphs of a tree; `tag`, `entries`: of the mark around the second; `outside`: what marks it
    instead, when it stands in no paragraph."""

    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        kids = [
            pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=root, Pg=sheet, K=at))
            for at in range(len(STATEMENTS))
            if not (outside and at == 1)
        ]
        root.K = Array(kids)
        pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)
        pdf.Root.Lang = String("en-GB")
        edit(pdf, root, kids)

    parts = []
    for at, (id, words) in enumerate(STATEMENTS):
        begin = f"/{tag} <</MCID {at} {entries}>> BDC" if at == 1 else f"/P <</MCID {at}>> BDC"
        parts.append(f"{outside if outside and at == 1 else begin} {line(str(words), height(id))}EMC\n")
    return page("".join(parts), change=change)


def _entry(key: str, words: str, role: str = "P") -> Edit:
    def edit(_pdf: pikepdf.Pdf, _root: Any, kids: list[Any]) -> None:
        kids[1][key], kids[1].S = String(words), Name(f"/{role}")

    return edit


def _section(language: str) -> Edit:
    def edit(pdf: pikepdf.Pdf, root: Any, kids: list[Any]) -> None:
        part = Dictionary(Type=Name.StructElem, S=Name.Sect, P=root, K=Array(kids), Lang=String(language))
        root.K = Array([pdf.make_indirect(part)])

    return edit


_OTHER = DOSE.replace("2", "20")
GOODS |= {
    "paragraph-in-another-country": lambda: _tagged(_entry("/Lang", "en-US")),
    "paragraph-in-no-language": lambda: _tagged(_entry("/Lang", "")),
    "mark-in-its-language": lambda: _tagged(entries="/Lang (en)"),
    "mark-that-says-the-same": lambda: _tagged(tag="Span", entries=f"/Alt ({DOSE})"),
    "picture-described-as-it-reads": lambda: _tagged(_entry("/Alt", f"A card: {DOSE}", "Figure")),
}
BADS |= {
    "paragraph-in-another-language": lambda: _tagged(_entry("/Lang", "fr")),
    "mark-in-another-language": lambda: _tagged(entries="/Lang (fr)"),
    "section-in-another-language": lambda: _tagged(_section("nl")),
    "mark-that-says-another": lambda: _tagged(tag="Span", entries=f"/Alt ({_OTHER})"),
    "mark-expanded-to-another": lambda: _tagged(tag="Span", entries=f"/E ({_OTHER})"),
    "picture-described-as-another": lambda: _tagged(_entry("/Alt", "A cat", "Figure")),
    "sounds-of-another": lambda: _tagged(_entry("/Phoneme", "teik")),
    "furniture-of-the-page": lambda: _tagged(outside="/Artifact BMC"),
    "in-no-element": lambda: _tagged(outside="/P BMC"),
    "element-that-is-furniture": lambda: _tagged(_entry("/T", "x", "Artifact")),
}
