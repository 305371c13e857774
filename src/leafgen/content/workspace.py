"""The workspace: the only door to disk, fonts and the clock.

A workspace is a folder with leaflets/, templates/ and styles/. The one that ships with leafgen is read when no
other is named; `leafgen init` makes one that a clinic can keep and change.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from leafgen.content.approvals import LEDGER, Approval, read_ledger
from leafgen.content.content import Content
from leafgen.content.fonts import FamilyEntry, FontFace, FontFamily, FontList
from leafgen.content.memory import remembered, stamp
from leafgen.content.places import ENVIRONMENT_VARIABLE, FOLDERS, chosen_root, files_of, packaged_root
from leafgen.kernel.catalogue import Catalogue
from leafgen.kernel.diagnostics import Diagnostics, Place
from leafgen.kernel.errors import CommandError, EnvironmentLacking, InvalidInput, NotWritten

__all__ = ["ENVIRONMENT_VARIABLE", "FOLDERS", "Workspace", "initialise", "packaged_root"]

T = TypeVar("T")

_FONTS = "styles/fonts.yaml"
#: Where a new workspace is put together.
_PARTIAL = ".leafgen.partial"


class Workspace:
    """One folder of content. `today` is the clock; `output` is where `build` writes unless told otherwise."""

    def __init__(self, root: Path, today: Callable[[], date] = date.today) -> None:
        self.root = root
        self.today = today
        missing = [folder for folder in FOLDERS if not (root / folder).is_dir()]
        if missing:
            raise InvalidInput(
                f"{root} is no workspace: it lacks {', '.join(missing)}", "make one with: leafgen init DIR"
            )

    @classmethod
    def find(cls, named: Path | None = None) -> Workspace:
        """The workspace that is named, else that of LEAFGEN_WORKSPACE, else the packaged one."""
        return cls(chosen_root(named))

    @property
    def output(self) -> Path:
        """The output folder: the workspace's own, or ./output when the content lies inside an installed wheel."""
        return Path("output") if self.root.name == "packaged" else self.root / "output"

    def folder(self, name: str) -> Path:
        """One of leaflets, templates, styles."""
        return self.root / name

    def text(self, file: str) -> str:
        """A text file of the workspace; InvalidInput when it is not UTF-8."""
        try:
            return (self.root / file).read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise InvalidInput(f"{file}: not UTF-8: {error.reason} at byte {error.start}") from error

    def write(self, file: str, text: str) -> Path:
        """Write a text file of the workspace whole or not at all; where it stands. Raises NotWritten when it cannot."""
        path = self.root / file
        partial = path.with_name(f".{path.name}.partial")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(text, encoding="utf-8")
            partial.replace(path)
        except OSError as error:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            advice = "do this in a workspace of your own: leafgen init DIR"
            raise NotWritten(f"{path} cannot be written: {error.strerror}", advice) from error
        return path

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file of the three folders, relative to the workspace, sorted."""
        return files_of(self.root)

    @cached_property
    def stamp(self) -> bytes:
        """What is remembered of this workspace holds as long as this is the same."""
        return stamp(self.root, self.files)

    def remembered(self, what: str, make: Callable[[], T]) -> T:
        """What `make` makes of the workspace's files alone: made once, and again when a file or the code changes."""
        return remembered(self.root, what, self.stamp, make, lambda: stamp(self.root, files_of(self.root)))

    @cached_property
    def content(self) -> Content:
        """All content, loaded once. Raises InvalidInput with every diagnostic."""
        return self.remembered("content", self._load)

    def _load(self) -> Content:
        # Reading YAML and checking types is only imported when something has changed: see leafgen.content.memory.
        from leafgen.content.loader import load  # noqa: PLC0415

        families = {family.id for family in self._read_fonts().families}
        return load((file for file in self.files if file != _FONTS), self.text, families)

    def _read_fonts(self) -> FontList:
        from leafgen.content.loader import read_fonts  # noqa: PLC0415

        return read_fonts(self.text(_FONTS), _FONTS)

    @cached_property
    def catalogue_files(self) -> Mapping[str, tuple[str, str]]:
        """The gettext catalogue of each locale: tag -> (file, text)."""
        return self._by_locale("leafgen.po")

    @cached_property
    def interface_files(self) -> Mapping[str, tuple[str, str]]:
        """What the page for the counter says, in each language it can be used in: tag -> (file, text)."""
        return self._by_locale("web.po")

    def _by_locale(self, name: str) -> dict[str, tuple[str, str]]:
        found = {}
        for file in self.files:
            parts = file.split("/")
            if parts[:2] == ["leaflets", "locales"] and parts[3:] == [name]:
                found[parts[2]] = (file, self.text(file))
        return found

    @cached_property
    def approvals(self) -> tuple[Approval, ...]:
        """The ledger of approvals; empty when nobody has approved anything yet."""
        diagnostics = Diagnostics()
        approvals = read_ledger(self.text(LEDGER), diagnostics) if LEDGER in self.files else ()
        if diagnostics:
            raise InvalidInput("the ledger of approvals is invalid", diagnostics=diagnostics)
        return approvals

    @cached_property
    def fonts(self) -> Catalogue[FontFamily]:
        """The pinned font families. A file that is missing or is not the pinned one is refused."""
        listed = self.remembered("fonts", self._read_fonts)
        diagnostics = Diagnostics()
        families = [_family(entry, diagnostics) for entry in listed.families]
        if diagnostics:
            raise EnvironmentLacking(
                "the fonts are not the pinned ones", "install what is pinned: make setup", diagnostics
            )
        plain = next((family for family in families if not family.needs_shaping), None)
        return Catalogue("font family", [replace(one, plain=plain) if one.needs_shaping else one for one in families])


def _family(entry: FamilyEntry, diagnostics: Diagnostics) -> FontFamily:
    faces = []
    spec = importlib.util.find_spec(entry.package)
    if spec is None or spec.origin is None:
        diagnostics.add(Place(_FONTS, 0, entry.id), f"the package {entry.package} is not installed")
        return FontFamily(entry.id, entry.name, (), entry.x_height, entry.scripts)
    folder = Path(spec.origin).parent / "files"
    for face in entry.faces:
        path = folder / face.file
        there = path.is_file()
        if not there or hashlib.sha256(path.read_bytes()).hexdigest() != face.sha256:
            problem = "is not the pinned file" if there else "is missing"
            diagnostics.add(Place(_FONTS, 0, entry.id), f"{face.file} {problem}")
        faces.append(FontFace(face.weight, path, face.sha256))
    return FontFamily(entry.id, entry.name, tuple(faces), entry.x_height, entry.scripts)


def initialise(target: Path) -> Path:
    """Copy the packaged content into `target`, which must be new or empty; returns it.

    The copy is made in a hidden folder inside it and its parts are moved up when all of them are whole. Raises
    CommandError when something is there already, NotWritten when nothing can be.
    """
    beside = target / _PARTIAL
    if target.exists() and (not target.is_dir() or any(entry != beside for entry in target.iterdir())):
        raise CommandError(f"{target} is not empty", "name a folder that does not exist yet")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        (beside / "output").mkdir(parents=True)
        for name in FOLDERS:
            shutil.copytree(packaged_root() / name, beside / name)
        for part in sorted(beside.iterdir()):
            part.replace(target / part.name)
        beside.rmdir()
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        why = error.strerror or "the copy broke off"
        raise NotWritten(f"{target} cannot be made: {why}", "name a folder of your own") from error
    return target
