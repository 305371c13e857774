"""Every journey of the pages in a real Chromium, by keyboard alone, with axe on each page: `make browser` gets both.
Where either is missing this says so loudly and skips."""

from __future__ import annotations

import json
import shutil
import socket
import threading
import time
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from leafgen.pipeline import Leafgen
from leafgen.web.app import make_app
from leafgen.web.static_files import HTMX, static_files
from leafgen.web.workshop import Size

AXE = Path(__file__).resolve().parents[2] / ".venv" / "axe" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTHS = (1440, 820, 390)
ROWS = "id,kind,indication,locale,patient_name\na1,leaflet,cramps,nl,A. Visser\na2,leaflet,crampz,nl,B. Bakker\n"
#: Longest wait for a document, in ms: a machine that also does other things.
PATIENCE = 60_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    missing = [] if chromium else ["Chromium"]
    missing += [] if AXE.is_file() else ["axe-core"]
    missing += [] if HTMX in static_files() else ["htmx"]
    if missing:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(f"THE COUNTER WAS NOT TESTED IN A BROWSER: {', '.join(missing)} missing", stacklevel=1)
        pytest.skip(f"not tested in a browser: {', '.join(missing)} missing; make browser")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def address(web_leafgen: Leafgen) -> Iterator[str]:
    """The server on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = make_app(web_leafgen, size=Size(1, 32))
    server = uvicorn.Server(uvicorn.Config(app, port=port, access_log=False, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A fresh profile; `en` unless the test names another language."""
    opened = browser.new_context(locale=getattr(request, "param", "en"), viewport={"width": 1440, "height": 1000})
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """The counter. Nothing may be said on the console: the policy lets everything of ours through."""
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(address)
    yield opened
    assert said == []


def tab_to(page: Page, selector: str, most: int = 160) -> None:
    """Press Tab until what `selector` names has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no Tab leads to {selector}")


def choose(page: Page, name: str, words: str) -> None:
    """Search as you type, and take the first that is left."""
    tab_to(page, f"#search-{name}")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def looked_at(page: Page) -> None:
    """axe finds nothing, and the page fits its window, in three widths."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 1000})
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        violations = [(one["id"], [node["html"][:120] for node in one["nodes"]][:2]) for one in found["violations"]]
        assert violations == [], width
        assert len(found["passes"]) > 15
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1440, "height": 1000})


@pytest.mark.parametrize(
    ("context", "words", "language", "patient", "said"),
    [
        ("nl", "spierkr", "nederl", "A. Visser", "Bewezen"),
        ("en", "cramps", "english", "A. Visser", "Proven"),
        ("en", "cramps", "arab", "ليلى حداد", "Proven"),
    ],
    indirect=["context"],
    ids=["nl", "en", "ar"],
)
def test_a_leaflet_by_keyboard_alone(page: Page, words: str, language: str, patient: str, said: str) -> None:
    choose(page, "indication", words)
    assert page.evaluate("document.querySelector('[name=indication]:checked').value") == "cramps"
    choose(page, "locale", language)
    page.wait_for_selector(".tick")
    looked_at(page)
    tab_to(page, "#patient_name")
    page.keyboard.type(patient)
    page.wait_for_selector("#result.stale")
    assert page.evaluate("document.getElementById('result').inert")
    page.wait_for_selector("#result:not(.stale) .tick")
    assert said in page.inner_text(".verdict")
    tab_to(page, "[data-print]")
    tab_to(page, "a[download]")
    with page.expect_download() as downloaded:
        page.keyboard.press("Enter")
    assert Path(downloaded.value.path()).read_bytes().startswith(b"%PDF")
    assert downloaded.value.suggested_filename.endswith(".leaflet.pdf")
    assert patient not in downloaded.value.suggested_filename
    tab_to(page, "[data-shows]")
    lit = page.locator(".box.lit")
    assert lit.count() >= 1
    assert page.evaluate("document.activeElement.dataset.shows") == lit.first.get_attribute("data-statement")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.shows") == lit.first.get_attribute("data-statement")
    assert page.url.endswith("/")
    assert patient not in page.url


def test_a_new_leaflet_is_shown_while_its_proof_runs(page: Page) -> None:
    shown = page.evaluate(
        """() => {
          const result = document.getElementById("result"), seen = window.seen = [];
          const look = () => {
            if (result.querySelector("[data-proving]")) seen.push(result.querySelectorAll("[data-print]").length);
          };
          new MutationObserver(look).observe(result, {childList: true, subtree: true});
          return true;
        }"""
    )
    assert shown
    # An edition that no other test asks for in this language.
    tab_to(page, "[name=edition]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    choose(page, "indication", "migr")
    choose(page, "locale", "pols")
    page.wait_for_selector(".tick")
    # Its pages stood there before, without anything to print them by.
    seen = page.evaluate("window.seen")
    assert seen
    assert set(seen) == {0}
    assert page.locator("[data-proving]").count() == 0
    assert page.locator("[data-print]").count() == 1


def test_the_browser_prints_the_proven_file(browser: Browser, address: str) -> None:
    # The frame of a PDF is the browser's own viewer, whose dialogue no test can see: what it is given is looked at. The
    # page's own policy forbids it to read that again.
    context = browser.new_context(bypass_csp=True, locale="en")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(address)
    choose(page, "indication", "sleep")
    choose(page, "locale", "english")
    page.wait_for_selector(".tick")
    tab_to(page, "[data-print]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".frame iframe")
    assert page.evaluate(
        """async () => {
          const link = document.querySelector("a[download]"), frame = document.querySelector(".frame iframe");
          const proven = Uint8Array.from(atob(link.href.split(",", 2)[1]), (letter) => letter.charCodeAt(0));
          const given = new Uint8Array(await (await fetch(frame.src)).arrayBuffer());
          return proven.length > 0 && proven.length === given.length && proven.every((one, at) => one === given[at]);
        }"""
    )
    context.close()


def test_the_pdf_itself_is_shown_in_its_frame(page: Page) -> None:
    choose(page, "indication", "sleep")
    choose(page, "locale", "english")
    page.wait_for_selector(".tick")
    tab_to(page, "[data-pdf] summary")
    page.keyboard.press("Enter")
    frame = page.wait_for_selector(".frame iframe")
    assert frame
    assert (frame.get_attribute("src") or "").startswith("blob:")


def test_the_copy_for_staff_opens_beside(page: Page, context: BrowserContext) -> None:
    choose(page, "indication", "sleep")
    choose(page, "locale", "neder")
    page.wait_for_selector(".tick")
    tab_to(page, "button[name=staff]")
    with context.expect_page() as opened:
        page.keyboard.press("Enter")
    opened.value.wait_for_load_state()
    assert opened.value.url.endswith("/document")
    assert opened.value.evaluate("document.contentType") == "application/pdf"


def test_labels_by_keyboard_alone_from_a_place_on_the_sheet(page: Page) -> None:
    choose(page, "indication", "cramps")
    choose(page, "locale", "dutch")
    tab_to(page, "[name=kind]")
    page.keyboard.press("ArrowRight")
    assert page.is_hidden("[name=edition] >> nth=0")
    # The general leaflet has no label: it says so, and is crossed out.
    assert page.locator(".option.cannot [data-for-label].holds").count() == 1
    tab_to(page, "#stock")
    page.select_option("#stock", "avery-l7160")
    page.wait_for_selector(".spots.placed")
    tab_to(page, "[name=start]")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector("#result:not(.stale) .tick")
    assert page.evaluate("document.querySelector('[name=start]:checked').value") == "5"
    assert page.locator(".spot-choice.used").count() == 4
    looked_at(page)


def test_the_next_patient_finds_nothing_of_the_last(page: Page) -> None:
    choose(page, "indication", "cramps")
    choose(page, "locale", "dutch")
    tab_to(page, "[name=edition]")
    page.keyboard.press("ArrowRight")
    tab_to(page, "#patient_name")
    page.keyboard.type("Anna Secret")
    page.wait_for_selector("#result:not(.stale) .tick")
    tab_to(page, "#next")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-indication:focus")
    page.wait_for_timeout(900)
    assert page.evaluate("document.querySelectorAll('[name=indication]:checked, [name=locale]:checked').length") == 0
    assert page.input_value("#patient_name") == ""
    assert page.locator("#result article").count() == 0
    kept = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage}) + document.cookie")
    assert "Secret" not in kept
    assert "cramps" not in kept
    assert page.evaluate("document.querySelector('[name=edition]:checked').value") == "clear"
    page.reload()
    assert page.evaluate("document.querySelector('[name=edition]:checked').value") == "clear"
    assert page.input_value("#patient_name") == ""


def test_a_refusal_is_read_out_and_names_the_field(page: Page) -> None:
    choose(page, "indication", "cramps")
    choose(page, "locale", "dutch")
    tab_to(page, "#dose")
    page.keyboard.type("2000")
    page.wait_for_selector("#result:not(.stale) [role=alert]")
    assert "This cannot be made" in page.inner_text("#result")
    looked_at(page)


def test_a_search_that_finds_nothing_says_so(page: Page) -> None:
    tab_to(page, "#search-indication")
    page.keyboard.type("zzz")
    assert page.is_visible("text=Nothing found")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelectorAll('[name=indication]:checked').length") == 0


def brought(page: Page, address: str, table: Path) -> None:
    """The batch page, and a table chosen on it, by keyboard."""
    tab_to(page, "nav a[href='/batch']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/batch")
    looked_at(page)
    tab_to(page, "#table")
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Space")
    chosen.value.set_files(table)
    tab_to(page, "form button")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("context", ["en", "nl"], indirect=True)
def test_a_batch_by_keyboard_alone(page: Page, address: str, tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_text(ROWS, encoding="utf-8")
    brought(page, address, table)
    # Whoever is told of the verdicts is there at once, with what to do next behind it.
    page.wait_for_selector("#verdicts:focus")
    assert page.locator(".state.bad").count() == 1
    looked_at(page)
    tab_to(page, "a[download]")
    with page.expect_download() as downloaded:
        page.keyboard.press("Enter")
    assert "B. Bakker" in Path(downloaded.value.path()).read_text(encoding="utf-8")
    # A key before the page has put its focus would be said on the console.
    page.reload()
    page.wait_for_selector("#verdicts:focus")
    tab_to(page, "form[action$=make] button")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[action$=documents]")
    page.wait_for_selector("#verdicts:focus")
    looked_at(page)
    tab_to(page, "form[action$=documents] button")
    with page.expect_download() as downloaded:
        page.keyboard.press("Enter")
    with zipfile.ZipFile(downloaded.value.path()) as archive:
        assert json.loads(archive.read("summary.json"))["delivered"] == 1
    assert "Visser" not in page.url


def test_a_batch_says_how_far_it_is_and_stops(page: Page, address: str, tmp_path: Path) -> None:
    # Many layouts: each row is of another dose, and takes its time.
    rows = (f"r{dose},leaflet,cramps,nl,{dose}\n" for dose in (*range(200, 400), 2000))
    table = tmp_path / "rows.csv"
    table.write_text("id,kind,indication,locale,dose\nx0,leaflet,crampz,nl,\n" + "".join(rows), encoding="utf-8")
    brought(page, address, table)
    page.wait_for_selector("#progress")
    assert page.locator("progress").get_attribute("max") == "202"
    while page.evaluate("document.querySelector('progress').value") < 2:
        page.wait_for_timeout(200)
    assert "Rejected so far: 1" in page.inner_text("#progress")
    assert "Time left, in minutes and seconds: about" in page.inner_text("#progress")
    looked_at(page)
    # What is swapped in beside it does not take the focus from the button.
    tab_to(page, "form[action$=stop] button")
    page.wait_for_timeout(2500)
    assert page.evaluate("document.activeElement.closest('form')?.action.endsWith('/stop')")
    batch = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/batch")
    # A browser says on the console of a page that it was refused: not on the one that is watched.
    gone = page.context.new_page()
    gone.goto(batch)
    assert "This batch is no longer here" in gone.inner_text("main")
    looked_at(gone)


def test_a_table_that_is_dropped_is_as_one_that_was_chosen(page: Page, address: str) -> None:
    page.goto(f"{address}/batch")
    page.evaluate(
        """rows => {
          const dropped = new DataTransfer();
          dropped.items.add(new File([rows], "rows.csv", {type: "text/csv"}));
          const panel = document.querySelector("form.panel");
          for (const type of ["dragover", "drop"])
            panel.dispatchEvent(new DragEvent(type, {dataTransfer: dropped, bubbles: true, cancelable: true}));
        }""",
        ROWS,
    )
    assert page.evaluate("document.getElementById('table').files[0].name") == "rows.csv"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#verdicts")


def test_a_batch_without_scripts_comes_to_its_end(browser: Browser, address: str, tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_text(ROWS, encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/batch")
    page.set_input_files("#table", table)
    page.click("form button")
    page.wait_for_selector("#verdicts")
    page.click("form[action$=make] button")
    page.wait_for_selector("form[action$=documents]")
    context.close()


@pytest.mark.parametrize("context", ["en", "nl"], indirect=True)
def test_a_translator_sees_a_leaflet_laid_out(page: Page, address: str) -> None:
    tab_to(page, "nav a[href='/translations']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/translations")
    tab_to(page, "a[href='/translations/ar/cramps']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/translations/ar/cramps")
    tab_to(page, "a[href$='/preview']")
    page.keyboard.press("Enter")
    page.wait_for_selector("svg.page")
    assert page.locator("svg.page").count() == 2
    assert page.locator("a[download], [data-print], iframe").count() == 0
    looked_at(page)


@pytest.mark.parametrize("context", ["en", "nl"], indirect=True)
@pytest.mark.parametrize("path", ["translations", "review"])
def test_content_pages_by_keyboard_alone(page: Page, address: str, path: str) -> None:
    tab_to(page, f"nav a[href='/{path}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/{path}")
    looked_at(page)
    tab_to(page, f"a[href='/{path}/ar/cramps']")
    page.keyboard.press("Enter")
    page.wait_for_selector("[lang=ar][dir=rtl]")
    looked_at(page)


def test_without_scripts_everything_is_a_plain_form(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.check("[name=indication][value=cramps]")
    page.check("[name=locale][value=nl]")
    page.click("#show")
    page.wait_for_selector(".tick")
    assert "Proven" in page.inner_text(".verdict")
    page.locator("[data-shows]").first.click()
    assert "#d1s" in page.url
    context.close()


def test_axe_finds_what_is_wrong(page: Page) -> None:
    page.evaluate("document.querySelector('label[for=place]').remove()")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert {"select-name", "html-has-lang"} <= {one["id"] for one in found["violations"]}
