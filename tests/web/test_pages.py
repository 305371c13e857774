"""The pages for batches, translators and clinicians."""

from __future__ import annotations

import hashlib
import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterable

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from leafgen.approving import approve
from leafgen.pipeline import Leafgen
from leafgen.web.app import make_app
from leafgen.web.reviewing import review
from leafgen.web.tables import MOST_ROWS_OF_PAGE
from tests.conftest import Edit

ROWS = b"id,kind,indication,locale,patient_name\na1,leaflet,cramps,nl,A. Visser\na2,leaflet,crampz,nl,B. Bakker\n"


def upload(client: TestClient, csrf: str, name: str = "rows.csv", data: bytes = ROWS) -> Response:
    return client.post("/batch", data={"csrf": csrf}, files={"table": (name, data)})


def finished(client: TestClient, address: str) -> str:
    """The page of a batch whose step is over."""
    for _ in range(1200):
        page = client.get(address).text
        if 'id="progress"' not in page:
            return page
        time.sleep(0.1)
    raise AssertionError("the batch goes on for ever")


def test_every_row_has_its_verdict_before_anything_is_made(client: TestClient, csrf: str) -> None:
    answer = upload(client, csrf)
    address = answer.url.path
    text = finished(client, address)
    assert "Rows: 2. Can be made: 1. Rejected: 1." in text
    assert "What is it for?: “crampz” is not known here." in text
    assert "Bakker" not in text
    assert "Nothing has been made yet" in text
    rejected = client.get(f"{address}/rejected.csv")
    assert "B. Bakker" in rejected.text
    assert "A. Visser" not in rejected.text
    assert client.post(f"{address}/documents", data={"csrf": csrf}).status_code == 422
    client.post(f"{address}/stop", data={"csrf": csrf})
    gone = client.get(address)
    assert gone.status_code == 422
    assert "This batch is no longer here" in gone.text


def test_the_documents_and_the_rejected_rows_come_down_once(client: TestClient, csrf: str) -> None:
    address = upload(client, csrf).url.path
    assert finished(client, address)
    assert client.post(f"{address}/make", data={"csrf": csrf}).url.path == address
    assert "Every document is proven" in finished(client, address)
    answer = client.post(f"{address}/documents", data={"csrf": csrf})
    assert answer.headers["content-disposition"] == 'attachment; filename="batch.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.read("files/a1.leaflet.pdf").startswith(b"%PDF")
        assert "B. Bakker" in archive.read("rejected.csv").decode()
        assert json.loads(archive.read("summary.json"))["delivered"] == 1
        manifest = json.loads(archive.read("manifest.jsonl"))
        assert manifest["sha256"] == hashlib.sha256(archive.read("files/a1.leaflet.pdf")).hexdigest()
    assert client.post(f"{address}/documents", data={"csrf": csrf}).status_code == 422
    assert client.get(address).status_code == 422


def test_rejected_rows_say_why_in_the_language_of_the_page(client: TestClient, csrf: str) -> None:
    client.cookies.set("leafgen-language", "nl")
    address = upload(client, csrf).url.path
    finished(client, address)
    checked = client.get(f"{address}/rejected.csv").text
    client.post(f"{address}/make", data={"csrf": csrf})
    finished(client, address)
    with zipfile.ZipFile(io.BytesIO(client.post(f"{address}/documents", data={"csrf": csrf}).content)) as archive:
        made = archive.read("rejected.csv").decode()
    client.cookies.delete("leafgen-language")
    for text in (checked, made):
        assert "“crampz” is hier niet bekend." in text
        assert "there is no indication 'crampz'" in text


def test_a_batch_of_rejected_rows_alone_cannot_be_made(client: TestClient, csrf: str) -> None:
    address = upload(client, csrf, data=ROWS.replace(b"cramps", b"crampz")).url.path
    page = finished(client, address)
    assert "No row can be made" in page
    assert "Make the documents" not in page
    client.post(f"{address}/make", data={"csrf": csrf})
    assert "No row can be made" in client.get(address).text


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("rows.exe", ROWS, 422),
        ("../../rows", ROWS, 422),
        ("rows.csv", b"", 400),
        ("rows.csv", b"id,colour\n1,red\n", 422),
        ("rows.csv", b"id,kind,indication,locale\n", 422),
        ("rows.xlsx", ROWS, 422),
        ("rows.csv", b"id,kind,indication,locale\n" + b"a,leaflet,cramps,nl\n" * (MOST_ROWS_OF_PAGE + 1), 422),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(
    client: TestClient, csrf: str, name: str, data: bytes, status: int
) -> None:
    assert upload(client, csrf, name, data).status_code == status


def test_what_is_no_upload_is_refused(client: TestClient, csrf: str) -> None:
    assert client.post("/batch", data={"csrf": csrf}).status_code == 400
    broken = {"content-type": "multipart/form-data"}
    assert client.post("/batch", content=b"--x", headers=broken).status_code == 400


def test_every_pair_of_language_and_leaflet_stands_in_the_tables(client: TestClient, leafgen: Leafgen) -> None:
    there: dict[str, Callable[[str], Iterable[str]]] = {
        "translations": lambda _: leafgen.content.indications,
        "review": leafgen.available,
    }
    for path, names in there.items():
        page = client.get(f"/{path}").text
        pairs = set(re.findall(rf'href="/{path}/([^/"]+)/([^"]+)"', page))
        assert pairs == {(tag, name) for tag in leafgen.content.locales for name in names(tag)}


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
    assert "is not known here" in answer.text


def test_no_page_approves(client: TestClient, csrf: str) -> None:
    assert client.post("/review/nl/cramps", data={"csrf": csrf}).status_code == 405
