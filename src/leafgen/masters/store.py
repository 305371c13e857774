"""The store of masters, in this process and on disk, by all that they depend on.

A master that is loaded gives the same bytes as one just made. What holds for everything that is remembered holds for
it (leafgen.content.memory): it is only a copy, it is the user's own, and one that is stale, damaged or open to others
is not looked at. No patient's data is ever in one: placeholders stand where it goes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path

from leafgen.compose.personal import PERSONAL_FIELDS
from leafgen.content.memory import ENGINES, cache_folder, made_by, read_ours, write_ours
from leafgen.masters.master import Master, Whole
from leafgen.masters.packing import packed, unpacked

#: Masters in this process, and on disk: when there are more, those go that were not used for longest.
MOST_HERE, MOST_KEPT = 64, 1000
_SUFFIX = ".master"


def key_of(fields: Mapping[str, str], given: tuple[str, ...], letters: str) -> str:
    """What tells masters apart: every field of a request but the personal ones, which of those are given, and the
    letters that the stamp must have."""
    return _key(tuple([item for item in fields.items() if item[0] not in PERSONAL_FIELDS]), given, letters)


@lru_cache(maxsize=1024)
def _key(fields: tuple[tuple[str, str], ...], given: tuple[str, ...], letters: str) -> str:
    return json.dumps([dict(fields), given, letters], sort_keys=True)


class Masters:
    """The masters of one workspace. `stamp`: a hash of its files and the code that reads them."""

    def __init__(self, stamp: bytes) -> None:
        self._stamp = hashlib.sha256(stamp + _engines()).digest()
        self._here: OrderedDict[str, Master | Whole | None] = OrderedDict()

    def find(self, key: str, today: date) -> Master | Whole | None:
        """The master of a key, from this process or from disk; None when there is none that holds today."""
        master = self._here.get(key) or self._load(key)
        if master is None or (master.last_day and today > master.last_day):
            return None
        self._remember(key, master)
        return master

    def hopeless(self, key: str) -> bool:
        """Whether it is known that no master can be made for a key."""
        return key in self._here and self._here[key] is None

    def keep(self, key: str, master: Master | Whole | None, *, on_disk: bool) -> None:
        """Keep a master, or (None) that there can be none."""
        self._remember(key, master)
        if master and on_disk:
            path = self._path(key)
            write_ours(path, self._whole_key(key), packed(master))
            _forget_oldest(path.parent)

    def _remember(self, key: str, master: Master | Whole | None) -> None:
        self._here[key] = master
        self._here.move_to_end(key)
        while len(self._here) > MOST_HERE:
            self._here.popitem(last=False)

    def _load(self, key: str) -> Master | Whole | None:
        path = self._path(key)
        kept = read_ours(path, self._whole_key(key))
        if kept is None:
            return None
        with suppress(OSError):
            os.utime(path)
        try:
            return unpacked(kept)
        except OSError:
            # The font that its stamps are drawn with is no longer there.
            return None

    def _whole_key(self, key: str) -> bytes:
        return hashlib.sha256(self._stamp + key.encode()).digest()

    def _path(self, key: str) -> Path:
        return cache_folder() / "masters" / f"{self._whole_key(key).hex()}{_SUFFIX}"


def _forget_oldest(folder: Path) -> None:
    with suppress(OSError):
        kept = [entry for entry in os.scandir(folder) if entry.name.endswith(_SUFFIX)]
        if len(kept) > MOST_KEPT:
            kept.sort(key=lambda entry: entry.stat().st_mtime_ns)
            for entry in kept[: len(kept) - MOST_KEPT * 9 // 10]:
                os.unlink(entry.path)


def _engines() -> bytes:
    """A hash of the code that renders and proves, and of the packages it does so with."""
    code = Path(__file__).resolve().parents[1]
    ours = (*code.glob("*.py"), *(code / "masters").glob("*.py"), *(code / "verify").rglob("*.py"))
    return made_by(ours, ENGINES)
