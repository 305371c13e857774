"""The report of proofs: complete, refused files first, self-contained, and safe whatever a file says."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from leafgen.cli.main import run
from leafgen.deliver.proof_report import Reported, proof_report
from leafgen.verify.proof import Proof
from leafgen.verify.runner import prove
from tests.verify.mutants.bads import BADS
from tests.verify.mutants.material import promise, trusted, usual

VOID = {"meta", "img"}


class Reader(HTMLParser):
    """The page's elements, each closed in turn, its ids, links, and its text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, tag: str, attribute: str) -> list[str]:
        return [str(found[attribute]) for name, found in self.tags if name == tag and attribute in found]


@pytest.fixture(scope="module")
def proofs() -> dict[str, Proof]:
    specimens = {"good.pdf": usual(), "white.pdf": BADS["white"](), "changed.pdf": BADS["digit-changed"]()}
    found = {name: prove(one.pdf, one.expectation, trusted()) for name, one in specimens.items()}
    return found | {"broken.pdf": prove(b"%PDF-1.7", promise(), trusted())}


def test_everything_is_in_it_and_what_is_refused_comes_first(proofs: dict[str, Proof]) -> None:
    page = proof_report([Reported(name, proof) for name, proof in proofs.items()])
    reader = Reader(page)
    assert "3 files refused, 1 file proven" in reader.text
    order = [reader.text.index(f"REFUSED {name}") for name in ("white.pdf", "changed.pdf", "broken.pdf")]
    assert order == sorted(order)
    assert reader.text.index("proven good.pdf") > max(order)
    for proof in proofs.values():
        assert proof.sha256 in reader.text
        for statement in proof.statements:
            assert statement.detail in reader.text
        for check in proof.checks:
            assert f"{check.ms:.1f}" in reader.text
            assert check.id in reader.text
    assert reader.text.count("the page does not show its ink") >= 3
    assert "Magnesium is a mineral." in reader.text  # what no statement explains


def test_it_is_one_page_that_anyone_can_read(proofs: dict[str, Proof]) -> None:
    reader = Reader(proof_report([Reported(name, proof, b"png") for name, proof in proofs.items()]))
    assert reader.values("html", "lang") == ["en"]
    assert not {tag for tag, _ in reader.tags} & {"script", "link", "iframe", "object", "form"}
    assert all(source.startswith("data:image/png;base64,") for source in reader.values("img", "src"))
    assert len(reader.values("img", "alt")) == 4
    assert all(reader.values("img", "alt"))
    ids = reader.values("h2", "id")
    assert len(set(ids)) == 4
    assert sorted(reader.values("a", "href")) == sorted(f"#{id}" for id in ids)
    headings = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert {found.get("scope") for tag, found in reader.tags if tag == "th"} == {"row", "col"}
    assert len([tag for tag, _ in reader.tags if tag == "table"]) == len([t for t, _ in reader.tags if t == "caption"])


def test_what_a_file_says_is_text_and_nothing_else(proofs: dict[str, Proof]) -> None:
    bad = '<script>alert("x")</script><img src=http://example.org/x>'
    statements = tuple(replace(one, id=bad, detail=bad, check=bad) for one in proofs["white.pdf"].statements)
    proof = replace(proofs["white.pdf"], statements=statements, unexplained=(bad,))
    reader = Reader(proof_report([Reported(f"{bad}.pdf", proof)]))
    assert not [tag for tag, _ in reader.tags if tag in ("script", "img")]
    assert bad in reader.text


def test_a_proof_of_nothing_is_refused_and_says_so() -> None:
    reader = Reader(proof_report([Reported("empty.pdf", Proof("0" * 64, (), (), ()))]))
    assert "nothing was proven" in reader.text
    assert Reader(proof_report([])).text.count("no files refused, no files proven") == 2


def test_the_command_writes_it_for_its_owner_and_keeps_its_exit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    label = ["--locale", "en", "--stock", "roll-70x35"]
    good, report = tmp_path / "good.pdf", tmp_path / "report.html"
    assert run(["label", "cramps", *label, "-o", str(good)]) == 0
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(good.read_bytes()[:2000])
    wanted = ["--kind", "label", "--indication", "cramps", *label]
    capsys.readouterr()
    assert run(["verify", str(good), str(broken), *wanted, "--report", str(report)]) == 4
    said = capsys.readouterr().out
    assert f"{good}: proven" in said
    assert f"{broken}: REFUSED" in said
    assert report.stat().st_mode & 0o777 == 0o600
    reader = Reader(report.read_bytes())
    assert "1 file refused, 1 file proven" in reader.text
    assert reader.values("img", "src") == []  # a file that cannot be read has no picture
    sleep = [word.replace("cramps", "sleep") for word in wanted]
    assert run(["verify", str(good), *sleep, "--report", str(report)]) == 4
    assert len(Reader(report.read_bytes()).values("img", "src")) == 1
    assert run(["verify", str(good), *wanted, "--report", str(good)]) == 2
    assert good.read_bytes()[:5] == b"%PDF-"
