"""The proof beside: a process, forked before anything heavy is there, which imports every reader while this one still
lays out, and then proves what this one has made. So the first label of a text waits for both cores and not for one.

It is for what leafgen has just written itself. A file from elsewhere goes to leafgen.verify.guarded.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import pickle
import signal
import struct
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import NoReturn

from leafgen.compose.expectation import Expectation
from leafgen.kernel.errors import ProofFailed
from leafgen.verify.proof import Proof
from leafgen.verify.prover import NotSealed, Unsealed
from leafgen.verify.reading import readers
from leafgen.verify.reading.failure import ReaderFailed
from leafgen.verify.seal import Seal
from leafgen.verify.trust import TrustedFont

_LENGTH = struct.Struct(">Q")


class ProverEnded(ProofFailed):
    """The process that proves gave no proof: it ended, or answered for another file."""


class Pipes:
    """Whole messages over two pipes, each behind its length."""

    def __init__(self, source: int, target: int) -> None:
        self._source, self._target = os.fdopen(source, "rb"), os.fdopen(target, "wb")

    def recv_bytes(self) -> bytes:
        """The next message. EOFError when the other end is closed."""
        return self._exactly(*_LENGTH.unpack(self._exactly(_LENGTH.size)))

    def _exactly(self, length: int) -> bytes:
        data = self._source.read(length)
        if len(data) < length:
            raise EOFError
        return data

    def send_bytes(self, data: bytes) -> None:
        """Send a message. OSError when the other end is closed."""
        self._target.write(_LENGTH.pack(len(data)))
        self._target.write(data)
        self._target.flush()

    def close(self) -> None:
        """Close both ends."""
        for file in (self._target, self._source):
            with suppress(OSError):
                file.close()


def _serve(pipes: Pipes) -> None:
    """Do what is asked, one task after the other, until the other end is closed."""
    from leafgen.verify import proving  # noqa: PLC0415
    from leafgen.verify.catalogue import all_checks  # noqa: PLC0415

    def other_reads(data: bytes) -> list[str] | None:
        wanted = hashlib.sha256(data).digest()
        if wanted not in announced:
            return None  # a booklet's pages are a file of their own, which only this process has
        while wanted not in read:
            read.update(pickle.loads(pipes.recv_bytes()))  # noqa: S301 - see below
        announced.discard(wanted)
        return read.pop(wanted)

    all_checks()
    readers.elsewhere = other_reads
    read: dict[bytes, list[str] | None] = {}
    announced: set[bytes] = set()
    fonts: tuple[TrustedFont, ...] = ()
    while True:
        try:
            message = pickle.loads(pipes.recv_bytes())  # noqa: S301 - from the parent, never from a file
        except EOFError:
            return
        if isinstance(message, dict):
            continue  # nobody asked for what it read
        task, given, arguments, digests = message
        announced = set(digests)
        fonts = fonts if given is None else given
        try:
            answer: object = getattr(proving, task)(*arguments, fonts)
        except NotSealed as reason:
            answer = reason
        pipes.send_bytes(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))


def _read(pdf: bytes) -> list[str] | None:
    """What pypdf finds quickly; None where it fails: the process that proves then asks it itself."""
    from leafgen.verify.reading import by_pypdf  # noqa: PLC0415

    with suppress(ReaderFailed):
        return by_pypdf.pypdf_text(pdf, letters_alone=True)
    return None


def _run(serve: Callable[[Pipes], None], pipes: Pipes) -> NoReturn:
    """Serve the process that this one was forked from, and never come back into its code."""
    try:
        # Whoever breaks off the command breaks off this with it, without a word.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        serve(pipes)
        os._exit(0)
    finally:
        os._exit(1)


class Beside:
    """A process beside this one that proves one file after another, until it is closed; `serve` is what it does. Begin
    it before there is any other thread; use it as a context manager."""

    def __init__(self, serve: Callable[[Pipes], None] = _serve) -> None:
        asked, ask = os.pipe()
        answered, answer = os.pipe()
        self._process = os.fork()
        if not self._process:
            # Held open here, the parent's ends would outlive the parent.
            os.close(ask)
            os.close(answered)
            _run(serve, Pipes(asked, answer))
        os.close(asked)
        os.close(answer)
        self._pipes = Pipes(answered, ask)
        self._told: Sequence[TrustedFont] | None = None

    def prove(self, pdf: bytes, expectation: Expectation, trusted: Sequence[TrustedFont], /) -> Proof:
        """Hold a file to its expectation, with every reader. Raises ProverEnded."""
        proof = self._ask("prove", (pdf,), trusted, pdf, expectation)
        if not isinstance(proof, Proof) or proof.sha256 != hashlib.sha256(pdf).hexdigest():
            raise ProverEnded("not proven, and not written: the proof is that of another file")
        return proof

    def seal_master(self, master: Unsealed, trusted: Sequence[TrustedFont], /) -> Seal:
        """The seal of a master (see leafgen.verify.prover). Raises NotSealed, and ProverEnded."""
        data = master.with_placeholders.data
        files = (data, master.with_widest.data)
        # What is stamped is read back in this process.
        pdfium = "leafgen.verify.reading.pdfium"
        seal = self._ask("seal_master", files, trusted, master, meanwhile=pdfium)
        if isinstance(seal, NotSealed):
            raise seal
        if not isinstance(seal, Seal) or seal.data != data:
            raise ProverEnded("not proven, and not written: the seal is that of another file")
        return seal

    def _ask(
        self,
        task: str,
        pdfs: Sequence[bytes],
        trusted: Sequence[TrustedFont],
        *arguments: object,
        meanwhile: str = "",
    ) -> object:
        """What comes of a task. While the other is at it, this process reads the files as their second reader, and
        imports a module that it will need next (`meanwhile`)."""
        new = None if trusted == self._told else tuple(trusted)
        self._told = trusted
        digests = [hashlib.sha256(pdf).digest() for pdf in pdfs]
        message = pickle.dumps((task, new, arguments, digests), pickle.HIGHEST_PROTOCOL)
        # The other takes it when it has imported all that it needs; this process does not wait for that.
        sending = Thread(target=self._send, args=(message,))
        sending.start()
        read = [{digest: _read(pdf)} for digest, pdf in zip(digests, pdfs, strict=True)]
        sending.join()
        for one in read:
            self._send(pickle.dumps(one))
        if meanwhile:
            importlib.import_module(meanwhile)
        try:
            return pickle.loads(self._pipes.recv_bytes())  # noqa: S301 - from this very code, of our own file
        except (EOFError, OSError, pickle.UnpicklingError):
            raise ProverEnded(f"not proven, and not written: {self._ending()}") from None

    def _send(self, message: bytes) -> None:
        with suppress(OSError):  # whoever no longer takes it gives no answer either
            self._pipes.send_bytes(message)

    def _ending(self) -> str:
        status = self.close()
        if status < 0:
            return f"a program that reads it crashed over it ({signal.Signals(-status).name})"
        return "the process that reads it ended without an answer"

    def close(self) -> int:
        """End the process; its exit status, or the number of the signal that ended it, less than nought."""
        self._pipes.close()
        if self._process:
            self._process, (_, status) = 0, os.waitpid(self._process, 0)
            return os.waitstatus_to_exitcode(status)
        return 0

    def __enter__(self) -> Beside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
