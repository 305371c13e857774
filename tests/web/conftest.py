"""One server for all tests of the pages: its documents come from a real process, its printer is a file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from leafgen.content.workspace import Workspace, packaged_root
from leafgen.pipeline import Leafgen
from leafgen.web.app import make_app
from leafgen.web.security import Gate
from leafgen.web.workshop import Size

QUEUE = "counter"
LP = """#!/bin/sh
cat > "{sent}"
echo "request id is counter-7 (1 file(s))"
"""

Post = Callable[..., str]


@pytest.fixture(scope="session")
def web_leafgen() -> Leafgen:
    return Leafgen(Workspace(packaged_root()))


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the printer of these tests puts what it is sent."""
    folder = tmp_path_factory.mktemp("printer")
    sent = folder / "sent.pdf"
    (folder / "lp").write_text(LP.format(sent=sent), encoding="utf-8")
    (folder / "lp").chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        yield sent


@pytest.fixture(scope="session")
def client(web_leafgen: Leafgen, printed: Path) -> Iterator[TestClient]:
    """A browser of the workplace, as far as HTTP goes."""
    app = make_app(web_leafgen, queues=(QUEUE,), size=Size(1, 8))
    with TestClient(app, base_url="http://localhost", headers={"accept-language": "en"}) as client:
        yield client


@pytest.fixture(scope="session")
def guarded(web_leafgen: Leafgen) -> TestClient:
    """A server that asks for a token. It makes no documents."""
    return TestClient(make_app(web_leafgen, gate=Gate(token="correct horse battery")), base_url="http://localhost")


@pytest.fixture
def csrf(client: TestClient) -> str:
    """The mark of the client's session, as its pages bear it."""
    return mark_of(client.get("/").text)


def mark_of(page: str) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]
