"""The ward shapes as a map fetches them: one GeoJSON, named by its content, in degrees to about a metre."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import shapely
from pandas import DataFrame

from geo.space.areas import authority_outlines, neighbours, to_degrees
from geo.space.tiles import ward_tiles
from loaders.area import served
from loaders.reference import table as reference_table
from loaders.sources.boundaries import Wards
from loaders.store.wards.vintage_codes import told_apart


def write_drawing(wards: Wards, folder: Path) -> str:
    """Write the file into `folder` and return its name: a feature a ward, with its place as an equal tile, and an outline an authority.

    Only authorities that maps show are in it: with every ward of England and Wales a browser would fetch 60 times as much.
    """
    home = wards.table["authority_code"].isin(served().codes)
    table, drawn, tiles = told_apart(wards.table[home]), wards.drawing[home], home_tiles(wards)
    shapes = [
        (
            {"kind": "ward", "name": name, "authority": authority}
            | ({"tile": tiles.loc[code].tolist()} if code in tiles.index else {}),
            code,
            shape,
        )
        for code, name, authority, shape in zip(
            table.index,
            table["ward_name"],
            table["authority_code"],
            to_degrees(drawn),
            strict=True,
        )
    ]
    names = table.groupby("authority_code")["authority_name"].first()
    outlines = to_degrees(authority_outlines(drawn, table["authority_code"]))
    shapes += [
        ({"kind": "authority", "name": names[code], "authority": code}, code, shape)
        for code, shape in outlines.items()
    ]
    features = ",\n".join(
        f'{{"type":"Feature","id":{json.dumps(code)},"properties":{json.dumps(properties)},"geometry":{shapely.to_geojson(shape)}}}'
        for properties, code, shape in shapes
    )
    text = f'{{"type":"FeatureCollection","features":[\n{features}\n]}}\n'
    name = f"wards-{wards.vintage}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.geojson"
    (folder / name).write_text(text, encoding="utf-8")
    return name


def home_tiles(wards: Wards) -> DataFrame:
    """column, row of each ward of the area served as an equal tile: those of `data/ward_tiles.csv`, or made anew for other wards.

    Areas of a geography have none: they may be many hundreds, and so small that tiles would tell no more than the map.
    """
    home = wards.table.index[wards.table["authority_code"].isin(served().codes)]
    tiles = reference_table("ward_tiles").set_index("ward_code").astype(int)
    if len(home) < 2 or wards.title:
        return tiles.iloc[:0]
    if set(home) <= set(tiles.index):
        return tiles.loc[home]
    shapes = wards.drawing[home]
    points = DataFrame(
        shapely.get_coordinates(shapely.point_on_surface(shapes.to_numpy())),
        index=home,
        columns=["easting", "northing"],
    )
    return ward_tiles(points, neighbours(shapes))
