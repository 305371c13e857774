"""The trial of a master in a run: what it leaves out of the tags says nothing, and all else is as it was."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest

from leafgen.pipeline import Leafgen
from leafgen.render.print_run import PrintRun
from leafgen.render.run_template import RunTemplate
from leafgen.verify.run_trial import trial_refusals
from tests.verify.runs_of_labels import LABEL, ready, windows_of


def trial(template: RunTemplate, windows: list[bytes]) -> bytes:
    run = PrintRun(file := BytesIO())
    for _ in range(2):
        run.add(template, windows)
    run.close()
    return file.getvalue()


@pytest.mark.parametrize("fields", [{}, LABEL, {"edition": "clear"}], ids=["leaflet", "label", "clear"])
def test_a_run_is_its_document_over_again(leafgen: Leafgen, fields: dict[str, str]) -> None:
    _, prepared, texts = ready(leafgen, **fields)
    alone = prepared.stamp.fill(texts[0])
    assert list(trial_refusals(trial(prepared.template, windows_of(prepared, texts[0])), alone)) == []


def changed(template: RunTemplate, old: bytes, new: bytes) -> RunTemplate:
    at = next(place for place, text in enumerate(template.own) if old in text)
    own = [*template.own]
    own[at] = own[at].replace(old, new, 1)
    return replace(template, own=tuple(own))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"/S /H1", b"/S /P", "tags"),
        (b"/Alt (", b"/Alt (x", "tags"),
        (b"/K [ 1 ]", b"/K [ 2 ]", "parent tree"),
        (b"/K [ 1 ]", b"/K [ ]", "tags"),
    ],
)
def test_tags_that_say_something_else_are_refused(leafgen: Leafgen, old: bytes, new: bytes, message: str) -> None:
    _, prepared, texts = ready(leafgen)
    bad = trial(changed(prepared.template, old, new), windows_of(prepared, texts[0]))
    assert message in " ".join(one.message for one in trial_refusals(bad, prepared.stamp.fill(texts[0])))


def test_tags_of_another_page_are_refused(leafgen: Leafgen) -> None:
    _, prepared, texts = ready(leafgen)
    template = prepared.template
    pages = tuple(
        page.replace(b"/StructParents \x01\x02\x0301", b"/StructParents \x01\x02\x0302") for page in template.pages
    )
    bad = trial(replace(template, pages=pages), windows_of(prepared, texts[0]))
    assert "parent tree" in " ".join(one.message for one in trial_refusals(bad, prepared.stamp.fill(texts[0])))


def test_a_page_that_looks_otherwise_is_refused(leafgen: Leafgen) -> None:
    _, prepared, texts = ready(leafgen)
    template = prepared.template
    pages = (template.pages[0].replace(b"/MediaBox [ 0 0", b"/MediaBox [ 1 0"), *template.pages[1:])
    bad = trial(replace(template, pages=pages), windows_of(prepared, texts[0]))
    found = [one.message for one in trial_refusals(bad, prepared.stamp.fill(texts[0]))]
    assert found == ["a page of the run does not look like the document's"] * 2


def test_another_language_is_refused(leafgen: Leafgen) -> None:
    _, prepared, texts = ready(leafgen)
    template = replace(prepared.template, catalogue={**prepared.template.catalogue, "/Lang": b"(en)"})
    bad = trial(template, windows_of(prepared, texts[0]))
    assert [one.message for one in trial_refusals(bad, prepared.stamp.fill(texts[0]))] == [
        "the root of the run does not say what the document's says"
    ]
