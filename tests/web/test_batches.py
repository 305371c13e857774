"""Batches under way: whose they are, how many, how long, and what becomes of them when something breaks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest

from leafgen.batch.outcome import Outcome
from leafgen.kernel.errors import EnvironmentLacking, InvalidInput, LeafgenError
from leafgen.pipeline import Leafgen
from leafgen.web import batches as module
from leafgen.web.batches import Batch, Batches, NotHere, Step
from leafgen.web.workshop import Busy, Size, Workshop

T = TypeVar("T")
HEAD = "id,kind,indication,locale,patient_name\n"


def table(*rows: str) -> bytes:
    return (HEAD + "".join(f"{row}\n" for row in rows)).encode()


ROWS = table(*(f"a{number},leaflet,crampz,nl,A. Visser" for number in range(60)))


@pytest.fixture
def workshop(web_leafgen: Leafgen) -> Iterator[Workshop]:
    made = Workshop(web_leafgen.workspace, Size(1, 4))
    yield made
    made.close()


async def over(batch: Batch) -> Batch:
    """The batch when its step is over."""
    assert batch.task
    await asyncio.wait_for(batch.task, 120)
    return batch


def within(batches: Batches, story: Callable[[], Awaitable[T]]) -> T:
    async def told() -> T:
        try:
            return await story()
        finally:
            batches.close()

    return asyncio.run(told())


def test_progress_counts_rows_and_the_rejected(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ROWS", 20)
    batches, seen = Batches(workshop), []

    async def story() -> Batch:
        batch = await batches.begin("mine", "rows.csv", ROWS)
        assert batch.running
        assert (batch.count, batch.left) == (60, None)
        some = batches._some

        async def watched(*arguments: object, **named: object) -> tuple[Outcome, ...]:
            seen.append((batch.done, batch.found.tally.rejected, batch.left is not None))
            return await some(*arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(batches, "_some", watched)
        return await over(batch)

    batch = within(batches, story)
    assert seen[0] == (0, 0, False)
    assert len(seen) > 2
    assert all(done == rejected and known for done, rejected, known in seen[1:])
    assert [done for done, _, _ in seen] == sorted({done for done, _, _ in seen})
    assert (batch.step, batch.done, batch.found.tally.rejected) == (Step.CHECKED, 60, 60)


def test_nobody_else_finds_a_batch_and_nobody_guesses_one(workshop: Workshop) -> None:
    batches = Batches(workshop)

    async def story() -> None:
        batch = await batches.begin("mine", "rows.csv", ROWS)
        assert batches.find(batch.id, "mine") is batch
        assert len(batch.id) >= 20
        for id, session in ((batch.id, "theirs"), (batch.id, ""), ("x", "mine")):
            with pytest.raises(NotHere):
                batches.find(id, session)

    within(batches, story)


def test_a_batch_that_nobody_looks_at_is_gone(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    batches = Batches(workshop)

    async def story() -> None:
        batch = await over(await batches.begin("mine", "rows.csv", ROWS))
        monkeypatch.setattr(module, "MINUTES", 0.2 / 60)
        batches.find(batch.id, "mine")
        for _ in range(4):
            await asyncio.sleep(0.1)
            batches.find(batch.id, "mine")
        await asyncio.sleep(0.4)
        with pytest.raises(NotHere):
            batches.find(batch.id, "mine")
        assert not batches._all

    within(batches, story)


def test_a_batch_that_is_stopped_goes_no_further(workshop: Workshop) -> None:
    batches = Batches(workshop)

    async def story() -> None:
        batch = await batches.begin("mine", "rows.csv", ROWS)
        batches.forget(batch)
        assert batch.task
        with pytest.raises(asyncio.CancelledError):
            await batch.task
        assert not batches._all

    within(batches, story)
    assert not workshop._under_way


def test_no_more_batches_than_there_is_room_for(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 2)
    batches = Batches(workshop)

    async def story() -> None:
        first = await batches.begin("a", "rows.csv", ROWS)
        await batches.begin("b", "rows.csv", ROWS)
        with pytest.raises(Busy, match="too many batches"):
            await batches.begin("c", "rows.csv", ROWS)
        await over(first)
        # What waits for its owner makes room for the owner's next one.
        again = await batches.begin("a", "rows.csv", ROWS)
        assert list(batches._all) == [one.id for one in batches._all.values()]
        assert first.id not in batches._all
        assert again.id in batches._all

    within(batches, story)


def test_a_table_that_cannot_be_read_leaves_nothing(workshop: Workshop) -> None:
    batches = Batches(workshop)

    async def story() -> None:
        with pytest.raises(InvalidInput):
            await batches.begin("mine", "rows.csv", b"id,colour\n1,red\n")
        assert not batches._all
        assert not batches._coming

    within(batches, story)


def scripted(workshop: Workshop, monkeypatch: pytest.MonkeyPatch, answers: Callable[[int], object]) -> Batches:
    """Batches whose workshop answers as told when it is given so many rows."""
    batches, do_long = Batches(workshop), workshop.do_long

    async def told(job: Callable[..., object], *arguments: object, **named: object) -> object:
        if named:
            answer = answers(len(arguments[0]))  # type: ignore[arg-type]
            if isinstance(answer, Exception):
                raise answer
        return await do_long(job, *arguments, **named)

    monkeypatch.setattr(workshop, "do_long", told)
    return batches


def test_a_row_that_brings_its_process_down_is_rejected_alone(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_ROWS", 3)
    said = iter([LeafgenError("the process that made it died"), LeafgenError("the process that made it died")])
    batches = scripted(workshop, monkeypatch, lambda _: next(said, None))

    async def story() -> Batch:
        return await over(await batches.begin("mine", "rows.csv", ROWS))

    batch = within(batches, story)
    assert (batch.step, batch.done) == (Step.CHECKED, 60)
    assert batch.found.verdicts[0].faults[0].message == "the process that made it died"
    assert "crampz" in batch.found.verdicts[1].faults[0].message


def test_a_busy_workshop_is_asked_again(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SECONDS_BUSY", 0.01)
    said = iter([Busy("too many ask at once")] * 3)
    batches = scripted(workshop, monkeypatch, lambda _: next(said, None))

    async def story() -> Batch:
        return await over(await batches.begin("mine", "rows.csv", ROWS))

    assert within(batches, story).step is Step.CHECKED


@pytest.mark.parametrize(
    ("fault", "said"),
    [(EnvironmentLacking("there is no font"), "there is no font"), (ValueError("A. Visser"), "leafgen itself")],
)
def test_what_no_row_is_to_blame_for_breaks_the_batch_off(
    workshop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fault: Exception,
    said: str,
) -> None:
    batches = scripted(workshop, monkeypatch, lambda _: fault)

    async def story() -> Batch:
        return await over(await batches.begin("mine", "rows.csv", ROWS))

    batch = within(batches, story)
    assert batch.step is Step.FAILED
    assert batch.error
    assert said in batch.error.message
    assert not batch.found.verdicts
    assert "Visser" not in capsys.readouterr().err + batch.error.message


def test_documents_are_bounded(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_BYTES", 1000)
    batches = Batches(workshop)

    async def story() -> Batch:
        batch = await over(await batches.begin("mine", "rows.csv", table("a1,leaflet,cramps,nl,A. Visser")))
        assert batch.step is Step.CHECKED
        assert batch.found.size == 0
        batches.make(batch)
        return await over(batch)

    batch = within(batches, story)
    assert batch.step is Step.FAILED
    assert batch.error
    assert "more than this page can hold" in batch.error.message
    assert batch.archive is None


def test_nothing_can_be_fetched_before_it_is_made(workshop: Workshop) -> None:
    batches = Batches(workshop)

    async def story() -> None:
        batch = await batches.begin("mine", "rows.csv", ROWS)
        with pytest.raises(NotHere):
            batches.take(batch)
        assert batches.find(batch.id, "mine") is batch
        await over(batch)
        # No row of it can be made: nothing is begun.
        batches.make(batch)
        assert batch.step is Step.CHECKED

    within(batches, story)
