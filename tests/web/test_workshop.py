"""The workshop: processes that die, hang or are asked too much of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leafgen.kernel.errors import InvalidInput, LeafgenError
from leafgen.pipeline import Leafgen
from leafgen.web import workshop as workshop_module
from leafgen.web.choices import likely
from leafgen.web.workshop import Busy, Size, TooLong, Workshop
from tests.conftest import Edit
from tests.web.jobs import die, die_once, fail, process, refuse, wait


@pytest.fixture
def workshop(web_leafgen: Leafgen) -> Iterator[Workshop]:
    made = Workshop(web_leafgen.workspace, Size(1, 1))
    yield made
    made.close()


def test_a_job_whose_process_died_is_tried_once_more(workshop: Workshop, tmp_path: Path) -> None:
    assert asyncio.run(workshop.do(die_once, tmp_path / "mark")) == "alive"


def test_a_job_that_kills_its_process_is_refused_and_the_next_is_done(workshop: Workshop) -> None:
    async def both() -> int:
        with pytest.raises(LeafgenError, match="died"):
            await workshop.do(die)
        return await workshop.do(process)

    assert asyncio.run(both()) > 0


def test_a_job_that_hangs_is_stopped_and_the_next_is_done(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    async def both() -> int:
        await workshop.warm()
        with monkeypatch.context() as patch:
            patch.setattr(workshop_module, "_SECONDS", 0.2)
            with pytest.raises(TooLong):
                await workshop.do(wait, 600.0)
        return await workshop.do(process)

    assert asyncio.run(both()) > 0


def test_more_than_may_wait_are_told_to_come_back(workshop: Workshop) -> None:
    async def three() -> list[object]:
        return await asyncio.gather(*(workshop.do(process) for _ in range(3)), return_exceptions=True)

    found = asyncio.run(three())
    assert [type(one) for one in found].count(Busy) == 1
    assert sum(isinstance(one, int) for one in found) == 2


def test_worn_processes_are_replaced(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop_module, "_MOST_JOBS", 2)

    async def four() -> list[int]:
        return [await workshop.do(process) for _ in range(4)]

    first, second, third, fourth = asyncio.run(four())
    assert first == second != third == fourth


def test_refusals_come_back_whole(workshop: Workshop) -> None:
    with pytest.raises(InvalidInput) as refusal:
        asyncio.run(workshop.make({"kind": "label", "indication": "cramp", "locale": "nl"}))
    assert {fault.place.path for fault in refusal.value.diagnostics} == {"indication", "stock"}
    assert any("did you mean" in fault.advice for fault in refusal.value.diagnostics)


def test_only_what_names_nobody_is_kept(workshop: Workshop) -> None:
    known = {"kind": "label", "indication": "cramps", "locale": "nl", "stock": "dymo-99012"}

    async def some() -> None:
        for more in ({}, {"patient_name": "A. Visser"}, {"dose_note": "before bed"}, {"quantity": "a few"}):
            assert (await workshop.make({**known, **more})).proven

    asyncio.run(some())
    kept = [dict(key) for key in workshop._kept]
    assert [{name: text for name, text in key.items() if name in known} for key in kept] == [known]


def test_what_is_kept_is_bounded(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop_module, "_MOST_KEPT_BYTES", 1000)
    fields = {"kind": "label", "indication": "cramps", "locale": "nl", "stock": "dymo-99012"}
    asyncio.run(workshop.make(fields))
    assert not workshop._kept


LEAFLET = {"kind": "leaflet", "indication": "sleep", "locale": "nl"}


def test_what_is_likely_is_made_ready_while_nobody_asks(
    edit: Edit, open_copy: Callable[[], Leafgen], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workshop_module, "_SECONDS_IDLE", 0.1)
    # Not the text of any other test: nobody asked for it yet.
    edit("leaflets/locales/nl/leafgen.po", 'msgstr "Let op"', 'msgstr "Wees gewaarschuwd"')
    leafgen = open_copy()
    workshop = Workshop(leafgen.workspace, Size(1, 4))

    async def story() -> tuple[bool, bool, bool]:
        unknown = (await workshop.look(LEAFLET)).proving
        await workshop.warm([LEAFLET, {**LEAFLET, "indication": "nothing"}])
        known = (await workshop.look(LEAFLET)).proven
        workshop.foresee({**LEAFLET, "patient_name": "A"})
        # One at a time: what is asked for comes first.
        workshop.foresee({**LEAFLET, "locale": "en"})
        assert workshop._foreseen
        await workshop._foreseen
        return unknown, known, (await workshop.look({**LEAFLET, "patient_name": "B. Bakker"})).proven

    try:
        assert asyncio.run(story()) == (True, True, True)
    finally:
        workshop.close()


def test_nothing_is_foreseen_while_somebody_waits(workshop: Workshop) -> None:
    async def story() -> None:
        asked = asyncio.create_task(workshop.do(process))
        await asyncio.sleep(0)
        workshop.foresee(LEAFLET)
        assert workshop._foreseen is None
        await asked
        # Nor what was typed by hand, which may be about somebody.
        workshop.foresee({**LEAFLET, "dose_note": "before bed"})
        assert workshop._foreseen is None

    asyncio.run(story())


def test_a_job_that_nobody_waits_for_fails_without_a_word_of_it(
    workshop: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    async def story() -> None:
        await workshop._quietly(fail, "A. Visser")
        await workshop._quietly(refuse)

    asyncio.run(story())
    said = capsys.readouterr().err
    assert "ValueError at" in said
    assert "Visser" not in said
    assert "refused" not in said


def test_likely_are_the_leaflets_of_every_language_then_with_a_name(web_leafgen: Leafgen) -> None:
    found = list(likely(web_leafgen))
    plain, named = [one for one in found if "patient_name" not in one], [one for one in found if "patient_name" in one]
    assert found == [*plain, *named]
    assert {(one["locale"], one["indication"]) for one in plain} == {
        (tag, name) for tag in web_leafgen.content.locales for name in web_leafgen.available(tag)
    }
    assert len(named) == len(plain)
