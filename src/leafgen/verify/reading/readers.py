"""The second readers: pypdf and pdfium, which share no code with the walker and so check it."""

from __future__ import annotations

from collections.abc import Callable

READERS = ("pypdf", "pdfium")
"""Every second reader there is."""


def _nobody(_data: bytes) -> list[str] | None:
    return None


elsewhere: Callable[[bytes], list[str] | None] = _nobody
"""What pypdf finds quickly in a file that another process has it read for this one (leafgen.verify.beside)."""


def pypdf_text(data: bytes, letters_alone: bool = False) -> list[str]:
    """The text of each page as pypdf extracts it, in content order; with `letters_alone`, in a tenth of the time for a
    leaflet, spaces and ends of lines may be lacking, and words from right to left in any order. Raises ReaderFailed."""
    if letters_alone and (found := elsewhere(data)) is not None:
        return found
    from leafgen.verify.reading import by_pypdf  # noqa: PLC0415

    return by_pypdf.pypdf_text(data, letters_alone)
