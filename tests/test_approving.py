"""Approvals: bound to the words, voided by exactly the edits that touch them, refused when expired."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from leafgen.approving import approve, currency, standings
from leafgen.content.approvals import LEDGER, Status
from leafgen.content.workspace import Workspace
from leafgen.kernel.errors import InvalidInput, RefusedByPolicy
from leafgen.pipeline import Leafgen
from tests.conftest import TODAY, Edit

Open = Callable[[], Leafgen]


def approved(leafgen: Leafgen) -> set[str]:
    return {f"{item.indication}/{item.locale}" for item in standings(leafgen) if item.status is Status.APPROVED}


def sign_everything(leafgen: Leafgen) -> set[str]:
    for tag in ("en", "nl"):
        for name in leafgen.available(tag):
            approve(leafgen, name, tag, "A. de Boer", "pharmacist")
    return {f"{name}/{tag}" for tag in ("en", "nl") for name in leafgen.available(tag)}


def footer(leafgen: Leafgen, **fields: str) -> list[str]:
    request = leafgen.request({"kind": "leaflet", "indication": "cramps", "locale": "nl", **fields})
    return [said.id for said in leafgen.compose(request).footer]


def test_without_an_approval_every_page_says_it_is_a_draft(leafgen: Leafgen) -> None:
    assert "wording.draft" in footer(leafgen)


def test_an_approved_leaflet_bears_its_hash_and_no_draft_mark(open_copy: Open) -> None:
    approve(open_copy(), "cramps", "nl", "A. de Boer", "pharmacist")
    assert footer(open_copy()) == ["wording.revised", "wording.document"]
    assert "wording.draft" in footer(open_copy(), indication="sleep")
    assert "wording.draft" in footer(open_copy(), locale="en")
    # A bilingual leaflet is approved only when both its languages are.
    assert "wording.draft" in footer(open_copy(), bilingual="en")
    approve(open_copy(), "cramps", "en", "A. de Boer", "pharmacist")
    assert "wording.draft" not in footer(open_copy(), bilingual="en")


@pytest.mark.parametrize(
    ("file", "old", "new", "voided"),
    [
        ("leaflets/locales/nl/leafgen.po", "Gebruik geen magnesium als", "Neem geen magnesium als", "*/nl"),
        ("leaflets/locales/nl/locale.yaml", "{amount} per dag", "{amount} elke dag", "*/nl"),
        ("leaflets/cramps.yaml", "value: [200, 400]", "value: [200, 350]", "cramps/*"),
        ("leaflets/clinics/demo-clinic.yaml", "Kliniek Voorbeeld", "Kliniek Ander", ""),
        ("styles/leaflet.css", "{", "  {", ""),
    ],
)
def test_an_edit_voids_exactly_the_approvals_it_touches(
    open_copy: Open, edit: Edit, file: str, old: str, new: str, voided: str
) -> None:
    signed = sign_everything(open_copy())
    assert approved(open_copy()) == signed
    edit(file, old, new)
    name, _, tag = voided.partition("/")
    touched = {
        pair for pair in signed if voided and name in ("*", pair.split("/")[0]) and tag in ("*", pair.split("/")[1])
    }
    assert approved(open_copy()) == signed - touched


def test_an_edited_source_text_voids_its_own_leaflet_and_takes_its_translation_away(
    open_copy: Open, edit: Edit
) -> None:
    signed = sign_everything(open_copy())
    edit("leaflets/cramps.yaml", "Take it every day", "Use it every day")
    assert approved(open_copy()) == signed - {"cramps/en", "cramps/nl"}


def test_an_expired_approval_is_refused(copy: Path, open_copy: Open) -> None:
    approve(open_copy(), "cramps", "nl", "A. de Boer", "pharmacist", (TODAY + timedelta(days=1)).isoformat())
    assert "wording.draft" not in footer(open_copy())
    later = Leafgen(Workspace(copy, today=lambda: TODAY + timedelta(days=2)))
    with pytest.raises(RefusedByPolicy, match="expired on 2026-11-23"):
        footer(later)
    assert {item.status for item in standings(later) if item.locale == "nl" and item.indication == "cramps"} == {
        Status.EXPIRED
    }


@pytest.mark.parametrize(
    ("by", "role", "until", "words"),
    [
        (" ", "pharmacist", "", "name and the role"),
        ("A", "", "", "name and the role"),
        ("A", "r", "2026-01-01", "already"),
        ("A", "r", "1 January", "'1 January' is not a date"),
    ],
)
def test_what_is_no_approval_is_refused(
    copy: Path, open_copy: Open, by: str, role: str, until: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        approve(open_copy(), "cramps", "nl", by, role, until)
    assert not (copy / LEDGER).exists()


def test_every_fault_of_an_approval_is_named_at_once(open_copy: Open) -> None:
    with pytest.raises(InvalidInput) as refused:
        approve(open_copy(), "crams", "xx", "", "pharmacist", "soon")
    for words in ("'crams'", "'xx'", "name and the role", "'soon' is not a date"):
        assert words in str(refused.value)


def test_a_broken_ledger_is_refused_with_its_line(copy: Path, open_copy: Open) -> None:
    approve(open_copy(), "cramps", "nl", "A. de Boer", "pharmacist")
    with (copy / LEDGER).open("a", encoding="utf-8") as ledger:
        ledger.write('{"indication": "cramps"}\n')
    with pytest.raises(InvalidInput, match=r"leaflets/approvals\.jsonl:2: not an approval"):
        footer(open_copy())


def test_a_paper_is_current_until_a_word_changes(open_copy: Open, edit: Edit) -> None:
    approve(open_copy(), "cramps", "nl", "A. de Boer", "pharmacist")
    code = next(item.hash for item in standings(open_copy()) if (item.indication, item.locale) == ("cramps", "nl"))
    assert currency(open_copy(), code.lower()).changes == ()
    edit("leaflets/locales/nl/leafgen.po", "Gebruik geen magnesium als", "Neem geen magnesium als")
    (change,) = currency(open_copy(), code).changes
    assert change.name == "core.kidneys"
    assert change.then is not None
    assert change.then.startswith("Gebruik geen magnesium")
    assert change.now is not None
    assert change.now.startswith("Neem geen magnesium")
    with pytest.raises(InvalidInput, match="no leaflet says today"):
        currency(open_copy(), "0000-0000")
