"""The pages for batches, translators and clinicians."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from leafgen.approving import approve
from leafgen.pipeline import Leafgen
from leafgen.web.app import make_app
from leafgen.web.reviewing import review
from tests.conftest import Edit

ROWS = b"id,kind,indication,locale,patient_name\na1,leaflet,cramps,nl,A. Visser\na2,leaflet,crampz,nl,B. Bakker\n"


def upload(client: TestClient, csrf: str, path: str, name: str = "rows.csv", data: bytes = ROWS) -> tuple[int, bytes]:
    answer = client.post(path, data={"csrf": csrf}, files={"table": (name, data)})
    return answer.status_code, answer.content


def test_every_row_has_its_verdict_before_anything_is_made(client: TestClient, csrf: str) -> None:
    status, page = upload(client, csrf, "/batch")
    text = page.decode()
    assert status == 200
    assert "Rows: 2. Can be made: 1. Rejected: 1." in text
    assert "there is no indication &#39;crampz&#39;" in text
    assert "Bakker" not in text


def test_the_run_and_the_rejected_rows_come_down_together(client: TestClient, csrf: str) -> None:
    status, data = upload(client, csrf, "/batch/make")
    assert status == 200
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "files/a1.leaflet.pdf" in archive.namelist()
        assert "B. Bakker" in archive.read("rejected.csv").decode()


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("rows.exe", ROWS, 422),
        ("../../rows", ROWS, 422),
        ("rows.csv", b"", 400),
        ("rows.csv", b"id,colour\n1,red\n", 422),
        ("rows.csv", b"id,kind,indication,locale\n", 422),
        ("rows.xlsx", ROWS, 422),
        ("rows.csv", b"id,kind,indication,locale\n" + b"a,leaflet,cramps,nl\n" * 501, 422),
        ("rows.csv", ROWS.replace(b"cramps", b"crampz"), 422),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(
    client: TestClient, csrf: str, name: str, data: bytes, status: int
) -> None:
    assert upload(client, csrf, "/batch/make", name, data)[0] == status


def test_what_is_no_upload_is_refused(client: TestClient, csrf: str) -> None:
    assert client.post("/batch", data={"csrf": csrf}).status_code == 400
    broken = {"content-type": "multipart/form-data"}
    assert client.post("/batch", content=b"--x", headers=broken).status_code == 400


def test_every_pair_of_language_and_leaflet_stands_in_the_tables(client: TestClient, leafgen: Leafgen) -> None:
    for path in ("translations", "review"):
        page = client.get(f"/{path}").text
        pairs = set(re.findall(rf'href="/{path}/([^/"]+)/([^"]+)"', page))
        assert pairs == {(tag, name) for tag in leafgen.content.locales for name in leafgen.content.indications}


def test_a_translator_sees_what_is_missing_fuzzy_and_changed(edit: Edit, open_copy: Callable[[], Leafgen]) -> None:
    file = "leaflets/locales/nl/leafgen.po"
    edit(file, 'msgctxt "core.watch-out"\n', '#, fuzzy\nmsgctxt "core.watch-out"\n')
    edit(file, 'msgid "Watch out"\n', 'msgid "Look out"\n')
    edit(
        file,
        'msgstr "Gebruik geen magnesium als u ernstige nierproblemen of nierfalen heeft, of dialyse krijgt."',
        'msgstr ""',
    )
    client = TestClient(make_app(open_copy()), base_url="http://localhost")
    page = client.get("/translations/nl/cramps", headers={"accept-language": "en"}).text
    assert "3 missing" in page
    for state in ("to be looked at again", "the English text has changed", "not translated"):
        assert state in page
    assert "3 missing" in client.get("/translations", headers={"accept-language": "en"}).text
    counter = client.get("/", headers={"accept-language": "en"}).text
    assert re.search(r'data-without="nl">Not available in Dutch: 3 texts are missing, the first is core\.', counter)


def test_a_clinician_sees_sources_numbers_and_decisions_and_how_to_approve(client: TestClient) -> None:
    page = client.get("/review/ar/migraine-prevention").text
    assert "leafgen --workspace DIR approve migraine-prevention --locale ar" in page
    assert "Decision:" in page
    assert "Because:" in page
    assert "milligram a day" in page
    assert re.search(r'lang="ar" dir="rtl"', page)
    assert "draft" in page


def test_a_review_says_everything_in_both_languages(leafgen: Leafgen) -> None:
    found = review(leafgen, "cramps", "nl")
    assert len(found.statements) > 80
    assert [one.id for one in found.statements if not one.text or not one.source_text] == []
    kidneys = next(one for one in found.statements if one.id == "core.kidneys")
    assert kidneys.safety
    assert kidneys.sources


def test_an_approval_is_shown(open_copy: Callable[[], Leafgen]) -> None:
    approve(open_copy(), "cramps", "nl", "A. Voorbeeld", "pharmacist")
    assert review(open_copy(), "cramps", "nl").approval
    client = TestClient(make_app(open_copy()), base_url="http://localhost")
    assert ">approved<" in client.get("/review", headers={"accept-language": "en"}).text


@pytest.mark.parametrize(
    "path", ["/review/nl/nothing", "/review/xx/cramps", "/translations/xx/cramps", "/translations/nl/x"]
)
def test_what_is_not_there_is_said_to_be_not_there(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 422
    assert "there is no" in answer.text


def test_no_page_approves(client: TestClient, csrf: str) -> None:
    assert client.post("/review/nl/cramps", data={"csrf": csrf}).status_code == 405
