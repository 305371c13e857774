"""Leaflets held to PDF/UA-1 and PDF/A-3a by the veraPDF engine (`make archival` holds every leaflet there is). Where
the engine is missing this says so loudly and skips, as the other tests of tags and metadata still run."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from leafgen.render.rendition import Rendition
from tests.render.leaflet_samples import migraine_nl
from tests.render.leaflet_tools import rendered, sample
from tests.render.verapdf.engine import FLAVOURS, MissingError, report, validator


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that validates files."""
    try:
        return validator(tmp_path_factory.mktemp("verapdf"))
    except MissingError as missing:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(f"PDF/UA-1 AND PDF/A-3a WERE NOT VALIDATED: {missing} is missing", stacklevel=1)
        pytest.skip(f"not validated: {missing} is missing")


def documents() -> dict[str, Rendition]:
    whole = migraine_nl()
    turned = replace(whole, direction="rtl", locale="ar", font="ibm-plex-sans-arabic")
    return {
        "standard": sample(),
        "clear": sample("clear"),
        "large": sample("large"),
        "right-to-left": rendered(turned),
    }


def test_every_edition_is_pdf_ua_1_and_pdf_a_3a(command: list[str], tmp_path: Path) -> None:
    for name, rendition in documents().items():
        (tmp_path / f"{name}.pdf").write_bytes(rendition.pdf)
    files = list(tmp_path.glob("*.pdf"))
    said = report(command, files)
    assert said.count("compliant=true") == FLAVOURS * len(files), said


def test_the_validator_refuses_what_is_not(command: list[str], tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(io.BytesIO(sample().pdf)) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(broken)
    assert report(command, [broken]).count("compliant=false") == FLAVOURS
