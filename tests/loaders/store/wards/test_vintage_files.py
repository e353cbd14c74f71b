"""A vintage beside the reference as a build holds it: months that come later count in it as those of the first load do."""

from __future__ import annotations

from pathlib import Path

from loaders import intake
from loaders.sources.boundaries import embedded_vintages
from loaders.store.reader import Store
from tests.conftest import street_file, street_row
from tests.home import HOME

PLACES = [(-1.785, 51.56), (-1.99, 51.35), (-2.13, 51.46), (0.1, 51.5)]  # the last in neither


def month_file(folder: Path, month: str, times: int) -> Path:
    rows = [
        street_row(f"{month}{at}", PLACES[at % len(PLACES)], month=month)
        for at in range(times * len(PLACES))
    ]
    return street_file(folder, month, *rows)


def test_a_point_in_no_ward_stays_in_none_when_a_later_load_finds_it_known(tmp_path: Path) -> None:
    root = tmp_path / "store"
    intake.load([month_file(tmp_path, "2025-01", 1)], root)
    manifest = intake.load([month_file(tmp_path, "2025-02", 2)], root).manifest
    assert manifest is not None
    assert len(embedded_vintages()) > 1
    for vintage in manifest.every_vintage:
        store = Store(root, manifest.build, vintage.id)
        cube = store.backend.table("cube").to_pandas()
        by_month = cube.groupby([cube["ward_code"] == "outside", "month"])["offences"].sum()
        assert by_month.to_list() == [3, 6, 1, 2]
        counted = cube.groupby("authority_code")["offences"].sum()
        assert counted[[*HOME.codes]].sum() == 9
        points = store.backend.table("point").to_pandas()
        assert points["ward_code"].isna().sum() == points["authority_code"].isna().sum() == 1
