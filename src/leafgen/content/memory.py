"""What was read once is remembered for the next process: in the user's cache folder, by the hash of what it was
made from. Reading and checking all YAML takes a second, which no label should wait for.

A memory is only ever a copy: one that is stale, damaged, somebody else's or open to others is not looked at, and
what it would have held is made anew. It holds no patient's data: nothing of a request is ever remembered.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pickle
import stat
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

#: What is remembered comes of files by these layers of our own, and the packages they read with.
_LAYERS = ("kernel", "content", "translate", "compose", "render")
READERS = ("babel", "phonenumbers", "pydantic", "ruamel.yaml", "weblate_language_data")
#: The packages that draw and prove: what they made is remembered elsewhere (leafgen.masters, the build's manifest).
ENGINES = (
    "fontTools", "jinja2", "numpy", "pikepdf", "pydyf", "pypdf", "pypdfium2", "reportlab", "uharfbuzz", "weasyprint",
    "zxingcpp",
)  # fmt: skip
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_HASH = hashlib.sha256().digest_size


def stamp(root: Path, files: Iterable[str]) -> bytes:
    """A hash of every file's name and bytes, of the code that reads them, and of the packages it reads them with."""
    digest = hashlib.sha256(_CODE)
    for file in files:
        digest.update(f"{file}\0".encode() + hashlib.sha256((root / file).read_bytes()).digest())
    return digest.digest()


def made_by(modules: Iterable[Path], packages: Iterable[str]) -> bytes:
    """A hash of modules of our own, and of which packages are installed beside them."""
    code, digest = Path(__file__).resolve().parents[1], hashlib.sha256(sys.version.encode())
    for module in sorted(modules):
        digest.update(f"{module.relative_to(code)}\0".encode() + hashlib.sha256(module.read_bytes()).digest())
    for package in packages:
        spec = importlib.util.find_spec(package)
        if spec and spec.origin:
            seen = os.stat(spec.origin)
            digest.update(f"{package} {spec.origin} {seen.st_size} {seen.st_mtime_ns}\0".encode())
    return digest.digest()


def _code() -> bytes:
    code = Path(__file__).resolve().parents[1]
    return made_by((module for name in _LAYERS for module in (code / name).rglob("*.py")), READERS)


#: Taken as the code is imported, not later: a module may change under a process that runs for long.
_CODE = _code()


def remembered(root: Path, what: str, key: bytes, make: Callable[[], T], current: Callable[[], bytes]) -> T:
    """What `make` made of the workspace at `root` when its stamp was `key`; made now where that is not known. What
    raises is not remembered, nor what was made while a file changed (`current`: the stamp as it is now)."""
    return _once(f"{hashlib.sha256(os.fsencode(root)).hexdigest()[:16]}.{what}", key, make, current)


def made_once(what: str, about: str, make: Callable[[], T]) -> T:
    """What `make` makes of pinned files, of which `about` tells all there is to tell (their hashes, and what else it is
    given): made by this code and these engines once."""
    key = hashlib.sha256(_CODE + made_by((), ENGINES) + about.encode()).digest()
    return _once(f"{hashlib.sha256(about.encode()).hexdigest()[:16]}.{what}", key, make, lambda: key)


def _once(name: str, key: bytes, make: Callable[[], T], current: Callable[[], bytes]) -> T:
    path = cache_folder() / name
    known = read_ours(path, key)
    if known is not None:
        value: T = pickle.loads(known)  # noqa: S301 - our own file, ours alone, whole and from this very code
        return value
    made = make()
    if current() == key:
        write_ours(path, key, pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
    return made


def cache_folder() -> Path:
    """Where leafgen keeps what it would otherwise make again."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(named) if os.path.isabs(named) else Path(os.path.expanduser("~")) / ".cache"
    return base / "leafgen"


def read_ours(path: Path, key: bytes) -> bytes | None:
    """The bytes remembered under `key`: of a plain file in a folder, both ours and writable by nobody else."""
    try:
        if not _ours(os.lstat(path.parent), stat.S_ISDIR):
            return None
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            if not _ours(os.fstat(file.fileno()), stat.S_ISREG) or file.read(_HASH) != key:
                return None
            whole, value = file.read(_HASH), file.read()
    except OSError:
        return None
    return value if hashlib.sha256(value).digest() == whole else None


def _ours(seen: os.stat_result, kind: Callable[[int], bool]) -> bool:
    return kind(seen.st_mode) and seen.st_uid == os.geteuid() and not seen.st_mode & 0o022


def write_ours(path: Path, key: bytes, value: bytes) -> None:
    """Write whole or not at all; a place that cannot be written to is none of the user's concern."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = path.parent / f".partial-{os.getpid()}-{os.urandom(6).hex()}"
        try:
            with open(os.open(partial, _NEW, 0o600), "wb") as file:
                file.write(key + hashlib.sha256(value).digest() + value)
            os.replace(partial, path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError:
        return
