"""Boundary files that a map must not be led astray by, and the demonstration placed in each of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from loaders.demo.demonstration import build_demonstration
from loaders.settings import setting
from loaders.sources.boundaries import embedded_wards, read_boundaries
from loaders.store.builds import BuildStore
from loaders.store.manifest import MANIFEST, file_digest
from loaders.store.reader import current_build
from tests.conftest import PROJECT, copy_of
from tests.home import HOME, SWINDON

THIRD, THIRD_NAME, THIRD_WARDS = "E06000022", "Bath and North East Somerset", 33
PENHILL = "E05010757"  # the ward that is missing: the busiest
EDEN = "E05008960"
RESIDENTS = "residents.parquet"
COLUMNS = ["WD21CD", "WD21NM", "LAD21CD", "LAD21NM", "geometry"]
Features = list[dict[str, Any]]


def national_wards() -> Path | None:
    """The real wards of England and Wales, December 2021, where they are to be had."""
    folder = Path(setting("SVD_TEST_DATA") or PROJECT.parent / "shared" / "data" / "real")
    file = folder / "wards_dec2021_england_wales.parquet"
    return file if file.exists() else None


def home_wards() -> gpd.GeoDataFrame:
    """The demonstration's own 118 wards, as the ONS names its columns."""
    wards = embedded_wards()
    table = wards.table.reset_index()[
        ["ward_code", "ward_name", "authority_code", "authority_name"]
    ].set_axis(COLUMNS[:4], axis="columns")
    return gpd.GeoDataFrame(table, geometry=wards.shapes.to_numpy(), crs=27700)


def three_authorities() -> gpd.GeoDataFrame:
    """Swindon, Wiltshire and a third authority whose ward codes come before, between and after theirs; real ones where there are any."""
    if national := national_wards():
        wards = gpd.read_parquet(national)
        return wards[wards["LAD21CD"].isin([*HOME.names, THIRD])]
    home = home_wards()
    west, south, _, north = home.total_bounds
    made_up = gpd.GeoDataFrame(
        {
            "WD21CD": [f"E05{at * 800:06d}" for at in range(1, THIRD_WARDS + 1)],
            "WD21NM": [f"Made-up {at}" for at in range(1, THIRD_WARDS + 1)],
            "LAD21CD": THIRD,
            "LAD21NM": THIRD_NAME,
        },
        geometry=[
            shapely.box(west - 9_000, edge, west - 1_000, edge + (north - south) / THIRD_WARDS)
            for edge in (south + at * (north - south) / THIRD_WARDS for at in range(THIRD_WARDS))
        ],
        crs=27700,
    )
    return pd.concat([made_up, home], ignore_index=True)


def demonstration_in(wards: gpd.GeoDataFrame, folder: Path) -> Path:
    """A store with the demonstration, in boundaries read from a file that lists them in no order."""
    file = folder / "wards.geojson"
    wards[COLUMNS].sample(frac=1, random_state=1).to_file(file, driver="GeoJSON")
    build_demonstration(folder / "store", read_boundaries(file))
    return folder / "store"


def without_residents(built: Path, folder: Path, wards: Sequence[str]) -> Path:
    """A copy of a store in whose build the residents of some wards are not known."""
    store = copy_of(built, folder)
    build_store, build = BuildStore(store), current_build(store)
    assert build
    manifest, file = build_store.manifest(build), build_store.folder(build) / RESIDENTS
    residents = pd.read_parquet(file)
    residents[~residents["ward_code"].isin(wards)].to_parquet(file, index=False)
    described = replace(manifest, files=manifest.files | {RESIDENTS: file_digest(file)})
    described.write(build_store.folder(build) / MANIFEST)
    return store


def redrawn(built: Path, folder: Path, change: Callable[[Features], Features]) -> Path:
    """A copy of a store whose map is given other shapes to draw than its build was made with."""
    store = copy_of(built, folder)
    build_store, build = BuildStore(store), current_build(store)
    assert build
    manifest = build_store.manifest(build)
    before = build_store.folder(build) / manifest.drawing
    shapes = json.loads(before.read_text(encoding="utf-8"))
    text = json.dumps(shapes | {"features": change(shapes["features"])})
    # named by its content, as a build names it: a browser keeps what it has fetched under one name
    fresh = before.with_name(f"wards-{hashlib.sha256(text.encode()).hexdigest()[:16]}.geojson")
    fresh.write_text(text, encoding="utf-8")
    boundaries = manifest.boundaries | {"drawing": fresh.name}
    files = manifest.files | {fresh.name: file_digest(fresh)}
    described = replace(manifest, boundaries=boundaries, files=files)
    described.write(build_store.folder(build) / MANIFEST)
    return store


def disordered(features: Features) -> Features:
    """The other way round, some wards twice, and among foreign wards, one of which has a code that sorts before all others."""
    twice = [f for f in features if f["id"] in (EDEN, PENHILL, "E05013431")]
    square = {
        "type": "Polygon",
        "coordinates": [[[-2.4, 51.3], [-2.3, 51.3], [-2.3, 51.4], [-2.4, 51.3]]],
    }
    foreign = [
        {
            "type": "Feature",
            "id": f"E05{at * 2:06d}",
            "properties": {"kind": "ward", "name": f"Foreign {at}", "authority": THIRD},
            "geometry": square,
        }
        for at in range(7_760)
    ]
    return [*foreign[:4_000], *reversed(features), *twice, *foreign[4_000:]]


def with_gaps(features: Features) -> Features:
    """Without the shape of one ward, and with two wards of Swindon that the build has never heard of."""
    strange = next(f for f in features if f["id"] == EDEN)
    return [
        *(f for f in features if f["id"] != PENHILL),
        *(
            {
                "type": "Feature",
                "id": f"E0599999{at}",
                "properties": {"kind": "ward", "name": f"New ward {at}", "authority": SWINDON},
                "geometry": strange["geometry"],
            }
            for at in (1, 2)
        ),
    ]
