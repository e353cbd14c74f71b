"""Hotspots to take away: as shapes for a map (GeoJSON), as waypoints and outlines for a patrol (GPX), as a table (CSV)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import shapely
import streamlit as st

from geo.hotspots import units
from geo.hotspots.units import Units
from geo.space import grid
from geo.space.areas import grid_degrees
from ui.answers.area import served
from ui.components import downloads
from ui.hotspots.findings import HotspotPlaces
from ui.shell import page_setup
from ui.text import figures as figure_text
from ui.text import hotspots as hotspot_text

GPX = "http://www.topografix.com/GPX/1/1"


def outlines(
    places: HotspotPlaces, held: Units, *, width: float, shapes: Mapping[str, object]
) -> list[shapely.Geometry]:
    """The outline of each listed place in degrees: its hexagons joined, its ward as drawn, or its polygon.

    shapes  code → shape of wards (GeoJSON geometry, degrees) or of polygons (metres)
    """
    made = []
    for row in range(len(places.table)):
        codes = held.codes[places.members == row]
        if held.kind == units.HEXAGON:
            rings = grid.corners(codes.to_numpy(np.int64), width_metres=width).reshape(-1, 2)
            degrees = grid_degrees(rings[:, 0], rings[:, 1]).reshape(-1, 6, 2).round(6)
            made.append(
                shapely.union_all([shapely.Polygon(ring) for ring in degrees], grid_size=1e-6)
            )
        elif held.kind == units.WARD:
            made.append(shapely.from_geojson(json.dumps(shapes[codes[0]])))
        else:
            made.append(
                shapely.transform(
                    shapes[codes[0]], lambda metres: grid_degrees(metres[:, 0], metres[:, 1])
                )
            )
    return made


def geojson(table: pd.DataFrame, drawn: Sequence[shapely.Geometry], notes: Sequence[str]) -> bytes:
    """One feature a place with its figures; the notes stand beside the features."""
    plain = table.astype(object).where(table.notna(), None)
    features = [
        {
            "type": "Feature",
            "id": at + 1,
            "geometry": json.loads(shapely.to_geojson(shape)),
            "properties": row,
        }
        for at, (row, shape) in enumerate(zip(plain.to_dict("records"), drawn, strict=True))
    ]
    return json.dumps(
        {
            "type": "FeatureCollection",
            "notes": [note for note in notes if note],
            "features": features,
        },
        ensure_ascii=False,
        default=str,
    ).encode()


def gpx(table: pd.DataFrame, drawn: Sequence[shapely.Geometry], notes: Sequence[str]) -> bytes:
    """A waypoint in the middle of each place, and its outline as a track; what it counts and from where in the description."""
    ElementTree.register_namespace("", GPX)
    root = ElementTree.Element(
        f"{{{GPX}}}gpx", {"version": "1.1", "creator": page_setup.page_title(served())}
    )
    about = _under(root, "metadata")
    _under(about, "name", hotspot_text.TAKE_GPX)
    _under(about, "desc", "\n".join(note for note in notes if note))
    for at, row in enumerate(table.to_dict("records")):
        point = _under(root, "wpt", lat=f"{row['latitude']:.6f}", lon=f"{row['longitude']:.6f}")
        _under(point, "name", hotspot_text.numbered(at, row["place"]))
        _under(
            point,
            "desc",
            hotspot_text.waypoint(
                int(row["offences"]), (row["low"], row["high"]), str(row["persistence"])
            ),
        )
    for at, (row, shape) in enumerate(zip(table.to_dict("records"), drawn, strict=True)):
        track = _under(root, "trk")
        _under(track, "name", hotspot_text.numbered(at, row["place"]))
        for part in shapely.get_parts(shape):
            segment = _under(track, "trkseg")
            for longitude, latitude in shapely.get_coordinates(shapely.get_exterior_ring(part)):
                _under(segment, "trkpt", lat=f"{latitude:.6f}", lon=f"{longitude:.6f}")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def download(
    places: HotspotPlaces,
    held: Units,
    notes: Sequence[str],
    *,
    name: str,
    width: float,
    shapes: Mapping[str, object],
) -> None:
    """The list as CSV, GeoJSON and GPX; a file is made only when its button is pressed."""
    table = places.table.round(
        {"low": 1, "high": 1, "expected": 1, "beyond": 1, "km2": 3, "longitude": 6, "latitude": 6}
    )
    with st.popover(figure_text.DOWNLOAD, icon=":material/download:"):
        for kind, mime, make in (
            ("csv", "text/csv", lambda: downloads.csv(table, notes)),
            (
                "geojson",
                "application/geo+json",
                lambda: geojson(table, outlines(places, held, width=width, shapes=shapes), notes),
            ),
            (
                "gpx",
                "application/gpx+xml",
                lambda: gpx(table, outlines(places, held, width=width, shapes=shapes), notes),
            ),
        ):
            label = hotspot_text.TAKE_GPX if kind == "gpx" else figure_text.FILE_KINDS[kind]
            downloads.file_button(
                label,
                make,
                file_name=f"{name}.{kind}",
                mime=mime,
                key=f"{name} {kind}",
                width="stretch",
            )


def last_year(table: pd.DataFrame, notes: Sequence[str], *, name: str) -> None:
    """The button of the list by last year's counts."""
    downloads.file_button(
        hotspot_text.LAST_YEAR,
        lambda: downloads.csv(table, notes),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=name,
    )


def _under(
    parent: ElementTree.Element, name: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{GPX}}}{name}", attributes)
    made.text = text or None
    return made
