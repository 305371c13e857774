"""Diagnostics: what is wrong, where exactly, and what to do; collected so that all are shown at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file (relative to its workspace), a line counted from 1 (0: the whole file)
    and the path of keys inside it."""

    file: str
    line: int = 0
    path: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.path}" if self.path else where


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One fault: `file:line: path: message`, with advice where there is any."""

    place: Place
    message: str
    advice: str = ""

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}"
        return f"{text} ({self.advice})" if self.advice else text


@dataclass(slots=True)
class Diagnostics:
    """Collects faults so that one run reports them all, in the order of files and lines."""

    found: list[Diagnostic] = field(default_factory=list)

    def add(self, place: Place, message: str, advice: str = "") -> None:
        """Record one fault."""
        self.found.append(Diagnostic(place, message, advice))

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(set(self.found)))

    def __bool__(self) -> bool:
        return bool(self.found)

    def __len__(self) -> int:
        return len(set(self.found))
