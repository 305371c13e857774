"""The machine-readable record that a leaflet carries: the ids of what it says."""

from __future__ import annotations

import io
import json

import pypdf
from pypdf.errors import PyPdfError

#: The name of the attached file.
RECORD = "leafgen.json"


def attached_statements(pdf: bytes) -> tuple[str, ...]:
    """The ids of the statements in the attached record, in order; empty when the file carries none."""
    try:
        files = pypdf.PdfReader(io.BytesIO(pdf)).attachments
        data = json.loads(files[RECORD][0])
        return tuple(str(statement["id"]) for statement in data["statements"])
    except (PyPdfError, KeyError, IndexError, TypeError, ValueError, RecursionError):
        return ()
