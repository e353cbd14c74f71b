"""Whatever is done to a line up to the last seal is named, with its file."""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.audit.lines import Event, digest_of
from loaders.audit.log import AuditLog
from loaders.audit.place import Place
from loaders.audit.verification import Fault, verify

LINES = 30
HARMS = (
    "change",
    "drop",
    "swap",
    "cut",
    "twice",
    "forge",
    "drop file",
    "empty line",
    "other chain",
)


@cache
def sound() -> Path:
    """A folder with a record of two chains over three days, sealed."""
    folder = Path(tempfile.mkdtemp(prefix="audit-"))
    moment = [datetime(2026, 11, 1, tzinfo=UTC)]
    place = Place(folder / "audit", folder / "seals.jsonl")
    logs = [AuditLog(place, keep_days=100, now=lambda: moment[0]) for _ in range(2)]
    for number in range(LINES):
        for log in logs:
            log.append(Event("question", f"p{number}", details={"id": number}))
        if number % 10 == 9:
            moment[0] += timedelta(days=1)
    for log in logs:
        log.close()
    return folder


def harmed(folder: Path, harm: str, file: int, line: int, byte: int) -> tuple[str, list[Fault]]:
    """The name of the file harmed in a copy of the sound record, and what `verify` says of that copy."""
    shutil.copytree(sound(), folder, dirs_exist_ok=True)
    place = Place(folder / "audit", folder / "seals.jsonl")
    paths = [path for _, _, path in place.files()]
    path = paths[file % len(paths)]
    lines = path.read_bytes().splitlines(keepends=True)
    at = line % len(lines)
    if harm == "change":
        content = bytearray(lines[at])
        content[byte % (len(content) - 1)] ^= 1 + byte % 7
        lines[at] = bytes(content)
    elif harm == "drop":
        del lines[at]
    elif harm == "swap":
        other = (at + 1 + byte % (len(lines) - 1)) % len(lines)
        lines[at], lines[other] = lines[other], lines[at]
    elif harm == "cut":
        lines[at] = lines[at][: byte % len(lines[at])]
        del lines[at + 1 :]
    elif harm == "twice":
        lines.insert(at, lines[at])
    elif harm == "forge":
        lines[at] = forged(lines[at])
    elif harm == "empty line":
        lines.insert(at, b"\n")
    elif harm == "other chain":
        chain = path.stem[11:]
        other_path = next(each for each in paths if not each.stem.endswith(chain))
        lines[at] = other_path.read_bytes().splitlines(keepends=True)[at % 10]
    path.write_bytes(b"".join(lines))
    if harm == "drop file":
        path.unlink()
    return path.name, verify(place).faults


def forged(line: bytes) -> bytes:
    """A line that says something else, with a hash of its own that fits."""
    values = json.loads(line)
    values["who"]["subject"] = "somebody else"
    del values["hash"]
    return json.dumps({**values, "hash": digest_of(values)}, separators=(",", ":")).encode() + b"\n"


def chain_of(name: str) -> str:
    return name[11:27]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(HARMS),
    st.integers(0, 5),
    st.integers(0, 100),
    st.integers(0, 5000),
)
def test_every_harm_is_named_with_its_chain(harm: str, file: int, line: int, byte: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        name, faults = harmed(Path(folder), harm, file, line, byte)
    assert faults and {chain_of(fault.file) for fault in faults} == {chain_of(name)}
    if harm not in ("drop", "cut", "drop file"):  # what is gone is named where it is missed
        assert name in faults[0].sentence


def test_the_sound_record_has_no_fault() -> None:
    seen = verify(Place(sound() / "audit", sound() / "seals.jsonl"))
    assert (seen.faults, seen.notes) == ([], [])
    assert (seen.lines, seen.chains, seen.sealed) == (2 * LINES, 2, 2 * LINES)


def test_a_chain_made_anew_from_a_forged_line_on_is_named_by_its_seal(tmp_path: Path) -> None:
    place = Place(tmp_path / "audit", tmp_path / "seals.jsonl")
    log = AuditLog(place, keep_days=100)
    for number in range(5):
        log.append(Event("question", details={"id": number}))
    log.close()
    path, before = next(place.files())[2], ""
    lines = []
    for line in path.read_bytes().splitlines():
        values = json.loads(line)
        values["details"]["id"] += 10 * (values["number"] > 2)
        values["before"] = before or values["before"]
        del values["hash"]
        before = digest_of(values)
        lines.append(json.dumps({**values, "hash": before}, separators=(",", ":")).encode() + b"\n")
    path.write_bytes(b"".join(lines))
    (fault,) = verify(place).faults
    assert "number 5 of its chain is not the line that was sealed on" in fault.what


@pytest.mark.parametrize("harm", ["change", "strange file", "chain gone"])
def test_seals_and_files_that_are_none_are_named(tmp_path: Path, harm: str) -> None:
    shutil.copytree(sound(), tmp_path, dirs_exist_ok=True)
    place = Place(tmp_path / "audit", tmp_path / "seals.jsonl")
    if harm == "change":
        place.seals.write_bytes(place.seals.read_bytes().replace(b'"count":30', b'"count":29', 1))
        assert verify(place).faults == [
            Fault("seals.jsonl", 3, "this is no seal as it was written")
        ]
    elif harm == "strange file":
        (place.folder / "notes.txt").write_text("x")
        assert verify(place).faults == [Fault("notes.txt", 0, "this is no file of the record")]
    else:
        chain = next(place.files())[1]
        for _, name, path in list(place.files()):
            if name == chain:
                path.unlink()
        (fault,) = verify(place).faults
        assert chain in fault.file and "the end is gone: number 1 to 30" in fault.what


def test_a_line_cut_after_the_last_seal_is_no_fault_but_noted(tmp_path: Path) -> None:
    shutil.copytree(sound(), tmp_path, dirs_exist_ok=True)
    place = Place(tmp_path / "audit", tmp_path / "seals.jsonl")
    path = list(place.files())[-1][2]
    path.write_bytes(path.read_bytes() + b'{"when":"2026')
    seen = verify(place)
    assert seen.faults == [] and "cut short" in seen.notes[0]
