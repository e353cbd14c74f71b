"""What is wrong with a file, in words, by its size and its bytes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from loaders.store.damage import Fault, Hashes, faults_of, size_faults, stamps
from loaders.store.manifest import file_digest

FILES = ("a.bin", "sub/b.bin")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "build" / "sub").mkdir(parents=True)
    (tmp_path / "build" / "a.bin").write_bytes(b"x" * 2_000)
    (tmp_path / "build" / "sub" / "b.bin").write_bytes(b"y" * 10)
    return tmp_path / "build"


def expected(folder: Path) -> dict[str, tuple[int, str]]:
    return {name: file_digest(folder / name) for name in FILES}


def test_files_as_they_were_written_have_no_fault(folder: Path) -> None:
    assert faults_of(folder, expected(folder)) == []


def test_each_damage_has_its_words(folder: Path) -> None:
    files, path = expected(folder), folder / "a.bin"

    def wrong() -> str:
        (fault,) = faults_of(folder, files)
        return fault.sentence

    path.write_bytes(b"x" * 1_500)
    assert wrong() == "a.bin is cut short: 1,500 bytes, the manifest says 2,000."
    path.write_bytes(b"x" * 2_001)
    assert wrong() == "a.bin has changed: 2,001 bytes, the manifest says 2,000."
    path.write_bytes(b"")
    assert wrong() == "a.bin is empty: the manifest says 2,000 bytes."
    path.write_bytes(b"x" * 1_999 + b"y")
    assert wrong() == "a.bin has changed: its bytes are not those that were written."
    path.unlink()
    assert wrong() == "a.bin is missing."
    path.mkdir()
    assert wrong() == "a.bin is no file."


def test_sizes_are_known_without_reading(folder: Path) -> None:
    files = expected(folder)
    (folder / "a.bin").write_bytes(b"z" * 2_000)
    (folder / "sub" / "b.bin").write_bytes(b"y")
    assert size_faults(stamps(folder, files), files) == [
        Fault("sub/b.bin", "is cut short: 1 bytes, the manifest says 10")
    ]


def test_a_file_that_builds_share_is_read_once(folder: Path, tmp_path: Path) -> None:
    other, hashes, files = tmp_path / "other", Hashes(), expected(folder)
    other.mkdir()
    os.link(folder / "a.bin", other / "a.bin")
    faults_of(folder, files, hashes)
    assert len(hashes) == 2
    assert faults_of(other, {"a.bin": files["a.bin"]}, hashes) == []
    assert len(hashes) == 2
