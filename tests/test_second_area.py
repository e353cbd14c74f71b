"""Another area is another file: its wards and a month of its offences load and draw, and nothing on screen is of the first area."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.core.errors import DataProblem
from geo.space.areas import to_grid
from loaders import intake
from loaders.area import area_file, served
from loaders.demo.demonstration import build_demonstration
from loaders.sources.boundaries import embedded_wards
from tests.conftest import wards_file
from tests.home import HOME
from tests.pages.running import PageOutput, run
from tests.second_area import (
    AUTHORITIES,
    STREET_FILE,
    area_text,
    load_made_up,
    load_real,
    serving,
)

PAGES = ["briefing", "compare", "wards", "hotspots", "data"]
OF_HOME = [
    word.lower().encode() for word in (*HOME.names.values(), "Penhill", "Salisbury", *HOME.codes)
]


@pytest.fixture(scope="module", params=["made up", pytest.param("real", marks=pytest.mark.real)])
def there(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A folder with the other area's files and store; this process serves it."""
    folder = tmp_path_factory.mktemp("there")
    if request.param == "real":
        path = load_real(request.getfixturevalue("real_data"), folder)
    else:
        path = load_made_up(folder)
    with serving(path, folder / "store"):
        yield folder


def opened(page: str, **address: str) -> PageOutput:
    """A page of the other area, on which nothing failed and nothing is of the first."""
    sent = run(page, **address)
    assert "Something went wrong" not in sent.text
    names = [word for word in OF_HOME if any(word in message.lower() for message in sent.raw)]
    assert names == []
    return sent


def counted_by_hand(folder: Path, kind: str) -> Counter[str]:
    """Offences of a type by ward code, by asking every ward of every published point."""
    wards = gpd.read_parquet(folder / "wards.parquet").to_crs(27700)
    with (folder / STREET_FILE).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Crime type"] == kind]
    places = [(float(row["Longitude"]), float(row["Latitude"])) for row in rows if row["Longitude"]]
    grid = to_grid(*map(pd.Series, zip(*places, strict=True)))
    at = shapely.STRtree(wards.geometry.to_numpy()).query(shapely.points(grid), "intersects")[1]
    return Counter(wards["WD21CD"].to_numpy()[at].tolist())


@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws_with_no_word_of_the_first_area(there: Path, page: str) -> None:
    sent = opened(page)
    assert "Avon and Somerset" in sent.text
    if page != "data":
        assert sent.map["script"]
    if page in ("briefing", "compare", "wards"):
        assert "Residents are missing: no rate can be formed" in sent.text
        assert "residents not known, so no rate" in sent.text or page == "wards"


def test_a_wards_figure_is_what_a_hand_counts(there: Path) -> None:
    kind = "Possession of weapons"
    by_hand = counted_by_hand(there, kind)
    (file,) = [text for text in opened("wards", type=kind, show="Table").csv if "offences" in text]
    table = file[file.index("\nward_code,") + 1 :]
    shown = {row["ward_code"]: row for row in csv.DictReader(io.StringIO(table))}
    assert set(shown) == set(gpd.read_parquet(there / "wards.parquet")["WD21CD"])
    ward, most = by_hand.most_common(1)[0]
    assert most >= 5 and int(shown[ward]["offences"]) == most
    assert {code: int(row["offences"]) for code, row in shown.items() if int(row["offences"])} == {
        **by_hand
    }
    assert {row["rate_per_1000"] for row in shown.values()} == {""}


def test_of_more_than_two_authorities_the_reader_chooses_the_two_compared(there: Path) -> None:
    names = list(served().names.values())
    if len(names) == 2:
        assert "compare" not in {box.key for box in opened("compare").test.selectbox}
        return
    first = opened("compare")
    assert f"{names[0]} against {names[1]}" in first.text
    chosen = opened("compare", compare="Mendip", against="North Somerset")
    assert "Mendip against North Somerset" in chosen.text
    assert f"{names[0]} against" not in chosen.text
    presented = opened("compare", compare="Mendip", against="North Somerset", mode="present")
    assert "Mendip against North Somerset" in presented.text


def test_boundaries_of_another_area_are_said_to_be_that(there: Path, tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="holds no ward of Bath and North East Somerset"):
        intake.load([wards_file(tmp_path), there / STREET_FILE], tmp_path / "store")


def test_there_is_no_demonstration_and_no_boundary_to_rebuild(there: Path) -> None:
    with pytest.raises(DataProblem, match="There is no demonstration of Avon and Somerset"):
        build_demonstration(there / "demonstration")
    with pytest.raises(DataProblem, match="No ward boundaries of Avon and Somerset are held"):
        embedded_wards()


def test_an_area_of_one_authority_has_nothing_to_compare(tmp_path: Path) -> None:
    path = load_made_up(tmp_path, many=1)
    with serving(path, tmp_path / "store"):
        text = opened("compare").text
        assert "Avon and Somerset has one authority, Bath and North East Somerset." in text
        assert "There is nothing to compare." in text
        assert "17 offences in wards, 1 outside the authority" in opened("briefing").text


def test_the_second_area_is_eight_authorities_of_one_force(tmp_path: Path) -> None:
    path = tmp_path / "area.toml"
    path.write_text(area_text(AUTHORITIES), encoding="utf-8")
    with serving(path, tmp_path / "store"):
        assert len(served().codes) == 8 and served().everywhere == "all eight authorities"
        assert served().ward_means == "Ward means an electoral ward."
        assert area_file().tables == {}
