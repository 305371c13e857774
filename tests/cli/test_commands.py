"""The commands, called as a script would: words in, exit status and text out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pikepdf
import pytest

from leafgen.cli.main import run

LABEL = ["label", "cramps", "--locale", "en", "--stock", "dymo-99012"]


def test_label_is_written_and_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "label.pdf"
    options = ["--patient-name", "Ann de Vries", "--date", "2026-11-22", "--dose", "200", "--times", "evening"]
    assert run([*LABEL, "-o", str(made), *options]) == 0
    assert "proven" in capsys.readouterr().out
    assert made.stat().st_mode & 0o777 == 0o600
    verify = ["verify", str(made), "--indication", "cramps", "--kind", "label", *LABEL[2:]]
    assert run([*verify, *options]) == 0
    # The same file, held to another patient's label.
    assert run([*verify, *options[2:], "--patient-name", "Ann de Wit"]) == 4
    output = capsys.readouterr()
    assert "patient.name" in output.out
    assert "not proven" in output.err


def test_leaflet_is_written_and_verified_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "leaflet.pdf"
    assert run(["leaflet", "sleep", "--locale", "nl", "-o", str(made), "--clinic", "demo-clinic"]) == 0
    capsys.readouterr()
    options = ["--indication", "sleep", "--kind", "leaflet", "--locale", "nl", "--json"]
    assert run(["verify", str(made), *options, "--clinic", "demo-clinic"]) == 0
    verdict = json.loads(capsys.readouterr().out)
    assert verdict["verdict"] == "proven"
    assert verdict["unexplained"] == []
    assert {item["verdict"] for item in verdict["statements"]} == {"proven"}
    assert {"id", "verdict", "page", "box", "check", "detail"} == set(verdict["statements"][0])
    # Another clinic's numbers are not what this file says.
    assert run(["verify", str(made), *options]) == 4
    refused = json.loads(capsys.readouterr().out)
    assert refused["verdict"] == "refused"
    assert "core.emergency" in {item["id"] for item in refused["statements"] if item["verdict"] != "proven"}


def test_verify_reads_an_expect_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "label.pdf"
    assert run([*LABEL, "-o", str(made)]) == 0
    expect = tmp_path / "expect.json"
    statement = {"id": "warn", "text": "Do not use with severe kidney problems."}
    expect.write_text(json.dumps({"locale": "en", "statements": [statement]}))
    assert run(["verify", str(made), "--expect", str(expect), "--locale", "en"]) == 0
    expect.write_text(json.dumps({"locale": "en", "statements": [{**statement, "text": "Use with kidney problems."}]}))
    assert run(["verify", str(made), "--expect", str(expect), "--locale", "en"]) == 4
    expect.write_text("{")
    assert run(["verify", str(made), "--expect", str(expect), "--locale", "en"]) == 3


def test_verify_refuses_what_is_no_pdf(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and nothing more")
    assert run(["verify", str(broken), "--indication", "cramps", "--kind", "leaflet", "--locale", "en"]) == 4


def test_every_file_that_cannot_be_read_is_named_and_the_rest_is_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "label.pdf"
    assert run([*LABEL, "-o", str(made)]) == 0
    files = [str(tmp_path / "one.pdf"), str(made), str(tmp_path)]
    assert run(["verify", *files, "--indication", "cramps", "--kind", "label", *LABEL[2:]]) == 3
    said = capsys.readouterr()
    assert f"{made}: proven, 12 statements" in said.out
    assert said.err.splitlines() == [
        f"{files[0]} cannot be read: No such file or directory",
        f"{files[2]} cannot be read: Is a directory",
    ]


def test_a_changed_digit_of_a_dose_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "label.pdf"
    options = ["--dose", "200", "--times", "evening"]
    assert run([*LABEL, "-o", str(made), *options]) == 0
    other = tmp_path / "other.pdf"
    assert run([*LABEL, "-o", str(other), "--dose", "400", "--times", "evening"]) == 0
    capsys.readouterr()
    verify = ["--indication", "cramps", "--kind", "label", *LABEL[2:], *options, "--json"]
    assert run(["verify", str(other), *verify]) == 4
    refused = json.loads(capsys.readouterr().out)
    altered = {item["id"] for item in refused["statements"] if item["verdict"] != "proven"}
    assert "patient.timetable.evening" in altered


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ([], 2),
        (["leaflet"], 2),
        (["nonsense"], 2),
        (["leaflet", "cramps", "--locale", "en", "-o", "x.pdf", "--colour", "red"], 2),
        (["leaflet", "cramps", "-o", "x.pdf"], 2),
        (["label", "cramps", "--locale", "en", "-o", "x.pdf"], 2),
        (["verify", "x.pdf", "--locale", "en"], 2),
        (["verify", "x.pdf", "--indication", "cramps", "--kind", "leaflet"], 2),
        (["picture", "x.pdf", "-o", "x.png", "--page", "0"], 2),
        (["picture", "x.pdf", "-o", "x.png", "--dpi", "0"], 2),
        (["explain", "absent.pdf"], 3),
        (["explain", "."], 3),
        (["list", "nonsense"], 2),
        (["leaflet", "cramp", "--locale", "en", "-o", "x.pdf"], 3),
        (["leaflet", "cramps", "--locale", "xx", "-o", "x.pdf"], 3),
        (["leaflet", "cramps", "--locale", "en", "-o", "x.pdf", "--date", "22-11-2026"], 3),
        (["label", "cramps", "--locale", "en", "--stock", "roll-70x35", "-o", "x.pdf", "--start", "2"], 3),
        (["--workspace", "nowhere", "list", "locales"], 3),
        (["verify", "absent.pdf", "--indication", "cramps", "--kind", "leaflet", "--locale", "en"], 3),
        (["leaflet", "cramps", "--locale", "en", "-o", "x.pdf", "--dose", "2000"], 5),
    ],
)
def test_exit_status(words: list[str], status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(words) == status
    assert list(tmp_path.iterdir()) == []


def test_every_fault_of_a_request_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["leaflet", "x", "--locale", "y", "-o", "z.pdf", "--clinic", "q", "--birth-date", "never"]) == 3
    complaint = capsys.readouterr().err
    for field in ("indication", "locale", "clinic", "birth_date"):
        assert f"request: {field}" in complaint


@pytest.mark.parametrize(
    "what", ["indications", "locales", "stocks", "clinics", "forms", "rules", "checks", "approvals"]
)
def test_list_as_json_and_as_a_table(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", what, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows
    assert all(row["id"] and row["name"] for row in rows)
    assert run(["list", what]) == 0
    assert rows[0]["id"].partition("-")[0] in capsys.readouterr().out


def test_list_stocks_in_mm(capsys: pytest.CaptureFixture[str]) -> None:
    run(["list", "stocks", "--json"])
    stocks = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    sheet = stocks["avery-l7160"]
    assert (sheet["width"], sheet["height"], sheet["per_sheet"]) == (63.5, 38.1, 21)
    assert sheet["sheet"] == {"width": 210, "height": 297}
    assert stocks["dymo-99012"]["sheet"] is None


def test_list_clinics_names_locations_and_departments(capsys: pytest.CaptureFixture[str]) -> None:
    run(["list", "clinics", "--json"])
    clinics = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    dokkum = clinics["demo-clinic"]["locations"][0]
    assert dokkum["id"] == "dokkum"
    assert {"id": "pain-care", "name": "pain care"} in dokkum["departments"]


def test_init_makes_a_workspace_to_keep(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "clinic"
    assert run(["init", str(made)]) == 0
    assert run(["--workspace", str(made), "list", "indications"]) == 0
    assert run(["init", str(made)]) == 2
    assert "is not empty" in capsys.readouterr().err


def test_doctor_finds_what_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out
    for what in (
        "fonts: Fira Sans",
        "languages: ar (",
        "stamps: 4 faces for names",
        "layout engine: WeasyPrint",
        "printers",
    ):
        assert what in said


def test_after_doctor_no_language_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert run(["doctor"]) == 0
    kept = {path.name.partition(".")[2] for path in (tmp_path / "leafgen").iterdir()}
    assert {"content", "fonts", "texts-ar", "texts-nl"} <= kept


def test_doctor_tells_a_workspace_that_is_missing_from_an_engine_that_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--workspace", str(tmp_path), "doctor"]) == 7
    said = capsys.readouterr()
    assert said.out.count("leafgen init DIR") == 1
    assert "unknown  fonts" in said.out
    assert "ok       layout engine" in said.out
    assert "missing: workspace\n" in said.err


def test_strange_names_are_refused_all_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "--indication", "CRAMPS", "--locale", "xx", "--output", str(tmp_path)]) == 3
    said = capsys.readouterr().err
    assert "did you mean 'cramps'?" in said
    assert "there is no locale 'xx'" in said
    approve = ["approve", "x", "--locale", "yy", "--by", " ", "--role", "pharmacist", "--valid-until", "2020-01-01"]
    assert run(approve) == 3
    said = capsys.readouterr().err
    for fault in ("no indication 'x'", "no locale 'yy'", "needs the name", "expired on 2020-01-01"):
        assert fault in said


def test_a_long_catalogue_is_not_read_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["label", "cramps", "--locale", "en", "--stock", "dymo-99-012", "-o", "x.pdf"]) == 3
    said = capsys.readouterr().err
    assert "did you mean 'dymo-99012'?" in said
    assert "see leafgen list stocks" in said
    assert "avery" not in said


def test_build_of_one_indication(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "--indication", "cramps", "--locale", "nl", "--output", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert re.search(r"1 leaflet and \d+ label files, all proven", said)
    assert (tmp_path / "nl/cramps.leaflet.pdf").is_file()
    for file in tmp_path.rglob("*.pdf"):
        with pikepdf.open(file) as pdf:
            assert pdf.Root.Lang == "nl"


def test_explain_follows_a_file_and_a_statement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "leaflet.pdf"
    assert run(["leaflet", "cramps", "--locale", "nl", "-o", str(made)]) == 0
    assert run(["explain", str(made), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()[1:]]
    by_id = {row["id"]: row for row in rows}
    assert by_id["cramps.dose"]["facts"]["cramps.dose"]["locator"]
    assert by_id["core.kidneys"]["decisions"]
    assert run(["explain", "core.limit"]) == 0
    assert "250 milligram a day (elemental)" in capsys.readouterr().out
    assert run(["explain", "core.nothing"]) == 3


def test_approve_and_current(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "clinic"
    assert run(["init", str(made)]) == 0
    approve = ["approve", "cramps", "--locale", "nl", "--by", "A. de Boer", "--role", "pharmacist"]
    assert run(["--workspace", str(made), *approve]) == 0
    match = re.search(r"document (\w{4}-\w{4}) approved", capsys.readouterr().out)
    assert match
    assert run(["--workspace", str(made), "current", match[1]]) == 0
    assert run(["--workspace", str(made), "current", "0000-0000"]) == 3
    catalogue = made / "leaflets/locales/nl/leafgen.po"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(text.replace("Gebruik geen magnesium als", "Neem geen magnesium als"), encoding="utf-8")
    assert run(["--workspace", str(made), "current", match[1]]) == 5
    assert "core.kidneys" in capsys.readouterr().out
    assert run(["--workspace", str(made), *approve, "--valid-until", "soon"]) == 3


@pytest.mark.parametrize("other_name", [False, True])
def test_what_is_read_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, other_name: bool
) -> None:
    made = tmp_path / "label.pdf"
    assert run([*LABEL, "-o", str(made)]) == 0
    held, same = made.read_bytes(), made
    if other_name:
        same = tmp_path / "again.pdf"
        same.symlink_to(made)
    promised = ["--indication", "cramps", "--kind", "label", *LABEL[2:]]
    assert run(["picture", str(made), "-o", str(same)]) == 2
    assert run(["print", str(made), "--zpl", "-o", str(same), *promised]) == 2
    assert "is what is read" in capsys.readouterr().err
    assert made.read_bytes() == held
