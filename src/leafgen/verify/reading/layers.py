"""Optional content: which layers are off, on screen or on paper (ISO 32000-2, 8.11)."""

from __future__ import annotations

from typing import Any

import pikepdf


class Layers:
    """The optional-content groups of a file: `off` are those that somebody will not see, on a screen or on paper;
    `gone` those that nobody sees."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.off: set[tuple[int, int]] = set()
        self.gone: set[tuple[int, int]] = set()
        properties: Any = pdf.Root.get("/OCProperties")
        self.any = isinstance(properties, pikepdf.Dictionary)
        if not self.any:
            return
        default = properties.get("/D", pikepdf.Dictionary())
        groups = [group.objgen for group in properties.get("/OCGs", [])]
        if str(default.get("/BaseState", "/ON")) == "/OFF":
            self.off = set(groups) - {group.objgen for group in default.get("/ON", [])}
        self.off |= {group.objgen for group in default.get("/OFF", [])}
        self.gone |= self.off
        switching = _switching(default)
        for group in properties.get("/OCGs", []):
            usage = group.get("/Usage", pikepdf.Dictionary())
            for kind, key in (("/Print", "/PrintState"), ("/View", "/ViewState"), ("/Export", "/ExportState")):
                state = usage.get(kind)
                if isinstance(state, pikepdf.Dictionary) and str(state.get(key)) == "/OFF":
                    self.off.add(group.objgen)
                elif isinstance(state, pikepdf.Dictionary):
                    self.gone.discard(group.objgen)
            if any(kind in usage for kind in switching):  # how near one looks, and who: not followed, so not trusted
                self.off.add(group.objgen)
                self.gone.discard(group.objgen)

    def unseen(self, entry: Any) -> bool:
        """Whether what a group or a rule over groups marks is seen by nobody: what covers a text must be so to count
        for nothing."""
        if not isinstance(entry, pikepdf.Dictionary):
            return False
        if str(entry.get("/Type")) != "/OCMD":
            return entry.objgen in self.gone
        if entry.get("/VE") is not None or str(entry.get("/P", "/AnyOn")) not in ("/AnyOn", "/AllOn"):
            return False
        groups: Any = entry.get("/OCGs", [])
        members = [groups] if isinstance(groups, pikepdf.Dictionary) else list(groups)
        return bool(members) and all(member.objgen in self.gone for member in members)

    def hidden(self, entry: Any) -> bool:
        """Whether a group (OCG) or a rule over groups (OCMD) hides what it marks, for some reader."""
        if not isinstance(entry, pikepdf.Dictionary):
            return False
        if str(entry.get("/Type")) != "/OCMD":
            return entry.objgen in self.off
        groups: Any = entry.get("/OCGs", [])
        members = [groups] if isinstance(groups, pikepdf.Dictionary) else list(groups)
        states = [member.objgen not in self.off for member in members if isinstance(member, pikepdf.Dictionary)]
        if entry.get("/VE") is not None:
            return True  # an expression over layers: not followed, so not trusted
        match str(entry.get("/P", "/AnyOn")):
            case "/AllOn":
                shown = all(states)
            case "/AnyOff":
                shown = not all(states)
            case "/AllOff":
                shown = not any(states)
            case _:
                shown = any(states) or not states
        return not shown


def _switching(default: Any) -> set[str]:
    """By which of a layer's uses viewers switch it themselves, other than screen and paper."""
    kinds: set[str] = set()
    for event in default.get("/AS", []):
        kinds.update(str(kind) for kind in event.get("/Category", []))
    return kinds - {"/Print", "/View", "/Export"}
