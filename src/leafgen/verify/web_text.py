"""The text of a web page, and everything in it that is not plain text in known elements: default deny.

A page of ours needs few elements and attributes. Whatever else stands in one (a script, a form, an address that is
fetched, a handler) is named as a fault, so that what was read here is what a browser shows.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "img"})
_INLINE = frozenset({"a", "b", "bdi", "span", "img"})
_FOR_ALL = frozenset({"class", "id", "lang", "dir"})
_ATTRIBUTES = {
    **dict.fromkeys(("head", "title", "style", "body", "header", "main", "footer", "h1", "h2", "h3", "p"), frozenset()),
    **dict.fromkeys(("ul", "li", "div", "span", "b", "bdi", "table", "caption", "thead", "tbody"), frozenset()),
    **dict.fromkeys(("tr", "td", "dl", "dt", "dd"), frozenset()),
    "html": frozenset({"style"}),
    "meta": frozenset({"charset", "name", "content", "http-equiv"}),
    "section": frozenset({"aria-labelledby"}),
    "a": frozenset({"href"}),
    "th": frozenset({"scope"}),
    "img": frozenset({"src", "alt"}),
}
_PICTURE = re.compile(r"data:image/(svg\+xml|png);base64,[A-Za-z0-9+/=]+")
_DIAL = re.compile(r"tel:(\+?)([0-9]+)")
_LONGEST_PREFIX = 3
"""Digits of a country's prefix, which the number as it is shown may leave out."""

#: Between blocks in the text; within one there are only spaces.
BLOCK_END = "\n"


@dataclass(slots=True)
class WebText:
    """What a page says (blocks end with BLOCK_END, white space is folded, no-break spaces are kept), its title,
    language and direction, its style sheets, the colours given on the page itself, and the faults found."""

    text: str = ""
    title: str = ""
    language: str = ""
    direction: str = ""
    styles: list[str] = field(default_factory=list)
    own_style: str = ""
    faults: list[str] = field(default_factory=list)


def read_web_page(page: str) -> WebText:
    """Read a page. Never raises: what is not known is among the faults."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.finish()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = WebText()
        self.open: list[str] = []
        self.parts: list[str] = []
        self.title: list[str] = []
        self.dialled: tuple[str, int] | None = None

    def fault(self, message: str) -> None:
        self.found.faults.append(message)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _ATTRIBUTES:
            self.fault(f"element <{tag}>")
        allowed = _FOR_ALL | _ATTRIBUTES.get(tag, frozenset())
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self.fault(f"<{tag}> has an attribute twice")
        for name, value in given.items():
            if name not in allowed:
                self.fault(f"attribute {name}={value!r} of <{tag}>")
        self.read_attributes(tag, given)
        if tag not in _VOID:
            self.open.append(tag)
        if tag not in _INLINE:
            self.parts.append(BLOCK_END)

    def read_attributes(self, tag: str, given: dict[str, str]) -> None:
        """The few attributes that matter to what is shown."""
        if tag == "html":
            self.found.language, self.found.direction = given.get("lang", ""), given.get("dir", "")
            self.found.own_style = given.get("style", "")
        elif tag == "meta" and "http-equiv" in given and given["http-equiv"] != "Content-Security-Policy":
            self.fault(f"<meta http-equiv={given['http-equiv']!r}>")
        elif tag == "img":
            if not _PICTURE.fullmatch(given.get("src", "")):
                self.fault(f"a picture from {given.get('src', '')[:60]!r}")
            if given.get("alt") != "":
                self.fault("a picture says something of its own")
        elif tag == "a":
            self.dialled = (given.get("href", ""), len(self.parts))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.fault(f"</{tag}> closes nothing that is open")
            return
        self.open.pop()
        if tag == "a" and self.dialled:
            address, start = self.dialled
            shown = "".join(self.parts[start:])
            if not _dials(address, shown):
                self.fault(f"a link says {shown!r} and leads to {address!r}")
        if tag not in _INLINE:
            self.parts.append(BLOCK_END)

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside == "style":
            self.found.styles.append(data)
        elif inside == "title":
            self.title.append(data)
        else:
            self.parts.append(_folded(data))

    def handle_comment(self, data: str) -> None:
        self.fault(f"a comment: {data[:60]!r}")

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self.fault(f"declaration {decl!r}")

    def handle_pi(self, data: str) -> None:
        self.fault(f"a processing instruction: {data[:60]!r}")

    def unknown_decl(self, data: str) -> None:
        self.fault(f"a declaration: {data[:60]!r}")

    def finish(self) -> WebText:
        """What was read, with white space folded."""
        if self.open:
            self.fault(f"never closed: {', '.join(f'<{tag}>' for tag in self.open)}")
        lines = (re.sub(" +", " ", line).strip(" ") for line in "".join(self.parts).split(BLOCK_END))
        self.found.text = BLOCK_END.join(line for line in lines if line)
        self.found.title = _folded("".join(self.title)).strip(" ")
        return self.found


def _folded(text: str) -> str:
    """White space as HTML folds it: a no-break space is a letter like any other."""
    return re.sub(r"[ \t\r\n\f]+", " ", text)


def _dials(address: str, shown: str) -> bool:
    """Whether a link dials the number it shows, but for the country's prefix and the zero that replaces it."""
    match = _DIAL.fullmatch(address)
    digits = "".join(str(unicodedata.digit(mark)) for mark in shown if unicodedata.digit(mark, None) is not None)
    if not match or not digits:
        return False
    if not match[1]:
        return match[2] == digits
    rest = match[2].removesuffix(digits.lstrip("0"))
    return rest != match[2] and len(rest) <= _LONGEST_PREFIX
