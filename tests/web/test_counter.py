"""The counter, as HTTP: what it offers, what it shows, what it prints."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from leafgen.compose.request import CODES, EDITIONS
from leafgen.pipeline import Leafgen
from leafgen.web.app import make_app
from leafgen.web.workshop import Size
from tests.conftest import Edit
from tests.web.conftest import QUEUE, mark_of

CRAMPS = {"kind": "leaflet", "indication": "cramps", "locale": "nl"}
#: What a page and all it asks for may weigh, in bytes.
MOST_WEIGHT = 100_000


def shown(client: TestClient, csrf: str, **fields: str) -> str:
    asked = {"csrf": csrf, **CRAMPS, "proof": "whole", **fields}
    answer = client.post("/", data=asked, headers={"hx-request": "true"})
    assert answer.status_code == 200
    return answer.text


def test_the_page_offers_what_the_catalogues_hold(client: TestClient, leafgen: Leafgen) -> None:
    page, content = client.get("/").text, leafgen.content
    for name, there in (
        ("indication", content.indications), ("locale", content.locales), ("edition", EDITIONS)
    ):  # fmt: skip
        assert re.findall(rf'name="{name}" value="([^"]+)"', page) == list(there)
    for ids in (content.stocks, CODES, content.products, content.locales):
        assert [id for id in ids if f'<option value="{id}"' not in page] == []
    places = re.findall(r'<option value="(demo-clinic[^"]*)"', page)
    assert "demo-clinic/dokkum/radiology" in places
    assert "العربية" in page
    assert "Arabic" in page


def test_the_page_in_dutch_calls_languages_in_dutch(client: TestClient) -> None:
    page = client.get("/", headers={"accept-language": "nl-NL,nl;q=0.9"}).text
    assert '<html lang="nl"' in page
    assert "Arabisch" in page
    assert "Spierkrampen" in page


def test_a_chosen_language_stays(client: TestClient) -> None:
    other = TestClient(client.app, base_url="http://localhost")
    assert '<html lang="nl"' in other.get("/language/nl").text
    assert '<html lang="nl"' in other.get("/batch", headers={"accept-language": "en"}).text


def test_the_page_and_all_it_asks_for_is_light(client: TestClient) -> None:
    page = client.get("/")
    asked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text))
    assert len(asked) >= 3
    assert sum(len(client.get(address).content) for address in asked) + len(page.content) < MOST_WEIGHT


@pytest.mark.parametrize("path", ["/", "/batch", "/translations", "/review", "/enter", "/nowhere"])
def test_pages_hold_no_script_and_no_style_and_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    page = client.get(path).text
    assert re.findall(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=|javascript:", page) == []
    assert re.findall(r'(?:src|href|action)="(?!/|#|data:)', page) == []


def test_nothing_is_shown_before_it_is_known_what(client: TestClient, csrf: str) -> None:
    answer = client.post("/", data={"csrf": csrf, "kind": "leaflet", "locale": "nl"})
    assert 'class="empty"' in answer.text


def test_a_preview_shows_the_page_and_each_statement_with_its_place(client: TestClient, csrf: str) -> None:
    part = shown(client, csrf)
    assert "<html" not in part
    assert "Proven: all" in part
    shows = set(re.findall(r'data-shows="(d1s\d+)"', part))
    assert len(shows) > 80
    assert set(re.findall(r'data-statement="(d1s\d+)"', part)) <= shows
    assert len(set(re.findall(r'data-statement="(d1s\d+)"', part))) > 80
    assert part.count("data:image/png;base64,") == 2
    assert "Gebruik geen magnesium als u ernstige nierproblemen" in part


def test_what_is_downloaded_is_what_was_proven(client: TestClient, csrf: str) -> None:
    link = re.search(
        r'download="([^"]+)" href="data:application/pdf;base64,([^"]+)"', shown(client, csrf, patient_name="A. Visser")
    )
    assert link
    assert link[1] == "cramps.nl.leaflet.pdf"
    made = client.post("/api/leaflet", json={**CRAMPS, "patient_name": "A. Visser"})
    assert hashlib.sha256(b64decode(link[2])).hexdigest() == made.headers["leafgen-sha256"]


def test_without_scripts_the_whole_page_comes_back_filled_in(client: TestClient, csrf: str) -> None:
    fields = {
        "csrf": csrf,
        **CRAMPS,
        "patient_name": 'A. "Visser" <b>',
        "place": "demo-clinic/dokkum",
        "times": "evening",
        "dose": "300",
    }
    page = client.post("/", data=fields).text
    assert '<html lang="en"' in page
    assert "A. &#34;Visser&#34; &lt;b&gt;" in page
    assert '<option value="demo-clinic/dokkum" selected>' in page
    assert 'value="evening" checked' in page
    assert "Proven: all" in page
    assert "<b>" not in page


def test_both_are_shown_each_with_its_own_proof(client: TestClient, csrf: str) -> None:
    part = shown(client, csrf, kind="both", stock="avery-l7160", start="5", copies="2", code="none", edition="large")
    assert part.count("Proven: all") == 2
    assert "cramps.nl.label.pdf" in part


def test_a_refusal_names_every_field_and_what_to_do(client: TestClient, csrf: str) -> None:
    part = shown(client, csrf, kind="label", stock="nothing", copies="0")
    assert "This cannot be made" in part
    assert "Label paper: “nothing” is not known here." in part
    assert "How many labels: “0” is not a whole number" in part
    assert "data:application/pdf" not in part


def test_a_dose_out_of_range_is_refused_with_the_reason(client: TestClient, csrf: str) -> None:
    part = shown(client, csrf, dose="2000")
    assert "This cannot be made" in part
    assert "2000" in part


def test_numbers_in_right_to_left_text_read_in_their_order(client: TestClient, csrf: str) -> None:
    part = shown(client, csrf, locale="ar")
    assert re.search(r'<bdi dir="ltr">[^<]*\d+–\d+', part)
    assert 'lang="ar" dir="rtl"' in part
    # A statement is one piece beside its tick, whatever directions there are in it.
    statements = re.findall(r'data-shows="[^"]+">(.*?)</a>', part)
    assert len(statements) > 50
    assert all(one.count('<span class="said">') == 1 and one.endswith("</span>") for one in statements)


def test_a_kind_that_is_not_there(client: TestClient, csrf: str) -> None:
    answer = client.post("/", data={"csrf": csrf, **CRAMPS, "kind": "poster"}, headers={"hx-request": "true"})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_the_copy_for_staff_is_in_both_languages(client: TestClient, csrf: str) -> None:
    answer = client.post("/document", data={"csrf": csrf, **CRAMPS, "locale": "ar", "staff": "nl"})
    assert answer.headers["content-type"] == "application/pdf"
    expected = client.post("/api/leaflet", json={**CRAMPS, "locale": "ar", "bilingual": "nl"})
    assert answer.content == expected.content


def test_printing_sends_the_proven_bytes_to_the_queue(client: TestClient, csrf: str, printed: Path) -> None:
    part = shown(client, csrf, queue=QUEUE)
    assert "Sent to counter as counter-7" in part
    made = client.post("/api/leaflet", json=CRAMPS)
    assert printed.read_bytes() == made.content


def test_a_queue_of_somebody_else_is_refused(client: TestClient, csrf: str) -> None:
    answer = client.post("/", data={"csrf": csrf, **CRAMPS, "queue": "other; rm -rf"})
    assert answer.status_code == 400


def test_the_sheet_of_a_stock_is_drawn(client: TestClient, leafgen: Leafgen) -> None:
    part = client.get("/sheet?stock=avery-l7160&start=5").text
    assert part.count('name="start"') == leafgen.content.stocks["avery-l7160"].per_sheet
    assert 'value="5" checked' in part
    assert client.get("/sheet?stock=dymo-99012").text.strip() == ""
    assert client.get("/sheet?stock=nothing").text.strip() == ""


@pytest.fixture
def fresh_client(edit: Edit, open_copy: Callable[[], Leafgen]) -> Iterator[TestClient]:
    """A browser of a workplace whose leaflets nobody asked for yet."""
    edit("leaflets/locales/nl/leafgen.po", 'msgstr "Let op"', 'msgstr "Pas op"')
    app = make_app(open_copy(), size=Size(1, 4))
    with TestClient(app, base_url="http://localhost", headers={"accept-language": "en"}) as client:
        yield client


def test_a_new_leaflet_is_shown_first_and_proven_next(fresh_client: TestClient) -> None:
    csrf = mark_of(fresh_client.get("/").text)
    first = shown(fresh_client, csrf, proof="")
    assert "The proof is still running" in first
    assert "data:image/png" in first
    # Until it is proven there is nothing to print, to save or to tick off.
    for word in ("application/pdf", "download", "data-print", "Proven", "✓", "Print"):
        assert word not in first
    assert 'name="proof" value="whole" form="order"' in first
    whole = shown(fresh_client, csrf)
    assert "Proven: all" in whole
    assert "application/pdf" in whole
    assert "data-proving" not in whole
    # Once it is known, it comes at once.
    assert "Proven: all" in shown(fresh_client, csrf, proof="")


def test_a_plain_form_waits_for_the_proof(fresh_client: TestClient) -> None:
    csrf = mark_of(fresh_client.get("/").text)
    page = fresh_client.post("/", data={"csrf": csrf, **CRAMPS}, headers={"accept-language": "en"}).text
    assert "Proven: all" in page
    assert "data-proving" not in page


def test_a_page_in_no_language_of_ours_is_in_english(client: TestClient) -> None:
    assert '<html lang="en"' in client.get("/", headers={"accept-language": "ja,fy;q=0.8"}).text
