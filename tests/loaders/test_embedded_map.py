"""The wards that are used with no boundary file, and stores that stood on those of earlier versions, which were rebuilt from points."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.core.errors import DataProblem
from geo.core.schema import ROBBERY, VIOLENCE
from geo.space.areas import grid_degrees
from loaders import intake
from loaders.reference import table
from loaders.sources.boundaries import Wards, embedded_vintages, embedded_wards
from loaders.store import sound_base
from loaders.store.builds import BuildStore
from loaders.store.reader import Store, open_build
from loaders.store.repair import repair
from loaders.store.upgrade import upgrade_store
from loaders.store.wards import vintages
from tests.conftest import current, street_file, street_row

OLD_TOWN, EASTCOTT, MONKTON = "E05008963", "E05008957", "E05013421"
SHIFT_METRES = 400.0


def _rebuilt_from_points(_: str = "") -> Wards:
    """Wards as a version before the map would have kept them: somewhat off, of a year, and called approximate."""
    wards = embedded_wards()
    moved = wards.shapes.map(
        lambda shape: shapely.transform(shape, lambda at: at + np.array([SHIFT_METRES, 0]))
    )
    return replace(
        wards,
        shapes=moved,
        drawing=moved,
        vintage="2021",
        exactness="approximate",
        source="Rebuilt from the project's gazetteer of ONS ward boundaries, December 2021",
    )


def _just_inside(code: str) -> tuple[float, float]:
    """Longitude and latitude of a place in a ward, 200 m from its westernmost point, so that the moved shapes do not hold it."""
    shape = embedded_wards().shapes[code]
    corners = shapely.get_coordinates(shape)
    west = corners[corners[:, 0].argmin()]
    inside = shapely.buffer(shape, -20).intersection(shapely.Point(west).buffer(200))
    (degrees,) = grid_degrees(*shapely.get_coordinates(inside.representative_point()).T)
    return float(degrees[0]), float(degrees[1])


@pytest.fixture
def old_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of an earlier version: two months in Old Town, placed in wards rebuilt from points."""
    months = [
        street_file(
            tmp_path / "in",
            month,
            *(street_row(f"{month}{n}", month=month, at=_just_inside(OLD_TOWN)) for n in range(3)),
        )
        for month in ("2025-01", "2025-02")
    ]
    with monkeypatch.context() as patched:
        patched.setattr(vintages, "embedded_vintages", lambda: ["2021-12"])
        patched.setattr(vintages, "embedded_wards", lambda _="": _rebuilt_from_points())
        intake.load(months, tmp_path / "store")
    return tmp_path / "store"


def _build(store: Path) -> Store:
    return open_build(store, current(store))


def _cube(store: Path) -> pd.DataFrame:
    cube: pd.DataFrame = pd.read_parquet(BuildStore(store).folder(current(store)) / "cube.parquet")
    return cube


def _counts(store: Path) -> dict[str, int]:
    """Offences by ward, of wards that have any."""
    counted = _cube(store).groupby("ward_code", observed=True)["offences"].sum()
    return {str(code): int(offences) for code, offences in counted.items() if offences}


def _to_old_town(store: Path, offences: int) -> None:
    boundaries = _build(store).manifest.boundaries
    assert (boundaries["exactness"], boundaries["vintage"]) == ("generalised to 20 m", "2021-12")
    assert boundaries["digest"] == embedded_wards().digest
    assert _counts(store) == {OLD_TOWN: offences}
    assert BuildStore(store).faults(current(store)) == []


def test_a_store_of_before_opens_as_it_was(old_store: Path) -> None:
    assert _build(old_store).manifest.boundaries["exactness"] == "approximate"
    assert OLD_TOWN not in _counts(old_store)


def test_an_upgrade_places_every_row_in_the_embedded_wards_and_says_so(old_store: Path) -> None:
    was, rehearsed = current(old_store), upgrade_store(old_store, dry_run=True)
    assert rehearsed is not None and current(old_store) == was
    upgraded = upgrade_store(old_store)
    assert upgraded is not None and upgraded.after is not None
    assert upgraded.reasons[0] == (
        "wards that were rebuilt from points give way to the project's own map"
    )
    assert upgraded.lines == rehearsed.lines
    before = {name: (then, now) for name, then, now in upgraded.lines}
    assert before["Wards"][0] == "118 of 2021 (approximate)"
    assert before["Wards"][1].startswith("118 of December 2021 (generalised to 20 m), 118 of May")
    assert before["Rows accepted"] == ("6", "6")
    _to_old_town(old_store, 6)


def test_the_next_load_places_every_row_in_the_embedded_wards_and_says_so(
    old_store: Path, tmp_path: Path
) -> None:
    row = street_row("m1", month="2025-03", at=_just_inside(OLD_TOWN))
    report = intake.load([street_file(tmp_path, "2025-03", row)], old_store)
    assert report.notes == [
        "The wards are now the project's own map, generalised to 20 m; those in use until now were rebuilt from points and "
        "approximate. Every row was placed anew, so figures of wards may have changed."
    ]
    _to_old_town(old_store, 7)
    again = intake.load(
        [street_file(tmp_path, "2025-04", row.replace("2025-03", "2025-04"))], old_store
    )
    assert again.notes == []


def test_a_rehearsal_says_that_the_wards_would_change_and_changes_nothing(
    old_store: Path, tmp_path: Path
) -> None:
    row = street_row("m1", month="2025-03", at=_just_inside(OLD_TOWN))
    build = current(old_store)
    proposal = intake.rehearse([street_file(tmp_path, "2025-03", row)], old_store).proposal
    (line,) = [line for line in proposal.lines if line.source_id == "boundaries"]
    assert line.remarks[0].startswith(
        "The project's own map of ONS wards, December 2021, loaded last, takes the place of"
    )
    assert not line.questions
    assert current(old_store) == build


def test_removing_a_month_places_every_row_anew_too(old_store: Path) -> None:
    report = intake.remove_month("2025-02", old_store, agreed=lambda _: True)
    assert "placed anew" in report.notes[0]
    _to_old_town(old_store, 3)


def test_lost_wards_of_before_are_made_anew_from_the_map_and_the_rows_placed_again(
    old_store: Path,
) -> None:
    (BuildStore(old_store).folder(current(old_store)) / "wards.parquet").unlink()
    repair(old_store)
    _to_old_town(old_store, 6)


def test_lost_embedded_wards_are_made_again_as_they_were(old_store: Path, tmp_path: Path) -> None:
    row = street_row("m1", month="2025-03")
    intake.load([street_file(tmp_path, "2025-03", row)], old_store)
    content = _build(old_store).manifest.content_hash
    for build in BuildStore(old_store).names():
        (BuildStore(old_store).folder(build) / "wards.parquet").unlink()
    repair(old_store)
    assert _build(old_store).manifest.content_hash == content


def test_without_a_map_the_wards_of_before_stay_and_lost_ones_must_be_loaded(
    old_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (sound_base, vintages):
        monkeypatch.setattr(module, "embedded_vintages", list)
    for module in (intake, vintages):
        monkeypatch.setattr(module, "to_be_replaced", lambda _: False)
    intake.load([street_file(tmp_path, "2025-03", street_row("m1", month="2025-03"))], old_store)
    assert _build(old_store).manifest.boundaries["exactness"] == "approximate"
    for build in BuildStore(old_store).names():
        (BuildStore(old_store).folder(build) / "wards.parquet").unlink()
    with pytest.raises(DataProblem, match="the ward boundaries must be loaded again"):
        intake.load([street_file(tmp_path, "2025-04", street_row("n", month="2025-04"))], old_store)


@pytest.mark.parametrize("vintage", embedded_vintages())
def test_every_postcode_lies_in_one_ward_of_every_vintage(vintage: str) -> None:
    postcodes = table("postcodes")
    points = shapely.points(postcodes[["easting", "northing"]].astype(float).to_numpy())
    shapes = embedded_wards(vintage).shapes.to_numpy()
    point, _ = shapely.STRtree(points).query(shapes, predicate="contains")[::-1]
    times = pd.Series(point).value_counts().reindex(range(len(points)), fill_value=0)
    assert len(postcodes) == 22_410
    assert (times == 1).mean() >= 0.998 and times.max() == 1


@pytest.mark.parametrize("vintage", embedded_vintages())
def test_no_point_is_outside_by_a_gap_between_wards(vintage: str) -> None:
    shapes = embedded_wards(vintage).shapes
    whole = shapely.coverage_union_all(shapes.to_numpy())
    assert sum(shapely.area(shapes.to_numpy())) == pytest.approx(whole.area)
    holes = sum(len(part.interiors) for part in shapely.get_parts(whole))
    assert holes == 0


@pytest.mark.real
def test_real_offences_of_2025_fall_in_their_true_wards(real_data: Path, tmp_path: Path) -> None:
    files = sorted((real_data / "police_uk").glob("2025-0*/*-wiltshire-street.csv"))
    assert len(files) == 9
    intake.load(files, tmp_path / "store")
    cube = _cube(tmp_path / "store")
    counted = cube.groupby(["offence_type", "ward_code"], observed=True)["offences"].sum()
    # Against the Office for National Statistics' 20 m wards; those rebuilt from points gave 248, 86 and 14.
    wards = [(VIOLENCE, OLD_TOWN), (VIOLENCE, MONKTON), (ROBBERY, EASTCOTT)]
    assert [int(counted[each]) for each in wards] == pytest.approx([323, 54, 7], abs=1)
