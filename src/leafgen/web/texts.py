"""What the pages say: the English texts, and each language in which all of them can be said.

A second gettext catalogue in the locale's folder, `web.po`, holds the translations; it is read by the same rules as
the leaflet's own (no digits, every placeholder kept, nothing falls back). A locale whose `web.po` lacks anything is
not offered for the pages; it is for the print.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from leafgen.content.locales import Locale
from leafgen.content.model import Message
from leafgen.content.workspace import Workspace
from leafgen.kernel.diagnostics import Diagnostics
from leafgen.kernel.errors import InvalidInput
from leafgen.translate.catalogues import read_catalogue, source_texts
from leafgen.web.english import TEXTS

_PREFIX = "web."


def messages() -> Iterator[Message]:
    """Every text of the pages, by context."""
    return (Message(f"{_PREFIX}{key}", text) for key, text in TEXTS.items())


@dataclass(frozen=True, slots=True, eq=False)
class Interface:
    """The pages in one language."""

    locale: Locale
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """A text, with what its placeholders stand for."""
        said = self.texts[f"{_PREFIX}{key}"]
        return said.format(**values) if values else said

    def labelled(self, label: str, text: str) -> str:
        """A text behind what it is, with the colon that the language writes."""
        return self("fault.field", field=label, message=text)

    def field(self, name: str) -> str:
        """What a field of a request is called."""
        return self.texts.get(f"{_PREFIX}{name}", name)

    def named(self, group: str, id: str) -> str:
        """What an entry of a catalogue is called (`edition.large`); its id where the pages have no word for it."""
        return self.texts.get(f"{_PREFIX}{group}.{id}", id.replace("_", " ").replace("-", " "))


def interfaces(workspace: Workspace) -> dict[str, Interface]:
    """The languages that the pages can be used in, by tag. Raises InvalidInput when a catalogue is broken."""
    needed = tuple(messages())
    found = {}
    diagnostics = Diagnostics()
    for locale in workspace.content.locales.values():
        if locale.source_language:
            found[locale.id] = Interface(locale, source_texts(locale.id, needed).texts)
        elif locale.id in workspace.interface_files:
            translations = read_catalogue(locale.id, *workspace.interface_files[locale.id], needed, diagnostics)
            if not translations.lacking(needed):
                found[locale.id] = Interface(locale, translations.texts)
    if diagnostics:
        raise InvalidInput("what the pages say cannot be read", diagnostics=diagnostics)
    return found
