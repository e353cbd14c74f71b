"""One build, open for reading: what is counted, and that neither a kill nor a crowd of readers ever shows half of one."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo.core.errors import DataProblem
from geo.core.schema import SEARCHES
from geo.core.selection import Selection
from loaders import intake
from loaders.reference import places
from loaders.settings import DEFAULT_STORE, store_root
from loaders.sources.registry import declared
from loaders.store import searches
from loaders.store.builds import MAKING, BuildStore
from loaders.store.reader import (
    Store,
    current_build,
    open_build,
    reference_table,
)
from tests.conftest import (
    EAST_WARD,
    IN_EAST,
    IN_WEST,
    PROJECT,
    WEST_WARD,
    current,
    street_file,
    street_row,
    tiny_files,
    wards_file,
    write_file,
)
from tests.large_versions import a_few

MONTHS = ("2025-01", "2025-02", "2025-03")
ALL = Selection("police_uk_street", (), (), date(2025, 1, 1), date(2025, 3, 1))


def _counted(store: Store, selection: Selection, by: str) -> dict[str, int]:
    return {
        word: int(count) for word, count in store.counts(selection, by=[by]).itertuples(index=False)
    }


@pytest.fixture
def tiny(tiny_store: Path) -> Store:
    return open_build(tiny_store, current(tiny_store))


def _with(**changes: object) -> Selection:
    return Selection(**(vars(ALL) | changes))


def test_the_whole_force_area_counts_the_home_forces_offences_without_a_ward_too(
    tiny: Store,
) -> None:
    # West: January a1, a2, two without an ID, one on the edge; March c1. East: b1.
    assert _counted(tiny, ALL, "ward_code") == {
        WEST_WARD: 6,
        EAST_WARD: 1,
        "outside": 1,
        "without location": 1,
    }


def test_an_authority_counts_only_what_lies_in_it(tiny: Store) -> None:
    assert _counted(tiny, _with(authorities=("E06000030",)), "ward_code") == {WEST_WARD: 6}
    assert _counted(tiny, _with(authorities=("E06000054",)), "ward_code") == {EAST_WARD: 1}


def test_types_and_months_are_taken_as_asked_and_an_absent_month_has_no_row(tiny: Store) -> None:
    weapons = _with(offence_types=("Possession of weapons",))
    table = tiny.counts(weapons, by=["month", "ward_code"])
    assert [
        (pd.Timestamp(month).date(), ward, count)
        for month, ward, count in table.itertuples(index=False)
    ] == [
        (date(2025, 1, 1), WEST_WARD, 1),
        (date(2025, 1, 1), EAST_WARD, 1),
        (date(2025, 3, 1), WEST_WARD, 1),
    ]
    assert tiny.counts(weapons, by=["ward_code"], months=[date(2025, 3, 1)])[
        "offences"
    ].to_list() == [1]
    assert tiny.counts(weapons, by=["ward_code"], months=[]).empty
    assert tiny.manifest.months("police_uk_street") == ["2025-01", "2025-03"]


def test_transport_police_are_counted_apart_and_their_places_elsewhere_not_at_all(
    tiny: Store,
) -> None:
    assert _counted(tiny, _with(source_id="police_uk_btp"), "ward_code") == {WEST_WARD: 1}


def test_counts_are_whole_numbers_in_the_order_of_their_columns(tiny: Store) -> None:
    table = tiny.counts(ALL, by=["offence_type"])
    assert table["offences"].dtype == "int64"
    assert table["offence_type"].to_list() == [
        "Anti-social behaviour",
        "Burglary",
        "Drugs",
        "Possession of weapons",
    ]
    assert table["offences"].to_list() == [2, 3, 1, 3]


def test_rows_behind_a_selection_come_newest_first_and_no_more_than_asked(tiny: Store) -> None:
    rows = tiny.rows(_with(offence_types=("Possession of weapons",)))
    assert rows["crime_id"].to_list() == ["c1", "a2", "b1"]
    assert rows["ward_code"].to_list() == [WEST_WARD, WEST_WARD, EAST_WARD]
    assert len(tiny.rows(ALL)) == 9
    assert tiny.rows(ALL, most=2)["crime_id"].to_list()[0] == "c1"
    assert len(tiny.rows(ALL, most=2)) == 2


def test_cube_and_rows_agree(tiny: Store) -> None:
    for selection in (ALL, _with(authorities=("E06000030",)), _with(source_id="police_uk_btp")):
        assert tiny.counts(selection, by=["month"])["offences"].sum() == len(tiny.rows(selection))


EXTRACT = """crime_reference,offence_code,committed_from,committed_to,recorded_on,longitude,latitude,knife_flag,finding,suspect_age,\
victim_age
R1,10D,14/03/2025 22:40,,15/03/2025,-1.79,51.56,,search,17,
R2,10D,14/03/2025,,15/03/2025,-1.79,51.56,,public report,25,
R3,8N,15/03/2025 01:10,15/03/2025 01:50,15/03/2025,-1.77,51.56,yes,victim report,26,12
R4,8N,13/03/2025 20:00,15/03/2025 09:00,15/03/2025,-1.60,51.56,no,victim report,,40
R5,34B,15/03/2025 23:50,16/03/2025 00:10,16/03/2025,,,,,16,15
"""


@pytest.fixture(scope="module")
def forces_own(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two wards, and a force's extract of five offences: Friday 14 and Saturday 15 March 2025."""
    root = tmp_path_factory.mktemp("extract")
    intake.load(
        [wards_file(root), write_file(root, "extract.csv", EXTRACT.encode())], root / "store"
    )
    return open_build(root / "store", current(root / "store"))


@pytest.mark.parametrize(
    ("narrowed", "wards"),
    [
        ({}, {WEST_WARD: 2, EAST_WARD: 1, "outside": 1, "without location": 1}),
        ({"origins": ("reported",)}, {WEST_WARD: 1, EAST_WARD: 1, "outside": 1}),
        ({"origins": ("proactive", "unknown")}, {WEST_WARD: 1, "without location": 1}),
        ({"weapons": ("knife",)}, {WEST_WARD: 2}),
        ({"knife_enabled": True}, {EAST_WARD: 1}),
        (
            {"knife_enabled": False},
            {WEST_WARD: 2, "outside": 1},
        ),  # possession is never knife-enabled; R5 does not say
        ({"suspect_ages": "14–25"}, {WEST_WARD: 2, "without location": 1}),
        ({"suspect_ages": "under 18"}, {WEST_WARD: 1, "without location": 1}),
        ({"victim_ages": "under 18"}, {EAST_WARD: 1, "without location": 1}),
        ({"line_types": ("local_line",)}, {}),
        ({"hours": (22,)}, {WEST_WARD: 1}),  # R2 is some time that day
        (
            {"hours": (1, 23)},
            {EAST_WARD: 1, "without location": 1},
        ),  # forty minutes; and twenty over midnight
        ({"hours": (20,)}, {}),  # R4 may be any time in 37 hours
        ({"weekdays": (4,)}, {WEST_WARD: 2}),
        ({"weekdays": (5,)}, {EAST_WARD: 1, "without location": 1}),
        ({"weekdays": (5,), "hours": (1,)}, {EAST_WARD: 1}),
    ],
)
def test_each_filter_of_a_forces_own_source_is_honoured(
    forces_own: Store, narrowed: dict[str, Any], wards: dict[str, int]
) -> None:
    selection = _with(source_id="force_extract", **narrowed)
    assert _counted(forces_own, selection, "ward_code") == wards
    assert len(forces_own.rows(selection)) == sum(wards.values())


@pytest.mark.parametrize(
    ("narrowed", "wards"),
    [
        ({}, {WEST_WARD: 2, EAST_WARD: 1, "outside": 1, "without location": 1}),
        # R5 does not say how it came to light, nor whether a knife was there
        (
            {"origins": ("reported",)},
            {WEST_WARD: 1, EAST_WARD: 1, "outside": 1, "without location": 1},
        ),
        ({"knife_enabled": True}, {EAST_WARD: 1, "without location": 1}),
        # whoever asks for the unknown has them already
        ({"origins": ("proactive", "unknown")}, {WEST_WARD: 1, "without location": 1}),
        # R4 has no suspect's age; no line was recorded of any
        ({"suspect_ages": "14–25"}, {WEST_WARD: 2, "outside": 1, "without location": 1}),
        (
            {"line_types": ("local_line",)},
            {WEST_WARD: 2, EAST_WARD: 1, "outside": 1, "without location": 1},
        ),
        # R2 is some time that day, R4 some time in 37 hours
        ({"hours": (22,)}, {WEST_WARD: 2, "outside": 1}),
        ({"weekdays": (4,)}, {WEST_WARD: 2, "outside": 1}),
    ],
)
def test_what_could_be_of_a_filter_is_counted_with_it(
    forces_own: Store, narrowed: dict[str, Any], wards: dict[str, int]
) -> None:
    selection = _with(source_id="force_extract", **narrowed)
    counts = forces_own.possible_counts(selection, by=["ward_code"])
    assert dict(counts.itertuples(index=False)) == wards


def test_rows_points_and_windows_of_a_forces_own_source(forces_own: Store) -> None:
    extract = _with(source_id="force_extract")
    rows = forces_own.rows(replace(extract, knife_enabled=True))
    assert rows[
        ["offence_code", "origin", "origin_rule", "age_band", "victim_age_band"]
    ].to_numpy().tolist() == [["8N", "reported", "victim report", "26+", "10-13"]]
    points = forces_own.points(extract, by=["origin"])
    assert points[["longitude", "origin", "offences"]].round(6).to_numpy().tolist() == [
        [-1.79, "proactive", 1],
        [-1.79, "reported", 1],
        [-1.77, "reported", 1],
        [-1.60, "reported", 1],
    ]
    windows = forces_own.windows(extract)
    hours = (windows["occurred_to"] - windows["occurred_from"]).dt.total_seconds() / 3600
    assert sorted(hours.round(2)) == [0, 0.33, 0.67, 24, 37]
    # of five one is known only to within 37 hours, so its day is not, and one has no point
    assert (
        len(forces_own.days(extract)) == 3
        and forces_own.days(extract)["day"].is_monotonic_increasing
    )


def test_map_points_are_those_of_both_authorities_and_of_one_source(tiny: Store) -> None:
    points = tiny.map_points("police_uk_street")
    # the point in the west, the one on the edge (so west) and the one in the east; the one outside both is left out
    assert points["ward_code"].tolist() == [WEST_WARD, WEST_WARD, EAST_WARD]
    assert points["longitude"].round(2).tolist() == [-1.79, -1.78, -1.77] and set(
        points["location_text"]
    ) == {"On or near High Street"}
    assert tiny.map_points("police_uk_btp")["ward_code"].tolist() == [WEST_WARD]


def test_searches_at_points_leave_out_those_without_one(tiny: Store) -> None:
    (count,) = tiny.search_points(SEARCHES, [date(2025, 1, 1)])["offences"]
    assert count == 1 and tiny.search_points(SEARCHES, [date(2025, 2, 1)]).empty


def test_a_source_without_these_words_refuses_the_question(tiny: Store) -> None:
    for narrowed in (
        {"origins": ("proactive",)},
        {"hours": (3,)},
        {"suspect_ages": "14–25"},
        {"knife_enabled": True},
    ):
        for ask in (
            lambda selection: tiny.counts(selection, by=["ward_code"]),
            tiny.rows,
            tiny.points,
            tiny.windows,
        ):
            with pytest.raises(DataProblem, match="says only type, place and month") as refused:
                ask(_with(**narrowed))
            assert "force extract" in refused.value.do


def test_wards_operations_and_rejected_rows_are_those_of_the_build(tiny: Store) -> None:
    assert tiny.ward_table_of(())[["ward_name", "authority_name"]].to_dict("index") == {
        WEST_WARD: {"ward_name": "West", "authority_name": "Swindon"},
        EAST_WARD: {"ward_name": "East", "authority_name": "Wiltshire"},
    }
    # the census knows no made-up ward: who lives on its ground is carried to it from the wards that are counted
    assert set(tiny.residents["basis"]) == {"carried from 2025-05"}
    assert 5_000 < tiny.ward_table_of(()).loc[WEST_WARD, "residents"] < 30_000
    # no ground of its authority lies there
    assert pd.isna(tiny.ward_table_of(()).loc[EAST_WARD, "residents"])
    # their wards are those of other vintages of the build
    assert set(tiny.operations["name"]) == {"Op Sceptre", "Op Thesus", "Op Juvenis"}
    rejected = tiny.rejected()
    assert rejected.groupby("source_id").size().to_dict() == {"police_uk_street": 1}
    assert rejected.loc[
        rejected["source_id"] == "police_uk_street", ["file", "line"]
    ].to_numpy().tolist() == [["2025-01-wiltshire-street.csv", 10]]


def test_searches_of_the_home_force_are_counted_with_or_without_a_place(tiny: Store) -> None:
    january = [date(2025, 1, 1)]
    # one search lies in the west, which is Swindon's; one has no place
    both, west, east = (
        tiny.searches(SEARCHES, january, authorities, by=["object"])["searches"].sum()
        for authorities in ((), ("E06000030",), ("E06000054",))
    )
    assert (both, west, east) == (2, 1, 0)
    assert tiny.searches(SEARCHES, [date(2025, 2, 1)], (), by=["linked"]).empty
    assert tiny.searches(SEARCHES, january, by=["ward_code", "hour"]).to_numpy().tolist() == [
        [WEST_WARD, 10, 1],
        ["without location", 10, 1],
    ]
    assert tiny.searches(SEARCHES, january, by=["object"], legislation=["Another Act"]).empty
    rows = tiny.search_rows(SEARCHES, january)
    assert rows["longitude"].isna().to_list() == [False, True] and rows[
        "authority_code"
    ].isna().to_list() == [False, True]
    assert not {"gender", "age_band", "ethnicity_self", "ethnicity_officer"} & set(rows.columns)


@pytest.mark.parametrize("place", ["ward_code", "point_id"])
@pytest.mark.parametrize("ethnicity", ["ethnicity_self", "ethnicity_officer"])
def test_ethnicity_by_ward_is_never_counted(tiny: Store, place: str, ethnicity: str) -> None:
    with pytest.raises(DataProblem, match="never counted by ethnicity below authority level"):
        tiny.searches(SEARCHES, [date(2025, 1, 1)], by=[place, ethnicity])


def test_a_build_where_nothing_was_rejected_says_so_with_an_empty_table(tmp_path: Path) -> None:
    intake.load([street_file(tmp_path, "2025-01", street_row("a1"))], tmp_path / "store")
    rejected = open_build(tmp_path / "store", current(tmp_path / "store")).rejected()
    assert rejected.columns.to_list() == ["source_id", "file", "line", "reason", "row"]
    assert rejected.empty


def test_the_place_of_the_store_is_a_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SVD_STORE", str(tmp_path))
    assert store_root() == tmp_path
    monkeypatch.delenv("SVD_STORE")
    assert store_root() == DEFAULT_STORE == PROJECT / "store"


def test_nothing_loaded_is_no_build_and_an_unknown_one_is_said(tmp_path: Path) -> None:
    assert current_build(tmp_path) is None
    with pytest.raises(DataProblem, match="There is no build 2020"):
        open_build(tmp_path, "2020")


def test_places_and_policies_are_read_from_the_reference_tables() -> None:
    assert places()["rank"].min() == 1
    assert reference_table("operations")["name"].to_list()[:1] == ["Op Thesus"]
    assert not declared("police_uk_street").disclosure.restricted  # published for all to see


def test_an_open_build_answers_as_before_while_another_is_loaded(
    own_store: Path, tmp_path: Path
) -> None:
    opened = open_build(own_store, current(own_store))
    before = _counted(opened, ALL, "ward_code")
    intake.load(
        [
            street_file(
                tmp_path,
                "2025-02",
                *[street_row(str(n), IN_EAST, month="2025-02") for n in range(5)],
            )
        ],
        own_store,
    )
    assert _counted(opened, ALL, "ward_code") == before
    assert _counted(open_build(own_store, current(own_store)), ALL, "ward_code")[EAST_WARD] == 6


def test_many_threads_open_and_ask_one_build(tiny_store: Path) -> None:
    counts: list[dict[str, int]] = []
    start = threading.Barrier(8)

    def read() -> None:
        start.wait()
        counts.append(_counted(open_build(tiny_store, current(tiny_store)), ALL, "ward_code"))

    _together([read] * 8)
    assert counts == [{WEST_WARD: 6, EAST_WARD: 1, "outside": 1, "without location": 1}] * 8


def _together(tasks: list[Callable[[], None]]) -> None:
    """Run the tasks in threads, and raise the first thing that any of them raised."""
    raised: list[BaseException] = []

    def guarded(task: Callable[[], None]) -> None:
        try:
            task()
        except BaseException as problem:
            raised.append(problem)

    threads = [threading.Thread(target=guarded, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def _months(folder: Path, version: int, rows: int) -> list[Path]:
    """Three months of a published version; every month of it holds `rows` + `version` offences, so a mixture shows."""
    archive = folder / f"{2000 + version}-01"  # a newer archive each time, so that it wins
    return [
        street_file(
            archive / month,
            month,
            *[
                street_row(f"{version}-{row}", (IN_WEST, IN_EAST)[row % 2], month=month)
                for row in range(rows + version)
            ],
        )
        for month in MONTHS
    ]


def _by_month(store: Store) -> list[int]:
    return [int(count) for count in store.counts(ALL, by=["month"])["offences"]]


@pytest.mark.parametrize("kills", a_few([4, 30], 1))
def test_a_load_killed_at_any_moment_leaves_a_complete_build(tmp_path: Path, kills: int) -> None:
    """kill -9 at random moments, from before the first file is written until after the last."""
    store, rows, chance = tmp_path / "store", 4_000, random.Random(20250101)
    old_files, new_files = _months(tmp_path, 1, rows), _months(tmp_path, 2, rows)
    intake.load([wards_file(tmp_path), *old_files], store)
    build_store, old = BuildStore(store), current(store)
    in_use = open_build(
        store, old
    )  # so that it is not thrown away when ten newer ones stand beside it
    shutil.copytree(store, tmp_path / "twin")
    began = time.monotonic()
    new_content = intake.load(new_files, tmp_path / "twin").manifest.content_hash  # type: ignore[union-attr]
    writing_takes = time.monotonic() - began
    contents = {build_store.manifest(old).content_hash: 1, new_content: 2}
    cut_short, ended_on = 0, {1: 0, 2: 0}
    for kill in range(kills):
        build_store.point_to(old)
        with subprocess.Popen(
            [sys.executable, "-m", "loaders", "load", str(tmp_path / "2002-01")],
            cwd=PROJECT,
            env=os.environ | {"SVD_STORE": str(store)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            while process.poll() is None and not any(
                build_store.builds.glob(f"{MAKING}{process.pid}")
            ):
                time.sleep(0.001)
            time.sleep(0.0 if kill == 0 else chance.uniform(0, 1.5 * writing_takes))
            process.send_signal(signal.SIGKILL)
        cut_short += process.returncode == -signal.SIGKILL
        now = current(store)
        assert build_store.faults(now) == []
        version = contents[
            build_store.manifest(now).content_hash
        ]  # a third content would be no key
        assert _by_month(open_build(store, now)) == [rows + version] * 3
        ended_on[version] += 1
    assert cut_short, "no load was still running when it was killed, so nothing was tried"
    assert _by_month(in_use) == [rows + 1] * 3
    build_store.point_to(old)
    intake.load(new_files, store)
    assert build_store.manifest(current(store)).content_hash == new_content
    assert not list(build_store.builds.glob(f"{MAKING}*"))
    assert all(build_store.faults(build) == [] for build in build_store.names())
    print(
        f"{cut_short} of {kills} loads were cut short; {ended_on[1]} left the old build, {ended_on[2]} the new one"
    )


LOADER = """
import sys
from pathlib import Path
from loaders import intake
for version in sys.argv[2:]:
    intake.load([Path(version)], Path(sys.argv[1]))
"""


@pytest.mark.parametrize(("readers", "loads"), a_few([(10, 3), (30, 5)], 1))
def test_readers_never_see_an_error_or_a_mixed_build_while_loads_run(
    tmp_path: Path, readers: int, loads: int
) -> None:
    """Readers open the current build and ask it again and again while another process makes one build after another."""
    store, rows = tmp_path / "store", 600
    for version in range(1, loads + 1):
        _months(tmp_path, version, rows)
    intake.load([wards_file(tmp_path), *_months(tmp_path, 0, rows)], store)
    finished, seen, asked = threading.Event(), [set[int]() for _ in range(readers)], [0] * readers

    def read(reader: int) -> None:
        last_round = False
        while not last_round:
            last_round = finished.is_set()
            opened = open_build(store, current(store))
            received = {part.month: part.accepted for part in opened.manifest.parts if part.month}
            for _ in range(2):
                counted = _by_month(opened)
                assert counted == [received[month] for month in MONTHS]
                assert len(set(counted)) == 1, f"months of different loads in one build: {counted}"
            assert len(opened.rows(ALL)) == sum(counted)
            seen[reader].add(counted[0] - rows)
            asked[reader] += 1

    def load() -> None:
        try:
            subprocess.run(
                [
                    sys.executable,
                    "-c",
                    LOADER,
                    str(store),
                    *(str(tmp_path / f"{2000 + n}-01") for n in range(1, loads + 1)),
                ],
                cwd=PROJECT,
                check=True,
            )
        finally:
            finished.set()

    _together([load, *(lambda reader=reader: read(reader) for reader in range(readers))])
    assert all(loads in versions for versions in seen)  # each reader ended on the newest build
    assert len(set.union(*seen)) > 1, "no reader saw a build change"
    print(
        f"{sum(asked)} builds opened by {readers} readers during {loads} loads; versions seen: {sorted(set.union(*seen))}"
    )


def test_tiny_files_hold_what_these_tests_count_on(tmp_path: Path) -> None:
    names = [path.name for path in tiny_files(tmp_path)]
    assert names == [
        "wards.parquet",
        "2025-01-wiltshire-street.csv",
        "2025-03-wiltshire-street.csv",
        "2025-01-btp-street.csv",
        "2025-01-wiltshire-stop-and-search.csv",
    ]


def test_a_question_that_takes_too_long_is_stopped_in_words_and_the_next_is_answered(
    tiny_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "MOST_SECONDS", 0.2)
    store = open_build(tiny_store, current(tiny_store))
    store.backend.raw_sql("CREATE TABLE numbers AS SELECT range AS n FROM range(200000)")
    numbers = store.backend.table("numbers")
    endless = numbers.cross_join(numbers.view()).aggregate(total=lambda t: (t.n * t.n_right).sum())
    with pytest.raises(DataProblem, match="takes too long") as refused:
        searches.frame(endless)
    assert "0.2 seconds" in refused.value.saw
    assert searches.frame(numbers.limit(3))["n"].to_list() == [0, 1, 2]
