"""Stamped leaflets, and print runs with separators and marks, held to PDF/UA-1 and PDF/A-3a by veraPDF, where it is
there (see test_archival)."""

from __future__ import annotations

from pathlib import Path

from leafgen.kernel.geometry import A4
from leafgen.pipeline import Leafgen
from leafgen.runs import PrintRun
from tests.render.test_archival import command
from tests.render.verapdf.engine import FLAVOURS, report
from tests.stamping import ANNA, LEAFLET, master_of, personal

__all__ = ["command"]


def test_what_is_stamped_is_pdf_ua_1_and_pdf_a_3a(command: list[str], leafgen: Leafgen, tmp_path: Path) -> None:
    document = master_of(leafgen).document(personal(leafgen, patient_name="\u0141ucja Wi\u015bniewska"), "sealed")
    (tmp_path / "stamped.pdf").write_bytes(document.data)
    with (tmp_path / "run.pdf").open("w+b") as file:
        run = PrintRun(leafgen, file, marked=True)
        run.put(run.separator(A4, "demo-clinic", 1, 2, 4))
        for name in ("\u0141ucja Wi\u015bniewska", "Maximiliaan Alexander Emanuel van Wassenaer tot Duivenvoorde"):
            run.add(leafgen.request({**LEAFLET, **ANNA, "patient_name": name}))
        assert run.close().proven
    said = report(command, [tmp_path / "stamped.pdf", tmp_path / "run.pdf"])
    assert said.count("compliant=true") == 2 * FLAVOURS, said
