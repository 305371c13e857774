"""The writer: takes a PDF and its Proof, and gives the file its final name only when the proof is green."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from leafgen.kernel.errors import NotWritten, ProofFailed
from leafgen.verify.proof import Proof

#: Readable and writable by the owner alone: the file may hold a patient's name.
OWNER_ONLY = 0o600
#: What a file is called until it is whole.
PARTIALS = ".leafgen-*.partial"
_PREFIX, _SUFFIX = PARTIALS.split("*")
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
#: Pieces that are handed over together.
_AT_ONCE = 512
_numbers = count(int.from_bytes(os.urandom(6)))


@dataclass(frozen=True, slots=True)
class Release:
    """A file that was proven and stands under its final name."""

    path: Path
    sha256: str
    pages: int
    statements: int

    @property
    def summary(self) -> str:
        """What is said of it when it was written."""
        pages = f"{self.pages} page{'s' * (self.pages != 1)}"
        return f"{self.path}: proven, {self.statements} statements on {pages}, sha256 {self.sha256}"


def release(pdf: bytes | Iterable[bytes], proof: Proof, path: Path, pages: int) -> Release:
    """Write `pdf`, or one piece of it after the other, to `path` whole or not at all: it outlives a loss of power.

    Raises ProofFailed when the proof is not green (nothing is written), NotWritten when the place cannot be
    written to.
    """
    write_proven(pdf, proof, path)
    return Release(path, proof.sha256, pages, len(proof.statements))


def write_proven(pdf: bytes | Iterable[bytes], proof: Proof, path: Path | str, *, durable: bool = True) -> None:
    """The same without a word of what was written; `durable` as `write` has it."""
    if not proof.proven:
        raise ProofFailed(f"{Path(path).name} is not proven; it was not written", "\n".join(refusals(proof)))
    write(pdf, path, durable=durable)


def write(data: bytes | Iterable[bytes], path: Path | str, *, durable: bool = True) -> None:
    """Write `data`, or one piece of it after the other, to `path` whole or not at all, for its owner's eyes alone.

    `durable`: it outlives a loss of power from now on, in a folder that is made where there is none. A batch, which can
    make its files again, sees to the first at its end; and a folder that was removed from under it is not made anew: it
    would hold a part of the files, as if it were all. Raises NotWritten when it cannot be written.
    """
    # A hidden file in the same folder: the last step is a rename, which cannot stop half-way.
    folder = os.path.dirname(path)
    partial = os.path.join(folder, _partial())
    pieces = iter((data,) if isinstance(data, bytes) else data)
    try:
        if durable and _is_device(path, folder):
            raise OSError(errno.EINVAL, "it is no plain file")
        handle = _begun(partial, folder, anew=durable)
        try:
            try:
                while some := list(islice(pieces, _AT_ONCE)):
                    _write_all(handle, some)
                if durable:
                    os.fsync(handle)
            finally:
                os.close(handle)
            os.replace(partial, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(partial)
            raise
    except OSError as error:
        advice = "name a file in a folder of your own"
        raise NotWritten(f"{path} cannot be written: {error.strerror}", advice) from error


def _is_device(path: Path | str, folder: str) -> bool:
    """Whether a rename would put a file in the place of a device, a pipe or what the system names by one: for root,
    /dev/null would be gone."""
    return os.path.realpath(folder) == "/dev" or (os.path.exists(path) and not os.path.isfile(path))


def _partial() -> str:
    return f"{_PREFIX}{os.getpid()}-{next(_numbers)}{_SUFFIX}"


def _begun(partial: str, folder: str, *, anew: bool) -> int:
    """A new file, which nobody else has open and which is no link to another; `anew`: in a new folder, if need be."""
    try:
        return os.open(partial, _NEW, OWNER_ONLY)
    except FileNotFoundError:
        if not anew:
            raise
        os.makedirs(folder or os.curdir, exist_ok=True)
        return os.open(partial, _NEW, OWNER_ONLY)


def _write_all(handle: int, pieces: list[bytes]) -> None:
    written = os.writev(handle, pieces)
    if written < sum(map(len, pieces)):
        rest = memoryview(b"".join(pieces))[written:]
        while rest:
            rest = rest[os.write(handle, rest) :]


class Partial:
    """A file in the making that is too large for memory: hidden beside its target, for its owner's eyes alone, and
    removed unless it `becomes` its target. Raises NotWritten when it cannot be begun, and when what is done in its
    block says that the disk does not take it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Partial:
        path = self._folder / _partial()
        try:
            handle = os.open(path, _NEW, OWNER_ONLY)
        except OSError as error:
            raise NotWritten(f"{self._folder} cannot be written to: {error.strerror}") from error
        self._path, self.file = path, os.fdopen(handle, "w+b")
        return self

    def becomes(self, path: Path) -> None:
        """Give the file its name. Only for what was proven as it lies there."""
        self.file.close()
        self._path.replace(path)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        with suppress(OSError):
            self.file.close()
        self._path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise NotWritten(f"{self._folder} cannot be written to: {error.strerror}") from error


def refusals(proof: Proof) -> list[str]:
    """Why a proof is not green: one line for each statement and check at fault, and for text that
    nobody promised where that alone refuses nothing."""
    lines = [
        f"{statement.id}: {statement.verdict}"
        + (f", page {statement.page}" if statement.page else "")
        + (f" ({statement.check}: {statement.detail})" if statement.check or statement.detail else "")
        for statement in proof.statements
        if statement.verdict != "proven"
    ]
    lines += [
        f"check {check.id}: {refusal.message}"
        for check in proof.checks
        for refusal in check.refusals
        if not refusal.statement
    ]
    if not any(check.id == "nothing-unexplained" and check.refusals for check in proof.checks):
        lines += [f"unexplained text: {text!r}" for text in proof.unexplained]
    return lines or ["nothing was proven"]
