"""The same request gives the same bytes in every process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REQUESTS = {
    "leaflet": ["leaflet", "cramps", "--locale", "nl", "--patient-name", "E. Visser", "--date", "2026-11-22"],
    "roll label": ["label", "sleep", "--locale", "en", "--stock", "dymo-99012", "--date", "2026-11-22"],
    "sheet of labels": [
        "label", "migraine-prevention", "--locale", "nl", "--stock", "avery-l7160", "--copies", "3", "--start", "2",
        "--date", "2026-11-22",
    ],
}  # fmt: skip

#: Two processes as unlike as two machines may make them.
SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C"},
)


@pytest.mark.parametrize("request_name", REQUESTS)
def test_two_processes_give_the_same_bytes(request_name: str, tmp_path: Path) -> None:
    made = []
    for number, surroundings in enumerate(SURROUNDINGS):
        folder = tmp_path / str(number)
        folder.mkdir()
        command = [sys.executable, "-m", "leafgen", *REQUESTS[request_name], "-o", "made.pdf"]
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, **surroundings}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        made.append((folder / "made.pdf").read_bytes())
    assert made[0] == made[1]
