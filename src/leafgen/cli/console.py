"""What every command shares: the chosen workspace, the two consoles, and how refusals and JSON are said."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from leafgen.cli.streams import deafen, write_out
from leafgen.content.workspace import Workspace
from leafgen.kernel.errors import LeafgenError
from leafgen.pipeline import Leafgen


@dataclass
class Session:
    """One run of the command. `workspace` is what --workspace named, or None."""

    workspace: Path | None = None

    @cached_property
    def leafgen(self) -> Leafgen:
        return Leafgen(Workspace.find(self.workspace))


class _Console(Console):
    """A console that outlives its reader."""

    def on_broken_pipe(self) -> None:
        """Say no more, and go on."""
        deafen(self.file)


out = _Console(highlight=False, soft_wrap=True)
err = _Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str = "", style: str = "") -> None:
    """Print a line to standard output as it is: no markup is read from it."""
    out.print(Text(text, style=style))


def counted(number: int, what: str) -> str:
    """1 row, 2 rows."""
    return f"{number:,} {what}{'s' * (number != 1)}"


def tell(value: Any, indent: int | None = None) -> None:
    """Print a value as JSON: in UTF-8, whatever the terminal is set to."""
    write_out(f"{json.dumps(value, ensure_ascii=False, indent=indent)}\n".encode())


def complain(error: LeafgenError) -> None:
    """Print a refusal with every diagnostic and its advice to standard error."""
    err.print(Text(error.message, style="bold red"))
    for diagnostic in error.diagnostics:
        err.print(Text(f"  {diagnostic}"))
    if error.advice:
        err.print(Text(error.advice))
