"""The counter's print button and a real print server: what comes out of the printer is what was proven."""

from __future__ import annotations

import hashlib
import os
import shutil
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from leafgen.pipeline import Leafgen
from leafgen.web.app import make_app
from leafgen.web.workshop import Size
from tests.deliver.cups import LACKING, PrintServer, print_server
from tests.web.conftest import mark_of

pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)
LABEL = {"kind": "label", "indication": "cramps", "locale": "nl", "stock": "dymo-99012", "patient_name": "A. Visser"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintServer]:
    with print_server() as server:
        monkeypatch.setenv("CUPS_SERVER", server.address)
        # Not the lp of the other tests of these pages, which writes to a file.
        folders = [folder for folder in os.environ["PATH"].split(":") if not (Path(folder) / "lp").is_file()]
        lp = shutil.which("lp", path="/usr/bin:/usr/local/bin:/bin")
        assert lp
        monkeypatch.setenv("PATH", ":".join((str(Path(lp).parent), *folders)))
        yield server


def test_the_print_button_sends_the_proven_bytes_to_cups(web_leafgen: Leafgen, server: PrintServer) -> None:
    app = make_app(web_leafgen, queues=(server.queue, "nowhere"), size=Size(1, 4))
    with TestClient(app, base_url="http://localhost", headers={"accept-language": "nl"}) as client:
        asked = {"csrf": mark_of(client.get("/").text), **LABEL}
        page = client.post("/", data={**asked, "queue": server.queue}, headers={"hx-request": "true"}).text
        assert f"{server.queue}-1" in page
        proven = b64decode(page.partition("data:application/pdf;base64,")[2].partition('"')[0])
        assert proven.startswith(b"%PDF")
        received = server.received(len(proven))
        assert hashlib.sha256(received).digest() == hashlib.sha256(proven).digest()
        refused = client.post("/", data={**asked, "queue": "nowhere"}, headers={"hx-request": "true"}).text
        assert "De printer nowhere nam het niet aan." in refused
        assert "application/pdf" not in refused
    spooled = b"".join(path.read_bytes() for path in server.root.rglob("*_log"))
    assert b"Visser" not in spooled
