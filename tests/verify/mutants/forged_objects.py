"""Kinds that a forger or a careless script makes of the objects around a page: layers, notes, patterns, tags; and,
beside each, what looks like it and is good."""

from __future__ import annotations

from collections.abc import Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.verify.mutants.by_hand import DOSE, STATEMENTS, WARN, Hook, height, line, lines, page, text
from tests.verify.mutants.material import Specimen
from tests.verify.mutants.shelf import bad, good

_DOSE_Y = height("dose")
_COVER = "1 g 50 650 300 25 re f"
_AGAINST = WARN.replace("350", "3500")


# layers and annotations ------------------------------------------------------------------------------------


def _layer(usage: Mapping[str, pikepdf.Dictionary] | None = None) -> Hook:
    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("x"), Usage=Dictionary(usage or {})))
        state = Dictionary(OFF=Array([] if usage else [group]), ON=Array([group] if usage else []))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=state)
        sheet.Resources.Properties = Dictionary(L=group)

    return change


@bad
def covered_on_paper_alone() -> Specimen:
    """A white box on a layer that no screen shows, and every printer prints."""
    usage = _layer({"/Print": Dictionary(PrintState=Name.ON), "/View": Dictionary(ViewState=Name.OFF)})
    return page(f"{lines()}/OC /L BDC {_COVER} EMC", change=usage)


@good
def covered_for_nobody() -> Specimen:
    """A white box on a layer that is switched off."""
    return page(f"{lines()}/OC /L BDC {_COVER} EMC", change=_layer())


def _note(kind: str, flags: int, look: str, words: str = "") -> Hook:
    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        drawn = pdf.make_stream(look.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 300, 25]))
        drawn.Resources = sheet.Resources
        low = 650 if "re f" in look else 450
        note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), F=flags, Rect=Array([50, low, 350, low + 25]))
        note.Contents = pikepdf.String(words)
        note.AP = Dictionary(N=drawn)
        sheet.Annots = Array([pdf.make_indirect(note)])

    return change


_WHITE = "1 g 0 0 300 25 re f"


@bad
def note_on_paper_alone() -> Specimen:
    """A white square that is not shown, and is printed."""
    return page(lines(), change=_note("Square", 36, _WHITE))


@good
def note_nowhere() -> Specimen:
    """A white square that is hidden."""
    return page(lines(), change=_note("Square", 2, _WHITE))


@bad
def note_says_the_opposite() -> Specimen:
    """A note beside the text, with another dose."""
    return page(lines(), change=_note("FreeText", 4, "", _AGAINST))


@bad
def stamp_says_the_opposite() -> Specimen:
    """A stamp whose look alone says another dose."""
    return page(lines(), change=_note("Stamp", 4, f"BT /F 10 Tf 2 5 Td {text(_AGAINST)} Tj ET"))


@good
def stamp_says_the_same() -> Specimen:
    """A stamp that repeats the warning."""
    return page(lines(), change=_note("Stamp", 4, f"BT /F 10 Tf 2 5 Td {text(WARN)} Tj ET"))


@bad
def pattern_says_the_opposite() -> Specimen:
    """A box filled with a pattern that is a sentence."""

    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        tile = pdf.make_stream(line(_AGAINST, 400).encode(), PatternType=1, PaintType=1, TilingType=1)
        tile.BBox, tile.XStep, tile.YStep = Array([0, 0, 600, 850]), 600, 850
        tile.Resources = Dictionary(Font=sheet.Resources.Font)
        sheet.Resources.Pattern = Dictionary(P=tile)

    return page(f"{lines()}/Pattern cs /P scn 50 380 400 60 re f", change=change)


@bad
def action_on_turning_the_page() -> Specimen:
    """An action that runs when the page is turned to."""

    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        sheet.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.beep()")))

    return page(lines(), change=change)


# presses and readers ---------------------------------------------------------------------------------------


@bad
def white_overprinted() -> Specimen:
    """White letters on black that a press is told to add to what is there: it adds nothing."""

    def change(_: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        sheet.Resources.ExtGState = Dictionary(G=Dictionary(OP=True, op=True, OPM=1))

    box = f"q 0 0 0 1 k 50 650 300 25 re f /G gs 0 0 0 0 k {line(DOSE, _DOSE_Y)}Q "
    return page(box + lines(without="dose"), change=change)


@good
def white_on_black_for_a_press() -> Specimen:
    """The same, not overprinted."""
    return page(f"q 0 0 0 1 k 50 650 300 25 re f 0 0 0 0 k {line(DOSE, _DOSE_Y)}Q {lines(without='dose')}")


def _tagged(key: str, words: str) -> Specimen:
    def change(pdf: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        kids = [Dictionary(Type=Name.StructElem, S=Name.P, P=root, Pg=sheet, K=at) for at in range(len(STATEMENTS))]
        if key:
            kids[1][key] = pikepdf.String(words)
        root.K = Array([pdf.make_indirect(kid) for kid in kids])
        pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)

    marked = (
        f"/P <</MCID {at}>> BDC {line(words, height(id))}EMC\n"
        for at, (id, words) in enumerate(STATEMENTS)
        if isinstance(words, str)
    )
    return page("".join(marked), change=change)


@good
def described_as_it_reads() -> Specimen:
    """A paragraph whose description says the same."""
    return _tagged("/Alt", DOSE)


@bad
def described_as_another() -> Specimen:
    """A paragraph whose description says another dose."""
    return _tagged("/Alt", DOSE.replace("2", "20"))


@bad
def expanded_to_another() -> Specimen:
    """A paragraph whose expansion says another dose."""
    return _tagged("/E", DOSE.replace("2", "20"))


@bad
def lost_on_a_large_page() -> Specimen:
    """A pale "not" on a page of five metres, which no picture shows."""

    def change(_: pikepdf.Pdf, sheet: pikepdf.Dictionary) -> None:
        sheet.MediaBox = Array([0, 0, 14000, 14000])

    shown = WARN.replace("not", "\0").split("\0")
    parts = f"{text(shown[0])} Tj 0.75 g {text('not')} Tj 0 g {text(shown[1])} Tj"
    return page(f"{lines(without='warn')}BT /F 11 Tf 60 700 Td {parts} ET", change=change)
