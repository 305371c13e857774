"""What a file says about itself: the record that a leaflet carries, and what a label names itself by."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Described:
    """How a file describes itself: its subject, and its text with every run of white space as one blank."""

    subject: str
    text: str


def description(pdf: bytes) -> Described:
    """What a file says of itself; empty where it cannot be read."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        subject = (reader.metadata.subject if reader.metadata else "") or ""
        text = " ".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, KeyError, IndexError, TypeError, ValueError, RecursionError, AttributeError):
        return Described("", "")
    return Described(subject, " ".join(text.split()))
