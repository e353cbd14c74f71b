"""The shelf: which builds there are, which is current, which are in use, and who may write."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from loaders import intake
from loaders.store.builds import KEPT, MAKING, BuildStore
from tests.conftest import PROJECT, current, refused, street_file, street_row

LEASE = "from loaders.store.builds import BuildStore; lease = BuildStore(root).lease(sys.argv[2])"
LOCK = "from filelock import FileLock; lock = FileLock(root / 'writer.lock'); lock.acquire(blocking=False)"


@contextmanager
def other_process(doing: str, store: Path, build: str = "") -> Iterator[subprocess.Popen[str]]:
    """Another process that has done so, and holds it until it is let go."""
    script = f"import sys; from pathlib import Path; root = Path(sys.argv[1]); {doing}; print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(store), build],
        cwd=PROJECT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def _load_days(store: Path, folder: Path, count: int, *, first: int = 0) -> list[str]:
    """So many more builds, each with one offence more in February than the one before."""
    build_store, made = BuildStore(store), []
    for number in range(first, first + count):
        rows = [street_row(f"{number}-{row}", month="2025-02") for row in range(number + 1)]
        folder_of_archive = (
            folder / f"2025-{number + 1:02}" / "2025-02"
        )  # each a newer archive, so that it wins
        intake.load([street_file(folder_of_archive, "2025-02", *rows)], store)
        made.append(current(store))
    assert build_store.faults(current(store)) == []
    return made


def test_an_empty_place_has_no_builds(tmp_path: Path) -> None:
    build_store = BuildStore(tmp_path / "store")
    assert (build_store.current(), build_store.names(), build_store.latest("real")) == (
        None,
        [],
        None,
    )
    with pytest.raises(DataProblem) as raised:
        build_store.manifest("20250101-x")
    assert raised.value.wrong == "There is no build 20250101-x."
    assert raised.value.saw == "There are: none."


def test_a_complete_build_is_whole(own_store: Path) -> None:
    build_store = BuildStore(own_store)
    assert build_store.names() == [current(own_store)]
    assert build_store.faults(current(own_store)) == []


def test_a_missing_or_changed_file_is_a_fault(own_store: Path) -> None:
    build_store, folder = BuildStore(own_store), BuildStore(own_store).folder(current(own_store))
    size = (folder / "points.parquet").stat().st_size
    (folder / "cube.parquet").unlink()
    (folder / "points.parquet").write_bytes(b"x" * size)
    assert build_store.faults(current(own_store)) == [
        "cube.parquet is missing.",
        "points.parquet has changed: its bytes are not those that were written.",
    ]


def test_pointing_to_a_build_that_is_not_there_changes_nothing(own_store: Path) -> None:
    before = current(own_store)
    with pytest.raises(DataProblem, match="There is no build 2020."):
        BuildStore(own_store).point_to("2020")
    assert current(own_store) == before


def test_ten_builds_are_kept_the_newest_ones(own_store: Path, tmp_path: Path) -> None:
    first = current(own_store)
    made = _load_days(own_store, tmp_path / "in", KEPT + 2)
    assert KEPT == 10
    assert BuildStore(own_store).names() == made[-10:]
    assert not BuildStore(own_store).folder(first).exists()


def test_a_build_read_by_another_process_is_kept_until_it_ends(
    own_store: Path, tmp_path: Path
) -> None:
    first, build_store = current(own_store), BuildStore(own_store)
    with other_process(LEASE, own_store, first):
        assert build_store.in_use(first)
        made = _load_days(own_store, tmp_path / "in", KEPT + 1)
        assert build_store.names() == [first, *made[-10:]]
        assert build_store.faults(first) == []
    assert not build_store.in_use(first)
    made += _load_days(own_store, tmp_path / "in", 1, first=KEPT + 1)
    assert build_store.names() == made[-10:]


def test_a_build_read_by_this_process_is_in_use_until_the_lease_is_dropped(own_store: Path) -> None:
    build_store = BuildStore(own_store)
    lease = build_store.lease(current(own_store))
    again = build_store.lease(current(own_store))
    assert build_store.in_use(current(own_store))
    del lease
    assert build_store.in_use(current(own_store))
    del again
    assert not build_store.in_use(current(own_store))


def test_a_build_gone_back_to_is_not_thrown_away(own_store: Path, tmp_path: Path) -> None:
    build_store, first = BuildStore(own_store), current(own_store)
    made = _load_days(own_store, tmp_path / "in", 9)
    build_store.point_to(first)
    build_store.tidy()
    assert build_store.names() == [first, *made]
    lease = build_store.lease(first)
    made += _load_days(
        own_store, tmp_path / "in", 1, first=11
    )  # goes on from `first` and is the eleventh
    build_store.point_to(first)
    del lease  # nobody reads it now, but it is the one to show
    build_store.tidy()
    assert build_store.names() == [first, *made]
    build_store.point_to(made[-1])
    build_store.tidy()
    assert build_store.names() == made


def test_a_second_load_at_the_same_time_is_refused(own_store: Path, tmp_path: Path) -> None:
    path = street_file(tmp_path, "2025-02", street_row("x", month="2025-02"))
    with other_process(LOCK, own_store):
        problem = refused(own_store, path)
    assert problem.wrong == "Another load is running in this store."
    assert problem.saw == f"It holds {own_store / 'writer.lock'}."
    assert problem.do == "Wait until it has finished, then load again."
    assert problem.stands == "Nothing has been changed."
    intake.load([path], own_store)  # the other has ended, and its lock with it
    assert BuildStore(own_store).manifest(current(own_store)).months("police_uk_street") == [
        "2025-01",
        "2025-02",
        "2025-03",
    ]


def test_what_an_interrupted_load_left_is_cleared_by_the_next(
    own_store: Path, tmp_path: Path
) -> None:
    left = BuildStore(own_store).builds / f"{MAKING}12345"
    (left / "offence").mkdir(parents=True)
    (left / "offence" / "half.parquet").write_bytes(b"PAR1")
    assert BuildStore(own_store).names() == [current(own_store)]  # never listed
    with BuildStore(own_store).writing():
        assert not left.exists()
