"""The build: everything there is, only what changed is made again, refusals do not stop the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from leafgen.build import Job, build, jobs
from leafgen.kernel.errors import DoesNotFit, InvalidInput, RefusedByPolicy
from leafgen.pipeline import Leafgen
from tests.conftest import Edit

LABEL = {"kind": "label", "indication": "cramps", "locale": "en"}
TODO = [Job({**LABEL, "stock": stock}, f"{stock}.pdf") for stock in ("dymo-99012", "avery-l7160")]


def test_jobs_are_every_available_pair(leafgen: Leafgen) -> None:
    todo = list(jobs(leafgen))
    leaflets = {(job.fields["locale"], job.fields["indication"]) for job in todo if job.fields["kind"] == "leaflet"}
    content = leafgen.content
    assert leaflets == {(tag, name) for tag in content.locales for name in leafgen.available(tag)}
    labels = [job for job in todo if job.fields["kind"] == "label"]
    with_label = [pair for pair in leaflets if content.indications[pair[1]].label]
    assert len(labels) == len(with_label) * len(content.stocks)
    assert len({job.file for job in todo}) == len(todo)


def test_unknown_names_are_refused(leafgen: Leafgen) -> None:
    with pytest.raises(InvalidInput, match="there is no indication 'x'"):
        list(jobs(leafgen, ["x"]))
    with pytest.raises(InvalidInput, match="there is no locale 'x'"):
        list(jobs(leafgen, [], ["x"]))


def test_an_unchanged_build_is_checked_and_not_made_again(leafgen: Leafgen, tmp_path: Path) -> None:
    first = {made.job.file: made.release for made in build(leafgen, TODO, tmp_path)}
    assert all(made.anew is False for made in build(leafgen, TODO, tmp_path))
    damaged = tmp_path / "dymo-99012.pdf"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    again = {made.job.file: made for made in build(leafgen, TODO, tmp_path)}
    assert again["dymo-99012.pdf"].anew
    assert not again["avery-l7160.pdf"].anew
    assert {file: made.release for file, made in again.items()} == first


def test_a_changed_workspace_makes_everything_again(
    edit: Edit, open_copy: Callable[[], Leafgen], tmp_path: Path
) -> None:
    list(build(open_copy(), TODO, tmp_path))
    edit("styles/leaflet.css", "{", " {")
    assert all(made.anew for made in build(open_copy(), TODO, tmp_path))


def test_refusals_do_not_stop_the_others(leafgen: Leafgen, tmp_path: Path) -> None:
    small = Job({**LABEL, "stock": "dymo-11352", "locale": "nl", "indication": "sleep"}, "small.pdf")
    outside = Job({**LABEL, "stock": "dymo-99012", "dose": "9000"}, "outside.pdf")
    made = {item.job.file: item for item in build(leafgen, [small, outside, *TODO], tmp_path)}
    assert isinstance(made["small.pdf"].refusal, DoesNotFit)
    assert isinstance(made["outside.pdf"].refusal, RefusedByPolicy)
    assert made["dymo-99012.pdf"].release
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["avery-l7160.pdf", "dymo-99012.pdf"]


def test_two_processes_make_what_one_makes(leafgen: Leafgen, tmp_path: Path) -> None:
    stocks = [stock for stock in leafgen.content.stocks if stock != "dymo-11352"][:30]
    todo = [Job({**LABEL, "stock": stock}, f"{stock}.pdf") for stock in stocks]
    several = {made.job.file: made.release and made.release.sha256 for made in build(leafgen, todo, tmp_path / "a")}
    single = {
        made.job.file: made.release and made.release.sha256
        for job in todo
        for made in build(leafgen, [job], tmp_path / "b")
    }
    assert several == single
    assert None not in several.values()
