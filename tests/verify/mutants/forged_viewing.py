"""Kinds that a forger or a careless script makes of what viewers and presses are told: actions, fields, borders, boxes,
layers, what is shown or printed instead; and, beside them, what looks like it and is good."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.verify.mutants.by_hand import WARN, Hook, height, line, lines, page, text
from tests.verify.mutants.material import Specimen
from tests.verify.mutants.shelf import BADS, GOODS, bad, good

_Y = height("dose")
_AGAINST = WARN.replace("350", "3500")
_SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.beep()"))
_AWAY, _ASIDE = Array([0, 0, 1, 1]), Array([50, 300, 400, 330])


def _entries(shelf: dict[str, Any], name: str, change: Hook, content: str = "") -> None:
    shelf[name] = lambda: page(content or lines(), change=change)


# actions ---------------------------------------------------------------------------------------------------


def _opening(*actions: str) -> Hook:
    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        following: Any = None
        for kind in reversed(actions):
            action = Dictionary(S=Name(kind), D=Array([sheet, Name.Fit]), JS=String("app.beep()"))
            if following is not None:
                action.Next = following
            following = action
        pdf.Root.OpenAction = following

    return change


_entries(GOODS, "opens-on-its-first-page", _opening("/GoTo"))
_entries(BADS, "script-after-opening", _opening("/GoTo", "/JavaScript"))


def _annotation(kind: str, rect: pikepdf.Array = _AWAY, **entries: Any) -> Hook:
    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        note = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), F=4, Rect=rect, **entries))
        sheet.Annots = Array([note])
        if kind == "Widget":
            pdf.Root.AcroForm = Dictionary(Fields=Array([note]))

    return change


_entries(GOODS, "link-to-a-page-of-the-web", _annotation("Link", A=Dictionary(S=Name.URI, URI=String("tel:112"))))
_entries(BADS, "script-when-a-page-is-shown", _annotation("Screen", AA=Dictionary(PV=_SCRIPT)))
_entries(BADS, "link-that-switches-layers", _annotation("Link", A=Dictionary(S=Name.SetOCGState, State=Array([]))))
_entries(BADS, "button-that-shows-a-cover", _annotation("Widget", A=Dictionary(S=Name.Hide, T=String("x"), H=False)))


@bad
def page_shown_in_steps() -> Specimen:
    """A page with parts that come and go."""

    def change(_: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        sheet.PresSteps = Dictionary(Type=Name.NavNode, NA=Dictionary(S=Name.SetOCGState, State=Array([])))

    return page(lines(), change=change)


@bad
def portfolio() -> Specimen:
    """Viewers open the file that it carries, and not its pages."""

    def change(pdf: pikepdf.Pdf, _: pikepdf.Dictionary) -> None:
        pdf.attachments["other.pdf"] = b"%PDF-1.4"
        pdf.Root.Collection = Dictionary(Type=Name.Collection, D=String("other.pdf"))

    return page(lines(), change=change)


@good
def file_attached() -> Specimen:
    """A file that lies beside the pages."""

    def change(pdf: pikepdf.Pdf, _: pikepdf.Dictionary) -> None:
        pdf.attachments["data.xml"] = b"<data/>"

    return page(lines(), change=change)


# fields and notes ------------------------------------------------------------------------------------------

_FIELD: dict[str, Any] = {"FT": Name.Tx, "T": String("n"), "DA": String("/Helv 10 Tf 0 g")}
_entries(GOODS, "field-of-its-own", _annotation("Widget", _ASIDE, V=String("Jansen"), **_FIELD))
_entries(BADS, "field-of-choices", _annotation("Widget", _ASIDE, V=Array([String(_AGAINST)]), **_FIELD))
_entries(BADS, "caption-of-a-button", _annotation("Widget", _ASIDE, MK=Dictionary(CA=String(_AGAINST)), **_FIELD))
_entries(BADS, "note-in-rich-text", _annotation("FreeText", _ASIDE, RC=String(f"<body><p>{_AGAINST}</p></body>")))


@bad
def field_whose_value_is_its_parents() -> Specimen:
    """A field on the page, its value in the field that it belongs to."""

    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        parent = pdf.make_indirect(Dictionary(V=String(_AGAINST), **_FIELD))
        kid = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Parent=parent, Rect=_ASIDE, F=4)
        parent.Kids = sheet.Annots = Array([pdf.make_indirect(kid)])
        pdf.Root.AcroForm = Dictionary(Fields=Array([parent]))

    return page(lines(), change=change)


@bad
def look_when_pressed() -> Specimen:
    """A button that says another dose while it is pressed."""

    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        looks = [
            pdf.make_stream(drawn.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 350, 30]))
            for drawn in ("", f"BT /F 10 Tf 2 5 Td {text(_AGAINST)} Tj ET")
        ]
        looks[1].Resources = Dictionary(Font=Dictionary(F=sheet.Resources.Font.F))
        _annotation("Widget", _ASIDE, AP=Dictionary(N=looks[0], D=looks[1]))(pdf, sheet)

    return page(lines(), change=change)


_QUADS = Array([60, _Y + 9, 250, _Y + 9, 60, _Y - 2, 250, _Y - 2])
_LEVEL = Array([60, _Y + 3, 250, _Y + 3])
_BELOW = Array([60, 300, 250, 300])
_entries(BADS, "struck-by-a-note-elsewhere", _annotation("StrikeOut", QuadPoints=_QUADS))
_entries(BADS, "blacked-out-by-a-note-elsewhere", _annotation("Redact", QuadPoints=_QUADS))
_entries(BADS, "line-of-a-note-elsewhere", _annotation("Line", L=_LEVEL))
_entries(BADS, "ink-of-a-note-elsewhere", _annotation("Ink", InkList=Array([_LEVEL])))
_entries(GOODS, "ink-of-a-note-beside", _annotation("Ink", InkList=Array([_BELOW])))
_entries(BADS, "note-that-lies-open", _annotation("Popup", Array([50, 600, 400, 720]), Open=True))
_entries(GOODS, "note-that-is-closed", _annotation("Popup", Array([50, 600, 400, 720])))

_AROUND = Array([58, _Y - 4, 254, _Y + 11])
_THROUGH = Array([58, _Y + 3, 254, _Y + 12])
_entries(GOODS, "link-with-a-border", _annotation("Link", _AROUND, Border=Array([0, 0, 1])))
_entries(GOODS, "link-underlined", _annotation("Link", _AROUND, BS=Dictionary(W=1, S=Name.U)))
_entries(BADS, "link-with-a-border-over-its-words", _annotation("Link", _AROUND, Border=Array([0, 0, 14])))
_entries(BADS, "link-underlined-through-its-words", _annotation("Link", _THROUGH, BS=Dictionary(W=1, S=Name.U)))


# boxes and print -------------------------------------------------------------------------------------------


def _boxes(preferences: dict[str, Any] | None = None, **boxes: pikepdf.Array) -> Hook:
    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        for key, box in boxes.items():
            sheet[f"/{key}"] = box
        if preferences:
            pdf.Root.ViewerPreferences = Dictionary(preferences)

    return change


_NARROW, _LOOSE = Array([0, 0, 200, 842]), Array([20, 20, 575, 822])
_entries(GOODS, "trimmed-in-the-margin", _boxes(TrimBox=_LOOSE))
_entries(GOODS, "art-in-a-part-of-it", _boxes(ArtBox=_NARROW))
_entries(BADS, "trimmed-in-the-text", _boxes(TrimBox=_NARROW))
_entries(BADS, "only-its-art-is-printed", _boxes({"/PrintClip": Name.ArtBox}, ArtBox=_NARROW))


def _printed(first: int, last: int) -> Hook:
    def change(pdf: pikepdf.Pdf, _: pikepdf.Dictionary) -> None:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.Root.ViewerPreferences = Dictionary(PrintPageRange=Array([first, last]))

    return change


_entries(GOODS, "first-page-printed", _printed(1, 1))
_entries(BADS, "second-page-printed", _printed(2, 2))


# layers ----------------------------------------------------------------------------------------------------


def _switched(usage: pikepdf.Dictionary, category: str) -> Hook:
    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x"), Usage=usage))
        event = Dictionary(Event=Name.View, OCGs=Array([group]), Category=Array([Name(category)]))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(ON=Array([group]), AS=Array([event])))
        sheet.Resources.Properties = Dictionary(L=group)

    return change


_LAYERED = f"{lines(without='dose')}/OC /L BDC {line('Take 2 tablets with your evening meal.', _Y)} EMC"
_SHOWN = Dictionary(View=Dictionary(ViewState=Name.ON))
_entries(GOODS, "layer-shown", _switched(_SHOWN, "/View"), _LAYERED)
_entries(BADS, "layer-for-who-looks-closely", _switched(Dictionary(Zoom=Dictionary(min=8)), "/Zoom"), _LAYERED)
_entries(
    BADS, "layer-for-a-language", _switched(Dictionary(Language=Dictionary(Lang=String("fr"))), "/Language"), _LAYERED
)
