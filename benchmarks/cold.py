"""The first label of a text, as a whole process: `python -m benchmarks.cold [--rounds N]`.

What somebody at a counter waits for, from the key that is pressed to the file that is proven and written: wall time and
CPU (of all processes), in milliseconds, the least of several rounds. In a memory of its own: once with nothing in it,
then with what `leafgen doctor` leaves there, as `make setup` does. Two bare processes beside it are yardsticks for the
machine, and for what it is doing besides.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

LABEL = ("label", "cramps", "--locale", "nl", "--code", "leaflet")
OTHER_TEXT = ("label", "sleep", *LABEL[2:])
STOCK, OTHER_STOCK = ("--stock", "dymo-99014"), ("--stock", "zebra-102x76")
PATIENT = ("--patient-name", "Jansen", "--birth-date", "1961-03-12")
OTHER_PATIENT = ("--patient-name", "Visser", "--birth-date", "1971-03-12")
YARDSTICKS = {
    "python alone": ("-c", "pass"),
    "python with ReportLab's canvas": ("-c", "import reportlab.pdfgen.canvas"),
}


def spent(arguments: Sequence[str]) -> tuple[float, float]:
    """Wall and CPU milliseconds of one process of this Python and of those it has begun."""
    started = perf_counter()
    nowhere = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    process = os.posix_spawn(sys.executable, [sys.executable, *arguments], os.environ, file_actions=[nowhere])
    _, status, usage = os.wait4(process, 0)
    wall = perf_counter() - started
    if status:
        raise SystemExit(f"{' '.join(arguments)}: ended with {os.waitstatus_to_exitcode(status)}")
    return wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000


class Counter:
    """A counter with a memory of its own, in which labels are made."""

    def __init__(self, folder: Path) -> None:
        self.memory, self.label = folder / "leafgen", folder / "label.pdf"
        os.environ["XDG_CACHE_HOME"] = str(folder)

    def make(self, *arguments: str) -> tuple[float, float]:
        """Make one label."""
        return spent(("-m", "leafgen", *arguments, "-o", str(self.label)))

    def forget_all(self) -> None:
        """Nothing was ever made."""
        shutil.rmtree(self.memory, ignore_errors=True)

    def forget_masters(self) -> None:
        """The content is known, and no document."""
        shutil.rmtree(self.memory / "masters", ignore_errors=True)


def scenes(counter: Counter) -> dict[str, tuple[Callable[[], object], Sequence[str]]]:
    """What is measured: what is forgotten before, and the words of the command."""
    return {
        "first of all": (counter.forget_all, (*LABEL, *STOCK)),
        "a label of a stock that is new": (counter.forget_masters, (*LABEL, *OTHER_STOCK)),
        "a label of another text": (counter.forget_masters, (*OTHER_TEXT, *OTHER_STOCK)),
        "the same, for a patient": (counter.forget_masters, (*LABEL, *OTHER_STOCK, *PATIENT)),
        "another patient": (lambda: None, (*LABEL, *OTHER_STOCK, *OTHER_PATIENT)),
        "one that was made before": (lambda: None, (*LABEL, *STOCK)),
    }


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cold")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print(f"{'':34}{'wall ms':>9}{'CPU ms':>9}")
    for name, bare in YARDSTICKS.items():
        _show(name, [spent(bare) for _ in range(rounds)])
    with tempfile.TemporaryDirectory() as folder:
        counter = Counter(Path(folder))
        for name, (forget, words) in scenes(counter).items():
            found = []
            for _ in range(rounds):
                forget()
                if counter.memory.is_dir():
                    _ready(counter, words)
                found.append(counter.make(*words))
            _show(name, found)


def _ready(counter: Counter, words: Sequence[str]) -> None:
    """Have the memory as set-up leaves it, and what the scene takes for known."""
    if not any(counter.memory.glob("*.stamp")):
        spent(("-m", "leafgen", "doctor"))
    if words[-1] == OTHER_PATIENT[-1]:
        counter.make(*LABEL, *OTHER_STOCK, *PATIENT)
    if words[-1] == STOCK[-1]:
        counter.make(*LABEL, *STOCK)


def _show(name: str, found: Sequence[tuple[float, float]]) -> None:
    wall, cpu = (min(times) for times in zip(*found, strict=True))
    print(f"{name:34}{wall:9.0f}{cpu:9.0f}")


if __name__ == "__main__":
    main()
