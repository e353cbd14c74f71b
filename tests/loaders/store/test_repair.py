"""Mending: what is derived is made again, what lies elsewhere is fetched from there, and what is lost is named and mended by loading it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from filelock import AcquireReturnProxy, FileLock

from bench.prove.store_damage import copy_with_links, proven
from geo.core.errors import DataProblem
from loaders import intake
from loaders.store import builds
from loaders.store.builds import BuildStore
from loaders.store.manifest import COPY, MANIFEST, Manifest, Partition
from loaders.store.reader import open_build
from loaders.store.repair import Mending, repair
from tests.conftest import (
    current,
    refused,
    street_file,
    street_row,
    wards_file,
    write_file,
)

FEBRUARY = [street_row(f"f{number}", month="2025-02") for number in range(3)]
DERIVED = ["cube.parquet", "points.parquet", "residents.parquet"]


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two builds, the newer with February and a rejected row, and beside it the files, in the folder *in*; for copying only."""
    folder = tmp_path_factory.mktemp("origin")
    january = street_file(folder / "in", "2025-01", street_row("a1"), street_row("a2"))
    february = street_file(folder / "in", "2025-02", *FEBRUARY, FEBRUARY[0])
    intake.load([wards_file(folder / "in"), january], folder / "store")
    intake.load([february], folder / "store")
    return folder


@pytest.fixture
def store(origin: Path, tmp_path: Path) -> Path:
    """A copy of the two builds, which share files as they did, and of *in*."""
    shutil.copytree(origin / "in", tmp_path / "in")
    copy_with_links(origin / "store", tmp_path / "store")
    return tmp_path / "store"


def manifest(store: Path) -> Manifest:
    return BuildStore(store).manifest(current(store))


def part(store: Path, month: str) -> Partition:
    return next(part for part in manifest(store).parts if part.month == month)


def file_of(store: Path, name: str) -> Path:
    return BuildStore(store).folder(current(store)) / name


def alone(path: Path, data: bytes = b"damaged") -> None:
    """Damage a file of one build only."""
    path.unlink()
    path.write_bytes(data)


def whole(store: Path, content: str) -> bool:
    return manifest(store).content_hash == content and not BuildStore(store).faults(current(store))


def refusal(store: Path, *, leave_out: bool = False) -> DataProblem:
    before = current(store), BuildStore(store).names()
    with pytest.raises(DataProblem) as raised:
        repair(store, leave_out=leave_out)
    assert (current(store), BuildStore(store).names()) == before
    return raised.value


def test_a_whole_build_is_left_as_it_is(store: Path) -> None:
    names, made = BuildStore(store).names(), current(store)
    assert repair(store) == Mending(made)
    assert BuildStore(store).names() == names


@pytest.mark.parametrize("name", DERIVED)
def test_what_is_derived_is_made_again_row_for_row(name: str, store: Path) -> None:
    content, path = manifest(store).content_hash, file_of(store, name)
    rows = pq.read_table(path).to_pandas()
    for build in BuildStore(store).names():  # no other build has it whole
        alone(BuildStore(store).folder(build) / name)
    mending = repair(store)
    assert [fault.file for fault in mending.faults] == [name]
    assert whole(store, content)
    pd.testing.assert_frame_equal(pq.read_table(file_of(store, name)).to_pandas(), rows)


def test_the_drawing_is_drawn_again(store: Path) -> None:
    content, path = manifest(store).content_hash, file_of(store, manifest(store).drawing)
    text = path.read_bytes()
    for build in BuildStore(store).names():
        (BuildStore(store).folder(build) / path.name).unlink()
    repair(store)
    assert whole(store, content)
    assert file_of(store, manifest(store).drawing).read_bytes() == text


def test_a_part_is_taken_from_another_build_that_has_it_whole(store: Path) -> None:
    content = manifest(store).content_hash
    alone(file_of(store, part(store, "2025-01").file))
    repair(store)
    assert whole(store, content)


def test_parts_under_each_others_names_are_told_by_their_content(store: Path) -> None:
    content = manifest(store).content_hash
    january, february = (file_of(store, part(store, m).file) for m in ("2025-01", "2025-02"))
    january.rename(january.with_name("aside"))
    february.rename(january)
    january.with_name("aside").rename(february)
    repair(store)
    assert whole(store, content)


def test_a_part_is_read_again_from_a_file_that_was_fetched(store: Path, tmp_path: Path) -> None:
    content, rows = manifest(store).content_hash, part(store, "2025-02")
    rejected = open_build(store, current(store)).rejected()
    downloads = store / "downloads" / "2025-03" / "2025-02"
    shutil.copytree(tmp_path / "in", downloads)
    alone(file_of(store, rows.file))
    alone(file_of(store, rows.rejected_file))
    repair(store)
    assert whole(store, content)
    assert part(store, "2025-02").archive_month == rows.archive_month
    pd.testing.assert_frame_equal(open_build(store, current(store)).rejected(), rejected)


def test_a_fetched_file_that_says_something_else_is_not_taken(store: Path) -> None:
    street_file(store / "downloads", "2025-02", *FEBRUARY[:2])
    alone(file_of(store, part(store, "2025-02").file))
    assert "2025-02-wiltshire-street.csv" in refusal(store).do


@pytest.mark.parametrize("which", ["file", "rejected_file"])
def test_what_is_lost_is_named_and_loading_it_mends(
    which: str, store: Path, tmp_path: Path
) -> None:
    content, lost = manifest(store).content_hash, getattr(part(store, "2025-02"), which)
    file_of(store, lost).unlink()
    problem = refusal(store)
    assert problem.saw == f"{lost} is missing."
    assert problem.do.startswith("Load together: 2025-02-wiltshire-street.csv.")
    other = street_file(tmp_path, "2025-03", street_row("m", month="2025-03"))
    damaged = BuildStore(store).folder(current(store))
    with pytest.raises(DataProblem, match="must be loaded again"):
        intake.load([other], store)
    assert current(store) == damaged.name
    report = intake.load([tmp_path / "in" / "2025-02-wiltshire-street.csv"], store)
    assert whole(store, content)
    assert any(f"Build {damaged.name} was damaged" in note for note in report.notes)
    intake.load([other], store)
    assert not BuildStore(store).faults(current(store))


def test_a_load_mends_what_needs_no_file(store: Path, tmp_path: Path) -> None:
    alone(file_of(store, "cube.parquet"))
    alone(file_of(store, part(store, "2025-01").file))
    intake.load([street_file(tmp_path, "2025-03", street_row("m", month="2025-03"))], store)
    assert BuildStore(store).faults(current(store)) == []
    assert manifest(store).months("police_uk_street") == ["2025-01", "2025-02", "2025-03"]


def test_lost_boundaries_are_named_and_loading_them_mends(store: Path, tmp_path: Path) -> None:
    content = manifest(store).content_hash
    for build in BuildStore(store).names():
        (BuildStore(store).folder(build) / "wards.parquet").unlink()
    assert "Load together: wards.parquet." in refusal(store).do
    with pytest.raises(DataProblem, match="the ward boundaries must be loaded again"):
        intake.load([tmp_path / "in" / "2025-02-wiltshire-street.csv"], store)
    intake.load([tmp_path / "in" / "wards.parquet"], store)
    assert whole(store, content)


def test_a_fetched_layer_brings_the_boundaries_back(store: Path, tmp_path: Path) -> None:
    content = manifest(store).content_hash
    (store / "downloads").mkdir()
    shutil.copy(tmp_path / "in" / "wards.parquet", store / "downloads" / "wards.parquet")
    for build in BuildStore(store).names():
        (BuildStore(store).folder(build) / "wards.parquet").unlink()
    repair(store)
    assert whole(store, content)


def test_lost_residents_are_named_and_never_replaced_by_the_census(
    store: Path, tmp_path: Path
) -> None:
    people = write_file(
        tmp_path, "people.csv", b"ward_code,residents\nE05000001,10\nE05000002,20\n"
    )
    intake.load([people], store)
    content = manifest(store).content_hash
    file_of(store, "population.parquet").unlink()
    assert "people.csv" in refusal(store).do
    intake.load([people], store)
    assert whole(store, content)
    file_of(store, "population.parquet").unlink()
    repair(store, leave_out=True)
    assert "Census" in manifest(store).population["title"]
    assert BuildStore(store).faults(current(store)) == []


def test_what_follows_from_residents_is_made_again(store: Path) -> None:
    content = manifest(store).content_hash
    for name in ("residents.parquet", "facts.parquet", "crosswalks.parquet"):
        file_of(store, name).unlink()
    repair(store)
    assert whole(store, content)


@pytest.mark.parametrize("name", ["wards.parquet", "points.parquet", "cube.parquet"])
def test_a_vintage_that_the_program_holds_comes_back(store: Path, name: str) -> None:
    content = manifest(store).content_hash
    file_of(store, f"vintages/2025-05/{name}").unlink()
    repair(store)
    assert whole(store, content)


def test_what_is_gone_for_good_can_be_left_out(store: Path) -> None:
    file_of(store, part(store, "2025-02").file).unlink()
    damaged = current(store)
    repair(store, leave_out=True)
    assert manifest(store).months("police_uk_street") == ["2025-01"]
    assert BuildStore(store).faults(current(store)) == []
    assert damaged in BuildStore(store).names()  # what is left of it is not thrown away


def test_of_rejected_rows_alone_the_accepted_are_kept(store: Path) -> None:
    before = part(store, "2025-02")
    file_of(store, before.rejected_file).unlink()
    repair(store, leave_out=True)
    assert part(store, "2025-02").accepted == before.accepted
    assert BuildStore(store).faults(current(store)) == []


def test_a_build_in_use_is_not_changed_under_its_reader(store: Path) -> None:
    reader = open_build(store, current(store))
    folder, rejected = reader.folder, reader.rejected()
    file_of(store, "wards.parquet").unlink()
    file_of(store, "cube.parquet").unlink()
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    repair(store)
    assert current(store) != folder.name
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    pd.testing.assert_frame_equal(reader.rejected(), rejected)


def test_another_build_is_mended_beside_the_one_that_is_shown(store: Path) -> None:
    first, shown = BuildStore(store).names()
    content = BuildStore(store).manifest(first).content_hash
    (BuildStore(store).folder(first) / "cube.parquet").unlink()
    mending = repair(store, first)
    assert current(store) == shown
    assert mending.manifest is not None and mending.manifest.content_hash == content
    assert BuildStore(store).faults(mending.manifest.build) == []


def test_a_cut_manifest_comes_back_from_its_copy(store: Path) -> None:
    content = manifest(store).content_hash
    file_of(store, MANIFEST).write_text('{"build": "')
    repair(store)
    assert whole(store, content)


def test_without_manifest_and_copy_the_newest_whole_build_is_shown(
    store: Path, tmp_path: Path
) -> None:
    first, second = BuildStore(store).names()
    content = manifest(store).content_hash
    for name in (MANIFEST, COPY):
        file_of(store, name).write_text("{")
    with pytest.raises(DataProblem) as raised:
        repair(store)
    assert current(store) == first
    assert raised.value.wrong == f"Build {second} cannot be mended."
    assert raised.value.do.startswith("Load again what was loaded after 20")
    report = intake.load([tmp_path / "in" / "2025-02-wiltshire-street.csv"], store)
    assert any(f"Build {second} cannot be read" in note for note in report.notes)
    assert whole(store, content)


def test_the_same_files_into_a_store_without_any_readable_build(
    store: Path, tmp_path: Path
) -> None:
    content = manifest(store).content_hash
    for build in BuildStore(store).names():
        for name in (MANIFEST, COPY):
            (BuildStore(store).folder(build) / name).unlink()
    with pytest.raises(DataProblem, match="Load your files again"):
        repair(store)
    intake.load([tmp_path / "in"], store)
    assert whole(store, content)


def test_a_pointer_to_nowhere_is_set_again(store: Path) -> None:
    made = current(store)
    (store / "CURRENT").write_bytes(b"\x00\x01")
    assert repair(store).notes == [
        f"CURRENT names “\x00\x01”, and there is no such build. It names the newest now, {made}."
    ]
    assert current(store) == made
    (store / "CURRENT").unlink()
    repair(store)
    assert current(store) == made


def test_with_a_lost_pointer_the_newest_build_is_mended_not_forgotten(store: Path) -> None:
    content = manifest(store).content_hash
    file_of(store, "cube.parquet").unlink()
    (store / "CURRENT").unlink()
    repair(store)
    assert whole(store, content)


def test_a_renamed_folder_gets_its_name_back(store: Path) -> None:
    made, build_store = current(store), BuildStore(store)
    build_store.folder(made).rename(build_store.builds / "old copy")
    repair(store)
    assert (current(store), build_store.faults(made)) == (made, [])


def test_what_lies_in_place_of_locks_is_taken_away_or_named(store: Path, tmp_path: Path) -> None:
    path = street_file(tmp_path, "2025-03", street_row("m", month="2025-03"))
    (store / "writer.lock").unlink()
    (store / "writer.lock").mkdir()
    shutil.rmtree(store / "leases", ignore_errors=True)
    (store / "leases").write_bytes(b"garbage")
    intake.load([path], store)
    assert BuildStore(store).faults(current(store)) == []
    (store / "writer.lock").unlink()
    (store / "writer.lock").mkdir()
    (store / "writer.lock" / "something").write_text("")
    again = street_file(tmp_path, "2025-04", street_row("n", month="2025-04"))
    assert refused(store, again).wrong == "A folder lies where the store keeps a lock."
    (store / "leases" / f"{current(store)}.1.lock").mkdir()
    assert not BuildStore(store).in_use(current(store))


def test_a_store_that_cannot_be_written_says_so(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store.parent / "file").write_text("")
    with pytest.raises(DataProblem, match="The store cannot be written"):
        repair(store.parent / "file" / "store")

    class ReadOnly(FileLock):
        def acquire(self, *_: object, **__: object) -> AcquireReturnProxy:
            raise OSError(30, "Read-only file system")

    monkeypatch.setattr(builds, "FileLock", ReadOnly)
    with pytest.raises(DataProblem, match="Read-only file system"):
        repair(store)
    assert open_build(store, current(store)).lease is None  # reading needs no writing


def test_a_rehearsal_on_a_damaged_build_says_so(store: Path, tmp_path: Path) -> None:
    file_of(store, "wards.parquet").unlink()
    with pytest.raises(DataProblem, match=r"wards.parquet is missing"):
        intake.rehearse([tmp_path / "in" / "2025-02-wiltshire-street.csv"], store)


def test_a_file_beside_those_of_the_build_is_never_read(store: Path) -> None:
    folder = BuildStore(store).folder(current(store))
    shutil.copy(folder / part(store, "2025-01").file, folder / "offence" / "another.parquet")
    opened = open_build(store, current(store))
    assert opened.backend.table("offence").count().execute() == 5
    assert BuildStore(store).faults(current(store)) == []


def test_random_damages_are_said_mended_and_never_carried_on() -> None:
    """A small version of bench/prove/store_damage.py."""
    figures = proven(3, 7, pages=1)
    assert figures.broken == []
    assert figures.checks["mended"] == 3
