"""What every command shares: the chosen workspace, the two consoles, and one place that turns errors into exits."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rich.console import Console
from rich.text import Text

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


out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str = "", style: str = "") -> None:
    """Print a line to standard output as it is: no markup is read from it."""
    out.print(Text(text, style=style))


def complain(error: LeafgenError) -> None:
    """Print a refusal with every diagnostic and its advice to standard error."""
    err.print(Text(error.message, style="bold red"))
    for diagnostic in error.diagnostics:
        err.print(Text(f"  {diagnostic}"))
    if error.advice:
        err.print(Text(error.advice))


def exit_status(run: Callable[[], None]) -> int:
    """Run a face and turn what it raises into the contract's exit status."""
    try:
        run()
    except LeafgenError as error:
        complain(error)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return 0
