"""The translators' preview: laid out, marked, and never to be taken for a leaflet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image, ImageChops
from starlette.testclient import TestClient

from leafgen.compose.expectation import Expectation
from leafgen.deliver.picture import png
from leafgen.kernel.errors import InvalidInput, RefusedByPolicy
from leafgen.pipeline import Leafgen
from leafgen.verify.proof import Proof, Verdict
from leafgen.verify.runner import prove
from leafgen.web import work
from leafgen.web.app import make_app
from leafgen.web.preview import Preview, preview
from leafgen.web.workshop import Size
from tests.conftest import Edit

STAMP = "Not for patients"
FUZZY, CHANGED, MISSING = "core.watch-out", "cramps#title", "core.keep-apart.levothyroxine#1"


def unfinished(edit: Edit, tag: str) -> None:
    """A catalogue with a text of each state that translators meet."""
    file = f"leaflets/locales/{tag}/leafgen.po"
    edit(file, f'msgctxt "{FUZZY}"\n', f'#, fuzzy\nmsgctxt "{FUZZY}"\n')
    edit(file, 'msgid "Magnesium for muscle cramps"\n', 'msgid "Magnesium and muscle cramps"\n')
    edit(file, f'msgctxt "{MISSING}"\n', 'msgctxt "core.nothing-of-ours"\n')


def states(found: Preview) -> dict[str, str]:
    return {one.context: one.state for one in found.marked}


@pytest.fixture
def half_done(edit: Edit, open_copy: Callable[[], Leafgen]) -> Leafgen:
    unfinished(edit, "ar")
    return open_copy()


def test_what_is_missing_fuzzy_or_changed_stands_in_english_where_it_will_stand(half_done: Leafgen) -> None:
    found = preview(half_done, "cramps", "ar", STAMP)
    assert states(found) == {FUZZY: "fuzzy", CHANGED: "outdated", MISSING: "missing"}
    assert all(one.places for one in found.marked)
    assert all(1 <= page <= len(found.pages) for one in found.marked for page, _ in one.places)
    assert {one.text for one in found.marked} >= {"Not with severe kidney problems.", "Magnesium for muscle cramps"}
    # As they stand on the pages: the title first.
    assert found.marked[0].context == CHANGED


def test_the_leaflet_itself_stays_unavailable(half_done: Leafgen) -> None:
    preview(half_done, "cramps", "ar", STAMP)
    with pytest.raises(RefusedByPolicy):
        half_done.compose(half_done.request({"kind": "leaflet", "indication": "cramps", "locale": "ar"}))
    assert len(half_done.lacking("ar", "cramps")) == 3


def test_every_page_says_what_it_is(web_leafgen: Leafgen, monkeypatch: pytest.MonkeyPatch) -> None:
    proofs: list[tuple[bytes, Proof]] = []

    def watched(pdf: bytes, expected: Expectation) -> Proof:
        proofs.append((pdf, prove(pdf, expected, web_leafgen.trusted_fonts)))
        return proofs[-1][1]

    monkeypatch.setattr(web_leafgen, "prove", watched)
    found = preview(web_leafgen, "cramps", "nl", STAMP)
    assert found.marked == ()
    assert found.edition == "standard"
    pdf, proof = proofs[0]
    # What is promised at the foot is promised on every page; it stands there in place of the word for a draft.
    assert next(one for one in proof.statements if one.id == "preview.draft").verdict is Verdict.PROVEN
    assert not any(one.id == "wording.draft" for one in proof.statements)
    for number, page in enumerate(found.pages, 1):
        plain = Image.open(BytesIO(png(pdf, number, 96))).convert("RGB")
        across = ImageChops.difference(plain, Image.open(BytesIO(page.png)).convert("RGB")).convert("L")
        # Words lie across all parts of the page, not at one edge that could be cut off.
        width, height = across.size
        for left in range(0, width - width // 3, width // 3):
            for top in range(0, height - height // 4, height // 4):
                part = across.crop((left, top, left + width // 3, top + height // 4))
                assert sum(part.histogram()[20:]) > 100


def test_a_leaflet_too_long_for_its_sheet_is_shown_in_another_edition(
    edit: Edit, open_copy: Callable[[], Leafgen]
) -> None:
    edit("leaflets/locales/nl/leafgen.po", 'msgstr "Let op"', f'msgstr "Let op{" en let nog eens op" * 400}"')
    assert preview(open_copy(), "cramps", "nl", STAMP).edition == "clear"


@pytest.fixture
def half_done_client(half_done: Leafgen) -> Iterator[TestClient]:
    with TestClient(make_app(half_done, size=Size(1, 4)), base_url="http://localhost") as client:
        yield client


def test_the_page_shows_pictures_and_a_list_and_gives_no_file(half_done_client: TestClient) -> None:
    page = half_done_client.get("/translations/ar/cramps/preview", headers={"accept-language": "en"})
    assert page.status_code == 200
    assert "Marked texts: 3" in page.text
    assert page.text.count("data:image/png") == 2
    assert "application/pdf" not in page.text
    assert "download" not in page.text
    for state in ("to be looked at again", "the English text has changed", "not translated"):
        assert state in page.text
    assert page.text.count('class="box marked') >= 3


@pytest.mark.parametrize("path", ["/translations/xx/cramps/preview", "/translations/nl/x/preview"])
def test_what_is_not_there_has_no_preview(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 422


def test_a_locale_with_open_questions_says_so(edit: Edit, open_copy: Callable[[], Leafgen]) -> None:
    edit("leaflets/locales/nl/locale.yaml", "direction:", "questions: [months]\ndirection:")
    copy = open_copy()
    found = preview(copy, "cramps", "nl", STAMP)
    assert {one.state for one in found.marked} == {"missing"}
    assert len(found.marked) > 100


def test_the_process_gives_pictures_only(web_leafgen: Leafgen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_here", [web_leafgen])
    found = work.preview_document("cramps", "nl", STAMP)
    assert all(page.png.startswith(b"\x89PNG") for page in found.pages)


@pytest.mark.parametrize(("joins", "stamp"), [(True, "معاينة للمترجمين"), (False, "Translators’ preview")])
def test_the_stamp_is_in_the_language_of_the_page_where_its_letters_can_be_joined(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, joins: bool, stamp: str
) -> None:
    stamps: list[str] = []

    def refused(_: str, __: str, stamped: str) -> Preview:
        stamps.append(stamped)
        raise InvalidInput("no")

    async def here(job: Callable[..., Preview], *arguments: str) -> Preview:
        return refused(*arguments)

    monkeypatch.setattr("leafgen.web.content_pages.joins_letters", lambda: joins)
    monkeypatch.setattr("leafgen.web.workshop.Workshop.do", lambda _, job, *arguments: here(job, *arguments))
    client.get("/translations/nl/cramps/preview", headers={"accept-language": "ar"})
    assert stamps[0].startswith(stamp)
