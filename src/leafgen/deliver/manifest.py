"""The build's manifest: what was made from what, so that an unchanged build is checked instead of made again.

The stamp covers everything a build depends on: every file of the workspace, leafgen's own code, the fonts (by
their pinned hashes in the workspace) and the versions of the engines. One changed byte, and all is made anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import requires, version
from pathlib import Path

from leafgen.content.workspace import Workspace
from leafgen.deliver.writer import Release

MANIFEST = ".leafgen-build.json"
#: The name of a package, as its requirement begins.
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def stamp(workspace: Workspace) -> str:
    """SHA-256 over the workspace's files, leafgen's modules and the engines' versions: the same on every machine."""
    digest, code = hashlib.sha256(), Path(__file__).resolve().parents[1]
    modules = (module.relative_to(code) for module in sorted(code.rglob("*.py")))
    for root, files in ((workspace.root, workspace.files), (code, modules)):
        for file in files:
            digest.update(f"{file}\0".encode() + hashlib.sha256((root / file).read_bytes()).digest())
    for package in sorted(_packages()):
        digest.update(f"{package} {version(package)}\0".encode())
    return digest.hexdigest()


def _packages() -> set[str]:
    """The packages that leafgen cannot do without, as its own metadata name them."""
    needed = (text for text in requires("leafgen") or () if "extra ==" not in text)
    return {found[0] for text in needed if (found := _NAME.match(text))}


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that was proven: its SHA-256, pages and statements."""

    sha256: str
    pages: int
    statements: int


@dataclass(slots=True)
class BuildManifest:
    """What stands in an output folder, by path relative to it: `files` that were proven, and why others were not
    made because their stock is too small (`too_small`: message and advice)."""

    stamp: str
    files: dict[str, Entry] = field(default_factory=dict)
    too_small: dict[str, tuple[str, str]] = field(default_factory=dict)

    def still_there(self, output: Path, file: str) -> Release | None:
        """The release of `file` if it stands there, to the byte as it was proven."""
        entry = self.files.get(file)
        path = output / file
        if entry is None or not path.is_file():
            return None
        if hashlib.sha256(path.read_bytes()).hexdigest() != entry.sha256:
            return None
        return Release(path, entry.sha256, entry.pages, entry.statements)

    def record(self, file: str, release: Release) -> None:
        """Remember what was just released."""
        self.files[file] = Entry(release.sha256, release.pages, release.statements)

    def write(self, output: Path) -> None:
        """Write the manifest into the output folder."""
        files = {file: asdict(entry) for file, entry in sorted(self.files.items())}
        data = {"stamp": self.stamp, "files": files, "too_small": dict(sorted(self.too_small.items()))}
        output.mkdir(parents=True, exist_ok=True)
        partial = output / f"{MANIFEST}.partial"
        partial.write_text(json.dumps(data, ensure_ascii=False, indent=0), encoding="utf-8")
        partial.replace(output / MANIFEST)


def read_manifest(output: Path, current: str) -> BuildManifest:
    """The manifest of an earlier build from the very same input, or an empty one."""
    try:
        data = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
        if isinstance(data, Mapping) and data.get("stamp") == current:
            files = {file: Entry(**entry) for file, entry in data["files"].items()}
            too_small = {file: (str(message), str(advice)) for file, (message, advice) in data["too_small"].items()}
            return BuildManifest(current, files, too_small)
    except (OSError, ValueError, TypeError, KeyError):
        # No manifest, or one that somebody touched: then everything is made anew.
        pass
    return BuildManifest(current)
