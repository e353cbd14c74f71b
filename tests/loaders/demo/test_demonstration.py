"""Demonstration data: the same each time, never mixed with real data, and holding what data/README.md says is planted."""

from __future__ import annotations

import shutil
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas import DataFrame

from geo.core.selection import Selection
from loaders import intake
from loaders.demo import demonstration as demo
from loaders.demo.demonstration import build_demonstration
from loaders.store.builds import BuildStore
from loaders.store.reader import Store, open_build
from tests.conftest import current, street_csv, street_row, write_file

CENTRE = ["E05008954", "E05008957"]  # Central, Eastcott
LIDEN_ELDENE, PENHILL, GORSE_HILL = "E05008960", "E05010757", "E05008958"
VIOLENCE = ["Violence and sexual offences", "Robbery"]


@pytest.fixture(scope="module")
def store(demonstration_store: Path) -> Store:
    return open_build(demonstration_store, current(demonstration_store))


@pytest.fixture(scope="module")
def offences(store: Store) -> DataFrame:
    selection = Selection("police_uk_street", (), (), date(2020, 1, 1), date(2022, 12, 1))
    counted = store.counts(selection, by=["ward_code", "month", "offence_type"])
    return counted.assign(month=pd.to_datetime(counted["month"]))


def _sum(
    offences: DataFrame, wards: list[str] | None, types: list[str], first: str, last: str
) -> int:
    selected = offences["offence_type"].isin(types) & offences["month"].between(first, last)
    if wards is not None:
        selected &= offences["ward_code"].isin(wards)
    return int(offences.loc[selected, "offences"].sum())


def test_it_is_a_build_of_its_kind_with_the_embedded_wards(store: Store) -> None:
    assert store.manifest.kind == "demonstration"
    assert store.manifest.boundaries["exactness"] == "generalised to 20 m"
    assert BuildStore(store.build_store.root).faults(store.manifest.build) == []
    assert store.ward_table_of(())["residents"].sum() == 233_427 + 510_392


def test_thirty_six_months_but_one_that_is_absent(store: Store) -> None:
    wanted = [f"{year}-{month:02}" for year in (2020, 2021, 2022) for month in range(1, 13)]
    wanted.remove("2021-02")
    assert store.manifest.months("police_uk_street") == wanted
    assert (
        store.manifest.months("police_uk_search") == store.manifest.months("force_search") == wanted
    )


def test_about_the_real_volumes_and_no_row_refused(store: Store, offences: DataFrame) -> None:
    totals = store.manifest.totals()
    assert all(numbers["rejected"] == 0 for numbers in totals.values())
    # 35 months at some 52,000 offences a year are about 151,700.
    assert totals["police_uk_street"]["accepted"] == pytest.approx(52_000 * 35 / 12, rel=0.03)
    assert totals["police_uk_search"]["accepted"] == pytest.approx(3_600 * 35 / 12, rel=0.1)
    assert _sum(
        offences, None, ["Possession of weapons"], "2020-01-01", "2020-12-01"
    ) == pytest.approx(450, abs=70)
    assert (
        totals["police_uk_street"]["outside"] == totals["police_uk_street"]["without_location"] == 0
    )
    assert totals["police_uk_search"]["without_location"] / totals["police_uk_search"][
        "accepted"
    ] == pytest.approx(0.1, abs=0.02)


def test_the_force_s_own_searches_are_the_published_ones_with_linked_filled_in(
    store: Store,
) -> None:
    totals, year = store.manifest.totals(), [date(2022, month, 1) for month in range(1, 13)]
    assert totals["force_search"]["accepted"] == totals["police_uk_search"]["accepted"]
    assert (
        totals["force_search"]["without_location"] == totals["police_uk_search"]["without_location"]
    )
    by_link = {
        source: store.searches(source, year, by=["linked"]).set_index("linked")["searches"]
        for source in ("police_uk_search", "force_search")
    }
    assert by_link["force_search"]["unknown"] / by_link["force_search"].sum() == pytest.approx(
        0.02, abs=0.01
    )
    assert by_link["police_uk_search"]["unknown"] / by_link["police_uk_search"].sum() > 0.7
    outcomes = store.searches("force_search", year, by=["outcome", "linked"])
    outcomes = (
        outcomes[outcomes["outcome"] != "A no further action disposal"]
        .groupby("linked")["searches"]
        .sum()
    )
    assert outcomes["true"] / (outcomes["true"] + outcomes["false"]) == pytest.approx(
        0.78, abs=0.04
    )


def test_every_ward_has_offences_and_the_fourteen_types_occur(offences: DataFrame) -> None:
    assert offences["ward_code"].nunique() == 118
    assert offences["offence_type"].nunique() == 14


def test_possession_in_the_centre_rises_threefold_and_violence_there_stays(
    offences: DataFrame,
) -> None:
    before, after = ("2020-01-01", "2020-12-01"), ("2022-01-01", "2022-12-01")
    weapons = [_sum(offences, CENTRE, ["Possession of weapons"], *span) for span in (before, after)]
    violence = [_sum(offences, CENTRE, VIOLENCE, *span) for span in (before, after)]
    assert weapons[1] / weapons[0] == pytest.approx(
        3, rel=0.35
    )  # some 30 and 90: chance alone gives a quarter either way
    assert violence[1] / violence[0] == pytest.approx(1, abs=0.1)


def test_what_is_planted_is_exact_in_what_is_expected() -> None:
    scene = demo.demonstration_scene(np.random.default_rng(demo.SEED))

    def times(kind: str, last: date) -> pd.Series:
        """How many times the offences expected in the same month of 2020, to three decimals, by ward."""
        return (
            demo.expected_offences(scene, kind, last)
            / demo.expected_offences(scene, kind, date(2020, last.month, 1))
        ).round(3)

    weapons = times("Possession of weapons", date(2022, 6, 1))
    assert weapons[CENTRE].to_list() == [3, 3]
    assert set(weapons.drop(CENTRE)) == {1}
    violence = times("Violence and sexual offences", date(2022, 6, 1))
    assert violence[LIDEN_ELDENE] == 0.55
    assert set(violence.drop(LIDEN_ELDENE)) == {
        1
    }  # Op Juvenis, from April 2022 in Penhill, changes nothing
    assert set(times("Violence and sexual offences", date(2021, 12, 1))) == {1}
    assert set(times("Burglary", date(2022, 6, 1))) == {1}
    # The cluster: half as many again as the pull of the ward alone, and only for violence.
    kinds = [
        demo.expected_offences(scene, kind, date(2020, 6, 1)) / scene.a_year[kind]
        for kind in ("Robbery", "Burglary")
    ]
    clustered = (kinds[0] / kinds[1]).round(3)
    assert clustered[[PENHILL, GORSE_HILL]].to_list() == [1.5, 1.5]
    assert set(clustered.drop([PENHILL, GORSE_HILL])) == {1}


def test_violence_falls_where_op_thesus_ran_and_not_where_op_juvenis_did(
    offences: DataFrame,
) -> None:
    spans = ("2020-01-01", "2020-12-01"), ("2022-01-01", "2022-12-01")
    thesus, juvenis = (
        [_sum(offences, [ward], VIOLENCE, *span) for span in spans]
        for ward in (LIDEN_ELDENE, PENHILL)
    )
    assert thesus[1] / thesus[0] == pytest.approx(0.55, abs=0.12)
    assert juvenis[1] / juvenis[0] == pytest.approx(1, abs=0.15)


def test_operations_carry_made_up_dates_and_say_that_they_are_a_demonstration(store: Store) -> None:
    named = store.operations.set_index("name")
    assert named.loc["Op Thesus", "start"] == date(2022, 1, 1)
    assert named.loc["Op Juvenis", "start"] == date(2022, 4, 1)
    assert set(named["source"]) == {"demonstration"}


def test_the_same_bytes_each_time() -> None:
    once, again = (list(islice(demo.files(), 3)) for _ in range(2))
    assert [name for name, _ in once] == [
        "2020-01-wiltshire-street.csv",
        "2020-01-wiltshire-stop-and-search.csv",
        "2020-02-wiltshire-street.csv",
    ]
    assert once == again


@pytest.fixture
def own_demonstration(demonstration_store: Path, tmp_path: Path) -> Path:
    shutil.copytree(
        demonstration_store,
        tmp_path / "store",
        ignore=shutil.ignore_patterns("leases", "writer.lock"),
    )
    return tmp_path / "store"


def test_demonstration_and_real_never_share_a_build_and_one_can_go_back(
    own_demonstration: Path, tmp_path: Path
) -> None:
    build_store, demonstration = BuildStore(own_demonstration), current(own_demonstration)
    path = write_file(
        tmp_path, "2022-12-wiltshire-street.csv", street_csv(street_row("a1", month="2022-12"))
    )
    real = intake.load([path], own_demonstration).manifest
    assert real is not None
    assert current(own_demonstration) == real.build
    assert (real.kind, real.totals()["police_uk_street"]["accepted"]) == (
        "real",
        1,
    )  # it started empty
    assert "police_uk_search" not in real.totals()
    assert (
        open_build(own_demonstration, real.build).operations["start"].isna().all()
    )  # the dates of the demonstration stayed behind
    build_store.point_to(demonstration)
    later = write_file(
        tmp_path, "2023-01-wiltshire-street.csv", street_csv(street_row("b1", month="2023-01"))
    )
    more = intake.load([later], own_demonstration).manifest
    assert more is not None
    assert more.months("police_uk_street") == [
        "2022-12",
        "2023-01",
    ]  # on from the real build, not from the one shown
    assert build_store.manifest(demonstration).kind == "demonstration"
    assert (
        build_store.faults(demonstration)
        == build_store.faults(real.build)
        == build_store.faults(more.build)
        == []
    )


def test_made_again_it_is_shown_but_not_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = list(islice(demo.files(), 2))  # its first month is enough here
    monkeypatch.setattr(demo, "files", lambda: iter(files))
    store, build_store = tmp_path / "store", BuildStore(tmp_path / "store")
    assert build_demonstration(store) is not None
    demonstration = current(store)
    assert build_demonstration(store) is None
    intake.load(
        [
            write_file(
                tmp_path,
                "2022-12-wiltshire-street.csv",
                street_csv(street_row("a1", month="2022-12")),
            )
        ],
        store,
    )
    assert current(store) != demonstration
    shown = build_demonstration(store)
    assert shown is not None
    assert shown.build == demonstration == current(store)
    assert len(build_store.names()) == 2
