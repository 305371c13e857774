"""The sheet in front of a bundle: which one it is, and how many documents and pages follow.

For the staff of a print shop; it names no patient. Laid out with placeholders once for each size of paper, it is then
stamped like any other master. Lengths are in pt.
"""

from __future__ import annotations

from html import escape

from leafgen.compose.expectation import Expectation, Expected
from leafgen.content.fonts import FontFamily
from leafgen.kernel.geometry import Size, pt
from leafgen.render.exact_page import exact_pages, html_page
from leafgen.render.page_engine import PT_PER_PX
from leafgen.render.stamp_master import Placeholder

#: What is stamped, by the statement's id, and what stands for it in the master: no letters that are kerned.
OF, NUMBER, DOCUMENTS, PAGES = "bundle.of", "bundle.number", "bundle.documents", "bundle.pages"
STAND_INS = {OF: "numnum", NUMBER: "700001", DOCUMENTS: "600002", PAGES: "500003"}
#: What is said beside the numbers.
CAPTIONS = {NUMBER: "Bundle", DOCUMENTS: "Documents", PAGES: "Pages"}
TITLE = "Separator"
#: The longest that a bundle is called by, in letters, and how wide a letter is, in em, with room to spare.
_LONGEST, _LETTER = 24, 0.62
#: Type is no larger than is read at arm's length, whatever the paper, and no smaller than can be read; captions are
#: this part of it. In em: from line to line, from the top of a line to its base, and a caption with the widest number.
_LARGEST, _LEAST, _CAPTION, _LINE, _ASCENT, _WIDEST = 48.0, 4.0, 0.55, 1.3, 0.935, 7.6
_STYLE = """
@page {{ size: {width}pt {height}pt; margin: 0 }}
html {{ line-height: 1.2; color: #000; font-kerning: none; font-variant-ligatures: none }}
body {{ margin: 0 }}
p, div, h1 {{ position: absolute; margin: 0; white-space: nowrap; font-weight: 400 }}
h1, div {{ font-weight: 600 }}
"""


def separator_page(paper: Size, font: FontFamily) -> tuple[bytes, tuple[Placeholder, ...], Expectation]:
    """The page with its stand-ins, where stamps go, and what it says."""
    width, height = pt(paper.width), pt(paper.height)
    margin = 0.07 * min(width, height)
    room = width - 2 * margin
    size = min(_LARGEST, (height - 2 * margin) / (_LINE * (1 + len(CAPTIONS))), room / _WIDEST)
    of = min(size, room / (_LONGEST * _LETTER))
    caption = _CAPTION * size
    column = margin + caption * _LETTER * (1 + max(map(len, CAPTIONS.values())))
    parts, placeholders, flow = [], [], []

    def line(tag: str, id: str, text: str, left: float, top: float, size: float, room: float = 0.0) -> None:
        place = f"left: {left:.3f}pt; top: {top:.3f}pt; font-size: {size:.3f}pt"
        parts.append(f'<{tag} style="{place}">{escape(text)}</{tag}>')
        flow.append(Expected(id, (text,)))
        if room:
            placeholders.append(Placeholder(id, text, room / PT_PER_PX))

    line("h1", OF, STAND_INS[OF], margin, margin + (size - of), of, room)
    for row, (id, text) in enumerate(CAPTIONS.items(), 1):
        # A number ends its line: how wide it is moves nothing, for no reader. Both stand on one base line.
        top = margin + row * _LINE * size
        line("p", f"{id}.caption", text, margin, top + _ASCENT * (size - caption), caption)
        line("div", id, STAND_INS[id], column, top, size, width - margin - column)
    expectation = Expectation(
        kind="label", locale="en", direction="ltr", flow=tuple(flow), title=TITLE, page_sizes=(paper,), maximum_pages=1,
        minimum_pt=_LEAST, font_files=tuple(face.sha256 for face in font.faces),
    )  # fmt: skip
    style = _STYLE.format(width=width, height=height)
    pdf = exact_pages(html_page(TITLE, "".join(parts)), style, font)
    return pdf, tuple(placeholders), expectation
