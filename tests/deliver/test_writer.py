"""The writer: a final name only for what is proven, whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from leafgen.deliver.writer import release, write, write_proven
from leafgen.kernel.errors import InvalidInput, NotWritten, ProofFailed
from leafgen.verify.proof import CheckOutcome, Proof, Refusal, StatementProof, Verdict

PASSED = CheckOutcome("statement-exact", (), 0.1)


def proof(*verdicts: Verdict, checks: tuple[CheckOutcome, ...] = (PASSED,), unexplained: tuple[str, ...] = ()) -> Proof:
    statements = tuple(StatementProof(f"s{n}", verdict, page=1) for n, verdict in enumerate(verdicts))
    return Proof("ab" * 32, statements, unexplained, checks)


def test_a_proven_file_gets_its_name_and_is_the_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "leaflet.pdf"
    released = release(b"%PDF-", proof(Verdict.PROVEN), path, pages=2)
    assert path.read_bytes() == b"%PDF-"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (released.pages, released.statements) == (2, 1)


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (proof(Verdict.PROVEN, Verdict.MISSING), "s1: missing, page 1"),
        (proof(), "nothing was proven"),
        (proof(Verdict.PROVEN, checks=()), "nothing was proven"),
        (
            proof(Verdict.PROVEN, checks=(CheckOutcome("legal-size", (Refusal("2 pt"),), 0.1),)),
            "check legal-size: 2 pt",
        ),
    ],
)
def test_nothing_else_is_written(tmp_path: Path, refused: Proof, words: str) -> None:
    path = tmp_path / "leaflet.pdf"
    with pytest.raises(ProofFailed, match="not proven") as refusal:
        release(b"%PDF-", refused, path, pages=2)
    assert words in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file_and_no_part_of_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "leaflet.pdf"
    path.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InvalidInput, match="No space left on device"):
        release(b"new", proof(Verdict.PROVEN), path, pages=1)
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["leaflet.pdf"]


def test_pieces_are_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are, and however little of them the system takes at a time."""
    path, pieces = tmp_path / "leaflet.pdf", tuple(b"%d " % number for number in range(1300))
    assert release(pieces, proof(Verdict.PROVEN), path, pages=1).path.read_bytes() == b"".join(pieces)

    def few(handle: int, buffers: Sequence[bytes]) -> int:
        return os.write(handle, b"".join(buffers)[:7])

    monkeypatch.setattr("os.writev", few)
    assert release(pieces, proof(Verdict.PROVEN), path, pages=1).path.read_bytes() == b"".join(pieces)


def test_the_folder_of_a_batch_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="cannot be written"):
        write_proven(b"new", proof(Verdict.PROVEN), tmp_path / "gone" / "leaflet.pdf", durable=False)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ProofFailed, match="it was not written"):
        write_proven(b"new", proof(), str(tmp_path / "leaflet.pdf"), durable=False)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidInput, match="cannot be written"):
        release(b"new", proof(Verdict.PROVEN), tmp_path / "file" / "leaflet.pdf", pages=1)


@pytest.mark.parametrize("linked", [False, True])
def test_a_pipe_or_device_is_never_replaced_by_a_file(tmp_path: Path, *, linked: bool) -> None:
    pipe, named = tmp_path / "pipe", tmp_path / "label.pdf"
    os.mkfifo(pipe)
    named.symlink_to(pipe)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(NotWritten, match="it is no plain file"):
        write(b"x", named if linked else pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert named.is_symlink()
    assert sorted(tmp_path.iterdir()) == before


def test_nothing_is_written_among_devices() -> None:
    # Not that of a device: were this to fail, it would be gone.
    with pytest.raises(NotWritten, match="it is no plain file"):
        write(b"x", Path("/dev/leafgen-test.pdf"))
    assert not Path("/dev/leafgen-test.pdf").exists()
