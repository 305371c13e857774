"""What a hostile request meets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leafgen.web import security
from leafgen.web.security import HEADERS, MOST_BYTES, Gate, Guard, Refused
from tests.web.conftest import mark_of

FORM = {"indication": "cramps", "locale": "nl", "kind": "leaflet"}


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.1", "[::1", ""]
)
def test_another_name_is_not_answered_to(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_its_own_names_are_answered_to(client: TestClient, host: str) -> None:
    assert client.get("/static/leafgen.css", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/document", "/batch", "/batch/x/make", "/enter", "/api/leaflet", "/api/verify"])
def test_no_foreign_page_can_send_anything(client: TestClient, path: str, headers: dict[str, str]) -> None:
    assert client.post(path, content=b"{}", headers=headers).status_code == 403


def test_its_own_pages_can(client: TestClient, csrf: str) -> None:
    own = {"origin": "http://localhost", "sec-fetch-site": "same-origin"}
    assert client.post("/", data={"csrf": csrf}, headers=own).status_code == 200


@pytest.mark.parametrize("path", ["/", "/document"])
def test_a_form_without_the_mark_of_the_session_is_refused(client: TestClient, path: str) -> None:
    for mark in ("", "0" * 64, "é"):
        answer = client.post(path, data={**FORM, "csrf": mark})
        assert answer.status_code == 400
        assert "earlier page" in answer.text


def test_the_mark_of_another_session_does_not_hold(client: TestClient, csrf: str) -> None:
    other = TestClient(client.app, base_url="http://localhost")
    assert other.post("/", data={"csrf": csrf}).status_code == 400
    other.get("/")
    assert other.post("/", data={"csrf": csrf}).status_code == 400


def test_an_upload_without_the_mark_is_refused(client: TestClient) -> None:
    for path in ("/batch", "/batch"):
        assert client.post(path, files={"table": ("rows.csv", b"id,kind\n")}).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_get_and_post(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405


def test_a_body_that_is_too_large_is_not_read(client: TestClient) -> None:
    assert client.post("/", content=b"a" * (MOST_BYTES + 1)).status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b"a" * (MOST_BYTES // 20)

    assert client.post("/", content=endless()).status_code == 413
    assert client.post("/", content=b"", headers={"content-length": "-1"}).status_code == 413


def test_what_the_gate_refuses_it_says_in_the_language_of_the_page(client: TestClient) -> None:
    dutch = {"accept-language": "nl-BE,nl;q=0.9"}
    large = client.post("/", content=b"a" * (MOST_BYTES + 1), headers=dutch)
    assert '<html lang="nl"' in large.text
    assert "Dit is te groot." in large.text
    part = client.post("/", content=b"a" * (MOST_BYTES + 1), headers={**dutch, "hx-request": "true"})
    assert "Dit is te groot." in part.text
    assert "<html" not in part.text
    for answer in (large, part):
        assert answer.headers["connection"] == "close"
    # To a stranger no page is shown, and no mark given.
    stranger = client.get("/", headers={**dutch, "host": "evil.example"})
    assert stranger.text == "Deze server heeft een ander adres. Vraag uw collega’s welk adres.\n"
    assert "set-cookie" not in stranger.headers


def test_more_fields_than_a_page_has_are_refused(client: TestClient) -> None:
    assert client.post("/", content="&".join(f"a{number}=1" for number in range(100))).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e%2fapp.py",
        "/static/..%5capp.py",
        "/static/",
        "/static/app.py",
        "/sheet/../../etc/passwd",
    ],
)
def test_no_path_reaches_a_file(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "import" not in answer.text


@pytest.mark.parametrize("path", ["/", "/static/leafgen.js", "/nowhere", "/api/openapi.json", "/review/nl/nothing"])
def test_every_answer_says_what_a_browser_may_do_with_it(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers[name] for name in HEADERS if name != "Cache-Control"} == {
        name: value for name, value in HEADERS.items() if name != "Cache-Control"
    }
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    assert client.get(path, headers={"host": "evil.example"}).headers["Cache-Control"] == "no-store"


def test_a_language_that_is_not_there_sets_nothing(client: TestClient) -> None:
    answer = client.get("/language/xx%0d%0aSet-Cookie:a=b", follow_redirects=False)
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers


def test_without_the_token_nothing_is_told(guarded: TestClient) -> None:
    for path in ("/", "/review", "/api/openapi.json", "/sheet?stock=avery-l7160"):
        assert guarded.get(path).status_code == 401
    assert guarded.post("/api/leaflet", json=FORM, headers={"authorization": "Bearer wrong"}).status_code == 401
    assert guarded.get("/", headers={"cookie": "leafgen-session=a; leafgen-entered=b"}).status_code == 401
    assert guarded.get("/", headers={"cookie": "leafgen-session=;;=\x00"}).status_code == 401
    assert guarded.get("/static/leafgen.css").status_code == 200


def test_whoever_comes_with_a_browser_is_shown_the_way_in(guarded: TestClient) -> None:
    guest = TestClient(guarded.app, base_url="http://localhost", headers={"accept-language": "nl"})
    page = guest.get("/batch", headers={"sec-fetch-mode": "navigate"})
    assert (page.status_code, page.url.path) == (200, "/enter")
    assert '<html lang="nl"' in page.text


def test_the_token_lets_in(guarded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leafgen.web.app._SECONDS_PER_GUESS", 0.0)
    bearer = {"authorization": "Bearer correct horse battery"}
    assert guarded.get("/review", headers=bearer).status_code == 200
    mark = mark_of(guarded.get("/enter").text)
    assert guarded.post("/enter", data={"csrf": mark, "token": "wrong"}).status_code == 401
    assert guarded.get("/").status_code == 401
    assert guarded.post("/enter", data={"csrf": mark, "token": "correct horse battery"}).status_code == 200
    assert guarded.get("/").status_code == 200


def _in_a_line(_: Scope, refused: Refused) -> ASGIApp:
    return PlainTextResponse(refused.why, refused.status)


async def _broken(scope: Scope, receive: Receive, send: Send) -> None:
    raise RuntimeError(f"the patient is {(await Request(scope, receive).body()).decode()}")


def test_a_fault_tells_its_place_and_nothing_of_the_patient(capsys: pytest.CaptureFixture[str]) -> None:
    answer = TestClient(Guard(_broken, Gate(), _in_a_line), base_url="http://localhost").post("/", content="Jan Jansen")
    said = capsys.readouterr()
    assert answer.status_code == 500
    assert "RuntimeError at test_security.py:" in said.err
    assert "Jansen" not in answer.text + said.err + said.out


def test_a_body_that_comes_too_slowly_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "_SECONDS", 0.01)
    answers: list[Message] = []

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        answers.append(message)

    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": "/", "headers": [(b"host", b"localhost")]}
    asyncio.run(Guard(_broken, Gate(), _in_a_line)(scope, never, send))
    assert answers[0]["status"] == 408
