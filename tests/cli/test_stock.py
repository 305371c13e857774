"""`leafgen stock` and the fits of `leafgen list stocks`."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from leafgen.cli.main import run
from leafgen.cli.stock import fits_in_short, label_fits
from leafgen.content.stocks import Stock
from leafgen.kernel.errors import DoesNotFit, InvalidInput
from leafgen.pipeline import Leafgen
from leafgen.render.label_test_page import page_promise, render_test_page
from tests.conftest import Edit


def test_check_says_how_many_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stock", "check"]) == 0
    assert "all sound" in capsys.readouterr().out


def test_check_names_every_fault_with_its_place(copy: Path, edit: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    edit("styles/stocks/dymo.yaml", "aliases: [dymo-30321", "aliases: [avery-l7160, dymo-30321")
    edit("styles/stocks/zebra.yaml", "height: ", "height: 0, width_of_nothing: ")
    assert run(["--workspace", str(copy), "stock", "check"]) == 3
    said = capsys.readouterr().err
    assert "styles/stocks/dymo.yaml:" in said
    assert "styles/stocks/zebra.yaml:" in said
    assert "'avery-l7160' is the name of another stock" in said


@pytest.mark.parametrize("stock", ["avery-j8160", "dymo-99012"])
def test_a_test_page_is_proven_before_it_is_written(stock: str, tmp_path: Path) -> None:
    page = tmp_path / "test.pdf"
    assert run(["stock", "test-page", stock, "-o", str(page), "--offset-x", "1.5", "--scale", "1.002,0.998"]) == 0
    text = pypdfium2.PdfDocument(page)[0].get_textpage().get_text_range()
    assert ("21" in text) == (stock == "avery-j8160")


def test_a_test_page_that_says_something_else_is_refused(leafgen: Leafgen) -> None:
    stock, font = leafgen.content.stocks["avery-l7160"], leafgen.workspace.fonts["fira-sans"]
    pdf = render_test_page(stock, font)
    assert leafgen.prove(pdf, page_promise(stock, font)).proven
    assert not leafgen.prove(pdf, page_promise(replace(stock, rows=6), font)).proven


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["avery-l7161x"], 3),
        (["avery-l7160", "--scale", "a"], 2),
        (["avery-l7160", "--offset-x", "30"], 3),
        (["avery-l7160", "--printer", "nowhere"], 3),
    ],
)
def test_a_test_page_needs_a_stock_and_a_calibration(options: list[str], status: int, tmp_path: Path) -> None:
    page = tmp_path / "test.pdf"
    assert run(["stock", "test-page", *options, "-o", str(page)]) == status
    assert not page.exists()


def test_a_printer_measured_once_moves_every_label(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--workspace", str(copy)]
    assert run([*at, "stock", "calibrate", "avery-l7160", "--left", "12", "--right", "8", "--printer", "front"]) == 0
    entry = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("  - "))
    assert "offset_x: -2.00" in entry
    (copy / "styles/printers.yaml").write_text(f"printers:\n{entry}\n", encoding="utf-8")
    label = [*at, "label", "cramps", "--locale", "en", "--stock", "avery-l7160"]
    plain, moved = tmp_path / "plain.pdf", tmp_path / "moved.pdf"
    assert run([*label, "-o", str(plain)]) == 0
    assert run([*label, "-o", str(moved), "--printer", "front"]) == 0
    lefts = [_left(path.read_bytes()) for path in (plain, moved)]
    assert lefts[0] - lefts[1] == pytest.approx(2.0, abs=0.1)
    assert run([*label, "-o", str(moved), "--printer", "back"]) == 3


def _left(pdf: bytes) -> float:
    """Where the leftmost ink lies, in mm."""
    picture = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=300 / 72).to_pil().convert("L")
    box = picture.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert box is not None
    return float(box[0]) / 300 * 25.4


def test_a_printer_that_is_far_off_is_a_fault_of_its_file(copy: Path, open_copy: Callable[[], Leafgen]) -> None:
    (copy / "styles/printers.yaml").write_text("printers:\n  - {id: a, name: A, scale_x: 1.2}\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as refusal:
        open_copy().content  # noqa: B018
    assert "styles/printers.yaml:2" in str(refusal.value)


def test_a_roll_has_no_crosses_to_measure() -> None:
    assert run(["stock", "calibrate", "dymo-99012", "--left", "11"]) == 2


def test_fits_say_what_printing_would(leafgen: Leafgen) -> None:
    stocks = [leafgen.content.stocks[name] for name in ("dymo-99012", "avery-l7160", "zebra-64x25")]
    fits = label_fits(leafgen, [*stocks, Stock("tiny", "Tiny", "test", 20, 12, "test")])
    for tag in ("nl", "en"):
        for name, found in fits[tag].items():
            assert found["tiny"] is None
            for stock in stocks:
                fields = {"kind": "label", "indication": name, "locale": tag, "stock": stock.id}
                if fit := found[stock.id]:
                    assert leafgen.make(fields).pages == (1 if stock.sheet else fit.labels)
                else:
                    with pytest.raises(DoesNotFit):
                        leafgen.make(fields)
    assert any(found["dymo-99012"] for found in fits["nl"].values())


def test_fits_in_short() -> None:
    found: dict[str, dict[str, Any]] = {
        "en": {"a": {"size": 9.0, "labels": 1}, "b": {"size": 8.5, "labels": 2}},
        "nl": {"a": None},
    }
    assert fits_in_short(found) == "8.5x2: en; no: nl"


def test_list_stocks_says_how_labels_fit(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "stocks", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(rows["dymo-99012"]["fits"]["en"]["cramps"]) == {"size", "labels"}
    assert "avery-j8160" in rows["avery-l7160"]["aliases"]


@pytest.mark.parametrize("distance", ["nan", "-1", "400", "inf"])
def test_a_mark_where_none_can_be_is_refused(distance: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stock", "calibrate", "avery-l7160", f"--left={distance}"]) == 2
    said = capsys.readouterr()
    assert "--left is" in said.err
    assert said.out == ""
