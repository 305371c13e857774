"""What a batch leaves beside its files: the manifest, the rejected rows as they came, and the summary."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leafgen.batch.outcome import RUNS, Bundle, Made, Outcome
from leafgen.batch.record import ADDED, Fault, Record

_ENCODER = json.JSONEncoder(ensure_ascii=False)
MANIFEST, REJECTED, SUMMARY = "manifest.jsonl", "rejected.csv", "summary.json"


@dataclass(slots=True)
class Tally:
    """What was made, counted: rows, documents by kind, locale and clinic, pages of each bundle, and all pages of each
    print run, separators included."""

    delivered: int = 0
    rejected: int = 0
    documents: Counter[str] = field(default_factory=Counter)
    locales: Counter[str] = field(default_factory=Counter)
    clinics: Counter[str] = field(default_factory=Counter)
    bundles: dict[Bundle, list[int]] = field(default_factory=dict)
    runs: dict[str, int] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        """Count one row."""
        self.delivered += bool(outcome.made)
        self.rejected += not outcome.made
        for made in outcome.made:
            self.documents[made.kind] += 1
            self.locales[made.bundle.locale] += 1
            self.clinics[made.bundle.clinic] += 1
            counts = self.bundles.setdefault(made.bundle, [0, 0])
            counts[0] += 1
            counts[1] += made.pages
            if made.file.startswith(RUNS):
                self.runs[made.file] = max(self.runs.get(made.file, 0), made.page + made.pages - 1)

    def as_json(self) -> dict[str, Any]:
        """The counts as summary.json holds them."""
        bundles = [
            {**bundle.as_json(), "documents": documents, "pages": pages}
            for bundle, (documents, pages) in sorted(self.bundles.items(), key=lambda item: _order(item[0]))
        ]
        return {
            "rows": self.delivered + self.rejected, "delivered": self.delivered, "rejected": self.rejected,
            "documents": dict(sorted(self.documents.items())), "locales": dict(sorted(self.locales.items())),
            "clinics": dict(sorted(self.clinics.items())), "bundles": bundles, "runs": dict(sorted(self.runs.items())),
        }  # fmt: skip


def _order(bundle: Bundle) -> tuple[str | int, ...]:
    return bundle.number, bundle.clinic, bundle.location, bundle.stock, bundle.locale


def manifest_line(outcome: Outcome, made: Made) -> str:
    """A line of manifest.jsonl: one document, and where it stands (`page`: its first one in the file, from 1)."""
    entry = {
        "id": outcome.id, "kind": made.kind, "file": made.file, "page": made.page, "pages": made.pages,
        "sha256": made.sha256, "verdict": "proven", **made.bundle.as_json(),
    }  # fmt: skip
    return _ENCODER.encode(entry) + "\n"


def rejected_rows(
    headers: tuple[str, ...], rejected: Iterable[tuple[Record, Outcome]], said: Callable[[Fault], str] = str
) -> Iterator[str]:
    """The lines of rejected.csv; `said`: a fault in words. Line and reason stand in front, so that a row with too many
    or too few cells stays as it came; an input's own columns of these names, from an earlier rejected.csv, make room
    for the new ones."""
    kept = [number for number, header in enumerate(headers) if header not in ADDED]
    yield _csv_line([*ADDED, *(headers[number] for number in kept)])
    for record, outcome in rejected:
        cells, reason = record.cells, "; ".join(map(said, outcome.faults))
        if len(cells) == len(headers):
            cells = tuple("" if headers[number] == record.mend else cells[number] for number in kept)
        elif headers[: len(ADDED)] == ADDED:
            cells = cells[len(ADDED) :]
        yield _csv_line([str(record.line), " ".join(reason.split()), *cells])


def _csv_line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def delivered_before(folder: Path) -> dict[str, list[Mapping[str, Any]]]:
    """The documents of a finished batch, by the id of their row."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for line in (folder / MANIFEST).read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        found.setdefault(entry["id"], []).append(entry)
    return found
