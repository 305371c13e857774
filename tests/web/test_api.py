"""The API: the file, or problem+json with the command's exit code."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from starlette.testclient import TestClient

from leafgen.compose.request import EDITIONS
from leafgen.pipeline import Leafgen

LEAFLET = {"indication": "cramps", "locale": "nl"}
LABEL = {**LEAFLET, "stock": "dymo-99012", "patient_name": "A. Visser", "copies": 2}


def refused(answer: Any, status: int, exit: int) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert (answer.status_code, found["status"], found["exit"]) == (status, status, exit)
    return found


def test_a_leaflet_comes_back_proven(client: TestClient) -> None:
    answer = client.post(
        "/api/leaflet", json={**LEAFLET, "id": "r-17", "patient_name": "A. Visser", "prescribed": None}
    )
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["leafgen-sha256"] == hashlib.sha256(answer.content).hexdigest()
    assert answer.headers["content-disposition"] == 'attachment; filename="r-17.leaflet.pdf"'
    assert "Visser" not in str(answer.headers)


def test_labels_come_back_proven_and_are_named_for_what_they_are(client: TestClient) -> None:
    answer = client.post("/api/label", json=LABEL)
    assert answer.headers["content-disposition"] == 'attachment; filename="cramps.nl.label.pdf"'


def test_every_fault_is_told_at_once(client: TestClient) -> None:
    wrong = {"indication": "cramp", "locale": "xx", "edition": "tiny", "birth_date": "yesterday"}
    found = refused(client.post("/api/leaflet", json=wrong), 422, 3)
    assert {fault["at"] for fault in found["faults"]} == set(wrong)


def test_values_that_are_none_and_names_that_are_not_there(client: TestClient) -> None:
    found = refused(client.post("/api/leaflet", json={**LEAFLET, "dose": {"mg": 1}, "colour": "red"}), 422, 3)
    assert {fault["at"] for fault in found["faults"]} == {"dose", "colour"}


def test_strange_names_and_wrong_values_are_told_together(client: TestClient) -> None:
    wrong = {"indication": "cramp", "locale": "nl", "colour": "red", "dose": {"mg": 1}, "edition": "tiny", "id": "a"}
    found = refused(client.post("/api/leaflet", json=wrong), 422, 3)
    assert [fault["at"] for fault in found["faults"]] == ["colour", "dose", "edition", "indication"]
    assert "patient_name" in found["faults"][0]["advice"]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "exit"),
    [
        ("GET", "/api/leaflet", {}, 405, 2),
        ("PUT", "/api/leaflet", {}, 405, 2),
        ("POST", "/api/nothing", {}, 404, 2),
        ("POST", "/api/leaflet", {"host": "evil.example"}, 421, 5),
        ("POST", "/api/leaflet", {"origin": "http://evil.example"}, 403, 5),
        ("POST", "/api/leaflet", {"content-length": "99999999"}, 413, 3),
    ],
)
def test_what_is_no_job_is_a_problem_too(
    client: TestClient, method: str, path: str, headers: dict[str, str], status: int, exit: int
) -> None:
    refused(client.request(method, path, headers=headers), status, exit)


def test_without_the_token_programs_are_told_how_to_send_it(guarded: TestClient) -> None:
    guest = TestClient(guarded.app, base_url="http://localhost")
    found = refused(guest.post("/api/leaflet", json=LEAFLET), 401, 5)
    assert "Bearer" in found["advice"]


def test_a_body_that_breaks_off_is_refused_with_its_place(client: TestClient) -> None:
    found = refused(client.post("/api/leaflet", content=b'{"locale": "nl",\n"patient_name": Visser}'), 422, 3)
    assert found["detail"] == "the body is no JSON: Expecting value, line 2, column 17"


def test_a_refusal_by_policy(client: TestClient) -> None:
    found = refused(client.post("/api/leaflet", json={**LEAFLET, "dose": 2000}), 403, 5)
    assert "2000" in json.dumps(found)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"1", b"[" * 20_000])
@pytest.mark.parametrize("path", ["leaflet", "label", "verify", "batch"])
def test_what_is_no_object_is_refused(client: TestClient, path: str, body: bytes) -> None:
    refused(client.post(f"/api/{path}", content=body), 422, 3)


@pytest.mark.parametrize("identity", ["../../x", "a/b", ".hidden", 'a"b', "a\r\nb", "x" * 81, "é"])
def test_an_id_that_is_no_file_name_is_refused(client: TestClient, identity: str) -> None:
    refused(client.post("/api/leaflet", json={**LEAFLET, "id": identity}), 422, 3)


def test_a_kind_that_is_another(client: TestClient) -> None:
    refused(client.post("/api/leaflet", json={**LEAFLET, "kind": "label"}), 422, 3)


def test_a_file_is_verified_and_another_is_not(client: TestClient) -> None:
    pdf = base64.b64encode(client.post("/api/leaflet", json=LEAFLET).content).decode()
    answer = client.post("/api/verify", json={**LEAFLET, "kind": "leaflet", "pdf": pdf})
    assert answer.json()["verdict"] == "proven"
    found = refused(
        client.post("/api/verify", json={"indication": "sleep", "locale": "nl", "kind": "leaflet", "pdf": pdf}), 409, 4
    )
    assert found["proof"]["verdict"] == "refused"


def test_a_file_is_held_to_statements_of_its_own(client: TestClient) -> None:
    pdf = base64.b64encode(client.post("/api/leaflet", json=LEAFLET).content).decode()
    promise = {"locale": "nl", "statements": [{"id": "title", "text": "Magnesium bij spierkrampen"}]}
    assert client.post("/api/verify", json={"pdf": pdf, "expect": promise}).json()["verdict"] == "proven"
    promise["statements"] = [{"id": "title", "text": "Magnesium tegen alles"}]
    refused(client.post("/api/verify", json={"pdf": pdf, "expect": promise}), 409, 4)
    refused(client.post("/api/verify", json={"pdf": pdf, "expect": {"locale": 1}}), 422, 3)


@pytest.mark.parametrize("pdf", [None, "no base64!", 7])
def test_what_is_no_base64_is_refused(client: TestClient, pdf: object) -> None:
    refused(client.post("/api/verify", json={**LEAFLET, "kind": "leaflet", "pdf": pdf}), 422, 3)


def test_what_is_no_pdf_is_not_proven(client: TestClient) -> None:
    pdf = base64.b64encode(b"%PDF-1.7 nothing").decode()
    refused(client.post("/api/verify", json={**LEAFLET, "kind": "leaflet", "pdf": pdf}), 409, 4)


def test_a_batch_comes_back_with_its_rejected_rows(client: TestClient) -> None:
    rows = [{**LEAFLET, "id": "a1", "kind": "leaflet"}, {**LEAFLET, "id": "a2", "kind": "leaflet", "locale": "xx"}]
    answer = client.post("/api/batch", json={"rows": rows})
    assert (answer.headers["leafgen-delivered"], answer.headers["leafgen-rejected"]) == ("1", "1")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert set(archive.namelist()) == {"files/a1.leaflet.pdf", "manifest.jsonl", "rejected.csv", "summary.json"}
        assert "a2" in archive.read("rejected.csv").decode()
        line = json.loads(archive.read("manifest.jsonl"))
        assert line["sha256"] == hashlib.sha256(archive.read("files/a1.leaflet.pdf")).hexdigest()


def test_the_list_of_rows_alone_is_a_batch_too(client: TestClient) -> None:
    answer = client.post("/api/batch", json=[{**LEAFLET, "id": "a1", "kind": "leaflet"}])
    assert answer.headers["leafgen-delivered"] == "1"
    refused(client.post("/api/batch", json={"rows": [], "colour": "red"}), 422, 3)


def test_a_batch_of_nothing_but_faults(client: TestClient) -> None:
    found = refused(client.post("/api/batch", json={"rows": [{**LEAFLET, "id": "a1", "kind": "poster"}]}), 422, 6)
    assert found["rows"][0]["id"] == "a1"


def test_a_batch_of_strange_rows(client: TestClient) -> None:
    refused(client.post("/api/batch", json={"rows": []}), 422, 3)
    refused(client.post("/api/batch", json={"rows": ["a"]}), 422, 3)
    refused(
        client.post("/api/batch", json={"rows": [{**LEAFLET, "id": f"a{n}", "kind": "leaflet"} for n in range(501)]}),
        422,
        3,
    )


def test_openapi_offers_what_the_catalogues_hold(client: TestClient, leafgen: Leafgen) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert set(paths) == {"/api/leaflet", "/api/label", "/api/verify", "/api/batch"}
    body = paths["/api/label"]["post"]["requestBody"]["content"]["application/json"]
    fields = body["schema"]["properties"]
    assert fields["stock"]["enum"] == list(leafgen.content.stocks)
    assert fields["locale"]["enum"] == list(leafgen.content.locales)
    assert fields["edition"]["enum"] == list(EDITIONS)
    assert "bilingual" not in fields
    assert set(paths["/api/leaflet"]["post"]["responses"]) >= {"200", "400", "403", "409", "422", "500", "503"}


@pytest.mark.parametrize("job", ["leaflet", "label", "batch"])
def test_the_examples_work(client: TestClient, job: str) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    example = paths[f"/api/{job}"]["post"]["requestBody"]["content"]["application/json"]["example"]
    assert client.post(f"/api/{job}", json=example).status_code == 200
