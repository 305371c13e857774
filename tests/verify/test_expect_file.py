"""--expect files: read as promised, or every fault at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leafgen.kernel.errors import InvalidInput
from leafgen.verify.expect_file import parse_expect, read_expect_file


def test_statements_and_cells_are_read(tmp_path: Path) -> None:
    path = tmp_path / "expect.json"
    content = {"locale": "en", "statements": [{"id": "warn", "text": "Stop."}, {"id": "row", "text": ["a", "b"]}]}
    path.write_text(json.dumps(content), encoding="utf-8")
    expectation = read_expect_file(path, "en")
    assert [(expected.id, expected.cells) for expected in expectation.flow] == [
        ("warn", ("Stop.",)),
        ("row", ("a", "b")),
    ]
    assert not expectation.closed
    assert expectation.direction == "ltr"


def test_the_direction_follows_the_locale() -> None:
    content = json.dumps({"locale": "ar-EG", "statements": [{"id": "a", "text": "b"}]}).encode()
    assert parse_expect(content).direction == "rtl"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", "no JSON"),
        ("[]", "an object"),
        ('{"locale": "en"}', "at least one statement"),
        ('{"locale": "en", "statements": []}', "at least one statement"),
        ('{"statements": [{"id": "a", "text": "b"}]}', "language tag"),
        ('{"locale": "en", "statements": [{"id": "a"}]}', "a text"),
        ('{"locale": "en", "statements": [{"id": "a", "text": " "}]}', "a text"),
        ('{"locale": "en", "statements": [{"id": "a", "text": [1]}]}', "a text"),
        ('{"locale": "en", "statements": [{"text": "b"}]}', "a name"),
        ('{"locale": "en", "statements": ["a"]}', "an object"),
        ('{"locale": "en", "statements": [{"id": "a", "text": "b"}, {"id": "a", "text": "c"}]}', "stands twice"),
        ('{"locale": "en", "locale": "nl", "statements": [{"id": "a", "text": "b"}]}', "stands twice"),
        ('{"locale": "en", "extra": 1, "statements": [{"id": "a", "text": "b"}]}', "unknown key"),
        ('{"locale": "en", "statements": [{"id": "a", "text": "b", "extra": 1}]}', "unknown key"),
    ],
)
def test_a_fault_is_named(content: str, fault: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_expect(content.encode())
    assert fault in str(refusal.value)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_expect(b'{"locale": 1, "x": 2, "statements": [{"id": ""}, {"id": "a", "text": []}]}')
    assert len(refusal.value.diagnostics) == 4


def test_another_locale_than_asked_is_a_fault() -> None:
    with pytest.raises(InvalidInput):
        parse_expect(b'{"locale": "nl", "statements": [{"id": "a", "text": "b"}]}', locale="en")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_expect_file(tmp_path / "none.json")
