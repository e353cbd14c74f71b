"""Making a build: who wins, what is carried over, and that nothing shows before all is done."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from loaders import intake
from loaders.sources.police_uk_street import read_street
from loaders.store import part_files
from loaders.store.build_writer import BuildWriter, building
from loaders.store.builds import MAKING, BuildStore
from loaders.store.manifest import Manifest
from loaders.store.proposal import NotAgreed, whatever_it_takes_away
from loaders.store.reader import open_build
from loaders.store.wards.vintages import WardVintages
from tests.conftest import (
    EAST_WARD,
    IN_EAST,
    IN_WEST,
    ON_EDGE,
    OUTSIDE_BOTH,
    WEST_WARD,
    archive_file,
    current,
    search_csv,
    search_row,
    street_csv,
    street_file,
    street_row,
    wards_file,
    write_file,
)

MONTH = "2025-01/2025-01-wiltshire-street.csv"
OLD, NEW = (
    street_csv(street_row("a1", outcome="Under investigation")),
    street_csv(street_row("a1", outcome="Charged"), street_row("a2")),
)


def _manifest(store: Path) -> Manifest:
    return BuildStore(store).manifest(current(store))


def _cube(store: Path) -> dict[str, int]:
    cube = open_build(store, current(store)).backend.table("cube").to_pandas()
    return {
        str(ward): int(count) for ward, count in cube.groupby("ward_code")["offences"].sum().items()
    }


def test_a_part_says_what_was_read_and_where_it_lies(tiny_store: Path) -> None:
    part = next(
        p
        for p in _manifest(tiny_store).parts
        if p.key == ("police_uk_street", "wiltshire", "2025-01")
    )
    assert (part.read, part.accepted, part.rejected) == (
        9,
        8,
        {"the same row with the same Crime ID stands earlier in this file": 1},
    )
    assert (part.outside, part.without_location, part.near_edge) == (1, 1, 1)
    assert (part.without_id, part.alike_without_id) == (3, 1)
    assert (part.files, part.archive_month) == (("2025-01-wiltshire-street.csv",), "2025-01")


@pytest.mark.parametrize("order", list(itertools.permutations(["2025-02", "2025-03", "2025-04"])))
def test_no_older_archive_takes_the_place_of_a_newer_unasked_in_any_order(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    contents = {
        "2025-02": OLD,
        "2025-03": street_csv(street_row("a1", outcome="Charged")),
        "2025-04": NEW,
    }
    taken: list[str] = []
    for month in order:
        path = archive_file(tmp_path / f"{month}.zip", {MONTH: contents[month]})
        if taken and month < taken[-1]:
            with pytest.raises(NotAgreed, match="an older publication"):
                intake.load([path], tmp_path / "store")
        else:
            intake.load([path], tmp_path / "store")
            taken.append(month)
    manifest = _manifest(tmp_path / "store")
    [part] = [part for part in manifest.parts if part.month]
    assert (part.archive_month, part.accepted) == ("2025-04", 2)
    assert [
        (line["month"], line["archive_month"], line["rows"]) for line in manifest.superseded
    ] == [("2025-01", month, "1") for month in taken[:-1]]
    assert BuildStore(tmp_path / "store").faults(manifest.build) == []


def test_what_mends_a_damaged_month_is_held_against_what_is_known_of_it(tmp_path: Path) -> None:
    store, folder = tmp_path / "store", tmp_path / "in"
    rows = [street_row(f"a{number}") for number in range(12)]
    whole = street_file(folder / "whole", "2025-01", *rows)
    filtered = street_file(folder / "filtered", "2025-01", *rows[:6])
    intake.load([wards_file(tmp_path), whole], store)
    [part] = [part for part in _manifest(store).parts if part.month]
    (BuildStore(store).folder(current(store)) / part.file).unlink()
    with pytest.raises(NotAgreed, match=r"6 of 12 rows fewer \(50%\)"):
        intake.load([filtered], store)
    report = intake.load([whole], store)
    (line,) = report.proposal.lines
    assert "what stood is damaged, and mended by this" in line.why
    assert BuildStore(store).faults(current(store)) == []
    assert report.accepted == 12


def test_searches_bear_no_id_and_are_known_again_by_moment_place_and_person(
    tmp_path: Path,
) -> None:
    store, name = tmp_path / "store", "2025-01-wiltshire-stop-and-search.csv"
    rows = [search_row(f"2025-01-{day:02}T10:00:00+00:00") for day in range(1, 13)]
    later = [*rows[1:], search_row("2025-01-20T10:00:00+00:00", at=None)]
    intake.load([wards_file(tmp_path), write_file(tmp_path / "a", name, search_csv(*rows))], store)
    report = intake.load([write_file(tmp_path / "b", name, search_csv(*later))], store)
    (line,) = report.proposal.lines
    assert (line.ids_in_common, line.ids_before) == (11, 12)
    assert (
        line.after and line.after.describe() == "12 rows of 1 object of search, 1 without a place"
    )


def test_whoever_says_yes_gets_the_older_archive_and_it_is_listed_no_longer(tmp_path: Path) -> None:
    for month, data in (("2025-03", OLD), ("2025-04", NEW), ("2025-03", OLD)):
        path = archive_file(tmp_path / f"{month}.zip", {MONTH: data})
        report = intake.load([path], tmp_path / "store", agreed=whatever_it_takes_away)
    manifest = _manifest(tmp_path / "store")
    [part] = [part for part in manifest.parts if part.month]
    assert (part.archive_month, part.accepted, report.accepted) == ("2025-03", 1, 1)
    assert [line["archive_month"] for line in manifest.superseded] == ["2025-04"]


def test_archives_given_together_come_to_the_same_build_as_one_after_the_other(
    tmp_path: Path,
) -> None:
    paths = [
        archive_file(tmp_path / f"{month}.zip", {MONTH: data})
        for month, data in (("2025-03", OLD), ("2025-04", NEW))
    ]
    hashes = set()
    for number, given in enumerate(([[paths[0]], [paths[1]]], [paths], [paths[::-1]])):
        for load in given:
            intake.load(load, tmp_path / str(number))
        manifest = _manifest(tmp_path / str(number))
        hashes.add(manifest.content_hash)
        assert [line["archive_month"] for line in manifest.superseded] == ["2025-03"]
    assert len(hashes) == 1


def test_of_files_by_themselves_the_one_loaded_last_counts_in_both_orders(tmp_path: Path) -> None:
    paths = [
        write_file(tmp_path / name, f"{name}-street.csv", data)
        for name, data in (("a", OLD), ("b", OLD.replace(b"Under investigation", b"Charged")))
    ]
    for number, order in enumerate((paths, paths[::-1])):
        for path in order:
            intake.load([path], tmp_path / str(number))
        manifest = _manifest(tmp_path / str(number))
        [part] = [part for part in manifest.parts if part.month]
        assert part.files == (order[-1].name,)
        assert [line["files"] for line in manifest.superseded] == [order[0].name]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_files_given_together_the_one_named_last_counts_and_the_table_says_so(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    contents = (OLD, OLD.replace(b"Under investigation", b"Charged"))
    paths = [
        write_file(tmp_path / name, f"{name}-street.csv", data)
        for name, data in zip("ab", contents, strict=True)
    ]
    first, last = (paths[number] for number in order)
    report = intake.load([first, last], tmp_path / "store")
    [part] = [part for part in _manifest(tmp_path / "store").parts if part.month]
    assert part.files == (last.name,)
    (line,) = report.proposal.lines
    assert line.why == (
        f"new, from {last.name}; {first.name} (1 row of 1 type) does not count: {last.name} does, named after it"
    )
    assert (report.accepted, report.rejected, report.not_counted) == (1, 0, 1)


def test_a_file_by_itself_counts_beside_an_archive_that_is_given_with_it(tmp_path: Path) -> None:
    archive = archive_file(tmp_path / "2025-04.zip", {MONTH: OLD})
    corrected = write_file(tmp_path, "corrected-street.csv", NEW)
    for number, paths in enumerate(([archive, corrected], [corrected, archive])):
        intake.load(paths, tmp_path / str(number))
        [part] = [part for part in _manifest(tmp_path / str(number)).parts if part.month]
        assert (part.files, part.accepted) == (("corrected-street.csv",), 2)


def test_identical_input_makes_no_new_build(own_store: Path, tmp_path: Path) -> None:
    before = current(own_store)
    march = street_row("c1", month="2025-03", kind="Possession of weapons")
    report = intake.load([street_file(tmp_path, "2025-03", march)], own_store)
    assert report.manifest is None
    assert (current(own_store), BuildStore(own_store).names()) == (before, [before])


def test_the_same_rows_of_an_older_publication_ask_for_nothing_and_make_no_build(
    tmp_path: Path,
) -> None:
    old, new = (
        archive_file(tmp_path / f"{month}.zip", {MONTH: NEW}) for month in ("2025-03", "2025-04")
    )
    intake.load([new], tmp_path / "store")
    before = current(tmp_path / "store")
    report = intake.load([old], tmp_path / "store")
    assert (report.manifest, report.accepted) == (None, 2)
    assert report.proposal.changes_nothing
    assert current(tmp_path / "store") == before


def test_unchanged_months_are_linked_and_not_written_again(own_store: Path, tmp_path: Path) -> None:
    before = _manifest(own_store)
    intake.load([street_file(tmp_path, "2025-02", street_row("f1", month="2025-02"))], own_store)
    after = _manifest(own_store)
    for part in before.parts:
        old, new = (
            BuildStore(own_store).folder(manifest.build) / part.file for manifest in (before, after)
        )
        assert new.samefile(old)
    assert after.months("police_uk_street") == ["2025-01", "2025-02", "2025-03"]
    assert after.content_hash != before.content_hash
    assert (
        BuildStore(own_store).faults(after.build)
        == BuildStore(own_store).faults(before.build)
        == []
    )


def test_a_new_month_is_added_to_the_counts_of_those_before(
    own_store: Path, tmp_path: Path
) -> None:
    assert _cube(own_store) == {WEST_WARD: 7, EAST_WARD: 1, "outside": 2, "without location": 1}
    intake.load(
        [street_file(tmp_path, "2025-02", street_row("f1", IN_EAST, month="2025-02"))], own_store
    )
    assert _cube(own_store) == {WEST_WARD: 7, EAST_WARD: 2, "outside": 2, "without location": 1}


def test_when_boundaries_change_every_row_is_located_again(tmp_path: Path) -> None:
    rows = [
        street_row("1", IN_WEST),
        street_row("2", IN_WEST),
        street_row("3", IN_EAST),
        street_row("4", ON_EDGE),
        street_row("5", OUTSIDE_BOTH),
        street_row("6", None),
    ]
    store = tmp_path / "store"
    intake.load([wards_file(tmp_path), street_file(tmp_path, "2025-01", *rows)], store)
    first = current(store)
    assert _cube(store) == {WEST_WARD: 3, EAST_WARD: 1, "outside": 1, "without location": 1}
    counted = []
    for name, how in (
        ("swap.parquet", {"exchanged": True}),
        ("moved.parquet", {"edge": -1.7795}),
        ("back.parquet", {"exchanged": True}),
    ):
        intake.load([wards_file(tmp_path, name, **how)], store)
        assert BuildStore(store).faults(current(store)) == []
        counted.append(_cube(store))
    assert counted == [
        {
            WEST_WARD: 2,
            EAST_WARD: 2,
            "outside": 1,
            "without location": 1,
        },  # codes exchanged; the edge still goes to the first
        {
            WEST_WARD: 3,
            EAST_WARD: 1,
            "outside": 1,
            "without location": 1,
        },  # the edge moved 35 m east, past the point on it
        {WEST_WARD: 2, EAST_WARD: 2, "outside": 1, "without location": 1},
    ]
    intake.load([tmp_path / "wards.parquet"], store)
    assert _manifest(store).content_hash == BuildStore(store).manifest(first).content_hash
    part = next(part for part in _manifest(store).parts if part.month)
    assert (part.outside, part.without_location, part.near_edge) == (1, 1, 1)


def test_relocated_counts_equal_those_of_a_fresh_store(tmp_path: Path) -> None:
    path = street_file(
        tmp_path, "2025-01", *[street_row(str(n), (-1.80 + n / 1_000, 51.56)) for n in range(40)]
    )
    old, new = wards_file(tmp_path), wards_file(tmp_path, "moved.parquet", edge=-1.7705)
    intake.load([old, path], tmp_path / "moved")
    intake.load([new], tmp_path / "moved")
    intake.load([new, path], tmp_path / "fresh")
    assert _cube(tmp_path / "moved") == _cube(tmp_path / "fresh")
    assert _manifest(tmp_path / "moved").content_hash == _manifest(tmp_path / "fresh").content_hash


def test_a_file_of_several_months_becomes_several_parts(tmp_path: Path) -> None:
    rows = [
        street_row("1", month="2025-01"),
        street_row("2", month="2025-01"),
        street_row("3", month="2025-02"),
        street_row("4", month="2025-20"),
        street_row("5", month="2025-02", force="British Transport Police"),
    ]
    report = intake.load([write_file(tmp_path, "mine.csv", street_csv(*rows))], tmp_path / "store")
    assert (report.accepted, report.rejected) == (4, 1)
    parts = {
        part.key: (part.accepted, sum(part.rejected.values()))
        for part in _manifest(tmp_path / "store").parts
        if part.month
    }
    assert parts == {
        ("police_uk_street", "wiltshire", "2025-01"): (2, 1),
        ("police_uk_street", "wiltshire", "2025-02"): (1, 0),
        ("police_uk_btp", "btp", "2025-02"): (1, 0),
    }


def test_nothing_shows_before_the_work_is_finished(own_store: Path) -> None:
    build_store = BuildStore(own_store)
    before = build_store.latest("real")
    assert before is not None
    wards = open_build(own_store, before.build).wards
    with build_store.writing(), building(build_store, "real", WardVintages(wards), before) as work:
        work.add(read_street(street_csv(street_row("f1", month="2025-02")), "f.csv"), file="f.csv")
        assert work.folder.name.startswith(MAKING)
        assert (current(own_store), build_store.names()) == (before.build, [before.build])
    assert not work.folder.exists()  # left without finishing
    assert (current(own_store), build_store.names()) == (before.build, [before.build])


def test_current_is_swapped_last_when_the_build_is_whole_and_in_its_place(
    own_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, point_to, pointed = current(own_store), BuildStore.point_to, list[str]()

    def watched(build_store: BuildStore, build: str) -> None:
        assert current(own_store) == before
        assert build_store.names() == [before, build]
        assert build_store.faults(build) == []
        assert not list(build_store.builds.glob(f"{MAKING}*"))
        point_to(build_store, build)
        pointed.append(build)

    monkeypatch.setattr(BuildStore, "point_to", watched)
    intake.load([street_file(tmp_path, "2025-02", street_row("f1", month="2025-02"))], own_store)
    assert pointed == [current(own_store)]


def test_two_threads_that_bring_the_same_month_list_the_loser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_store: Path
) -> None:
    """The second comes in while the first is being located, before the first is written down."""
    build_store = BuildStore(tmp_path / "store")
    wards = open_build(tiny_store, current(tiny_store)).wards
    with build_store.writing(), building(build_store, "real", WardVintages(wards), None) as work:
        placed = work.places.placed

        def interrupted(rows: Any, area: str) -> Any:
            monkeypatch.setattr(work.places, "placed", placed)
            work.add(read_street(OLD, "old.csv"), file="old.csv", archive_month="2025-03")
            return placed(rows, area)

        monkeypatch.setattr(work.places, "placed", interrupted)
        work.add(read_street(NEW, "new.csv"), file="new.csv", archive_month="2025-04")
        assert [part.archive_month for part in work.parts.values()] == ["2025-04"]
        assert [line["archive_month"] for line in work.superseded] == ["2025-03"]


def test_a_disk_without_links_gets_copies(
    own_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("links are not known here")

    monkeypatch.setattr(part_files, "os", SimpleNamespace(**vars(os) | {"link": refuse}))
    intake.load([street_file(tmp_path, "2025-02", street_row("f1", month="2025-02"))], own_store)
    assert BuildStore(own_store).faults(current(own_store)) == []
    assert _cube(own_store)[WEST_WARD] == 8


def test_an_error_of_ours_is_not_dressed_up_and_leaves_nothing(
    own_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: BuildWriter) -> None:
        raise PermissionError(13, "Permission denied")

    before = current(own_store)
    monkeypatch.setattr(BuildWriter, "finish", broken)
    with pytest.raises(PermissionError):
        intake.load(
            [street_file(tmp_path, "2025-02", street_row("f1", month="2025-02"))], own_store
        )
    assert current(own_store) == before
    assert not list(BuildStore(own_store).builds.glob(f"{MAKING}*"))
