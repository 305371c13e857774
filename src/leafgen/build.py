"""Building everything there is, on every core, and making again only what has changed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from leafgen.content.workspace import Workspace
from leafgen.deliver.manifest import read_manifest, stamp
from leafgen.deliver.writer import Release
from leafgen.kernel.errors import DoesNotFit, InvalidInput, LeafgenError, ProofFailed, RefusedByPolicy
from leafgen.pipeline import Leafgen

#: Fewer jobs than this are done before a second process would have started.
_JOBS_PER_PROCESS = 12


@dataclass(frozen=True, slots=True)
class Job:
    """One document of a build: what to make, and where it goes below the output folder."""

    fields: Mapping[str, str]
    file: str


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a job: a release (`anew` when it was made just now), or the refusal that stopped it."""

    job: Job
    release: Release | None = None
    refusal: LeafgenError | None = None
    anew: bool = True


def jobs(leafgen: Leafgen, indications: Sequence[str] = (), locales: Sequence[str] = ()) -> Iterator[Job]:
    """Every leaflet and label there is: available indications x locales, labels on each stock; leaflets first.

    A pair that is named outright is a job even when it is not available: it is then refused with the reason.
    """
    content = leafgen.content
    faults = [*content.indications.strange(indications), *content.locales.strange(locales)]
    if faults:
        raise InvalidInput("\n".join(map(str, faults)))
    tags = list(locales) or [tag for tag in content.locales if not content.locales[tag].pseudo]
    pairs = [(tag, name) for tag in tags for name in indications or leafgen.available(tag)]
    for tag, name in pairs:
        yield Job({"kind": "leaflet", "indication": name, "locale": tag}, f"{tag}/{name}.leaflet.pdf")
    for tag, name in pairs:
        for stock in content.stocks if content.indications[name].label else ():
            fields = {"kind": "label", "indication": name, "locale": tag, "stock": stock}
            yield Job(fields, f"{tag}/labels/{name}.{stock}.label.pdf")


def build(leafgen: Leafgen, todo: Sequence[Job], output: Path) -> Iterator[Made]:
    """Make each job, in whatever order they finish. A job that is refused does not stop the others."""
    manifest = read_manifest(output, stamp(leafgen.workspace))
    rest = []
    for job in todo:
        if release := manifest.still_there(output, job.file):
            yield Made(job, release, anew=False)
        elif why := manifest.too_small.get(job.file):
            yield Made(job, refusal=DoesNotFit(*why), anew=False)
        else:
            rest.append(job)
    try:
        for made in _make(leafgen, rest, output):
            if made.release:
                manifest.record(made.job.file, made.release)
            elif isinstance(made.refusal, DoesNotFit):
                manifest.too_small[made.job.file] = (made.refusal.message, made.refusal.advice)
            yield made
    finally:
        manifest.write(output)


def _make(leafgen: Leafgen, rest: Sequence[Job], output: Path) -> Iterator[Made]:
    processes = min(os.cpu_count() or 1, len(rest) // _JOBS_PER_PROCESS)
    if processes < 2:
        yield from (_make_one(leafgen, job, output) for job in rest)
        return
    start = (leafgen.workspace.root, leafgen.workspace.today())
    # Spawned, not forked: a fork would copy the progress bar's thread half-way through a lock.
    with ProcessPoolExecutor(processes, get_context("spawn"), _open, start) as pool:
        waiting = {pool.submit(_make_in_process, job, output) for job in rest}
        for future in as_completed(waiting):
            yield future.result()


def _make_one(leafgen: Leafgen, job: Job, output: Path) -> Made:
    try:
        return Made(job, leafgen.release(job.fields, output / job.file, remember=False))
    except (InvalidInput, ProofFailed, RefusedByPolicy) as refusal:
        return Made(job, refusal=refusal)


_opened: list[Leafgen] = []


def _open(root: Path, today: date) -> None:
    """Once a process: load the content."""
    _opened.append(Leafgen(Workspace(root, today=lambda: today)))


def _make_in_process(job: Job, output: Path) -> Made:
    return _make_one(_opened[0], job, output)
