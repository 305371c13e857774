"""Jobs for the tests of the workshop: a process finds them by name."""

from __future__ import annotations

import os
import time
from pathlib import Path

from leafgen.kernel.errors import InvalidInput


def die() -> None:
    os._exit(1)


def die_once(mark: Path) -> str:
    if not mark.exists():
        mark.touch()
        os._exit(1)
    return "alive"


def wait(seconds: float) -> None:
    time.sleep(seconds)


def process() -> int:
    return os.getpid()


def fail(words: str) -> None:
    raise ValueError(words)


def refuse() -> None:
    raise InvalidInput("refused")
