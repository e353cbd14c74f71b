"""Areas that somebody draws or uploads: made whole, checked, and small enough to ask of every point."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import shapely
from pandas import Series

from geo.core.area import Area
from geo.core.errors import DataProblem
from geo.core.selection import OwnArea

MOST_CORNERS = 20_000


def area_of_corners(name: str, corners: Sequence[Sequence[float]], served: Area) -> OwnArea:
    """An area from corners in the order they were set.

    name     str, what the area is called
    corners  pairs of float, latitude and longitude in degrees (EPSG:4326)
    served   the area served, beyond whose bounds nothing is taken

    Returns an OwnArea. Raises DataProblem for fewer than three corners, an outline that crosses itself, or a place outside
    the force area. Source: validity as the Open Geospatial Consortium defines it, by GEOS.
    """
    if len(corners) < 3:
        raise DataProblem(
            "An area needs at least three corners.",
            f"We saw {len(corners)}.",
            "Set more corners, then close the area.",
        )
    return _checked(
        name, shapely.Polygon([(longitude, latitude) for latitude, longitude in corners]), served
    )


def area_of_text(name: str, data: bytes, served: Area) -> OwnArea:
    """An area from a GeoJSON file in degrees (EPSG:4326): its polygons together, whatever else it says.

    Returns an OwnArea. Raises DataProblem where the file is no GeoJSON, holds no polygon, names another reference system,
    has more than 20,000 corners, an outline that crosses itself, or lies outside the force area.

    Source: GeoJSON (RFC 7946), read by GEOS.
    """
    try:
        document = json.loads(data)
        shape = shapely.from_geojson(json.dumps(document))
    except (ValueError, UnicodeDecodeError, shapely.errors.GEOSException) as problem:
        raise DataProblem(
            "The file cannot be read as GeoJSON.",
            f"{str(problem)[:200]}.",
            "Save the area as GeoJSON in degrees (WGS84).",
        ) from problem
    crs = str(document.get("crs", "")) if isinstance(document, dict) else ""
    if crs and not any(known in crs for known in ("CRS84", "4326")):
        raise DataProblem(
            "The file's coordinates are not degrees (WGS84).",
            f"It names {crs[:120]}.",
            "Save it again in EPSG:4326, which is longitude and latitude.",
        )
    polygons = [
        part for part in _parts(shape) if shapely.get_type_id(part) == shapely.GeometryType.POLYGON
    ]
    if not polygons:
        kinds = ", ".join(sorted({part.geom_type for part in _parts(shape)})) or "nothing"
        raise DataProblem(
            "The file holds no area.", f"It holds: {kinds}.", "Give a polygon, not lines or points."
        )
    for polygon in polygons:
        _require_whole(polygon)
    return _checked(name, shapely.union_all(polygons), served)


def ward_shares(area: OwnArea, wards: Mapping[str, object]) -> Series:
    """Share of an area (float, 0 to 1) that lies in each ward, largest first.

    area   in degrees (EPSG:4326)
    wards  ward_code → GeoJSON geometry in degrees

    Returns a Series by ward_code; a ward the area does not reach is left out, and an area outside all wards gives an empty
    one. Shares are taken in square degrees, whose size on the ground hardly varies within one area.

    Source: intersection by GEOS.
    """
    shape = shapely.from_geojson(area.geometry)
    shapely.prepare(shape)
    near = {
        code: ward
        for code, geometry in wards.items()
        if shapely.intersects(shape, ward := shapely.from_geojson(json.dumps(geometry)))
    }
    shares = Series(
        {
            code: float(shapely.area(shapely.intersection(shape, ward)) / shapely.area(shape))
            for code, ward in near.items()
        },
        dtype=float,
    )
    return shares[shares > 0].sort_values(ascending=False)


def _parts(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """The simple shapes a shape is made of."""
    parts = shapely.get_parts(shape)
    return (
        [shape]
        if len(parts) == 1 and parts[0] == shape
        else [piece for part in parts for piece in _parts(part)]
    )


def _require_whole(shape: shapely.Geometry) -> None:
    corners = int(shapely.get_num_coordinates(shape))
    if corners > MOST_CORNERS:
        raise DataProblem(
            "The area has too many corners.",
            f"We saw {corners:,}; {MOST_CORNERS:,} are the most.",
            "Simplify its outline, and load it again.",
        )
    if not shapely.is_valid(shape):
        raise DataProblem(
            "The area's outline crosses itself.",
            f"{shapely.is_valid_reason(shape)}.",
            "Draw it again without crossing its own line.",
        )


def _checked(name: str, shape: shapely.Geometry, served: Area) -> OwnArea:
    _require_whole(shape)
    west, south, east, north = shape.bounds
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise DataProblem(
            "The area's coordinates are not degrees.",
            f"They run from {west:,.0f}, {south:,.0f} to {east:,.0f}, {north:,.0f}.",
            "Save it again in EPSG:4326, which is longitude and latitude.",
        )
    if not shapely.box(*served.bounds).intersects(shape):
        raise DataProblem(
            f"The area lies outside {served.name}.",
            f"It lies around {(south + north) / 2:.2f}, {(west + east) / 2:.2f}.",
            "Check that longitude and latitude are not exchanged.",
        )
    return OwnArea(name, shapely.to_geojson(shapely.set_precision(shape, 1e-6)))


def named_areas(name: str, data: bytes, served: Area) -> Series:
    """Every area of a GeoJSON collection as a polygon in metres (EPSG:27700), by name, sorted.

    name    file name, for messages
    data    a FeatureCollection of polygons in degrees (EPSG:4326); the name is a property called name, code, or ending in NM or CD
    served  the area served

    Returns a Series of shapely polygons or multipolygons indexed by name.

    Raises DataProblem where it is no such collection, an area has no name or shares one, has more than 20,000 corners, crosses
    itself, or all lie outside the force area. Areas elsewhere are left out.

    Source: GeoJSON (RFC 7946), read by GEOS.
    """
    from geo.space.areas import to_grid

    try:
        features = json.loads(data)["features"]
        shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
        names = [_name_of(feature.get("properties") or {}) for feature in features]
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        UnicodeDecodeError,
        shapely.errors.GEOSException,
    ) as problem:
        raise DataProblem(
            f"{name} cannot be read as areas.",
            f"{str(problem)[:200]}.",
            "Save it as a GeoJSON collection of polygons in degrees (WGS84), each with a name.",
        ) from problem
    for shape in shapes:
        _require_whole(shape)
    areas = Series(dict(zip(names, shapes, strict=True)), dtype=object)
    if "" in areas.index or len(areas) < len(names):
        raise DataProblem(
            f"Not every area of {name} has a name of its own.",
            f"We saw {len(names)} areas and {len(set(names) - {''})} names.",
            "Give each a property called name.",
        )
    inside = areas[
        [bool(shapely.box(*served.bounds).intersects(shape)) for shape in areas]
    ].sort_index()
    if inside.empty:
        raise DataProblem(
            f"Every area of {name} lies outside {served.name}.",
            do="Check that they are in degrees (WGS84).",
        )
    return inside.map(
        lambda shape: shapely.transform(
            shape, lambda corners: to_grid(corners[:, 0], corners[:, 1])
        )
    )


def _name_of(properties: Mapping[str, object]) -> str:
    for wanted in ("name", "code", "nm", "cd"):
        for key, value in properties.items():
            if key.lower() == wanted or key.lower().endswith(wanted):
                return str(value).strip()
    return ""
