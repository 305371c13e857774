"""The style sheet of a web page, held to what is known not to hide text: default deny.

No property that could clip, cover, fade, move or rewrite text is known here; sizes have a floor, and colours stand
in roles whose pairs are measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3 (AA)."""

_LENGTH = r"(?:0|\d*\.?\d+(?:rem|em|px|mm|pt|%)|var\(--[a-z-]+\))"
_SPACE = rf"{_LENGTH}(?: {_LENGTH}){{0,3}}"
_TRACKS = r"repeat\(auto-fit, minmax\(min\([1-9]\d*rem, 100%\), 1fr\)\)"
_LINE = rf"{_LENGTH} solid (?:var\(--[a-z-]+\)|#ffffff)"
_KNOWN = {
    "display": "block|flex|grid", "flex": rf"[01] [01] {_LENGTH}", "flex-wrap": "wrap", "gap": _SPACE,
    "align-items": "flex-end|baseline", "justify-content": "space-between", "grid-template-columns": _TRACKS,
    "margin": r"(?:0|0 auto|\d+mm)", "margin-top": _LENGTH, "margin-bottom": _LENGTH, "margin-inline-end": _LENGTH,
    "padding": _SPACE, "padding-top": _LENGTH, "padding-bottom": _LENGTH,
    "padding-inline-start": _LENGTH, "padding-inline-end": _LENGTH, "box-sizing": "border-box",
    "border": _LINE, "border-top": _LINE, "border-bottom": _LINE, "border-inline-start-width": _LENGTH,
    "border-radius": _LENGTH, "border-collapse": "collapse",
    "max-width": r"none|[1-9]\d*rem", "width": r"100%|38%|1\.3em", "height": r"3\.5rem|1\.3em",
    "object-fit": "contain", "vertical-align": r"top|baseline|-0\.\d+em", "text-align": "start",
    "font-family": r"[A-Za-z\", -]+", "font-weight": "[4-7]00",
    "overflow-wrap": "break-word|anywhere", "list-style": "none", "white-space": "nowrap",
    "break-after": "avoid", "break-inside": "avoid", "size": "A4",
}  # fmt: skip
_ROLES = {"ink", "soft", "brand", "danger", "tint", "danger-tint", "line"}
_SIZES = {"body", "small", "heading", "title", "leading"}
_SMALLEST_REM, _SMALLEST_PT, _LEAST_LEADING = 0.9, 9.0, 1.2
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SELECTOR = re.compile(r"[A-Za-z0-9*.,+: -]+")
#: What stands on what: text, then its grounds.
_PAIRS = (
    ("ink", ("paper", "tint", "danger-tint")), ("soft", ("paper",)), ("brand", ("paper", "tint")),
    ("danger", ("paper", "danger-tint")), ("paper", ("danger",)),
)  # fmt: skip


def style_faults(sheet: str, own: str) -> Iterator[str]:
    """What a sheet, with the values that the page itself gives (`own`), says that could hide text."""
    roles: dict[str, str] = {"paper": "#ffffff"}
    for selector, name, value in (*_declarations(sheet), *(("html", *pair) for pair in _pairs(own))):
        said = f"{selector} {{ {name}: {value} }}"
        if not (_SELECTOR.fullmatch(selector) or selector.startswith("@")):
            yield f"not known: the selector {selector!r}"
        if selector.startswith("@") and selector != "@page":
            yield f"not known: {selector}"
        elif name.startswith("--"):
            if not _is_role(name[2:], value, selector, roles):
                yield f"not known: {said}"
        elif not _is_known(selector, name, value):
            yield f"not known: {said}"
    yield from _hard_to_read(roles)


def _is_role(name: str, value: str, selector: str, roles: dict[str, str]) -> bool:
    """Whether a variable is one of ours with a value that can be read; notes colours."""
    if name in _ROLES and _COLOUR.fullmatch(value) and selector == "html":
        fresh = name not in roles  # said once: a second value could stand where the first is measured
        roles[name] = value
        return fresh
    return name in _SIZES and _is_size(value, leading=name == "leading")


def _is_size(value: str, *, leading: bool = False) -> bool:
    if leading:
        return bool(re.fullmatch(r"\d(\.\d+)?", value)) and float(value) >= _LEAST_LEADING
    match = re.fullmatch(r"(\d*\.?\d+)(rem|pt)", value)
    return bool(match) and float(match[1]) >= (_SMALLEST_REM if match[2] == "rem" else _SMALLEST_PT)  # type: ignore[index]


def _is_known(selector: str, name: str, value: str) -> bool:
    alarm = all(part.strip().startswith(".look-alarm") for part in selector.split(","))
    match name:
        case "color":
            return (
                value == "#ffffff"
                if alarm
                else value in {f"var(--{role})" for role in ("ink", "soft", "brand", "danger")}
            )
        case "background":
            light = value in {"#ffffff", "var(--tint)", "var(--danger-tint)"}
            return value == "var(--danger)" if alarm else light
        case "font-size":
            return value in {"100%", *(f"var(--{size})" for size in _SIZES)} or _is_size(value)
        case "line-height":
            return value == "var(--leading)" or _is_size(value, leading=True)
    return name in _KNOWN and bool(re.fullmatch(_KNOWN[name], value))


def _hard_to_read(roles: Mapping[str, str]) -> Iterator[str]:
    for text, grounds in _PAIRS:
        for ground in grounds:
            if text not in roles or ground not in roles:
                yield f"no colour is given for {text} on {ground}"
            elif (reached := contrast(roles[text], roles[ground])) < LEAST_CONTRAST:
                yield f"{text} on {ground} is hard to read: contrast {reached:.1f}"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as #rrggbb, 1 to 21, as WCAG defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    values = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _declarations(sheet: str) -> Iterator[tuple[str, str, str]]:
    """Every declaration with the selector it stands under; `@media print` is looked through."""
    text = re.sub(r"/\*.*?\*/", " ", sheet, flags=re.DOTALL)
    under: list[str] = []
    for piece, end in re.findall(r"([^{};]*)([{};]|$)", text):
        said = " ".join(piece.split())
        if end == "{":
            under.append(said)
        elif said:
            name, _, value = said.partition(":")
            selector = next((place for place in reversed(under) if place != "@media print"), "")
            yield selector, name.strip(), value.strip()
        if end == "}" and under:
            under.pop()


def _pairs(own: str) -> Iterator[tuple[str, str]]:
    for piece in filter(str.strip, own.split(";")):
        name, _, value = piece.partition(":")
        yield name.strip(), value.strip()
