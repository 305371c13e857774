"""Where a workspace lies, and which files it has: told without reading any of them."""

from __future__ import annotations

import os
from pathlib import Path

FOLDERS = ("leaflets", "templates", "styles")
ENVIRONMENT_VARIABLE = "LEAFGEN_WORKSPACE"


def packaged_root() -> Path:
    """Where the content that ships with leafgen lies: inside the wheel, or the repository it is developed in."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "packaged"
    return inside if inside.is_dir() else package.parents[1]


def chosen_root(named: Path | None = None) -> Path:
    """The workspace that is named, else that of LEAFGEN_WORKSPACE, else the packaged one."""
    chosen = named or (Path(text) if (text := os.environ.get(ENVIRONMENT_VARIABLE)) else None)
    return chosen.absolute() if chosen else packaged_root()


def files_of(root: Path) -> tuple[str, ...]:
    """Every file of a workspace's three folders, relative to it, sorted."""
    found = (path for name in FOLDERS for path in (root / name).rglob("*") if path.is_file())
    return tuple(sorted(path.relative_to(root).as_posix() for path in found))
