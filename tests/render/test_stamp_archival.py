"""Stamped leaflets and print runs held to PDF/UA-1 and PDF/A-3a by veraPDF, where it is there (see test_archival)."""

from __future__ import annotations

import subprocess
from pathlib import Path

from leafgen.pipeline import Leafgen
from leafgen.runs import Run
from tests.render.test_archival import validator
from tests.stamping import ANNA, LEAFLET, master_of, personal

__all__ = ["validator"]


def test_what_is_stamped_is_pdf_ua_1_and_pdf_a_3a(validator: list[str], leafgen: Leafgen, tmp_path: Path) -> None:  # noqa: F811
    document = master_of(leafgen).document(personal(leafgen, patient_name="\u0141ucja Wi\u015bniewska"), "sealed")
    (tmp_path / "stamped.pdf").write_bytes(document.data)
    with (tmp_path / "run.pdf").open("w+b") as file:
        run = Run(leafgen, file)
        for name in ("\u0141ucja Wi\u015bniewska", "Maximiliaan Alexander Emanuel van Wassenaer tot Duivenvoorde"):
            run.add(leafgen.request({**LEAFLET, **ANNA, "patient_name": name}))
        assert run.close().proven
    files = [str(tmp_path / name) for name in ("stamped.pdf", "run.pdf")]
    report = subprocess.run([*validator, *files], check=True, capture_output=True, text=True).stdout
    assert report.count("compliant=true") == 2 * len(files), report
