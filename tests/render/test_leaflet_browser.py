"""The leaflet for browsers, in a real Chromium, held to WCAG 2.2 AA by axe-core: `make browser` installs both. Where
either is missing this says so loudly and skips."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import warnings
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from leafgen.pipeline import Leafgen

AXE = Path(__file__).resolve().parents[2] / ".venv" / "axe" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
STILL = ("--disable-component-update", "--disable-sync", "--hide-scrollbars", "--virtual-time-budget=20000")
REPORT = """<script>
const frame = document.querySelector('iframe');
frame.onload = async () => {
  const page = frame.contentWindow, found = await page.axe.run(page.document, {runOnly: %s});
  const root = page.document.documentElement;
  document.querySelector('pre').textContent = JSON.stringify({
    violations: found.violations.map(entry => [entry.id, entry.nodes[0].html]), passes: found.passes.length,
    width: root.scrollWidth, room: page.innerWidth});
};
</script>"""


@pytest.fixture(scope="module")
def chromium() -> str:
    """The browser; the test skips where it or axe-core is missing."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None or not AXE.is_file():
        missing = "Chromium" if browser is None else "axe-core"
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(f"THE PAGE FOR BROWSERS WAS NOT TESTED IN ONE: {missing} is missing", stacklevel=1)
        pytest.skip(f"not tested in a browser: {missing} is missing; make browser")
    return browser


def looked_at(chromium: str, page: str, width: int, folder: Path) -> dict[str, Any]:
    """What axe finds in a page of this width (CSS px), and how wide the page came out."""
    tested = re.sub(r"<meta http-equiv=[^>]*>", "", page).replace("</body>", '<script src="axe.js"></script></body>')
    (folder / "page.html").write_text(tested, encoding="utf-8")
    (folder / "axe.js").write_bytes(AXE.read_bytes())
    frame = f'<!DOCTYPE html><pre></pre><iframe src="page.html" width="{width}" height="900"></iframe>'
    (folder / "frame.html").write_text(frame + REPORT % json.dumps(RULES), encoding="utf-8")
    own = f"--user-data-dir={folder / 'profile'}"
    where = ("--allow-file-access-from-files", own, "--dump-dom", (folder / "frame.html").as_uri())
    command = [chromium, *QUIET, *STILL, *where]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    report = re.search(r"<pre>(.+?)</pre>", said, re.DOTALL)
    assert report, said[:400]
    found: dict[str, Any] = json.loads(unescape(report[1]))
    return found


def page_of(leafgen: Leafgen, **fields: str) -> str:
    wanted = {"kind": "leaflet", "indication": "migraine-prevention", **fields}
    return leafgen.make(wanted, web=True).pdf.decode("utf-8")


@pytest.mark.parametrize(
    ("fields", "width"),
    [
        ({"locale": "nl"}, 320),
        ({"locale": "nl", "edition": "large"}, 768),
        ({"locale": "en"}, 1280),
        ({"locale": "ar"}, 320),
        ({"locale": "ar", "bilingual": "nl", "patient_name": "A. de Vries", "birth_date": "1961-03-12"}, 768),
    ],
    ids=["nl", "large", "en", "ar", "bilingual"],
)
def test_axe_finds_nothing_and_the_page_fits_its_window(
    leafgen: Leafgen, chromium: str, tmp_path: Path, fields: dict[str, str], width: int
) -> None:
    found = looked_at(chromium, page_of(leafgen, **fields), width, tmp_path)
    assert found["violations"] == []
    assert found["passes"] > 25
    assert found["room"] == width
    assert found["width"] <= width


def test_axe_finds_what_is_wrong(leafgen: Leafgen, chromium: str, tmp_path: Path) -> None:
    broken = page_of(leafgen, locale="nl").replace('alt=""', "").replace('<html lang="nl"', "<html")
    found = looked_at(chromium, broken.replace("--soft: #45525d", "--soft: #cccccc"), 320, tmp_path)
    assert {"image-alt", "html-has-lang", "color-contrast"} <= {name for name, _ in found["violations"]}
