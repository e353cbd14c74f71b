"""Made-up wards of May 2026: names and codes as listed, outlines drawn by this file from those of May 2025.

Penhill and Upper Stratton is cut in two: the west goes with its western neighbour into Penhill & Pinehurst, the rest is Upper Stratton.
Liden, Eldene and Park South goes with a neighbour into Badbury Park, Eldene & Liden. Other wards of Swindon are renamed.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from loaders import intake
from loaders.demo.demonstration import files, operations_text
from loaders.reference import ward_vintages
from loaders.sources.boundaries import embedded_wards

JUVENIS, THESUS = "E05010757", "E05008960"  # the wards of both operations, December 2021
PENHILL, UPPER, ELDENE = "E05016293", "E05016302", "E05016280"  # what they are made into
SWINDON = "E06000030"
FIRST, LAST = "2021-01", "2022-09"


def wards_file_of_2026(folder: Path, *, without: tuple[str, ...] = ()) -> Path:
    """The boundary file, with the columns that ONS gives one; `without` leaves out wards of 2026 by code."""
    wards = embedded_wards("2025-05")
    shapes, table = wards.shapes.copy(), wards.table
    swindon = table.index[table["authority_code"] == SWINDON]
    whole = shapes[JUVENIS]
    west, south, east, north = whole.bounds
    left = shapely.box(west, south, west + 0.6 * (east - west), north)
    joined = dict[str, str]()
    for code, part in ((JUVENIS, shapely.intersection(whole, left)), (THESUS, shapes[THESUS])):
        neighbour = max(
            (each for each in swindon if each not in (JUVENIS, THESUS, *joined.values())),
            key=lambda each: shapely.length(
                shapely.intersection(shapely.boundary(shapes[each]), shapely.boundary(part))
            ),
        )
        joined[code] = neighbour
    rows = [
        (PENHILL, shapely.union(shapely.intersection(whole, left), shapes[joined[JUVENIS]])),
        (UPPER, shapely.difference(whole, left)),
        (ELDENE, shapely.union(shapes[THESUS], shapes[joined[THESUS]])),
    ]
    listed = ward_vintages().query("vintage == '2026-05'").set_index("ward_code")
    free = [
        code
        for code in listed.index[listed["authority_code"] == SWINDON]
        if code not in (PENHILL, UPPER, ELDENE)
    ]
    others = [code for code in swindon if code not in (JUVENIS, THESUS, *joined.values())]
    rows += list(zip(free, shapes[others], strict=False))
    rows += [(code, shapes[code]) for code in table.index if code not in set(swindon)]
    frame = pd.DataFrame(rows, columns=["WD26CD", "geometry"]).query("WD26CD not in @without")
    authority = listed["authority_code"].reindex(frame["WD26CD"]).to_numpy()
    drawn = gpd.GeoDataFrame(
        {
            "WD26CD": frame["WD26CD"].to_numpy(),
            "WD26NM": listed["ward_name"].reindex(frame["WD26CD"]).to_numpy(),
            "LAD26CD": authority,
            "LAD26NM": ["Swindon" if code == SWINDON else "Wiltshire" for code in authority],
        },
        geometry=frame["geometry"].to_numpy(),
        crs=27700,
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "WD_MAY_2026_UK_BGC.parquet"
    drawn.to_parquet(path)
    return path


def wards_file_renamed(folder: Path, code: str, other: str) -> Path:
    """The boundary file of December 2021, in which one ward has another code."""
    wards = embedded_wards("2021-12")
    table = wards.table.rename(index={code: other})
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "WD_DEC_2021_UK_BGC.parquet"
    gpd.GeoDataFrame(
        {
            "WD21CD": table.index.to_numpy(),
            "WD21NM": table["ward_name"].to_numpy(),
            "LAD21CD": table["authority_code"].to_numpy(),
            "LAD21NM": table["authority_name"].to_numpy(),
        },
        geometry=wards.shapes.to_numpy(),
        crs=27700,
    ).to_parquet(path)
    return path


def store_of_three_vintages(folder: Path) -> Path:
    """A store with wards of 2021, 2025 and 2026: street files made up, the operations of the demonstration."""
    received = folder / "files"
    received.mkdir(parents=True)
    paths = [wards_file_of_2026(received)]
    for name, data in files():
        if name.endswith("-street.csv") and FIRST <= name[:7] <= LAST:
            paths.append(received / name)
            paths[-1].write_bytes(data)
    paths.append(received / "operations.csv")
    paths[-1].write_text(operations_text(), encoding="utf-8")
    intake.load(paths, folder / "store")
    return folder / "store"
