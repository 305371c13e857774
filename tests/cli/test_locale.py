"""The translator's commands, on a workspace of their own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from leafgen.cli.main import run
from tests.conftest import SPOKEN, WHOLE, Edit


def call(copy: Path, *words: str) -> int:
    return run(["--workspace", str(copy), *words])


def test_a_new_locale_is_one_folder_and_unavailable_until_answered(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path for path in copy.rglob("*") if path.is_file()}
    assert call(copy, "locale", "add", "sv") == 0
    added = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()} - {
        path.relative_to(copy).as_posix() for path in before
    }
    assert added == {"leaflets/locales/sv/locale.yaml", "leaflets/locales/sv/leafgen.po"}
    assert call(copy, "leaflet", "cramps", "--locale", "sv", "-o", str(copy / "x.pdf")) == 5
    assert "not answered yet: range" in capsys.readouterr().err
    assert call(copy, "locale", "add", "sv") == 2


def test_a_ninth_locale_prints_after_touching_its_folder_only(copy: Path, tmp_path: Path) -> None:
    # Dutch texts stand in for the new language: what matters is that nothing else had to change.
    assert call(copy, "locale", "add", "af") == 0
    folder = copy / "leaflets/locales"
    settings = (folder / "nl/locale.yaml").read_text(encoding="utf-8")
    settings = settings.replace("id: nl", "id: af").replace("cldr: nl_NL", "cldr: af_ZA")
    (folder / "af/locale.yaml").write_text(settings, encoding="utf-8")
    (folder / "af/leafgen.po").write_text((folder / "nl/leafgen.po").read_text(encoding="utf-8"), encoding="utf-8")
    made = tmp_path / "x.pdf"
    assert call(copy, "leaflet", "cramps", "--locale", "af", "-o", str(made), "--clinic", "demo-clinic") == 0
    assert call(copy, "label", "cramps", "--locale", "af", "--stock", "dymo-99012", "-o", str(made)) == 0


def test_check_passes_on_the_shipped_locales_and_names_a_planted_fault(
    copy: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    only = [word for name in WHOLE for word in ("--indication", name)]
    assert call(copy, "locale", "check", "nl", *only) == 0
    edit("leaflets/locales/nl/leafgen.po", "Gebruik geen magnesium als", "Gebruik magnesium als")
    assert call(copy, "locale", "check", "nl") == 3
    assert "error: core.kidneys: negation" in capsys.readouterr().out


def test_update_marks_a_changed_sentence_fuzzy(copy: Path, edit: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    edit("leaflets/core/safety.yaml", "Do not use magnesium if", "Never use magnesium if")
    assert call(copy, "locale", "update", "nl") == 0
    text = (copy / "leaflets/locales/nl/leafgen.po").read_text(encoding="utf-8")
    assert '#| msgid "Do not use magnesium if' in text
    assert call(copy, "leaflet", "cramps", "--locale", "nl", "-o", str(copy / "x.pdf")) == 5
    complaint = capsys.readouterr().err
    assert "core.kidneys: marked fuzzy" in complaint


def test_report_names_every_locale(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(copy, "locale", "report") == 0
    said = capsys.readouterr().out
    assert all(f" {tag} " in said for tag in ("ar", "en", "nl", "uk"))
    assert "100 %" in said
    assert "migraine-prevention" in said
    promised = {f"{name} is not available in {tag} " for name in WHOLE for tag in SPOKEN}
    assert not any(words in said for words in promised)


def test_report_says_why_a_leaflet_is_not_there(copy: Path, edit: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    edit("leaflets/sleep.yaml", 'name: "Sleep"', 'name: "Sleeping"')
    assert call(copy, "locale", "report") == 0
    said = capsys.readouterr().out
    why = "1 text cannot be said, the first sleep#name: the English text has changed since it was translated"
    assert f"sleep is not available in nl (Nederlands): {why}" in said
    assert "sleep is not available in en" not in said


def test_check_of_one_leaflet_asks_for_its_texts_and_the_shared_ones_alone(
    copy: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    edit("leaflets/sleep.yaml", 'name: "Sleep"', 'name: "Sleeping"')
    assert call(copy, "locale", "check", "nl", "--indication", "cramps") == 0
    assert "nl: 0 errors" in capsys.readouterr().out
    assert call(copy, "locale", "check", "nl", "--indication", "cramps", "--indication", "sleep") == 3
    assert "nl: error: sleep#name" in capsys.readouterr().out
    edit("leaflets/core/wording.yaml", "text: In short", "text: Shortly")
    assert call(copy, "locale", "check", "nl", "--indication", "cramps") == 3
    assert "nl: error: wording.heading-in-short" in capsys.readouterr().out
    assert call(copy, "locale", "check", "nl", "--indication", "crams") == 3
    assert "did you mean 'cramps'?" in capsys.readouterr().err


@pytest.mark.parametrize(("direction", "tag"), [("ltr", "en-XA"), ("rtl", "en-XB")])
def test_pseudo_locale_fits_or_is_refused_cleanly(
    copy: Path, tmp_path: Path, direction: str, tag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(copy, "locale", "pseudo", "--direction", direction) == 0
    # 40 % more text may well not fit two pages or a small label; then it says so, and writes nothing.
    for words in (["leaflet", "cramps"], ["label", "cramps", "--stock", "dymo-99014"]):
        made = tmp_path / "x.pdf"
        status = call(copy, *words, "--locale", tag, "-o", str(made))
        assert status in (0, 3), capsys.readouterr().err
        assert made.exists() == (status == 0)
        made.unlink(missing_ok=True)
    made = tmp_path / "clear.pdf"
    assert call(copy, "leaflet", "cramps", "--locale", tag, "--edition", "clear", "-o", str(made)) == 0


def test_plain_shows_figures_and_names_a_long_sentence_but_refuses_nothing(
    copy: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(copy, "locale", "plain", "nl", "--indication", "cramps") == 0
    assert "plain language: 0 warnings" in capsys.readouterr().out
    edit("leaflets/locales/nl/leafgen.po", "Roer poeder goed door water of sap.", "Roer " + "heel " * 20 + "goed.")
    assert call(copy, "locale", "plain", "nl", "--indication", "cramps", "--indication", "sleep") == 0
    said = capsys.readouterr().out
    assert said.count("nl: warning: core.powder: longest: 22 words") == 1
    assert call(copy, "locale", "plain", "nl", "--indication", "cramp") == 3


def test_plain_names_the_formula_of_a_language_or_says_that_it_has_none(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(copy, "locale", "plain", "en", "tr") == 0
    said = capsys.readouterr().out
    assert "en: formula: ARI, at most 8" in said
    assert "tr: formula: none" in said


def test_plain_without_its_extra_measures_the_rest_and_says_what_is_missing(
    copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "leafgen.translate.formulas", None)
    assert call(copy, "locale", "plain", "en", "--indication", "cramps") == 0
    said = capsys.readouterr().out
    assert "rare words and formulas are not measured: pip install 'leafgen[language]'" in said
    assert "en: formula: none" in said
    assert "plain language: 0 warnings" in said
