"""`leafgen serve`: where it may listen, and that it keeps quiet."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from leafgen.cli.main import run

SECONDS = 60.0


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "pharmacy.example"])
@pytest.mark.parametrize("token", ["", "short"])
def test_elsewhere_it_needs_a_token(
    host: str, token: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEAFGEN_TOKEN", token)
    assert run(["serve", "--host", host]) == 2
    assert "LEAFGEN_TOKEN" in capsys.readouterr().err


def test_a_port_that_is_taken_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run(["serve", "--port", str(port)]) == 7
    assert str(port) in capsys.readouterr().err


def test_it_answers_and_says_nothing_of_what_it_was_asked() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "leafgen", "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        page = answered(f"http://127.0.0.1:{port}/?who=Jansen")
        assert '<form id="order"' in page
        body = b'{"indication": "none", "locale": "nl", "patient_name": "Jansen"}'
        with pytest.raises(URLError, match="422"):
            urlopen(Request(f"http://127.0.0.1:{port}/api/leaflet", body))
    finally:
        server.terminate()
        said, _ = server.communicate(timeout=SECONDS)
    assert f"http://127.0.0.1:{port}/" in said
    assert "Jansen" not in said


def answered(address: str) -> str:
    """The page at an address, as soon as somebody answers there."""
    last = time.monotonic() + SECONDS
    while True:
        try:
            with urlopen(address) as answer:
                return str(answer.read().decode())
        except URLError:
            if time.monotonic() > last:
                raise
            time.sleep(0.1)
