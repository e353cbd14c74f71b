"""A boundary file that lacks a ward, or has a hole: no rate of its authority, nor of the whole area, on any page; counts stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

import geopandas as gpd
import pytest

from geo.core.schema import VIOLENCE
from geo.core.selection import months_between
from loaders import intake
from loaders.store.proposal import whatever_it_takes_away
from tests.conftest import search_csv, search_row, street_file, street_row, write_file
from tests.large_versions import a_few
from tests.loaders.store.wards.test_join_report import CENTRAL, RIDGEWAY, boundaries, without
from tests.pages.running import NAMES, PageOutput, fresh_caches, run

__all__ = ["fresh_caches"]
pytestmark = pytest.mark.usefixtures("fresh_caches")
TOWN, COUNTY = (-1.785, 51.557), (-1.995, 51.349)
NO_RATE = "a part of it lies in no ward, so no rate"
Change = Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]


def holed(wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    middle = wards.geometry[RIDGEWAY].point_on_surface().buffer(300)
    wards.loc[[RIDGEWAY], "geometry"] = wards.loc[[RIDGEWAY]].difference(middle)
    return wards


def store_of(folder: Path, change: Change) -> Path:
    """A year and a half of offences in both authorities, and a month of searches, under a boundary file of 2027."""
    months = [f"{day:%Y-%m}" for day in months_between(date(2024, 1, 1), date(2025, 6, 1))]
    files = [
        street_file(
            folder,
            month,
            *(
                street_row(f"{month}{place}{number}", at, month=month, kind=VIOLENCE)
                for place, at in (("t", TOWN), ("c", COUNTY))
                for number in range(15)
            ),
        )
        for month in months
    ]
    searches = search_csv(search_row(at=TOWN), search_row(at=COUNTY))
    files.append(write_file(folder, "2025-01-wiltshire-stop-and-search.csv", searches))
    intake.load(
        [boundaries(folder, change), *files], folder / "store", agreed=whatever_it_takes_away
    )
    return folder / "store"


def words(page: PageOutput) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(page.text)))


@pytest.mark.parametrize(
    ("change", "why"),
    a_few(
        [
            (holed, f"a hole is left in Ridgeway {RIDGEWAY}"),
            (without(CENTRAL), f"Central {CENTRAL} is not among them"),
            (without(RIDGEWAY), f"Ridgeway {RIDGEWAY} is not among them"),
        ],
        1,
    ),
)
def test_no_rate_is_formed_on_a_part_of_an_authority(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Change, why: str
) -> None:
    monkeypatch.setenv("SVD_STORE", str(store_of(tmp_path, change)))
    for name in ("briefing", "wards", "compare"):
        page = words(run(name, as_of="2027", type=VIOLENCE))
        said = (
            f"km² of Swindon lie in no ward: {why}. No rate is formed for Swindon or the whole area"
        )
        assert said in page, name
    briefing = words(run("briefing", as_of="2027", type=VIOLENCE))
    assert f"Swindon no rate {NO_RATE} · " in briefing
    assert re.search(r"Wiltshire \d+\.\d+ \d+\.\d+ to \d+\.\d+ · 180 offences", briefing)
    assert f"Wards clearly above the force rate no rate {NO_RATE}" in briefing
    assert "force rate 0" not in briefing
    searches = words(run("stop_and_search", as_of="2027"))
    assert f"{NO_RATE}" in searches and "Wiltshire 1 0.0 per 1,000 residents a year" in searches
    assert "lie in no ward" in words(run("data"))
    # By the wards of before all of it lies in wards, and rates stand.
    whole = words(run("briefing", as_of="2025-05", type=VIOLENCE))
    assert "lie in no ward" not in whole and NO_RATE not in whole
    for name in NAMES if change is holed else ():
        assert not run(name, as_of="2027").test.exception, name
