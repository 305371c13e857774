"""What the page engine leaves out of an archival, accessible PDF, added just before it is written.

PDF/UA-1 identification beside the engine's PDF/A-3a (with the extension schema that PDF/A asks for), the scope of
table headers, and boxes of figures in the page's own coordinates. And what it has too much of: strings of one glyph.
"""

from __future__ import annotations

from typing import Any

import pydyf

#: PDF/A-3 (ISO 19005-3, 6.6.2.3) allows properties outside its own schemas only when the file describes them.
_UA_IDENTIFICATION = b"""\
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>the part of ISO 14289 this file adheres to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_END = b"</rdf:RDF>"
#: 72 pt and 96 px to the inch.
PT_PER_PX = 0.75


def complete(pdf: pydyf.PDF) -> None:
    """Add what is missing to the engine's finished `pdf`, in place."""
    elements = [entry for entry in pdf.objects if isinstance(entry, dict) and entry.get("Type") == "/StructElem"]
    _identify(pdf)
    _scope_headers(elements)
    _place_figures(pdf, elements)
    _join_glyphs(pdf)


def name_language(element: pydyf.Dictionary, language: str) -> None:
    """Say in which language (BCP 47) the content of a structure element is."""
    element["Lang"] = pydyf.String(language)


def _identify(pdf: pydyf.PDF) -> None:
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Stream) and entry.extra.get("Type") == "/Metadata":
            entry.stream = [part.replace(_END, _UA_IDENTIFICATION + _END) for part in entry.stream]


def _scope_headers(elements: list[dict[str, Any]]) -> None:
    parents = {element.reference: element for element in elements}  # type: ignore[attr-defined]
    for element in elements:
        if element["S"] == "/TH":
            group = parents[parents[element["P"]]["P"]]
            element["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _place_figures(pdf: pydyf.PDF, elements: list[dict[str, Any]]) -> None:
    """Turn boxes that the engine gives in CSS px from the top of the page into pt from its bottom (ISO 32000-1,
    table 379)."""
    heights = {
        entry.reference: entry["MediaBox"][3]
        for entry in pdf.objects
        if isinstance(entry, pydyf.Dictionary) and entry.get("Type") == "/Page"
    }
    for element in elements:
        if element["S"] == "/Figure":
            left, top, right, bottom = (float(value) * PT_PER_PX for value in element["A"]["BBox"])
            height = heights[element["Pg"]]
            element["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))


def _join_glyphs(pdf: pydyf.PDF) -> None:
    """Put glyphs between which nothing is kerned into one string: the engine writes `[<0003>0<0262>] TJ`, which every
    reader takes longer for."""
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Stream):
            entry.stream = [
                part.replace(b">0<", b"") if isinstance(part, bytes) and part.endswith(b" TJ") else part
                for part in entry.stream
            ]
