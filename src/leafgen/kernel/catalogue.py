"""Catalogues: what there is to choose from, by id, with a helpful refusal for an id that is not there.

A package of plug-in modules (rules, checks) is a catalogue too: one file is one entry, its id is the
file's name with dashes, and there is no second list in which it must be entered.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from types import ModuleType
from typing import Generic, Protocol, TypeVar

from leafgen.kernel.errors import InvalidInput


class Entry(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=Entry)

#: A refusal that names more than these is not read to its end, least of all once a row of a batch.
_MOST_NAMED = 24


class Catalogue(Mapping[str, T], Generic[T]):
    """An ordered, read-only collection of entries by id. `what` names one entry in messages ("locale"); `aliases`
    are other names by which an entry can be chosen, each with the entry's id."""

    def __init__(self, what: str, entries: Iterable[T], aliases: Mapping[str, str] | None = None) -> None:
        self.what = what
        self._entries = {entry.id: entry for entry in entries}
        self._aliases = dict(aliases or {})

    def __getitem__(self, key: str) -> T:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def choose(self, key: str) -> T:
        """The entry of this id or alias, or InvalidInput that names what there is and the nearest match."""
        identity = self._aliases.get(key, key)
        if identity in self._entries:
            return self._entries[identity]
        near = get_close_matches(key.lower(), [*self._entries, *self._aliases], n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        known = f"there is: {', '.join(sorted(self._entries)) or 'none'}"
        if len(self._entries) > _MOST_NAMED:
            known = f"there are {len(self._entries)}: see leafgen list {self.what.rpartition(' ')[2]}s"
        raise InvalidInput(f"there is no {self.what} {key!r}", f"{hint}{known}")

    def strange(self, keys: Iterable[str]) -> list[InvalidInput]:
        """What is wrong with each of these ids or aliases that is not there, in order."""
        faults = []
        for key in keys:
            try:
                self.choose(key)
            except InvalidInput as error:
                faults.append(error)
        return faults


def modules_in(package: ModuleType) -> Iterator[ModuleType]:
    """Import every module of `package`, in order of name."""
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        yield importlib.import_module(f"{package.__name__}.{found.name}")
