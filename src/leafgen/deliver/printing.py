"""Printing: the very bytes that were proven go to a CUPS queue, through `lp`; nothing is read again in between."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from dataclasses import dataclass

from leafgen.deliver.writer import refusals
from leafgen.deliver.zpl import zpl
from leafgen.kernel.errors import CommandError, EnvironmentLacking, LeafgenError, ProofFailed
from leafgen.verify.proof import Proof

#: CUPS knows queues by names without spaces, slashes and number signs.
_QUEUE = re.compile(r"[^\s/#\\'\"?-][^\s/#\\'\"?]{0,126}")
_JOB = re.compile(r"\b(\S+-\d+)\b")
#: The PDF as it is: no driver may scale it, or a label no longer lands on its sticker.
_AS_PDF = ("-o", "print-scaling=none", "-o", "document-format=application/pdf")
_AS_IS = ("-o", "raw")
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Printed:
    """What was handed to a queue: its name for the job, and the SHA-256 of the bytes it was given."""

    queue: str
    job: str
    sha256: str


def print_proven(pdf: bytes, proof: Proof, queue: str, *, zpl_dpi: int | None = None) -> Printed:
    """Hand a proven PDF to a queue, as it is or (`zpl_dpi`) as the dots of a Zebra printer.

    Raises ProofFailed when the proof is not green or is that of another file, EnvironmentLacking when there is no
    `lp` or no such queue.
    """
    data = printable(pdf, proof, zpl_dpi=zpl_dpi)
    if not _QUEUE.fullmatch(queue):
        raise CommandError(f"{queue!r} is no name of a queue", "lpstat -e names them")
    command = shutil.which("lp")
    if command is None:
        raise EnvironmentLacking("there is no CUPS client", "Debian: apt install cups-client")
    # The title is seen by all who can list the queue's jobs: it names no patient.
    title = f"leafgen {proof.sha256[:12]}"
    words = [command, "-d", queue, "-t", title, *(_AS_IS if zpl_dpi else _AS_PDF), "-"]
    try:
        answer = subprocess.run(words, input=data, capture_output=True, check=False, timeout=_SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise EnvironmentLacking(f"the queue {queue} did not answer in {_SECONDS} s", "run: lpstat -p") from error
    said = (answer.stdout + answer.stderr).decode(errors="replace").strip()
    if answer.returncode:
        raise EnvironmentLacking(f"the queue {queue} did not take it: {said}", "run: lpstat -p, or: leafgen doctor")
    job = _JOB.search(said)
    return Printed(queue, job.group(1) if job else said, hashlib.sha256(data).hexdigest())


def printable(pdf: bytes, proof: Proof, *, zpl_dpi: int | None = None) -> bytes:
    """What goes to the printer, made of exactly the bytes that were proven. Raises ProofFailed otherwise."""
    if not proof.proven:
        raise ProofFailed("the file is not proven; it was not printed", "\n".join(refusals(proof)))
    if hashlib.sha256(pdf).hexdigest() != proof.sha256:
        raise LeafgenError("the proof is that of another file")
    return pdf if zpl_dpi is None else zpl(pdf, zpl_dpi)
